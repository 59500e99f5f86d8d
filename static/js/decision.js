// The decision column: reasons and words to the applicant by outcome, the hint beside Submit, coverage,
// drafts on the server, and the claim kept alive. Delegated, because the column is morphed in place.
import { watchAnswers } from "./decide/answers.js";
import { watchAhead } from "./decide/ahead.js";
import { watchDraft } from "./decide/draft.js";
import { watchUndo } from "./decide/undo.js";
import { announce } from "./live.js";
import { figures } from "./numerals.js";

const SCALE = "[name=rating]";
const PARTS = "#hold, #look-again, #pass-on";

let opened = null;
let hasRated = false;
let hadReasons = false;

export function watchDecision() {
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-decision]")) return;
    show(form);
    if (event.target.name === "outcome") announceReasons(form);
  });
  document.addEventListener("command", () => {
    hadReasons = document.activeElement?.closest("[data-reasons]") != null;
  });
  document.addEventListener("command:done", onCommand);
  // Before anything else hears of it: what is not ready is not sent.
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("click", (event) => {
    opened = event.target.closest?.("summary")?.closest(PARTS) ?? null;
  });
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("page:morphed", (event) => {
    showHere();
    if (hasRated && event.detail.status < 400) closeScale();
    hasRated = false;
  });
  new MutationObserver(showCoverage).observe(document.body, {
    subtree: true,
    attributeFilter: ["data-seen"],
  });
  showHere();
  watchAnswers();
  watchDraft();
  watchAhead();
  watchUndo();
}

// By key, what follows the outcome is its reasons: digits tick them at once. The same key again leads
// on to what else the outcome asks for, and back.
function onCommand(event) {
  const part = event.target.closest?.("summary")?.closest(PARTS);
  if (part?.open) focusFirst(part);
  const outcome = event.target.closest?.("label.opt")?.control;
  if (outcome?.name !== "outcome") return;
  const more = outcome.form.querySelector("[data-after-reasons]:not([hidden])");
  const next = (hadReasons && more) || outcome.form.querySelector("[data-reasons]");
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

// What comes open is told later than the next key: by key the focus does not wait for it.
function focusFirst(part) {
  opened = null;
  part.querySelector("input:not([type=hidden]), button")?.focus();
  part.scrollIntoView({ block: "nearest" });
}

export function formHere() {
  return document.querySelector("form[data-decision]");
}

function showHere() {
  const form = formHere();
  if (form) show(form);
  showCoverage();
}

function show(form) {
  const outcome = form.querySelector("input[name=outcome]:checked")?.value ?? "";
  for (const part of form.querySelectorAll("[data-for-outcome]")) {
    part.hidden = part.dataset.forOutcome !== outcome;
    // What is hidden is not sent: an approval carries no reasons of a rejection.
    for (const field of part.querySelectorAll("input")) field.disabled = part.hidden;
  }
  const hint = form.querySelector("[data-no-outcome]");
  if (hint) hint.hidden = Boolean(outcome);
  numberReasons(form);
  showMessage(form);
  showHint(form, outcome);
}

function numberReasons(form) {
  let number = 0;
  for (const badge of form.querySelectorAll("[data-reasons] .digit")) {
    const isShown = !badge.closest("[hidden]");
    if (isShown) number += 1;
    badge.textContent = isShown && number < 10 ? String(number) : "";
  }
}

// The words to the applicant are all here already: nothing is fetched.
function showMessage(form) {
  const letter = form.querySelector("[data-message]");
  if (!letter) return;
  const ticked = new Set(
    [...form.querySelectorAll("[name=reasons]:checked:not(:disabled)")].map((one) => one.value),
  );
  let shown = 0;
  for (const line of letter.querySelectorAll("[data-applicant-for]")) {
    line.hidden = !ticked.has(line.dataset.applicantFor);
    if (!line.hidden) shown += 1;
  }
  letter.querySelector("[data-no-message]").hidden = shown > 0;
}

function showHint(form, outcome) {
  const hint = document.getElementById("submit-hint");
  const said = hint?.dataset;
  if (!said?.choose || document.getElementById("not-submitted")) return;
  const asksForSecond = form.querySelector("[name=second_reader]:checked:not(:disabled)");
  const text = outcome ? (asksForSecond ? said.second : said.ready) : said.choose;
  if (hint.textContent !== text) hint.textContent = text;
}

function announceReasons(form) {
  const word = form.querySelector("[data-reasons] legend")?.firstChild?.textContent.trim();
  const count = form.querySelectorAll("[data-reasons] .check").length
    ? [...form.querySelectorAll("[data-reasons] .check")].filter((one) => !one.closest("[hidden]")).length
    : 0;
  if (word) announce(`${word}: ${count}`);
}

// A panel that was opened meanwhile leaves the list of those that were not.
function showCoverage() {
  const list = document.querySelector("[data-unseen]");
  if (!list) return;
  for (const line of list.querySelectorAll("[data-unseen-panel]")) {
    const number = line.dataset.unseenPanel;
    const entry = document.querySelector(`#index [data-seen="yes"][href*="panel-${number}"]`);
    if (entry && !line.contains(document.activeElement)) line.remove();
  }
  const left = list.querySelectorAll("[data-unseen-panel]").length;
  const count = document.querySelector("[data-unseen-count]");
  if (count && count.textContent !== figures(left)) count.textContent = figures(left);
  if (!left) document.getElementById("unseen")?.setAttribute("hidden", "");
}

function onSubmit(event) {
  const button = event.submitter;
  hasRated = button?.name === "rating";
  if (!event.target.matches("[data-decision]") || button?.name !== "then") return;
  if (button.getAttribute("aria-disabled") !== "true") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const form = event.target;
  announce(document.getElementById("submit-hint")?.textContent ?? "");
  (form.querySelector(SCALE) ?? form.querySelector("[name=outcome]"))?.focus();
}

// Rated once more: the scale has done its work.
function closeScale() {
  const part = document.getElementById("look-again");
  if (!part?.open) return;
  const hadFocus = part.contains(document.activeElement);
  part.open = false;
  if (hadFocus) part.querySelector("summary").focus();
}

function onToggle(event) {
  const part = event.target;
  // Only for who opened it: a page that comes open leaves the focus where it is.
  if (part === opened && part.open) focusFirst(part);
}
