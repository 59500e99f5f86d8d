// Which picture stands on a side: swapped from a thumbnail, sharpened when zoomed.
import { figures } from "../numerals.js";

// By side: the first picture, so that a second press brings it back, and the id of the thumbnail
// that was pressed, so that a morph, which brings the first one back, does not undo the press.
const firsts = new WeakMap();
const chosen = new WeakMap();

export function show(viewer, thumb) {
  const side = viewer.querySelector(`[data-side="${thumb.dataset.shows}"]`);
  const frame = side?.querySelector("[data-frame]");
  const image = frame?.querySelector("[data-img]");
  if (!image) return null;
  if (!chosen.get(side)) firsts.set(side, told(side, image));
  const wasShown = thumb.getAttribute("aria-pressed") === "true";
  if (wasShown && viewer.dataset.viewer !== "faces") return thumb.dataset.name;
  const news = wasShown ? firsts.get(side) : thumb.dataset;
  for (const other of viewer.querySelectorAll(`[data-shows="${thumb.dataset.shows}"]`)) {
    other.setAttribute("aria-pressed", String(other === thumb && !wasShown));
  }
  chosen.set(side, wasShown ? "" : thumb.id);
  put(side, frame, image, news);
  return news.name;
}

export function showAgain(viewer) {
  for (const side of viewer.querySelectorAll("[data-side]")) {
    const thumb = document.getElementById(chosen.get(side) ?? "");
    // Still pressed: nothing was morphed away.
    if (!thumb || thumb.getAttribute("aria-pressed") === "true") continue;
    chosen.delete(side);
    show(viewer, thumb);
  }
}

// Once more pixels are on the screen than the viewing size has, the full resolution is fetched.
export async function sharpen(image, shownWidth) {
  const url = image.dataset.fullUrl;
  if (!url || image.dataset.isFull || !image.naturalWidth) return false;
  if (shownWidth * devicePixelRatio <= image.naturalWidth * 1.02) return false;
  image.dataset.isFull = "coming";
  const full = new Image();
  full.src = url;
  try {
    await full.decode();
  } catch {
    delete image.dataset.isFull;
    delete image.dataset.fullUrl;
    return false;
  }
  if (image.dataset.fullUrl !== url) return false; // another picture stands there by now
  image.src = url;
  image.dataset.isFull = "yes";
  await image.decode().catch(() => {});
  return true;
}

function put(side, frame, image, news) {
  const video = frame.querySelector("[data-video]");
  const isVideo = news.isVideo !== undefined;
  if (video) {
    video.hidden = !isVideo;
    video.pause();
    if (isVideo) {
      video.src = news.viewUrl;
      video.setAttribute("aria-label", news.name);
    }
  }
  image.hidden = isVideo;
  if (!isVideo) {
    delete image.dataset.isFull;
    if (news.fullUrl) image.dataset.fullUrl = news.fullUrl;
    else delete image.dataset.fullUrl;
    image.dataset.pixels = news.pixels;
    const [across, down] = (news.pixels ?? "").split("x");
    if (Number(across) && Number(down)) {
      image.width = across;
      image.height = down;
    }
    image.src = news.viewUrl;
    image.alt = news.alt;
  }
  caption(side, news);
}

function caption(side, news) {
  const isFirst = news.isFirst === "yes";
  const title = side.querySelector("[data-caption]");
  if (title) title.textContent = news.name;
  const other = side.querySelector("[data-other]");
  if (other) {
    other.hidden = isFirst;
    other.textContent = isFirst ? "" : news.name;
  }
  const size = side.querySelector("[data-px]");
  if (size) size.textContent = figures(news.pxText ?? "");
  side.querySelector("[data-px-box]")?.classList.toggle("px-warn", Boolean(news.level));
  const mark = side.querySelector("[data-px-icon]");
  if (mark) mark.hidden = !news.level;
  const warning = side.querySelector("[data-warning-text]");
  if (warning) {
    warning.textContent = news.warning ?? "";
    warning.hidden = !news.warning;
  }
}

function told(side, image) {
  const first = side.querySelector("figcaption b")?.textContent ?? "";
  const warning = side.querySelector("[data-warning-text]")?.textContent ?? "";
  return {
    isFirst: "yes",
    viewUrl: image.getAttribute("src"),
    ...(image.dataset.fullUrl ? { fullUrl: image.dataset.fullUrl } : {}),
    pixels: image.dataset.pixels ?? "",
    alt: image.alt,
    name: first,
    pxText: side.querySelector("[data-px]")?.textContent ?? "",
    warning,
    level: warning ? "small" : "",
  };
}
