// The list of all keys that work on this page, by what they are for, and searchable.
import { capsOf } from "./caps.js";
import { commands, does } from "./commands.js";
import { fold, lendRegion } from "../live.js";
import { openPalette } from "./palette.js";

export function watchOverlay() {
  does("open-keys", openOverlay);
  document.addEventListener("click", (event) => {
    const opens = event.target.closest?.("[data-opens]")?.dataset.opens;
    if (opens === "keys") openOverlay();
    else if (opens === "palette") openPalette();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "keys-search") filter(event.target.value);
  });
}

function openOverlay() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return;
  draw(dialog.querySelector("[data-keylist]"));
  const search = document.getElementById("keys-search");
  search.value = "";
  filter("");
  lendRegion(dialog);
  dialog.showModal();
}

function draw(place) {
  const groups = new Map();
  const known = new Set();
  for (const one of commands()) {
    const key = one.key ?? one.listed?.join(" ");
    if (!key || !one.label || known.has(key)) continue;
    known.add(key);
    if (!groups.has(one.group)) groups.set(one.group, []);
    groups.get(one.group).push(lineOf(one, key));
  }
  place.replaceChildren(...[...groups].map(([name, lines]) => groupOf(name, lines)));
}

function groupOf(name, lines) {
  const part = document.createElement("section");
  const title = document.createElement("h3");
  const list = document.createElement("ul");
  title.className = "eyebrow";
  title.textContent = name;
  list.append(...lines);
  part.append(title, list);
  return part;
}

function lineOf(one, key) {
  const line = document.createElement("li");
  const words = document.createElement("span");
  const keys = document.createElement("span");
  words.textContent = one.label;
  keys.className = "keys";
  keys.append(...capsOf(key));
  if (one.listed) keys.firstChild.after("–"); // from the first to the last
  line.append(words, keys);
  return line;
}

function filter(text) {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  const dialog = document.getElementById("keys");
  let count = 0;
  for (const part of dialog.querySelectorAll("[data-keylist] section")) {
    for (const line of part.querySelectorAll("li")) {
      const words = fold(line.textContent);
      line.hidden = !wanted.every((one) => words.includes(one));
    }
    part.hidden = !part.querySelector("li:not([hidden])");
    count += part.hidden ? 0 : 1;
  }
  dialog.querySelector("[data-nothing]").hidden = count > 0;
}
