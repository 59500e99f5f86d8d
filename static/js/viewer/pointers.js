// Pointers over a frame: drag pans, two fingers and the wheel with Ctrl zoom, a double click comes
// nearer and goes back.
import { moved, zoomed } from "./state.js";

const TWICE = 2.5;

export function watchPointers({ change, pointAt, viewOf }) {
  const down = new Map();
  let frame = null;
  let apart = 0;

  document.addEventListener("pointerdown", (event) => {
    const found = event.target.closest?.("[data-frame]");
    if (!found?.querySelector("[data-img]") || event.target.closest("video") || event.button) return;
    if (frame && frame !== found) down.clear();
    frame = found;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    apart = distance(down);
    if (viewOf(frame).zoom > 1 || down.size > 1) frame.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    const over = event.target.closest?.("[data-frame]");
    if (over) pointAt(over, placeIn(over, event));
    const before = down.get(event.pointerId);
    if (!frame || !before) return;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (down.size > 1) {
      const now = distance(down);
      if (apart) change(frame, (view) => zoomed(view, (view.zoom * now) / apart));
      apart = now;
      return;
    }
    if (viewOf(frame).zoom <= 1) return;
    const x = (event.clientX - before.x) / frame.clientWidth;
    const y = (event.clientY - before.y) / frame.clientHeight;
    change(frame, (view) => moved(view, x, y));
  });
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, (event) => {
      down.delete(event.pointerId);
      apart = 0;
      if (!down.size) frame = null;
    });
  }
  document.addEventListener("dblclick", (event) => {
    const found = event.target.closest?.("[data-frame]");
    if (!found?.querySelector("[data-img]") || event.target.closest("video")) return;
    const at = placeIn(found, event);
    change(found, (view) => (view.zoom > 1 ? zoomed(view, 1) : zoomed(view, TWICE, at)));
  });
  // Without Ctrl the wheel scrolls the page, as everywhere.
  document.addEventListener(
    "wheel",
    (event) => {
      const found = event.ctrlKey && event.target.closest?.("[data-frame]");
      if (!found) return;
      event.preventDefault();
      const at = placeIn(found, event);
      change(found, (view) => zoomed(view, view.zoom * Math.exp(-event.deltaY / 300), at));
    },
    { passive: false },
  );
}

function placeIn(frame, event) {
  const box = frame.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width - 0.5, y: (event.clientY - box.top) / box.height - 0.5 };
}

function distance(down) {
  const [one, other] = [...down.values()];
  return other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
}
