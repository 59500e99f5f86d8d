// Without a network nothing is sent and nothing is lost: a bar says so, sending waits for an answer.
import { announce, banner, dismiss, sentence } from "./live.js";

const ASK_MS = 3000;
let isDown = false;
let timer = 0;
let isWatching = false;

export function watchNetwork() {
  if (isWatching) return;
  isWatching = true;
  window.addEventListener("offline", goOffline);
  window.addEventListener("online", ask);
  document.addEventListener("page:morphed", () => isDown && hush(true));
  // Before anything else hears of it: no form leaves the page for an error of the browser.
  document.addEventListener("submit", refuse, true);
}

export const isOffline = () => isDown;

export function goOffline() {
  if (isDown) return;
  isDown = true;
  banner("offline", text());
  hush(true);
  timer = setTimeout(ask, ASK_MS);
}

async function ask() {
  clearTimeout(timer);
  if (!isDown) return;
  const small = document.querySelector("link[rel=icon]")?.href ?? location.href;
  const answer = await fetch(small, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (!answer) {
    timer = setTimeout(ask, ASK_MS);
    return;
  }
  isDown = false;
  hush(false);
  dismiss("offline");
  announce(sentence("online"));
}

function refuse(event) {
  if (!isDown || event.target.method === "dialog") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.getElementById("live").textContent = "";
  announce(text());
}

function text() {
  const at = document.querySelector("[data-draft-at]")?.dataset.draftAt;
  return at ? sentence("offlineDraft", { at }) : sentence("offline");
}

function hush(isQuiet) {
  for (const button of document.querySelectorAll("button, input[type=submit]")) {
    if (!button.form || button.type !== "submit" || button.closest("dialog")) continue;
    if (isQuiet && !button.hasAttribute("aria-disabled")) {
      button.setAttribute("aria-disabled", "true");
      button.dataset.hushed = "";
    } else if (!isQuiet && "hushed" in button.dataset) {
      button.removeAttribute("aria-disabled");
      delete button.dataset.hushed;
    }
  }
}
