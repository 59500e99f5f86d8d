// Lists of cases by keys: J and K go from row to row, C claims, H holds, X selects. Selects that send
// themselves, and how many rows are selected.
import { announce } from "./live.js";
import { figures } from "./numerals.js";
import { does } from "./keys/commands.js";

let isWatching = false;

export function watchLists() {
  if (isWatching) return;
  isWatching = true;
  does("list-next", () => step(1), () => rows().length > 0);
  does("list-previous", () => step(-1), () => rows().length > 0);
  does("list-claim", () => here().querySelector("[data-claims]").click(), () => Boolean(here()?.querySelector("[data-claims]")));
  does("list-hold", hold, () => Boolean(here()));
  does("list-select", () => here().querySelector("[name=case]").click(), () => Boolean(here()?.querySelector("[name=case]")));
  document.addEventListener("change", onChange);
  document.addEventListener("reset", (event) => {
    if (event.target.id === "bulk") setTimeout(tell);
  });
  document.addEventListener("keydown", onEscape);
  tell();
}

const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
const here = () => document.activeElement?.closest("[data-list] [data-row]") ?? null;
const boxes = () => [...document.querySelectorAll("[data-list] [name=case]")];

function step(by) {
  const all = rows();
  const at = all.indexOf(here());
  const next = at < 0 ? (by > 0 ? all[0] : all.at(-1)) : all[at + by];
  if (!next) return;
  next.querySelector(".link").focus({ focusVisible: true });
  next.scrollIntoView({ block: "nearest" });
}

function hold() {
  const row = here();
  const dialog = document.getElementById("list-hold");
  if (!row.dataset.holdUrl) {
    announce(dialog.dataset.notYours);
    return;
  }
  dialog.querySelector("form[method=post]").action = row.dataset.holdUrl;
  dialog.querySelector("[data-hold-code]").textContent = row.dataset.code;
  dialog.showModal();
  dialog.querySelector("[name=until]").focus();
}

function onChange(event) {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  else if (event.target.matches("[data-selects-all]")) {
    for (const box of boxes()) box.checked = event.target.checked;
    tell();
  } else if (event.target.matches("[data-list] [name=case]")) tell();
}

// Escape in the list takes the selection away, before it leaves anything else.
function onEscape(event) {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (!boxes().some((box) => box.checked)) return;
  for (const box of boxes()) box.checked = false;
  event.preventDefault();
  tell();
}

function tell() {
  const place = document.querySelector("[data-selected-count]");
  if (!place) return;
  const all = boxes();
  const count = all.filter((box) => box.checked).length;
  place.textContent = figures(count);
  const whole = document.querySelector("[data-selects-all]");
  if (whole) {
    whole.checked = count > 0 && count === all.length;
    whole.indeterminate = count > 0 && count < all.length;
  }
}
