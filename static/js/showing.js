// Put a page that the server answered in the place of this one. The same case is morphed, but for the
// panels that are new or as they were; another page replaces it. The focus never falls to the body.
import { announce } from "./live.js";
import { panelOf } from "./sections.js";

const WHOLE = ".shell";
const STYLE_MS = 3000;

const PANEL = "[data-panel]";
const TOKEN = /(name="csrfmiddlewaretoken" value=")\w+/g;

let isReady = false;
// Each panel as the server sent it last: what is here by now, scripts and people have changed.
let sent = sentPanels(document);

// True where the page could be shown. `isMoved`: the address becomes `url`.
export async function showPage(html, { url, isMoved = false, status = 200, source = null }) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const next = page.querySelector(WHOLE);
  const here = document.querySelector(WHOLE);
  if (!next || !here) return false;
  keepWhatIsOurs();
  const isOther = isAnother(page, url, isMoved);
  const focus = remember();
  const news = new Set([...document.querySelectorAll("[data-focus-first]")]);
  await takeHead(page);
  if (isMoved) move(url, isOther);
  document.title = page.title;
  const now = sentPanels(next);
  if (isOther) replace(here, next);
  else await morph(here, next, now);
  sent = now;
  document.dispatchEvent(
    new CustomEvent("page:morphed", { detail: { isOther, status, source } }),
  );
  if (isOther) start();
  else settle(focus, status, news);
  return true;
}

// Not by htmx: it would carry style attributes over to elements of the same id, which the policy
// against inline styles refuses, and nothing of the page before is wanted here.
function replace(here, next) {
  const own = document.importNode(next, true);
  here.replaceWith(own);
  window.htmx.process(own);
}

async function morph(here, next, now) {
  const spared = sparePanels(here, next, now);
  await window.htmx.swap({
    text: next.outerHTML,
    sourceElement: here,
    target: here,
    swap: "outerMorph",
    isPage: true,
  });
  for (const one of spared) one.removeAttribute("data-morph-skip");
}

// Comparing is what costs. A panel that was sent word for word before stays; when the case is opened,
// its panels are put in whole, and when it is closed again, they leave.
function sparePanels(here, next, now) {
  const main = here.querySelector("#case-main");
  const isStep = main?.dataset.stage !== next.querySelector("#case-main")?.dataset.stage;
  const spared = [];
  for (const one of next.querySelectorAll(PANEL)) {
    let own = document.getElementById(one.id);
    if (!own && isStep) {
      own = document.importNode(one, true);
      main.append(own);
    } else if (!own || sent.get(one.id) !== now.get(one.id)) continue;
    own.setAttribute("data-morph-skip", "");
    one.replaceChildren();
    spared.push(own);
  }
  for (const own of isStep ? main.querySelectorAll(PANEL) : []) {
    if (!next.querySelector(`#${CSS.escape(own.id)}`)) own.remove();
  }
  return spared;
}

function sentPanels(page) {
  const panels = [...page.querySelectorAll(PANEL)];
  return new Map(panels.map((one) => [one.id, one.outerHTML.replace(TOKEN, "$1")]));
}

// What scripts and people changed on an element is not the server's to take back: whether a part is
// open, what a script styled, and the attributes that data-keep names; data-morph-skip keeps all.
function keepWhatIsOurs() {
  if (isReady) return;
  isReady = true;
  window.htmx.registerExtension("keep-ours", {
    htmx_before_morph_node: (element) => !element.hasAttribute?.("data-morph-skip"),
    htmx_before_morph_attr: (element, { attrName }) =>
      !(
        attrName === "style" ||
        (attrName === "open" && element.matches("details, dialog")) ||
        element.dataset.keep?.split(" ").includes(attrName)
      ),
  });
}

function isAnother(page, url, isMoved) {
  const now = document.getElementById("case-main")?.dataset.case;
  const then = page.getElementById("case-main")?.dataset.case;
  if (now || then) return now !== then;
  return isMoved && new URL(url).pathname !== location.pathname;
}

function move(url, isOther) {
  const to = new URL(url);
  const path = to.pathname + to.search;
  if (path === location.pathname + location.search) return;
  // "Back" loads a page of htmx's anew; without the mark the address alone would change.
  if (!history.state?.htmx) history.replaceState({ htmx: true }, "", location.href);
  // Another panel of the same page is no step to go back.
  const isStep = isOther || to.pathname !== location.pathname;
  history[isStep ? "pushState" : "replaceState"]({ htmx: true }, "", path);
}

function remember() {
  const active = document.activeElement;
  return { element: active, id: active?.id ?? "", panel: panelOf(active)?.id ?? "" };
}

function settle(focus, status, news) {
  const first = [...document.querySelectorAll("[data-focus-first]")].find(
    (one) => status >= 400 || !news.has(one),
  );
  if (first) {
    for (let part = first.closest("details"); part; part = part.parentElement.closest("details")) {
      part.open = true;
    }
    first.focus();
    first.scrollIntoView({ block: "nearest" });
    return;
  }
  for (const one of document.querySelectorAll("[data-announce]")) announce(one.textContent.trim());
  // What lies in a closed part keeps the focus until the next frame, and loses it then.
  if (document.activeElement !== document.body && document.activeElement?.checkVisibility()) return;
  if (!focus.element || focus.element === document.body) return;
  for (const id of [focus.id, focus.panel, "main"]) {
    const place = shownPlace(id && document.getElementById(id));
    focusOn(place);
    if (place && document.activeElement === place) return;
  }
}

// The element, or where it is out of sight now, the nearest part around it that can have the focus.
function shownPlace(element) {
  let place = element || null;
  while (place && !place.checkVisibility()) place = place.parentElement?.closest("[tabindex]");
  return place;
}

// Another case: its title is read, and nothing else.
function start() {
  window.scrollTo(0, 0);
  const first = document.querySelector("[data-focus-first]") ?? document.querySelector("h1");
  focusOn(first ?? document.getElementById("main"));
}

function focusOn(place) {
  if (!place) return;
  if (!place.matches("a[href], button, input, select, textarea, summary, [tabindex]")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

// Styles and scripts that only the other page has; styles are awaited, so that nothing jumps.
async function takeHead(page) {
  const has = (selector, name, value) =>
    [...document.querySelectorAll(selector)].some((one) => one[name] === value);
  const waits = [];
  for (const link of page.querySelectorAll("head link[rel=stylesheet]")) {
    const href = new URL(link.getAttribute("href"), location.href).href;
    if (has("link[rel=stylesheet]", "href", href)) continue;
    const own = document.createElement("link");
    own.rel = "stylesheet";
    own.href = href;
    waits.push(new Promise((done) => (own.onload = own.onerror = done)));
    document.head.append(own);
  }
  for (const script of page.querySelectorAll("head script[src]")) {
    const src = new URL(script.getAttribute("src"), location.href).href;
    if (has("script[src]", "src", src)) continue;
    const own = document.createElement("script");
    own.type = script.type;
    own.src = src;
    document.head.append(own);
  }
  if (!waits.length) return;
  await Promise.race([Promise.all(waits), new Promise((done) => setTimeout(done, STYLE_MS))]);
}
