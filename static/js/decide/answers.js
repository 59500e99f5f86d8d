// What was answered: an explanation folds away, and by key the next open item of the panel has the
// focus. Who points stays where the pointer is.
import { goToOpen, nextOpen } from "../keys/open.js";
import { announce } from "../live.js";

const FORM = "form.dispo, form[data-folds]";

let isByKey = false;

export function watchAnswers() {
  document.addEventListener("click", (event) => {
    // A press that no pointer made has no count: a digit, Enter, a screen reader.
    isByKey = event.detail === 0 && event.target.closest?.(`${FORM} [name=code]`) != null;
  });
  document.addEventListener("page:morphed", (event) => {
    const { source, status } = event.detail;
    if (status < 400 && source?.matches?.(FORM)) {
      foldAway(source);
      if (isByKey) goOn(source.closest("[data-panel]"));
    }
    isByKey = false;
  });
}

function foldAway(form) {
  const fold = form.closest("[data-folds]") && form.closest("details");
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary").focus();
}

function goOn(panel) {
  const next = panel?.isConnected ? nextOpen((one) => panel.contains(one)) : null;
  if (!next) return;
  const tally = panel.querySelector("[data-tally]");
  if (tally) announce(tally.textContent.trim());
  goToOpen(next);
}
