// Forms with data-unsaved say in their bar how many settings differ from what was saved.
import { figures } from "./numerals.js";

let isWatching = false;

export function watchUnsaved() {
  if (isWatching) return;
  isWatching = true;
  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => {
      const form = event.target.closest("[data-unsaved]");
      if (form) say(form);
    });
  }
}

function say(form) {
  const changed = new Set([...form.elements].filter(isChanged).map((field) => field.name));
  const tag = form.querySelector("[data-unsaved-count]");
  tag.hidden = changed.size === 0;
  tag.lastElementChild.textContent = form.dataset.unsavedWords.replace("%n", figures(String(changed.size)));
}

function isChanged(field) {
  if (!field.name || field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.value !== field.defaultValue;
}
