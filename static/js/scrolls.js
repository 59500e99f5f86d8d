// A region that scrolls sideways takes the focus; one that does not is no stop on the way.
let isWatching = false;

export function watchScrolls() {
  if (isWatching) return;
  isWatching = true;
  settle();
  window.addEventListener("resize", settle);
  document.addEventListener("toggle", settle, true);
  document.addEventListener("page:morphed", settle);
}

function settle() {
  const regions = [...document.querySelectorAll(".scrollx")];
  // First all are measured, then all are changed: one layout, not one for each.
  const wide = regions.map((region) => region.scrollWidth > region.clientWidth);
  regions.forEach((region, at) => {
    if (wide[at]) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  });
}
