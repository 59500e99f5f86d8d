// What a viewer's sides look like at the moment, and the arithmetic of moving them. Knows no events.
// x and y are fractions of the frame, so that a resized page needs no new numbers.
export const MOST = 8;
const STEP = 1.5;

export function fresh() {
  return { zoom: 1, x: 0, y: 0, turn: 0 };
}

// Only one to one goes below what fits: a small picture is small.
export function zoomed(view, zoom, at = { x: 0, y: 0 }, least = 1) {
  const wanted = Math.min(MOST, Math.max(least, zoom));
  const grown = wanted / view.zoom;
  // The point under the pointer stays where it is.
  return clamped({
    ...view,
    zoom: wanted,
    x: at.x - (at.x - view.x) * grown,
    y: at.y - (at.y - view.y) * grown,
  });
}

export function nearer(view, at) {
  return zoomed(view, view.zoom * STEP, at);
}

export function farther(view, at) {
  return zoomed(view, view.zoom / STEP, at);
}

export function moved(view, x, y) {
  return clamped({ ...view, x: view.x + x, y: view.y + y });
}

export function turned(view, degrees) {
  return { ...view, turn: (view.turn + degrees) % 360, x: 0, y: 0 };
}

// No picture leaves its frame altogether: at most its own edge comes to the middle's far side.
function clamped(view) {
  const most = Math.max(0, view.zoom - 1) / 2;
  const within = (value) => Math.min(most, Math.max(-most, value)) || 0;
  return { ...view, x: within(view.x), y: within(view.y) };
}

// How large the picture stands in a frame of this size when it fits, turned or not.
export function fitted(image, frame, turn) {
  const natural = { w: image.naturalWidth || 4, h: image.naturalHeight || 5 };
  const upright = Math.min(frame.w / natural.w, frame.h / natural.h);
  const isLying = turn % 180 !== 0;
  const scale = isLying ? Math.min(frame.w / natural.h, frame.h / natural.w) : upright;
  return { scale, ratio: scale / upright, w: natural.w * scale, h: natural.h * scale };
}

// The zoom at which one pixel of the original is one pixel of the screen.
export function actualZoom(image, frame, turn) {
  const [pixels] = (image.dataset.pixels ?? "").split("x").map(Number);
  const across = pixels || image.naturalWidth;
  return across / (fitted(image, frame, turn).w * devicePixelRatio || 1);
}
