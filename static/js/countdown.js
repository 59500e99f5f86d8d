// Seconds that are left to undo. The server alone decides when they are over.
export function watchCountdowns() {
  const ends = new WeakMap();
  setInterval(() => {
    for (const one of document.querySelectorAll("[data-countdown]")) {
      if (!ends.has(one)) ends.set(one, performance.now() + Number(one.dataset.countdown) * 1000);
      const left = Math.ceil((ends.get(one) - performance.now()) / 1000);
      const place = one.querySelector("[data-seconds]");
      if (left > 0 && place) place.textContent = String(left);
      else if (left <= 0) one.textContent = one.dataset.countdownOver;
    }
  }, 500);
}
