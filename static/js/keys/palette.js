// Everything that can be done here, by name: a combobox over a list, each line with its key.
import { capsOf } from "./caps.js";
import { commands, run } from "./commands.js";
import { fold, lendRegion } from "../live.js";

let found = [];
let at = 0;

export function watchPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const field = dialog.querySelector("input");
  field.addEventListener("input", () => draw(dialog, field.value));
  field.addEventListener("keydown", (event) => onKey(event, dialog));
  dialog.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(dialog, Number(option.dataset.at));
    else if (event.target === dialog) dialog.close(); // beside it
  });
}

export function openPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog || dialog.open) return;
  const field = dialog.querySelector("input");
  field.value = "";
  draw(dialog, "");
  lendRegion(dialog);
  dialog.showModal();
}

function onKey(event, dialog) {
  if (event.isComposing || event.keyCode === 229) return;
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
    event.preventDefault();
    dialog.close();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    event.preventDefault();
    at = (at + step + found.length) % found.length;
    mark(dialog);
  } else if (event.key === "Enter") {
    event.preventDefault();
    choose(dialog, at);
  }
}

// The focus goes back to where it was before the command runs from there.
function choose(dialog, index) {
  const chosen = found[index];
  if (!chosen) return;
  dialog.close();
  if (chosen.element.isConnected) run(chosen);
}

function draw(dialog, text) {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  const known = new Set();
  found = commands().filter((one) => isFor(one, wanted) && isFirst(one, known));
  const start = wanted[0] ?? "";
  found.sort((one, other) => rank(one, start) - rank(other, start));
  at = 0;
  const list = dialog.querySelector("[role=listbox]");
  list.replaceChildren(...found.map(optionOf));
  dialog.querySelector("[data-nothing]").hidden = found.length > 0;
  mark(dialog);
}

function isFor(one, wanted) {
  if (!one.label || one.listed || one.element.dataset.does === "open-palette") return false;
  if (one.element.dataset.opens === "palette") return false;
  const words = fold(`${one.label} ${one.group}`);
  return wanted.every((word) => words.includes(word));
}

// Two things with one key are one thing.
function isFirst(one, known) {
  if (one.key && known.has(one.key)) return false;
  known.add(one.key);
  return true;
}

const rank = (one, start) => (fold(one.label).startsWith(start) ? 0 : 1);

function optionOf(one, index) {
  const option = document.createElement("li");
  const words = document.createElement("span");
  option.id = `palette-${index}`;
  option.dataset.at = String(index);
  option.setAttribute("role", "option");
  words.textContent = one.label;
  option.append(words);
  if (one.key) {
    const keys = document.createElement("span");
    keys.className = "keys";
    keys.setAttribute("aria-hidden", "true");
    keys.append(...capsOf(one.key));
    option.append(keys);
  }
  return option;
}

function mark(dialog) {
  const field = dialog.querySelector("input");
  for (const option of dialog.querySelectorAll("[role=option]")) {
    const isChosen = Number(option.dataset.at) === at;
    option.setAttribute("aria-selected", String(isChosen));
    if (isChosen) option.scrollIntoView({ block: "nearest" });
  }
  if (found.length) field.setAttribute("aria-activedescendant", `palette-${at}`);
  else field.removeAttribute("aria-activedescendant");
}
