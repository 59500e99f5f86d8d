// htmx: what is being fetched is busy, the focus never falls to the body, news are announced.
import { announce } from "./live.js";

export function watchSwaps() {
  let before = null;

  document.addEventListener("htmx:before:request", (event) => {
    target(event)?.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:finally:request", (event) => {
    target(event)?.removeAttribute("aria-busy");
    for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
  });
  document.addEventListener("htmx:before:swap", () => {
    before = document.activeElement === document.body ? null : document.activeElement;
  });
  document.addEventListener("htmx:after:swap", (event) => {
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
