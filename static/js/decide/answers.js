// One listed person answered by key: the next that is open has the focus. Who points stays where the
// pointer is.
import { goToOpen, nextOpen } from "../keys/open.js";
import { announce } from "../live.js";

const FORM = "form.dispo";

let isByKey = false;

export function watchAnswers() {
  document.addEventListener("click", (event) => {
    // A press that no pointer made has no count: a digit, Enter, a screen reader.
    isByKey = event.detail === 0 && event.target.closest?.(`${FORM} [name=code]`) != null;
  });
  document.addEventListener("page:morphed", (event) => {
    const { source, status } = event.detail;
    if (isByKey && status < 400 && source?.matches?.(FORM)) goOn(source.closest("[data-panel]"));
    isByKey = false;
  });
}

function goOn(panel) {
  const next = panel?.isConnected ? nextOpen((one) => panel.contains(one)) : null;
  if (!next) return;
  const tally = panel.querySelector("[data-tally]");
  if (tally) announce(tally.textContent.trim());
  goToOpen(next);
}
