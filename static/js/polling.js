// What says data-poll asks the server for news every so many seconds, and only while the page is in
// front; coming back to it asks at once. Its hx-trigger is "poll".
const TICK_MS = 1000;
const asked = new WeakMap();
let isWatching = false;

export function watchPolls() {
  if (isWatching) return;
  isWatching = true;
  setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick);
}

function tick() {
  const now = performance.now();
  for (const one of document.querySelectorAll("[data-poll]")) {
    if (!asked.has(one)) asked.set(one, now);
    if (document.hidden || now - asked.get(one) < Number(one.dataset.poll) * 1000) continue;
    asked.set(one, now);
    one.dispatchEvent(new CustomEvent("poll"));
  }
}
