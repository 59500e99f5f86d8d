// The viewer: draws the state of its sides, and hears toolbar, keys, wheel and pointers.
// One set of listeners serves all viewers, and those that a morph brings later.
import { announce } from "../live.js";
import { figures } from "../numerals.js";
import { drawLoupe, hideLoupe } from "./loupe.js";
import { watchPointers } from "./pointers.js";
import * as states from "./state.js";
import { sharpen, show, showAgain } from "./swap.js";
import { watchToolbars } from "./toolbar.js";
import { watchWindows } from "./window.js";

const PAN = 0.12;
const LEAST = 0.1;
const MOVES = { left: [PAN, 0], right: [-PAN, 0], up: [0, PAN], down: [0, -PAN] };
const KEYS = { "+": "in", "=": "in", "-": "out", "−": "out", 0: "fit", ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
// By element: what a morph keeps, keeps its zoom; what it replaces begins anew.
const kept = new WeakMap();
const loaded = new Set();
let isWatching = false;
let sayLater = 0;

export function watchViewers() {
  if (!isWatching) {
    isWatching = true;
    document.addEventListener("click", onClick);
    document.addEventListener("input", onLight);
    document.addEventListener("keydown", onKey, true);
    document.addEventListener("page:morphed", settle);
    // Of a whole page it is told by "page:morphed".
    document.addEventListener("htmx:after:swap", (event) => event.detail?.ctx?.isPage || settle());
    document.addEventListener("command", onCommand);
    document.addEventListener("load", (event) => soon(event.target.closest?.("[data-viewer]")), true);
    window.addEventListener("resize", () => redraw(...document.querySelectorAll("[data-viewer]")));
    watchPointers({ change, pointAt, viewOf: (frame) => viewOf(frame.closest("[data-viewer]"), frame) });
    watchToolbars();
  }
  settle();
}

function settle() {
  watchWindows();
  const viewers = [...document.querySelectorAll("[data-viewer]")];
  viewers.forEach(showAgain);
  redraw(...viewers);
}

// Pictures that come together are drawn together, before the frame that shows them.
function soon(viewer) {
  if (!viewer) return;
  if (!loaded.size) {
    requestAnimationFrame(() => {
      redraw(...loaded);
      loaded.clear();
    });
  }
  loaded.add(viewer);
}

function stateOf(viewer) {
  if (!kept.has(viewer)) {
    kept.set(viewer, { isLinked: viewer.dataset.viewer === "faces", both: states.fresh(), sides: new WeakMap(), isLoupe: false, at: { x: 0, y: 0 }, last: null, bright: 0, contrast: 0 });
  }
  return kept.get(viewer);
}

function viewOf(viewer, frame) {
  const state = stateOf(viewer);
  return state.isLinked ? state.both : (state.sides.get(frame) ?? states.fresh());
}

// What happens to one frame happens to the pair while it is linked.
function change(frame, how) {
  const viewer = frame.closest("[data-viewer]");
  const state = stateOf(viewer);
  state.last = frame;
  const now = how(viewOf(viewer, frame));
  if (state.isLinked) state.both = now;
  else state.sides.set(frame, now);
  redraw(viewer);
  return now;
}

// First all frames are measured, then all are changed: one layout, not one for each.
function redraw(...viewers) {
  const boxes = new Map();
  for (const viewer of viewers) {
    for (const frame of viewer.querySelectorAll("[data-frame]")) {
      boxes.set(frame, { w: frame.clientWidth, h: frame.clientHeight });
    }
  }
  for (const viewer of viewers) paint(viewer, boxes);
}

function paint(viewer, boxes) {
  const state = stateOf(viewer);
  viewer.style.setProperty("--bright", String(1 + state.bright / 100));
  viewer.style.setProperty("--contrast", String(1 + state.contrast / 100));
  for (const frame of viewer.querySelectorAll("[data-frame]")) draw(viewer, state, frame, boxes.get(frame));
  const shown = viewOf(viewer, active(viewer));
  const zoom = viewer.querySelector("[data-zoom]");
  if (zoom) zoom.textContent = figures(`${Math.round(shown.zoom * 100)} %`);
  press(viewer, "link", state.isLinked);
  press(viewer, "loupe", state.isLoupe);
  for (const slider of viewer.querySelectorAll("[data-light]")) slider.value = String(state[slider.dataset.light]);
}

function draw(viewer, state, frame, box) {
  const image = frame.querySelector("[data-img]");
  if (!image) return;
  const view = viewOf(viewer, frame);
  const fit = states.fitted(image, box, view.turn);
  frame.toggleAttribute("data-zoomed", view.zoom > 1);
  frame.style.setProperty("--zoom", String(view.zoom * fit.ratio));
  if (image.naturalWidth && box.w) {
    frame.style.setProperty("--w", String(fit.w / fit.ratio / box.w));
    frame.style.setProperty("--h", String(fit.h / fit.ratio / box.h));
  }
  frame.style.setProperty("--x", String(view.x));
  frame.style.setProperty("--y", String(view.y));
  frame.style.setProperty("--turn", `${view.turn}deg`);
  if (view.zoom > 1) {
    sharpen(image, fit.w * view.zoom).then((isSharp) => {
      if (isSharp) say(viewer, "sharp");
    });
  }
  if (state.isLoupe) drawLoupe(frame, image, view, state.at);
  else hideLoupe(frame);
}

function press(viewer, tool, isOn) {
  viewer.querySelector(`[data-tool="${tool}"]`)?.setAttribute("aria-pressed", String(isOn));
}

// The frame that tools act upon: the one that was used last, or the first.
function active(viewer) {
  const { last } = stateOf(viewer);
  return last?.isConnected ? last : viewer.querySelector("[data-frame]");
}

function onClick(event) {
  const viewer = event.target.closest?.("[data-viewer]");
  if (!viewer) return;
  const thumb = event.target.closest("[data-shows]");
  if (thumb) {
    const name = show(viewer, thumb);
    if (name === null) return;
    if (viewer.dataset.viewer === "document") startAnew(viewer);
    redraw(viewer);
    say(viewer, "showing", { name });
    return;
  }
  const tool = event.target.closest("[data-tool]");
  if (tool && active(viewer)) act(viewer, tool.dataset.tool);
}

function startAnew(viewer) {
  const state = stateOf(viewer);
  state.both = states.fresh();
  state.sides = new WeakMap();
}

// A key acts on the viewer that has the focus, or is most in sight, not on the first of the page.
function onCommand(event) {
  const tool = event.target.dataset?.tool;
  const first = tool && event.target.closest("[data-viewer]");
  if (!first) return;
  const viewer = document.activeElement?.closest("[data-viewer]") ?? inSight() ?? first;
  if (viewer === first || !viewer.querySelector(`[data-tool="${tool}"]`)) return;
  event.preventDefault();
  act(viewer, tool);
}

function inSight() {
  const seen = (one) => {
    const box = one.getBoundingClientRect();
    return Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  };
  const all = [...document.querySelectorAll("[data-viewer]")].sort((a, b) => seen(b) - seen(a));
  return all[0] ?? null;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const frame = event.target.closest?.("[data-frame]");
  const tool = KEYS[event.key];
  if (!frame || !tool || event.target !== frame) return;
  event.preventDefault();
  event.stopPropagation();
  const viewer = frame.closest("[data-viewer]");
  const state = stateOf(viewer);
  state.last = frame;
  if (state.isLoupe && MOVES[tool]) {
    // The loupe's own arrows: it moves over the picture, not the picture under it.
    const [x, y] = MOVES[tool];
    pointAt(frame, { x: state.at.x - x / 2, y: state.at.y - y / 2 });
  } else act(viewer, tool);
}

function act(viewer, tool) {
  const state = stateOf(viewer);
  const frame = active(viewer);
  if (MOVES[tool]) change(frame, (view) => states.moved(view, ...MOVES[tool]));
  else if (tool === "in") change(frame, (view) => states.nearer(view));
  else if (tool === "out") change(frame, (view) => states.farther(view));
  else if (tool === "fit") change(frame, (view) => states.zoomed({ ...view, x: 0, y: 0 }, 1));
  else if (tool === "turn") change(frame, (view) => states.turned(view, 90));
  else if (tool === "over") change(frame, (view) => states.turned(view, 180));
  else if (tool === "actual") change(frame, (view) => states.zoomed(view, oneToOne(frame, view), undefined, LEAST));
  else if (tool === "loupe") state.isLoupe = !state.isLoupe;
  else if (tool === "link") link(viewer, state, frame);
  else if (tool === "reset") {
    startAnew(viewer);
    Object.assign(state, { bright: 0, contrast: 0, isLoupe: false, at: { x: 0, y: 0 } });
  }
  redraw(viewer);
  tell(viewer, tool, viewOf(viewer, frame));
}

function oneToOne(frame, view) {
  const image = frame.querySelector("[data-img]");
  return image ? states.actualZoom(image, { w: frame.clientWidth, h: frame.clientHeight }, view.turn) : 1;
}

function link(viewer, state, frame) {
  if (state.isLinked) {
    for (const one of viewer.querySelectorAll("[data-frame]")) state.sides.set(one, { ...state.both });
  } else state.both = { ...viewOf(viewer, frame) };
  state.isLinked = !state.isLinked;
}

function onLight(event) {
  const slider = event.target.closest?.("[data-light]");
  const viewer = slider?.closest("[data-viewer]");
  if (!viewer) return;
  stateOf(viewer)[slider.dataset.light] = Number(slider.value);
  redraw(viewer);
}

function pointAt(frame, at) {
  const viewer = frame.closest("[data-viewer]");
  const state = stateOf(viewer);
  if (!state.isLoupe) return;
  const within = (value) => Math.min(0.5, Math.max(-0.5, value));
  state.at = { x: within(at.x), y: within(at.y) };
  redraw(viewer);
}

function tell(viewer, tool, view) {
  if (MOVES[tool]) return;
  const state = stateOf(viewer);
  if (tool === "turn" || tool === "over") say(viewer, "turned", { turn: view.turn });
  else if (tool === "link") say(viewer, state.isLinked ? "linked" : "unlinked");
  else if (tool === "loupe") say(viewer, state.isLoupe ? "loupeOn" : "loupeOff");
  else if (tool === "reset") say(viewer, "wasReset");
  else say(viewer, "zoomed", { zoom: Math.round(view.zoom * 100) });
}

// After a moment: of ten presses only the last is worth hearing.
function say(viewer, what, values = {}) {
  const sentence = viewer.querySelector("[data-says]")?.dataset[what] ?? "";
  clearTimeout(sayLater);
  sayLater = setTimeout(() => announce(sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "")), 250);
}
