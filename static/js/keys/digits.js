// Digits belong to the group that has the focus, and its badges are there only then.
import { goToPanel } from "../sections.js";

const CHOICE = "label, button, a[href], summary";
let current = null;

export function watchDigits() {
  document.addEventListener("focusin", (event) => settle(groupOf(event.target)));
  document.addEventListener("focusout", (event) => settle(groupOf(event.relatedTarget)));
  for (const name of ["page:morphed", "change"]) {
    document.addEventListener(name, () => settle(groupOf(document.activeElement), true));
  }
}

// True where a digit was for the group.
export function pressDigit(event, key) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(key)?.[1];
  const group = digit && groupOf(event.target);
  if (group) {
    settle(group, true);
    const badge = badgesOf(group).find((one) => one.textContent === digit);
    const choice = badge?.closest(CHOICE);
    if (!choice) return false;
    take(event);
    choose(choice);
    return true;
  }
  if (!digit || !event.target.closest?.("#index")) return false;
  const panel = document.querySelector(`[data-panel="${digit}"]`);
  if (!panel) return false;
  take(event);
  goToPanel(panel);
  return true;
}

function choose(choice) {
  const field = choice.matches("label") ? choice.control : choice;
  if (!field || field.matches(":disabled")) return;
  field.focus();
  field.click();
}

function take(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function groupOf(element) {
  return element instanceof Element ? element.closest("[data-digits]") : null;
}

function badgesOf(group) {
  return [...group.querySelectorAll(".digit")].filter(
    (one) => one.closest("[data-digits]") === group && !one.closest("[hidden]"),
  );
}

function settle(group, isAgain = false) {
  if (group === current && !isAgain) return;
  if (current && current !== group) for (const badge of badgesOf(current)) write(badge, "");
  current = group;
  if (!group) return;
  badgesOf(group).forEach((badge, at) => write(badge, at < 9 ? String(at + 1) : ""));
}

function write(badge, text) {
  if (badge.textContent !== text) badge.textContent = text;
}
