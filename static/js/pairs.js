// Fragments beside their references: the list selects, and for documents (never for faces) there are
// three more ways to look. Without script all pairs stand one under the other.
import { drawDifference } from "./difference.js";

// A change every half second: one full turn a second, well under what may flash.
const FLICKER_MS = 500;
const TAP_MS = 300;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

// By the list's id: what a morph replaces keeps its selection and its view.
const selected = new Map();
const views = new Map();
let isWatching = false;
let flicker = 0;
let held = null;

export function watchPairs() {
  if (!isWatching) {
    isWatching = true;
    document.addEventListener("page:morphed", () => watchPairs());
    document.addEventListener("focusin", (event) => selectFrom(event.target.closest?.("[data-item][data-pair-link]")));
    document.addEventListener("focusout", onFocusOut);
    document.addEventListener("click", onClick);
    document.addEventListener("pointerdown", onPointerDown);
    document.addEventListener("pointerup", onPointerUp);
    document.addEventListener("pointercancel", letGo);
    document.addEventListener("key:hold", (event) => holdByKey(event.target, true));
    document.addEventListener("key:release", (event) => holdByKey(event.target, false));
    document.addEventListener("keyup", onKeyUp);
    document.addEventListener("command", onCommand);
    document.addEventListener("visibilitychange", stop);
    window.addEventListener("blur", stop);
    CALM.addEventListener("change", stop);
  }
  for (const list of document.querySelectorAll("[data-pairs]")) settle(list);
}

function settle(list) {
  const items = [...list.querySelectorAll("[data-pair]")];
  if (!items.length) return;
  const named = document.getElementById(location.hash.slice(1))?.closest("[data-pair]");
  const wanted = selected.get(list.id) ?? (items.includes(named) ? named.id : null);
  const item = items.find((one) => one.id === wanted) ?? items.find((one) => "selected" in one.dataset) ?? items[0];
  select(list, item);
}

function select(list, item) {
  for (const one of list.querySelectorAll("[data-pair]")) {
    const link = one.querySelector("[data-item]");
    const isIt = one === item;
    one.toggleAttribute("data-selected", isIt);
    link.tabIndex = isIt ? 0 : -1;
    if (isIt) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (selected.get(list.id) !== item.id) stop();
  selected.set(list.id, item.id);
  look(item, views.get(list.id) ?? "side");
  // The next one is fetched while this one is looked at.
  const next = nextOf(list, item);
  for (const image of next?.querySelectorAll("img[loading]") ?? []) image.loading = "eager";
}

function nextOf(list, item) {
  const items = [...list.querySelectorAll("[data-pair]")];
  return items[items.indexOf(item) + 1];
}

function selectFrom(link) {
  const item = link?.closest("[data-pair]");
  if (item && !("selected" in item.dataset)) select(item.closest("[data-pairs]"), item);
}

// What a picture is shown as: both (side), one in the place of the other (flicker), the difference.
function look(item, view) {
  const duo = item.querySelector("[data-duo]");
  const hasTools = item.querySelector("[data-view]") !== null;
  const now = hasTools && !(view === "flicker" && CALM.matches) ? view : "side";
  if (!duo) return;
  duo.dataset.view = now;
  show(duo, now === "flicker" ? "submitted" : "both");
  for (const button of item.querySelectorAll("[data-view][aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === now));
  }
  item.querySelector("[data-peek]")?.setAttribute("aria-pressed", "false");
  clearInterval(flicker);
  if (now === "flicker") flicker = setInterval(() => swap(duo), FLICKER_MS);
  if (now === "difference") drawDifference(duo);
}

function show(duo, side) {
  duo.dataset.shows = side;
}

function swap(duo) {
  if (!duo.isConnected) clearInterval(flicker);
  else show(duo, duo.dataset.shows === "reference" ? "submitted" : "reference");
}

// Flicker and peek end where the person looks away.
function stop() {
  letGo();
  clearInterval(flicker);
  for (const duo of document.querySelectorAll("[data-duo][data-view=flicker]")) {
    views.set(duo.closest("[data-pairs]").id, "side");
    look(duo.closest("[data-pair]"), "side");
  }
}

function onFocusOut(event) {
  const item = event.target.closest?.("[data-pair]");
  if (item && event.relatedTarget && !item.contains(event.relatedTarget)) stop();
}

function onClick(event) {
  const link = event.target.closest?.("[data-pair-link]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const item = document.getElementById(link.hash.slice(1))?.closest("[data-pair]");
    if (!item) return;
    event.preventDefault();
    select(item.closest("[data-pairs]"), item);
    item.querySelector("[data-item]").focus();
    return;
  }
  const button = event.target.closest?.("[data-view]");
  if (button?.matches("button")) {
    const item = button.closest("[data-pair]");
    views.set(item.closest("[data-pairs]").id, button.dataset.view);
    look(item, button.dataset.view);
    return;
  }
  const peeker = event.target.closest?.("[data-peek]");
  // A press of the pointer was heard already; what comes from Enter, Space or a list has no count.
  if (peeker && event.detail === 0) peek(peeker, peeker.getAttribute("aria-pressed") !== "true");
}

function peek(button, isOn, isHeld = false) {
  const duo = button.closest("[data-pair]").querySelector("[data-duo]");
  if (isOn) look(button.closest("[data-pair]"), "side");
  button.setAttribute("aria-pressed", String(isOn));
  show(duo, isOn ? "peek" : "both");
  held = isOn && isHeld ? { button, at: performance.now() } : null;
  if (!isOn) look(button.closest("[data-pair]"), views.get(button.closest("[data-pairs]").id) ?? "side");
}

function onPointerDown(event) {
  const button = event.target.closest?.("[data-peek]");
  if (!button || event.button !== 0) return;
  const isOn = button.getAttribute("aria-pressed") === "true";
  peek(button, !isOn, true);
}

// A tap leaves it on until the next tap: holding is not everybody's.
function onPointerUp() {
  if (held && performance.now() - held.at < TAP_MS) held = null;
  else letGo();
}

function letGo() {
  if (held?.button.isConnected) peek(held.button, false);
  held = null;
}

// The key belongs to the fragment that has the focus; the first of the page has it otherwise.
function holdByKey(target, isOn) {
  if (!target.matches?.("[data-peek]")) return;
  const own = document.activeElement?.closest("[data-pair]")?.querySelector("[data-peek]");
  peek(own ?? target, isOn);
}

function onKeyUp(event) {
  if (event.key !== "Escape") return;
  for (const raw of document.querySelectorAll(".raw:hover, .raw:focus-within")) dismiss(raw);
}

function dismiss(raw) {
  raw.dataset.dismissed = "";
  const again = () => {
    delete raw.dataset.dismissed;
    raw.removeEventListener("pointerleave", again);
    raw.removeEventListener("focusout", again);
  };
  raw.addEventListener("pointerleave", again);
  raw.addEventListener("focusout", again);
}

// J and K go on from the line of the list, wherever in the fragment the focus is.
function onCommand(event) {
  const item = document.activeElement?.closest("[data-pair]");
  if (!item || !/^(next|previous)-item$/.test(event.detail.element.dataset.does ?? "")) return;
  item.querySelector("[data-item]").focus({ preventScroll: true });
}
