// After an @ in a note: the colleagues who may read it, in a list that arrows and Enter work. What is
// written is plain text; the server reads it, and without script the name is typed in full.
import { announce, fold, sentence } from "./live.js";
import { figures } from "./numerals.js";

const FIELD = "[data-mentions]";
const AT = /(?:^|[^\p{L}\p{N}_.+-])[@＠]([^\n@＠]{0,60})$/u;
const SHOWN = 8;
const LIST_ID = "names";

const known = new Map();
let field = null;
let found = [];
let at = 0;
let isWatching = false;

export function watchMentions() {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(FIELD)) declare(event.target);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches?.(FIELD)) suggest(event.target);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === field) close();
  });
  // Before the keys of the page: an open list has the arrows, Enter, Tab and Escape.
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("page:morphed", () => {
    close();
    known.clear();
  });
}

function declare(own) {
  own.setAttribute("aria-autocomplete", "list");
  own.setAttribute("aria-haspopup", "listbox");
}

async function suggest(own) {
  const typed = typedName(own);
  if (typed === null) return close();
  const people = await peopleFor(own);
  // The answer took its time: only what stands before the caret now counts.
  if (document.activeElement !== own || typedName(own) !== typed) return;
  found = people.filter((one) => fits(one, typed)).slice(0, SHOWN);
  if (found.length) open(own);
  else close();
}

// What was typed between the sign and the caret; null where there is no sign.
function typedName(own) {
  if (own.selectionStart !== own.selectionEnd) return null;
  return AT.exec(own.value.slice(0, own.selectionStart))?.[1] ?? null;
}

function fits(one, typed) {
  const words = fold(typed);
  if (/^\s/.test(typed)) return false;
  const name = fold(one.name);
  // Written in full, and the next word has begun.
  if (/\s$/.test(typed) && [name, fold(one.handle)].includes(words)) return false;
  return `${name} ${fold(one.handle)}`.startsWith(words) || name.split(/\s+/).some((part) => part.startsWith(words));
}

async function peopleFor(own) {
  const isRestricted =
    own.hasAttribute("data-mentions-restricted") || own.form?.elements.restricted?.checked;
  const url = own.dataset.mentions + (isRestricted ? "?restricted=1" : "");
  if (!known.has(url)) known.set(url, fetchPeople(url));
  return known.get(url);
}

async function fetchPeople(url) {
  try {
    const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).people : [];
  } catch {
    known.delete(url);
    return [];
  }
}

function open(own) {
  if (field && field !== own) close();
  field = own;
  at = 0;
  const list = document.getElementById(LIST_ID) ?? listBeside(own);
  list.replaceChildren(...found.map(optionOf));
  own.setAttribute("aria-controls", LIST_ID);
  mark();
  announce(sentence("names", { count: figures(found.length) }));
}

function listBeside(own) {
  const list = document.createElement("ul");
  list.id = LIST_ID;
  list.className = "names";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", sentence("colleagues"));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the words keep the focus
    const option = event.target.closest("[role=option]");
    if (option) take([...list.children].indexOf(option));
  });
  own.after(list);
  return list;
}

function optionOf(one, index) {
  const option = document.createElement("li");
  option.id = `${LIST_ID}-${index}`;
  option.setAttribute("role", "option");
  const name = document.createElement("bdi");
  name.textContent = one.handle === one.name ? one.name : `${one.name} (${one.handle})`;
  const about = document.createElement("span");
  about.className = "meta";
  about.textContent = one.about;
  option.append(name, about);
  return option;
}

function mark() {
  const options = [...(document.getElementById(LIST_ID)?.children ?? [])];
  options.forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
  options[at]?.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", `${LIST_ID}-${at}`);
}

function onKey(event) {
  if (!field || event.target !== field || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    at = (at + step + found.length) % found.length;
    mark();
  } else if (event.key === "Enter" || event.key === "Tab") take(at);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(index) {
  const own = field;
  const start = own.selectionStart - typedName(own).length;
  own.setRangeText(`${found[index].handle} `, start, own.selectionStart, "end");
  close();
  // As if typed: the draft hears it.
  own.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function close() {
  if (!field) return;
  document.getElementById(LIST_ID)?.remove();
  field.removeAttribute("aria-activedescendant");
  field.removeAttribute("aria-controls");
  field = null;
}
