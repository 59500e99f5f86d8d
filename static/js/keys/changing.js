// The page where a person changes keys: press the button, press the new key. The fields below are
// what is sent, and what is typed into where script is missing.
import { capsOf } from "./caps.js";
import { pressed } from "./spec.js";
import { announce } from "../live.js";

const SEQUENCE_MS = 900;

let listening = null;
let timer = 0;
let isLed = false;

export function watchKeyChanges() {
  drawAll();
  document.addEventListener("page:morphed", drawAll);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-press-for]");
    if (button) listen(button);
    else if (listening) leave();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === listening) leave();
  });
  // Before the keys of the page hear of it.
  document.addEventListener("keydown", onKey, true);
}

function drawAll() {
  for (const button of document.querySelectorAll("[data-press-for]")) draw(button);
}

function draw(button) {
  const field = document.getElementById(button.dataset.pressFor);
  const place = button.querySelector(".keys");
  place.replaceChildren(...(field.dataset.keyNow ? capsOf(field.dataset.keyNow) : []));
}

function listen(button) {
  if (listening) leave();
  listening = button;
  button.setAttribute("aria-pressed", "true");
  tell(button, button.dataset.ask);
}

function leave(words = "") {
  clearTimeout(timer);
  isLed = false;
  const button = listening;
  listening = null;
  button.setAttribute("aria-pressed", "false");
  tell(button, words);
}

function onKey(event) {
  if (!listening || event.isComposing || !event.code) return;
  if (/^(Control|Shift|Alt|Meta|AltGraph|CapsLock|Tab)/.test(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.repeat) return;
  const key = pressed(event);
  if (key === "Escape") leave();
  else if (isLed) take(`g ${key}`);
  else if (key === "KeyG") {
    isLed = true;
    timer = setTimeout(take, SEQUENCE_MS, key);
  } else take(key);
}

// A key that another command has is refused with that command's name; the rest the server checks.
function take(key) {
  const button = listening;
  const field = document.getElementById(button.dataset.pressFor);
  const other = [...document.querySelectorAll("[data-command-key]")].find(
    (one) => one !== field && one.dataset.keyNow === key,
  );
  if (other) {
    leave(button.dataset.taken.replace("{command}", other.dataset.label));
    return;
  }
  field.value = key;
  field.dataset.keyNow = key;
  draw(button);
  leave(button.dataset.changed);
}

function tell(button, words) {
  const place = document.getElementById(`${button.dataset.pressFor}-said`);
  if (place) place.textContent = words;
  announce(words);
}
