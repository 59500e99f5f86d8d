// Moving by keys: panels, items of a panel, the next panel that was not seen, one level back.
import { currentPanel, goToPanel, nextUnseen, panels, panelOf } from "../sections.js";
import { does } from "./commands.js";
import { goToOpen, nextOpen } from "./open.js";

const CONTROL =
  "a[href], button, input, select, textarea, summary, label, video, audio, [tabindex='0'], " +
  "[contenteditable], [role=button], [role=tab], [role=slider]";

export function declareMoves() {
  does("next-panel", () => stepPanel(1), () => panels().length > 0);
  does("previous-panel", () => stepPanel(-1), () => panels().length > 0);
  does("next-unseen", () => goToPanel(nextUnseen()), () => nextUnseen() !== null);
  does("next-item", () => stepItem(1), () => items().length > 0);
  does("previous-item", () => stepItem(-1), () => items().length > 0);
  does("next-open", () => goToOpen(nextOpen()), () => nextOpen() !== null);
}

// Space scrolls and presses where it always does; elsewhere it is free.
export function isAtRest(target) {
  return target === document.body || !target.closest?.(CONTROL);
}

// Out of a popover or an opened part of the decision, then to the panel, then to its entry in the index. True where something moved.
export function back(target) {
  const open = document.querySelector(":popover-open");
  if (open) {
    open.hidePopover();
    return true;
  }
  if (target.matches?.("[aria-expanded=true]")) return false;
  const part = target.closest?.("#decision details[open]");
  if (part && !target.matches("summary")) {
    part.open = false;
    part.querySelector("summary").focus();
    return true;
  }
  const panel = panelOf(target) ?? currentPanel();
  if (!panel) return false;
  if (target !== panel) focusOn(panel);
  else document.querySelector("#index a[aria-current]")?.focus();
  return true;
}

function stepPanel(step) {
  const all = panels();
  const at = all.indexOf(currentPanel());
  goToPanel(all[Math.min(all.length - 1, Math.max(0, at + step))]);
}

function stepItem(step) {
  const all = items();
  const at = all.indexOf(document.activeElement?.closest("[data-item]"));
  const next = at < 0 ? (step > 0 ? all[0] : all.at(-1)) : all[at + step];
  if (!next) return;
  focusOn(next);
  next.scrollIntoView({ block: "nearest" });
}

function items() {
  const list = currentPanel() ?? document.querySelector("main [data-items]");
  const found = list?.querySelectorAll("[data-item]") ?? [];
  return [...found].filter((one) => one.getClientRects().length);
}

function focusOn(element) {
  if (!element.hasAttribute("tabindex") && !element.matches(CONTROL)) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}
