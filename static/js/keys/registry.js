// The one listener for keys. It is silent while somebody types, in dialogs, and where a person has
// switched keys off; a letter never acts with a modifier that was not asked for.
import { watchCaps } from "./caps.js";
import { commandAt, commands, does, run } from "./commands.js";
import { pressDigit, watchDigits } from "./digits.js";
import { back, declareMoves, isAtRest } from "./moves.js";
import { watchOverlay } from "./overlay.js";
import { openPalette, watchPalette } from "./palette.js";
import { areKeysOn, isOurs, isTyping, pressed } from "./spec.js";

const SEQUENCE_MS = 900;
const LEAD = "KeyG";

let isLed = false;
let timer = 0;
let held = null;
let isWatching = false;

export function watchKeys() {
  if (isWatching) return;
  isWatching = true;
  declareMoves();
  does("open-palette", () => openPalette());
  does("go", (one) => location.assign(one.dataset.href));
  watchOverlay();
  watchPalette();
  if (!areKeysOn()) return;
  document.documentElement.classList.add("has-keys");
  document.addEventListener("keydown", onKey);
  document.addEventListener("keyup", letGo);
  window.addEventListener("blur", () => letGo(null));
  watchDigits();
  watchCaps();
}

function onKey(event) {
  if (!isOurs(event)) return;
  const key = pressed(event);
  if (key === "Escape") {
    if (back(event.target)) event.preventDefault();
    return;
  }
  if (isTyping(event.target) && !key.startsWith("ctrl ")) return;
  if (isLed && !event.repeat && !commandAt(`g ${key}`)) alone();
  if (!event.repeat && pressDigit(event, key)) return;
  if (key === "Space" && !isAtRest(event.target)) return;
  const wasLed = isLed;
  if (wasLed && !event.repeat) forget();
  if (!wasLed && key === LEAD && leads()) {
    event.preventDefault();
    if (!event.repeat) lead();
    return;
  }
  const command = commandAt(wasLed ? `g ${key}` : key);
  if (!command) return;
  event.preventDefault();
  if (event.repeat) return;
  if (command.element.hasAttribute("data-hold")) hold(command.element, event.code);
  else run(command);
}

// The first of two keys. Where the letter alone means something too, that waits for the second.
function lead() {
  isLed = true;
  timer = setTimeout(alone, SEQUENCE_MS);
}

// Nothing that goes with the first key follows: it was meant by itself.
function alone() {
  forget();
  const command = commandAt(LEAD);
  if (command) run(command);
}

const leads = () => commands().some((one) => one.key?.startsWith("g "));

function forget() {
  clearTimeout(timer);
  isLed = false;
}

// What lasts as long as the key is down: the element hears "key:hold", then "key:release".
function hold(element, code) {
  held = { element, code };
  element.dispatchEvent(new CustomEvent("key:hold", { bubbles: true }));
}

function letGo(event) {
  if (!held || (event && event.code !== held.code)) return;
  held.element.dispatchEvent(new CustomEvent("key:release", { bubbles: true }));
  held = null;
}
