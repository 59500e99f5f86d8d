// What a key is called: "KeyA", "ctrl shift Enter", "alt Digit1", "g KeyN" (one after the other), "?".
// Names are physical places (event.code). A person's own keys are a map from the house's key to theirs.
const MODIFIERS = ["ctrl", "alt", "shift"];
const NOT_TYPED = "button, submit, reset, radio, checkbox, range, color, file, image".split(", ");
const TYPED = "textarea, select, [role=textbox], [role=searchbox], [role=combobox], [role=listbox]";

// The key in its one spelling; null for what is only listed and never acts ("Digit1 Digit9").
export function canonical(text) {
  const parts = (text ?? "").trim().split(/\s+/);
  const code = parts.pop();
  if (!code) return null;
  if (parts.length === 1 && parts[0] === "g") return `g ${code}`;
  if (!parts.every((one) => MODIFIERS.includes(one))) return null;
  return [...MODIFIERS.filter((one) => parts.includes(one)), code].join(" ");
}

export function pressed(event) {
  const hasCtrl = event.ctrlKey || event.metaKey;
  if (event.key === "?" && !hasCtrl && !event.altKey) return "?";
  const held = [hasCtrl && "ctrl", event.altKey && "alt", event.shiftKey && "shift"];
  const code = event.code === "NumpadEnter" ? "Enter" : event.code;
  return [...held.filter(Boolean), code].join(" ");
}

let changesText = "";
let changes = {};

// The key that this person uses for what the house binds to `key`.
export function ownKey(key) {
  const text = document.body.dataset.keyMap ?? "";
  if (text !== changesText) {
    changesText = text;
    changes = text ? JSON.parse(text) : {};
  }
  return changes[key] ?? key;
}

export const areKeysOn = () => document.body.dataset.keys === "on";

export function isTyping(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.closest(TYPED)) return true;
  return element.matches("input") && !NOT_TYPED.includes(element.type);
}

// A modal dialog, an input method at work, a modifier alone, AltGr for a letter: no key for us.
export function isOurs(event) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return false;
  if (!event.code || /^(Control|Shift|Alt|Meta|AltGraph|CapsLock)/.test(event.key)) return false;
  if (event.getModifierState("AltGraph")) return false;
  return areKeysOn() && !document.querySelector("dialog[open]");
}
