// Seconds that are left to undo. The server alone decides when they are over.
import { figures } from "./numerals.js";

let isWatching = false;

export function watchCountdowns() {
  if (isWatching) return;
  isWatching = true;
  const known = new WeakMap();
  setInterval(() => {
    for (const one of document.querySelectorAll("[data-countdown]")) {
      const given = one.dataset.countdown;
      // A morph may put other seconds into the same element.
      if (known.get(one)?.given !== given) {
        known.set(one, { given, end: performance.now() + Number(given) * 1000 });
      }
      const left = Math.ceil((known.get(one).end - performance.now()) / 1000);
      const place = one.querySelector("[data-seconds]");
      if (left > 0 && place) place.textContent = figures(left);
      else if (left <= 0) one.textContent = one.dataset.countdownOver;
    }
  }, 500);
}
