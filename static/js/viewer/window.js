// The covered front: a window that is moved over it. Only what lies under the window ever comes
// from the server; the rest of the document is a blank sheet of its shape.
const STEP = 0.02;
const GROW = 0.04;
const MOST = { w: 0.5, h: 0.7 };
const LEAST = 0.08;
const LATER_MS = 180;
const MOVES = { left: [-STEP, 0], right: [STEP, 0], up: [0, -STEP], down: [0, STEP] };
const KEYS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", "+": "larger", "=": "larger", "-": "smaller" };

const timers = new WeakMap();
let isWatching = false;
let drag = null;

export function watchWindows() {
  for (const editor of document.querySelectorAll("[data-window]")) place(editor, boxOf(editor));
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-window-move]");
    if (button) move(button.closest("[data-window]"), button.dataset.windowMove);
  });
  document.addEventListener("keydown", (event) => {
    const cover = event.target.closest?.("[data-cover]");
    const how = KEYS[event.key];
    if (!cover || !how || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    move(cover.closest("[data-window]"), how);
  }, true);
  document.addEventListener("pointerdown", (event) => {
    const cover = event.target.closest?.("[data-cover]");
    if (!cover || event.button) return;
    const editor = cover.closest("[data-window]");
    drag = { cover, editor, x: event.clientX, y: event.clientY, box: boxOf(editor) };
    cover.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const x = (event.clientX - drag.x) / drag.cover.clientWidth;
    const y = (event.clientY - drag.y) / drag.cover.clientHeight;
    set(drag.editor, { ...drag.box, x: drag.box.x + x, y: drag.box.y + y });
  });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => (drag = null));
}

function boxOf(editor) {
  const value = (name) => Number(editor.querySelector(`[name="${name}"]`)?.value ?? 0);
  return { x: value("x"), y: value("y"), w: value("w"), h: value("h") };
}

function move(editor, how) {
  const box = boxOf(editor);
  if (MOVES[how]) set(editor, { ...box, x: box.x + MOVES[how][0], y: box.y + MOVES[how][1] });
  else {
    const by = how === "larger" ? GROW : -GROW;
    // Its middle stays where it is.
    set(editor, { x: box.x - by / 2, y: box.y - by / 2, w: box.w + by, h: box.h + by });
  }
}

function set(editor, wanted) {
  const w = between(LEAST, wanted.w, MOST.w);
  const h = between(LEAST, wanted.h, MOST.h);
  const box = { w, h, x: between(0, wanted.x, 1 - w), y: between(0, wanted.y, 1 - h) };
  for (const name of ["x", "y", "w", "h"]) {
    const field = editor.querySelector(`[name="${name}"]`);
    if (field) field.value = (Math.round(box[name] * 100) / 100).toFixed(3);
  }
  const now = boxOf(editor);
  place(editor, now);
  editor.toggleAttribute("data-moving", true);
  clearTimeout(timers.get(editor));
  timers.set(editor, setTimeout(() => fetchWindow(editor, now), LATER_MS));
}

function fetchWindow(editor, box) {
  const query = ["x", "y", "w", "h"].map((name) => `${name}=${box[name].toFixed(3)}`).join("&");
  const url = `${editor.dataset.base}?${query}`;
  const large = document.querySelector("[data-window-img]");
  if (large) large.src = url;
  const small = editor.querySelector("[data-cover-img]");
  if (!small) return;
  small.src = url;
  const done = () => editor.toggleAttribute("data-moving", false);
  small.decode().then(done, done);
}

function place(editor, box) {
  const cover = editor.querySelector("[data-cover]");
  if (!cover) return;
  const [across, down] = (cover.dataset.ratio ?? "").split("x").map(Number);
  cover.style.setProperty("--ratio", across && down ? `${across} / ${down}` : "1.5");
  cover.style.setProperty("--left", `${box.x * 100}%`);
  cover.style.setProperty("--top", `${box.y * 100}%`);
  cover.style.setProperty("--across", `${box.w * 100}%`);
  cover.style.setProperty("--down", `${box.h * 100}%`);
}

function between(least, value, most) {
  return Math.min(most, Math.max(least, value));
}
