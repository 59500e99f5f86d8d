// A panel that was in sight for a second is told to the server, once a page; the index says it then.
import { sentence } from "./live.js";
import { figures } from "./numerals.js";
import { entryOf } from "./sections.js";
import { tokenOfPage } from "./token.js";

const SEEN_MS = 1000;
const SHARE = 0.4;

const timers = new Map();
let told = new Set();
let isWatching = false;

export function watchSeen() {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("scroll", look, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  document.addEventListener("toggle", look, true);
  document.addEventListener("page:morphed", look);
  window.addEventListener("resize", look);
  look();
}

function look() {
  const place = document.querySelector("[data-seen-url]");
  if (!place) return;
  for (const panel of document.querySelectorAll("[data-panel]")) {
    const name = nameOf(place, panel);
    if (told.has(name) || entryOf(panel)?.dataset.seen === "yes") continue;
    if (!isSeen(panel)) {
      clearTimeout(timers.get(name));
      timers.delete(name);
    } else if (!timers.has(name)) {
      timers.set(name, setTimeout(tell, SEEN_MS, name));
    }
  }
}

// 40 % of the panel, or of the window, is on the screen, and the page is in front.
function isSeen(panel) {
  if (document.hidden) return false;
  const box = panel.getBoundingClientRect();
  const shown = Math.min(box.bottom, window.innerHeight) - Math.max(box.top, 0);
  return shown > 0 && (shown >= box.height * SHARE || shown >= window.innerHeight * SHARE);
}

async function tell(name) {
  timers.delete(name);
  const place = document.querySelector("[data-seen-url]");
  const panel = [...document.querySelectorAll("[data-panel]")].find(
    (one) => place && nameOf(place, one) === name,
  );
  if (!panel || !isSeen(panel) || told.has(name)) return;
  told.add(name);
  const body = new URLSearchParams({ panel: panel.dataset.panel, round: roundOf(place) });
  const answer = await fetch(place.dataset.seenUrl, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": tokenOfPage(), "X-Requested-With": "fetch" },
    credentials: "same-origin",
    keepalive: true,
  }).catch(() => null);
  // Without an answer it may be told again, at the next movement.
  if (!answer) told.delete(name);
  if (answer?.status !== 204) return;
  mark(panel, answer.headers.get("X-Seen") ?? "");
}

// The index says it as the server would: the entry, the bar above it, and how many of how many.
function mark(panel, seen) {
  const entry = entryOf(panel);
  entry?.setAttribute("data-seen", "yes");
  const state = entry?.querySelector("[data-state]:not(.st-attention)");
  if (state) {
    const shape = state.querySelector("use");
    shape?.setAttribute("href", shape.getAttribute("href").replace(/#.*/, "#i-eye"));
    state.querySelector("span").textContent = sentence("seenWord");
  }
  document.querySelector(`[data-bar="${panel.dataset.panel}"]`)?.classList.add("is-seen");
  const [count, all] = seen.split("/");
  const place = document.querySelector("[data-seen-count]");
  if (place && all) place.textContent = sentence("seen", { count: figures(count), all: figures(all) });
  document.dispatchEvent(new CustomEvent("panel:seen", { detail: { panel: panel.dataset.panel } }));
}

function nameOf(place, panel) {
  return `${place.dataset.seenUrl} ${roundOf(place)} ${panel.dataset.panel}`;
}

function roundOf(place) {
  return place.dataset.round ?? document.querySelector("input[name=round]")?.value ?? "";
}
