// What is still open on the page, as the decision column lists it, and going to the next of it.
import { currentPanel, panelOf } from "../sections.js";

const TAKES_FOCUS = "a[href], button, input, summary, [tabindex]";

// The next one after the focus, else the first of all; null where nothing is open. `isFor` narrows it.
export function nextOpen(isFor = () => true) {
  const all = openItems().filter(isFor);
  const here = panelOf(document.activeElement) ? document.activeElement : currentPanel();
  return (here && all.find((one) => isAfter(one, here))) ?? all[0] ?? null;
}

export function goToOpen(item) {
  if (!item) return;
  for (let part = item.closest("details:not([open])"); part; part = part.parentElement.closest("details:not([open])")) {
    if (!item.matches("summary") || item.parentElement !== part) part.open = true;
  }
  if (!item.matches(TAKES_FOCUS)) item.tabIndex = -1;
  item.focus({ preventScroll: true });
  // A fragment is judged beside its list, a fold below what it explains: both come into sight.
  const whole = item.closest("[data-pairs]") ?? named().find((one) => one.contains(item)) ?? item;
  whole.scrollIntoView({ block: "start" });
  item.scrollIntoView({ block: "nearest" });
}

function openItems() {
  return [...new Set(named().map(placeOf))].sort((one, other) => (isAfter(other, one) ? -1 : 1));
}

function named() {
  const names = document.querySelector("[data-open-items]")?.dataset.openItems.split(" ") ?? [];
  return names.map((name) => name && document.getElementById(name)).filter(Boolean);
}

// Where the digits of an item act: the line of a fragment, the fold that explains a failure.
function placeOf(element) {
  const line = element.closest("[data-pair]")?.querySelector("[data-item]");
  if (line) return line;
  return element.querySelector(".override summary") ?? element;
}

const isAfter = (one, other) =>
  Boolean(other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
