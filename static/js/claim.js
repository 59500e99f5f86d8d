// The open page tells the server that it is open: the claim is renewed while the page is in front, and
// the head says who else is here. In a claim's last two minutes a bar counts down; a claim that was
// lost turns the page read-only, with what was written kept.
import { announce, banner, dismiss, sentence } from "./live.js";
import { figures } from "./numerals.js";
import { tokenOfPage } from "./token.js";

const BEAT_MS = 30_000;
const TICK_MS = 1000;
const LAST_SECONDS = 120;
const FROZEN = "[data-decision], .decide-foot, .give-back, #main form, .head-tools form";

let place = null;
let timer = 0;
let end = 0;
let others = "";
let asked = "";
let title = "";
let isWatching = false;

export function watchClaim() {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) beat();
  });
  document.addEventListener("page:morphed", begin);
  window.addEventListener("pagehide", () => leave(place));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) begin();
  });
  setInterval(tick, TICK_MS);
  begin();
}

// Of this page: another case's page is left, and what was counted is counted anew.
function begin() {
  const next = document.getElementById("presence");
  const url = next?.dataset.beatUrl ?? "";
  if (place && place.url !== url) {
    leave(place);
    others = asked = "";
  }
  dismiss("lease");
  showTitle("");
  const left = Number(next?.dataset.claimLeft ?? 0);
  end = left ? performance.now() + left * 1000 : 0;
  const isSame = place?.url === url;
  place = url ? { url } : null;
  showOthers();
  if (place && !isSame) beat();
}

async function beat() {
  clearTimeout(timer);
  if (!place) return;
  timer = setTimeout(beat, BEAT_MS);
  if (document.hidden || isLost()) return;
  const { url } = place;
  const body = new URLSearchParams(end ? { held: "1" } : {});
  const answer = await fetch(url, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": tokenOfPage(), "X-Requested-With": "fetch" },
    credentials: "same-origin",
  }).catch(() => null);
  // Somebody who is signed out is sent to another page: that is no answer.
  if (!answer?.ok || answer.redirected || place?.url !== url) return;
  take(await answer.json().catch(() => ({})));
}

function take(said) {
  others = said.others ?? "";
  showOthers();
  if (said.lost) {
    lose(said.lost);
    return;
  }
  if (!said.held || !end) return;
  end = performance.now() + said.seconds * 1000;
  dismiss("lease");
  showTitle("");
  const yours = document.getElementById("yours");
  if (yours) yours.textContent = sentence("yoursUntil", { until: said.until });
  if (said.asks && said.asks !== asked) {
    banner("asked", said.asks, [{ label: sentence("release"), run: release }]);
  }
  if (!said.asks) dismiss("asked");
  asked = said.asks ?? "";
}

function showOthers() {
  const here = document.getElementById("presence");
  if (!here || here.textContent === others) return;
  here.textContent = others;
  here.title = others;
}

// The server was not reached, or the page was not in front: the last two minutes are counted.
function tick() {
  if (!end || isLost()) return;
  const left = Math.ceil((end - performance.now()) / 1000);
  if (left > LAST_SECONDS) return;
  const text = left > 0 ? sentence("leaseEnds", { left: clock(left) }) : sentence("leaseOver");
  showTitle(left > 0 ? clock(left) : "");
  const bar = document.querySelector('#banners [data-kind="lease"]');
  if (!bar) {
    offerToKeep(text);
    return;
  }
  const words = bar.firstElementChild;
  if (words.textContent === text) return;
  words.textContent = text;
  // Not every second is read out.
  if (left === 30 || left === 0) announce(text);
}

function offerToKeep(text) {
  const bar = banner("lease", text, [{ label: sentence("keep"), run: beat }]);
  const button = bar?.querySelector("button");
  if (!button) return;
  button.dataset.key = "KeyC";
  button.dataset.keyLabel = sentence("keep");
  const key = document.createElement("kbd");
  key.dataset.code = "KeyC";
  key.textContent = "C";
  button.append(" ", key);
}

function clock(seconds) {
  const rest = String(seconds % 60).padStart(2, "0");
  return figures(`${Math.floor(seconds / 60)}:${rest}`);
}

// In a tab behind others the time that is left stands in its title.
function showTitle(text) {
  if (title && document.title.endsWith(title)) document.title = title;
  title = "";
  if (!text) return;
  title = document.title;
  document.title = `${text} · ${title}`;
}

const isLost = () => document.getElementById("lost")?.hidden === false;

async function lose(text) {
  end = 0;
  dismiss("lease");
  dismiss("asked");
  showTitle("");
  const part = document.getElementById("lost");
  if (!part) return;
  keepDraft();
  document.getElementById("lost-text").textContent = text;
  const note = document.querySelector("[data-decision] [name=note]");
  const copy = document.getElementById("copy-note");
  copy.hidden = !note?.value.trim();
  copy.onclick = () => copyNote(copy, note);
  part.hidden = false;
  for (const one of document.querySelectorAll(FROZEN)) {
    if (!part.contains(one)) one.inert = true;
  }
  document.getElementById("yours")?.remove();
  part.focus();
  part.scrollIntoView({ block: "nearest" });
}

// What was typed since the last saving goes to the server too, which keeps it for its writer.
function keepDraft() {
  const form = document.querySelector("form[data-decision]");
  if (!form) return;
  form.dataset.isLost = "yes";
  fetch(form.dataset.draftUrl, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { "X-Requested-With": "fetch" },
    credentials: "same-origin",
    keepalive: true,
  }).catch(() => null);
}

async function copyNote(button, note) {
  await navigator.clipboard.writeText(note.value).catch(() => {
    note.closest("[inert]")?.removeAttribute("inert");
    note.readOnly = true;
    note.select();
  });
  button.lastElementChild.textContent = button.dataset.copied;
  announce(button.dataset.copied);
}

function release() {
  document.querySelector('form[action$="/release/"] button')?.click();
}

function leave(left) {
  if (!left) return;
  const body = new URLSearchParams({ leaving: "1", csrfmiddlewaretoken: tokenOfPage() });
  navigator.sendBeacon(left.url, body);
}
