// Shortcuts, driven by the page: an element with data-key is on the list of "?" and does what its
// key says. Keys are physical places (event.code), shown in the person's layout where it is known.
// They are silent while somebody types, and can be switched off (data-keys="off" on the body).
const SEQUENCE_MS = 1200;

let first = "";
let timer = 0;

export function watchKeys() {
  if (document.body.dataset.keys !== "on") return;
  document.documentElement.classList.add("has-keys");
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) openList(opener.dataset.opens);
  });
  showLayout();
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    act(event, find("ctrl Enter"));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "?") {
    event.preventDefault();
    openList("keys");
    return;
  }
  const wanted = first ? `g ${event.code}` : event.code;
  if (first) forget();
  else if (event.code === "KeyG" && document.querySelector('[data-key^="g "]')) {
    first = "g";
    timer = setTimeout(forget, SEQUENCE_MS);
    return;
  }
  if (!event.shiftKey) act(event, find(wanted));
}

function act(event, element) {
  if (!element) return;
  event.preventDefault();
  if (element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
    return;
  }
  element.click();
  const field = element.matches("label") ? element.control : null;
  if (field) field.focus();
}

function find(key) {
  return [...document.querySelectorAll("[data-key]")].find(
    (one) => one.dataset.key === key && one.getClientRects().length && !one.disabled,
  );
}

export function isTyping(element) {
  if (!(element instanceof Element)) return false;
  if (element.closest("textarea, select, [contenteditable]")) return true;
  return element.matches("input") && !["radio", "checkbox", "button", "submit"].includes(element.type);
}

function forget() {
  clearTimeout(timer);
  first = "";
}

function openList(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  const list = dialog.querySelector("[data-keylist]");
  list.replaceChildren();
  const seen = new Set();
  for (const one of document.querySelectorAll("[data-key]")) {
    const key = one.dataset.key;
    if (seen.has(key) || !one.dataset.keyLabel) continue;
    seen.add(key);
    const line = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = one.dataset.keyLabel;
    const keys = document.createElement("span");
    keys.className = "keys";
    for (const part of key.split(" ")) {
      const cap = document.createElement("kbd");
      if (/^(Key|Bracket|Digit|Slash)/.test(part)) cap.dataset.code = part;
      cap.textContent = nameOf(part);
      keys.append(cap);
    }
    line.append(words, keys);
    list.append(line);
  }
  showLayout();
  dialog.showModal();
}

function nameOf(part) {
  const names = { g: "G", ctrl: "Ctrl", Enter: "↵", BracketLeft: "[", BracketRight: "]", Slash: "/" };
  return names[part] ?? part.replace(/^(Key|Digit)/, "");
}

// Where the browser tells the layout, a cap shows the letter that is printed on the person's key.
async function showLayout() {
  const layout = await navigator.keyboard?.getLayoutMap?.().catch(() => null);
  if (!layout) return;
  for (const cap of document.querySelectorAll("kbd[data-code]")) {
    const letter = layout.get(cap.dataset.code);
    if (letter && /^[\x21-\x7e]$/.test(letter)) cap.textContent = letter.toUpperCase();
  }
}
