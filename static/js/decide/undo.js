// What can still be undone, with the seconds that are left. The server alone decides when they are over.
import { announce } from "../live.js";
import { figures } from "../numerals.js";

const TICK_MS = 250;
const ends = new WeakMap();
const told = new Set();

export function watchUndo() {
  document.addEventListener("page:morphed", tick);
  setInterval(tick, TICK_MS);
  tick();
}

function tick() {
  const place = document.getElementById("undo");
  if (!place) return;
  for (const toast of place.querySelectorAll("[data-undo]")) {
    if (!ends.has(toast)) begin(toast);
    const left = (ends.get(toast) - performance.now()) / 1000;
    if (left <= 0) {
      leave(toast);
      continue;
    }
    const text = figures(Math.ceil(left));
    const seconds = toast.querySelector("[data-seconds]");
    if (seconds && seconds.textContent !== text) seconds.textContent = text;
    const bar = toast.querySelector("progress");
    if (bar) bar.value = left;
  }
  place.hidden = !place.querySelector("[data-undo]");
}

function begin(toast) {
  ends.set(toast, performance.now() + Number(toast.dataset.undo) * 1000);
  if (told.has(toast.id)) return;
  told.add(toast.id);
  announce(toast.querySelector("p").textContent.trim().replace(/\s+/g, " "));
}

function leave(toast) {
  const hadFocus = toast.contains(document.activeElement);
  toast.remove();
  if (hadFocus) document.getElementById("main")?.focus({ preventScroll: true });
}
