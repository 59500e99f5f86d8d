// Copy what stands beside a button, and say so.
import { announce } from "./live.js";

export function watchCopies() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      announce(button.dataset.copied);
      const label = button.lastChild;
      const before = label.textContent;
      label.textContent = button.dataset.copied;
      setTimeout(() => (label.textContent = before), 2000);
    } catch {
      // No permission for the clipboard: select the text, so that one key copies it.
      getSelection().selectAllChildren(source);
    }
  });
}
