// Panels of a page: which one is in sight or has the focus, going to one, and the index that follows.
const PANELS = "[data-panel]";

let isWatching = false;
let isWaiting = false;

export function watchSections() {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("scroll", soon, { passive: true, capture: true });
  document.addEventListener("focusin", soon);
  window.addEventListener("resize", soon);
  document.addEventListener("page:morphed", mark);
  document.addEventListener("click", onLink);
  arrive();
  mark();
}

// An address that names a panel begins there, unless something else asks to be read first.
function arrive() {
  const number = new URLSearchParams(location.search).get("p");
  if (!number || number === "1" || location.hash || document.querySelector("[data-focus-first]")) return;
  goToPanel(document.querySelector(`[data-panel="${CSS.escape(number)}"]`));
}

export function panels() {
  return [...document.querySelectorAll(PANELS)].filter((one) => one.getClientRects().length);
}

export function panelOf(element) {
  return element instanceof Element ? element.closest(PANELS) : null;
}

// The one with the focus, else the one that is being read.
export function currentPanel() {
  return panelOf(document.activeElement) ?? inSight();
}

export function goToPanel(panel) {
  if (!panel) return;
  if (!panel.hasAttribute("tabindex")) panel.tabIndex = -1;
  panel.scrollIntoView({ block: "start" });
  panel.focus({ preventScroll: true });
  mark();
}

// The next panel after this one that the index calls unseen; null where all were seen.
export function nextUnseen() {
  const unseen = entries()
    .filter((link) => link.dataset.seen === "no")
    .map(targetOf)
    .filter(Boolean);
  if (!unseen.length) return null;
  const here = currentPanel();
  const isAfter = (one) => here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  return (here && unseen.find(isAfter)) ?? unseen[0];
}

// The entry of the index that leads to a panel.
export function entryOf(panel) {
  return entries().find((link) => targetOf(link) === panel) ?? null;
}

function entries() {
  return [...document.querySelectorAll("#index a[href]")];
}

// The panel of this page that a link leads to, by its fragment or by ?p=.
function targetOf(link) {
  const url = new URL(link.href, location.href);
  if (url.pathname !== location.pathname) return null;
  const byName = url.hash.length > 1 ? document.getElementById(url.hash.slice(1)) : null;
  if (byName) return byName.matches(PANELS) ? byName : null;
  const number = url.searchParams.get("p");
  return number ? document.querySelector(`[data-panel="${CSS.escape(number)}"]`) : null;
}

function onLink(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return;
  const panel = targetOf(link);
  if (!panel) return;
  event.preventDefault();
  const url = new URL(link.href, location.href);
  history.replaceState(history.state, "", url.pathname + url.search + url.hash);
  goToPanel(panel);
}

function inSight() {
  const all = panels();
  const edge = window.innerHeight / 3;
  return all.findLast((one) => one.getBoundingClientRect().top <= edge) ?? all[0] ?? null;
}

function soon() {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    mark();
  });
}

// Where the focus is off the screen, what is read counts.
function mark() {
  const focused = panelOf(document.activeElement);
  const box = focused?.getBoundingClientRect();
  const isShown = box && box.bottom > 0 && box.top < window.innerHeight;
  const now = isShown ? focused : inSight();
  for (const link of entries()) {
    const target = targetOf(link);
    if (!target) continue;
    if (target === now) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    const bar = document.querySelector(`#index [data-bar="${target.dataset.panel}"]`);
    bar?.classList.toggle("is-here", target === now);
    bar?.classList.toggle("is-seen", link.dataset.seen === "yes");
  }
}
