// A toolbar is one stop of the Tab key; arrow keys, Home and End move between its buttons.
export function watchToolbars() {
  document.addEventListener("keydown", (event) => {
    const bar = event.target.closest?.("[data-toolbar]");
    if (!bar || event.ctrlKey || event.metaKey || event.altKey) return;
    const tools = [...bar.querySelectorAll("button:not([disabled])")];
    const at = tools.indexOf(event.target);
    const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const to = {
      [forward]: (at + 1) % tools.length,
      [back]: (at + tools.length - 1) % tools.length,
      Home: 0,
      End: tools.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    tools[to].focus();
  });
  document.addEventListener("focusin", (event) => {
    const bar = event.target.closest?.("[data-toolbar]");
    if (!bar || !event.target.matches("button")) return;
    for (const one of bar.querySelectorAll("button")) one.tabIndex = one === event.target ? 0 : -1;
  });
}
