// How keys are shown: the letter that is printed on the person's own keyboard, where the browser tells.
import { sentence } from "../live.js";
import { canonical, ownKey } from "./spec.js";

const NAMES = {
  g: "G", shift: "⇧", Enter: "↵", Escape: "Esc", BracketLeft: "[", BracketRight: "]",
  Slash: "/", Semicolon: ";", Quote: "'", Comma: ",", Period: ".", Minus: "-", Equal: "=",
  Backslash: "\\", Backquote: "`", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→",
};
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);
let layout = null;

export function watchCaps() {
  drawHints();
  document.addEventListener("page:morphed", drawHints);
  navigator.keyboard?.getLayoutMap?.().then(
    (found) => {
      layout = found;
      drawHints();
    },
    () => {},
  );
}

export function nameOf(part) {
  if (part === "ctrl") return IS_MAC ? "⌘" : "Ctrl";
  if (part === "alt") return IS_MAC ? "⌥" : "Alt";
  if (part === "Space") return sentence("space");
  if (part === "g") part = "KeyG";
  const letter = layout?.get(part);
  if (letter && /^[\x21-\x7e]$/.test(letter)) return letter.toUpperCase();
  return NAMES[part] ?? part.replace(/^(Key|Digit|Numpad)/, "");
}

// One <kbd> for each part of a key.
export function capsOf(key) {
  return key.split(" ").map((part) => {
    const cap = document.createElement("kbd");
    cap.textContent = nameOf(part);
    return cap;
  });
}

// Hints say the key that works here: in this layout, after the person's own changes. An empty
// [data-hint] inside of what has a key is filled.
export function drawHints() {
  for (const hint of document.querySelectorAll("[data-key] [data-hint]")) {
    const key = canonical(hint.closest("[data-key]").dataset.key);
    if (key) hint.replaceChildren(...capsOf(ownKey(key)));
  }
  for (const cap of document.querySelectorAll("kbd[data-code]")) drawCap(cap);
}

function drawCap(cap) {
  const owner = cap.closest("[data-key]");
  const key = canonical(owner?.dataset.key ?? cap.dataset.code);
  const own = key && ownKey(key);
  if (!key || own === key) {
    write(cap, nameOf(cap.dataset.code));
    return;
  }
  const group = cap.closest(".keys");
  if (!group) write(cap, own.split(" ").map(nameOf).join(" "));
  else group.replaceChildren(...capsOf(own));
}

function write(cap, text) {
  if (cap.textContent !== text) cap.textContent = text;
}
