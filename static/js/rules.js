// The rules' editor with script: a choice is taken over at once, a row is dragged to its place, and Alt
// with an arrow moves it. Every step is a button of the form, pressed here as a hand would.
import { announce } from "./live.js";

let isWatching = false;
let dragged = null;
let over = null;

export function watchRules() {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-rules]");
    if (form && event.target.matches("[data-takes-over], [data-adds]")) takeOver(form);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", onGrab);
  document.addEventListener("pointermove", onMove);
  document.addEventListener("pointerup", onDrop);
  document.addEventListener("pointercancel", letGo);
}

function takeOver(form) {
  form.requestSubmit(form.querySelector("[data-refresh]"));
}

function onKey(event) {
  const row = event.target.closest?.("[data-rule]");
  if (!row) return;
  if (event.key === "Enter" && event.target.matches("[data-adds], .input-num")) {
    event.preventDefault();
    takeOver(row.closest("form"));
  }
  const isUp = event.key === "ArrowUp";
  if (!event.altKey || !(isUp || event.key === "ArrowDown")) return;
  event.preventDefault();
  const button = row.querySelector(isUp ? "[data-up]" : "[data-down]");
  if (button.getAttribute("aria-disabled") === "true") return;
  announce(button.getAttribute("aria-label"));
  button.form.requestSubmit(button);
}

function onGrab(event) {
  const grab = event.target.closest?.("[data-grab]");
  if (!grab || event.button !== 0) return;
  event.preventDefault();
  dragged = grab.closest("[data-rule]");
  dragged.classList.add("is-dragged");
}

function onMove(event) {
  if (!dragged) return;
  mark(null);
  const rows = [...dragged.parentElement.querySelectorAll("[data-rule]")];
  const row = rows.find((one) => event.clientY < one.getBoundingClientRect().bottom) ?? rows.at(-1);
  if (row === dragged) return;
  const box = row.getBoundingClientRect();
  mark({ row, isAfter: event.clientY > box.top + box.height / 2 });
}

function onDrop() {
  if (!dragged) return;
  const row = dragged;
  const place = over;
  letGo();
  if (!place) return;
  const rows = [...row.parentElement.querySelectorAll("[data-rule]")].filter((one) => one !== row);
  const at = rows.indexOf(place.row) + (place.isAfter ? 1 : 0);
  const button = document.createElement("button");
  Object.assign(button, { type: "submit", name: "act", value: `move:${row.dataset.rule}:${at}`, hidden: true });
  row.append(button);
  button.form.requestSubmit(button);
  button.remove();
}

function letGo() {
  dragged?.classList.remove("is-dragged");
  mark(null);
  dragged = null;
}

function mark(place) {
  over?.row.classList.remove("is-before", "is-after");
  over = place;
  over?.row.classList.add(over.isAfter ? "is-after" : "is-before");
}
