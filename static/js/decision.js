// The decision form: reasons of the chosen outcome, steps for a resubmission, digits in the group
// that has the focus, drafts on the server, and the claim kept alive while the page is open.
import { announce } from "./live.js";

const DRAFT_MS = 1500;
const KEEP_MS = 120_000;

export function watchDecision() {
  watchDigits();
  const form = document.querySelector("[data-decision]");
  if (!form) return;
  form.addEventListener("change", (event) => {
    if (event.target.name === "outcome") showFor(form, true);
  });
  showFor(form, false);
  watchDraft(form);
  keepClaim(form);
}

function showFor(form, isChosenNow) {
  const outcome = form.querySelector("input[name=outcome]:checked")?.value ?? "";
  for (const part of form.querySelectorAll("[data-for-outcome]")) {
    part.hidden = part.dataset.forOutcome !== outcome;
    // What is hidden is not sent: an approval carries no reasons of a rejection.
    for (const field of part.querySelectorAll("input")) field.disabled = part.hidden;
  }
  const hint = form.querySelector("[data-no-outcome]");
  if (hint) hint.hidden = Boolean(outcome);
  numberReasons(form);
  if (isChosenNow) announce(form.querySelector("[data-reasons] legend")?.firstChild?.textContent ?? "");
}

function numberReasons(form) {
  let number = 0;
  for (const badge of form.querySelectorAll("[data-reasons] .digit")) {
    const isShown = !badge.closest("[hidden]");
    if (isShown) number += 1;
    badge.textContent = isShown && number < 10 ? String(number) : "";
  }
}

function watchDigits() {
  document.addEventListener("keydown", (event) => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (!digit || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.body.dataset.keys !== "on") return;
    const group = event.target.closest?.("[data-rating], [data-reasons]");
    if (!group) return;
    const badge = [...group.querySelectorAll(".digit")].find((one) => one.textContent === digit);
    const box = badge?.closest("label")?.control;
    if (!box) return;
    event.preventDefault();
    box.click();
    box.focus();
  });
}

function watchDraft(form) {
  const state = form.querySelector("[data-draft-state]");
  let timer = 0;
  let isSending = false;
  let wasTold = false;
  const save = async () => {
    if (isSending) return;
    isSending = true;
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        // Not multipart: the view measures the body before it reads the form.
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      state.textContent = form.dataset.saved;
      wasTold = false;
    } catch {
      state.textContent = form.dataset.notSaved;
      if (!wasTold) announce(form.dataset.notSaved);
      wasTold = true;
    } finally {
      isSending = false;
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, DRAFT_MS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => clearTimeout(timer));
}

function keepClaim(form) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const timer = setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(form.dataset.keepUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      credentials: "same-origin",
    }).catch(() => null);
    if (answer?.status !== 409) return;
    clearInterval(timer);
    const note = document.createElement("p");
    note.className = "banner banner-attention lost";
    note.setAttribute("role", "alert");
    note.textContent = form.dataset.lost;
    document.querySelector(".decide-head")?.after(note);
  }, KEEP_MS);
}
