// A region that scrolls sideways takes the focus; one that does not is no stop on the way.
export function watchScrolls() {
  const settle = () => {
    for (const region of document.querySelectorAll(".scrollx")) {
      if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    }
  };
  settle();
  window.addEventListener("resize", settle);
  document.addEventListener("toggle", settle, true);
}
