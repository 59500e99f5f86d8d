// htmx: what is being fetched is busy, the focus never falls to the body, news are announced.
import { announce } from "./live.js";

let isWatching = false;
let before = null;

export function watchSwaps() {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("htmx:before:request", (event) => {
    const place = target(event);
    place?.setAttribute("aria-busy", "true");
    place?.setAttribute("data-fetching", "");
  });
  document.addEventListener("htmx:finally:request", () => {
    for (const busy of document.querySelectorAll("[data-fetching]")) {
      busy.removeAttribute("aria-busy");
      busy.removeAttribute("data-fetching");
    }
  });
  document.addEventListener("htmx:before:swap", () => {
    before = document.activeElement === document.body ? null : document.activeElement;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail?.ctx?.isPage) return; // showing.js leads the focus itself
    const news = document.querySelector("[data-announce]");
    if (news) announce(news.textContent.trim());
    if (!before || document.activeElement !== document.body) return;
    const again = before.id ? document.getElementById(before.id) : null;
    const place = again ?? target(event) ?? document.getElementById("main");
    if (!place) return;
    if (!place.matches("a, button, input, select, textarea, [tabindex]")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  });
}

function target(event) {
  const found = event.detail?.ctx?.target;
  return found instanceof Element ? found : null;
}
