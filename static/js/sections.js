// The index follows the scroll; [ and ] move between sections.
import { isTyping } from "./keys.js";

export function watchSections() {
  const sections = [...document.querySelectorAll("[data-section]")];
  if (!sections.length) return;
  let now = sections[0];

  const mark = () => {
    const edge = window.innerHeight / 3;
    now = sections.findLast((one) => one.getBoundingClientRect().top <= edge) ?? sections[0];
    for (const link of document.querySelectorAll("#index ol a")) {
      if (link.hash === `#${now.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let isWaiting = false;
  const onScroll = () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      mark();
    });
  };
  document.addEventListener("scroll", onScroll, { passive: true });
  mark();

  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.keys !== "on" || isTyping(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const step = { BracketRight: 1, BracketLeft: -1 }[event.code];
    if (!step) return;
    event.preventDefault();
    mark();
    const at = sections.indexOf(now);
    const next = sections[Math.min(sections.length - 1, Math.max(0, at + step))];
    next.scrollIntoView({ block: "start" });
    next.focus({ preventScroll: true });
  });
}
