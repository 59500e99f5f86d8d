// What can be done by key or by name: whatever stands in the markup with data-key or data-key-label.
// Movements of our own are declared in the same way, with data-does, in the list of the key dialog.
import { canonical, ownKey } from "./spec.js";

const ACTIONS = new Map();
const FIELDS = "textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])";
const PRESSED = "a[href], button, input, label, summary, [role=button], [role=tab], [data-opens]";

// `isPossible()` says whether there is anything here for it to do.
export function does(name, act, isPossible = () => true) {
  ACTIONS.set(name, { act, isPossible });
}

// All that is possible now: deciding first, other pages last, else in the order of the page. `key` is
// null where there is none to press.
export function commands() {
  const all = [...document.querySelectorAll("[data-key], [data-key-label]")].filter(isThere);
  return all.map(commandOf).sort((one, other) => one.order - other.order);
}

function commandOf(one) {
  const key = canonical(one.dataset.key);
  return {
    element: one,
    key: key && ownKey(key),
    // Only listed, as "1 9" for the digits of a group.
    listed: one.dataset.key && !key ? one.dataset.key.trim().split(/\s+/) : null,
    label: one.dataset.keyLabel ?? "",
    group: groupOf(one),
    order: orderOf(one),
  };
}

export function commandAt(key) {
  return commands().find((one) => one.key === key) ?? null;
}

export function run(command) {
  const element = command.element;
  const asked = new CustomEvent("command", { bubbles: true, cancelable: true, detail: command });
  if (!element.dispatchEvent(asked)) return;
  if (element.dataset.does) ACTIONS.get(element.dataset.does).act(element);
  else if (element.matches(FIELDS) || !element.matches(PRESSED)) {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  } else {
    element.click();
    if (element.matches("label")) element.control?.focus();
  }
  // In the same breath: the next key may be on its way already, and comes before any timer.
  element.dispatchEvent(new CustomEvent("command:done", { bubbles: true, detail: command }));
}

function isThere(one) {
  if (one.dataset.does) return ACTIONS.get(one.dataset.does)?.isPossible(one) ?? false;
  return one.getClientRects().length > 0 && !one.matches(":disabled") && !one.closest("[inert]");
}

const isMoving = (one) => Boolean(one.dataset.does) || one.dataset.key?.startsWith("alt Digit");
const isGoing = (one) => one.dataset.key?.startsWith("g ");

function orderOf(one) {
  if (isGoing(one)) return 3;
  if (isMoving(one)) return 2;
  return one.closest("#decision") ? 0 : 1;
}

function groupOf(one) {
  const words = document.getElementById("keys")?.dataset ?? {};
  const group = one.dataset.keyGroup ?? [words.groupDecide, words.groupPage, words.groupMove, words.groupGo][orderOf(one)];
  return group ?? "";
}
