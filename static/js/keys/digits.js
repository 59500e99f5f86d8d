// Digits belong to the group that has the focus, and its badges are there only then. A group with
// data-digits="page" has them wherever no other group has: there is one question on the page.
import { goToPanel } from "../sections.js";

const CHOICE = "label, button, a[href], summary";
const OF_PAGE = '[data-digits="page"]';
let current = null;

export function watchDigits() {
  settle(groupOf(document.activeElement), true);
  document.addEventListener("focusin", (event) => settle(groupOf(event.target)));
  document.addEventListener("focusout", (event) => settle(groupOf(event.relatedTarget)));
  for (const name of ["page:morphed", "change"]) {
    document.addEventListener(name, () => settle(groupOf(document.activeElement), true));
  }
}

// True where a digit was for a group, or for the index.
export function pressDigit(event, key) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(key)?.[1];
  if (!digit) return false;
  const group = groupOf(event.target);
  if (group) return press(event, group, digit);
  const panel = event.target.closest?.("#index") && document.querySelector(`[data-panel="${digit}"]`);
  if (panel) {
    take(event);
    goToPanel(panel);
    return true;
  }
  const ofPage = document.querySelector(OF_PAGE);
  return ofPage?.getClientRects().length ? press(event, ofPage, digit) : false;
}

function press(event, group, digit) {
  fill(group);
  const choice = badgesOf(group).find((one) => one.textContent === digit)?.closest(CHOICE);
  const field = choice?.matches("label") ? choice.control : choice;
  if (!field || field.matches(":disabled")) return false;
  take(event);
  // What is answered from elsewhere leaves the focus there.
  if (!group.matches(OF_PAGE)) field.focus();
  field.click();
  if (field.checked !== false) document.getElementById(field.dataset.then)?.focus();
  return true;
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
  for (const one of isAgain ? document.querySelectorAll(OF_PAGE) : []) fill(one);
  if (group === current && !isAgain) return;
  if (current && current !== group && !current.matches(OF_PAGE)) {
    for (const badge of badgesOf(current)) write(badge, "");
  }
  current = group;
  if (group) fill(group);
}

function fill(group) {
  badgesOf(group).forEach((badge, at) => write(badge, at < 9 ? String(at + 1) : ""));
}

function write(badge, text) {
  if (badge.textContent !== text) badge.textContent = text;
}
