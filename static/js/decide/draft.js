// What was begun is kept on the server; the claim is renewed while the page is open and in front.
import { announce } from "../live.js";

const DRAFT_MS = 1500;
const KEEP_MS = 120_000;

let timer = 0;
let isSending = false;
let wasTold = false;

export function watchDraft() {
  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => {
      if (event.target.form?.matches("[data-decision]")) later();
    });
  }
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-decision]")) clearTimeout(timer);
  });
  setInterval(keepClaim, KEEP_MS);
}

const formHere = () => document.querySelector("form[data-decision]");

function later() {
  clearTimeout(timer);
  timer = setTimeout(save, DRAFT_MS);
}

async function save() {
  const form = formHere();
  if (!form) return;
  if (isSending) {
    later();
    return;
  }
  isSending = true;
  let text = form.dataset.saved;
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST",
      // Not multipart: the view measures the body before it reads the form.
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Requested-With": "fetch" },
      credentials: "same-origin",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    wasTold = false;
  } catch {
    text = form.dataset.notSaved;
    if (!wasTold) announce(text);
    wasTold = true;
  } finally {
    isSending = false;
  }
  const state = document.querySelector("[data-draft-state]");
  if (state) state.textContent = text;
}

async function keepClaim() {
  const form = formHere();
  if (!form || document.hidden || form.dataset.isLost) return;
  const answer = await fetch(form.dataset.keepUrl, {
    method: "POST",
    headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "" },
    credentials: "same-origin",
  }).catch(() => null);
  if (answer?.status !== 409) return;
  form.dataset.isLost = "yes";
  const note = document.createElement("p");
  note.className = "banner banner-attention lost";
  note.setAttribute("role", "alert");
  note.textContent = form.dataset.lost;
  document.querySelector(".decide-head")?.after(note);
}
