// What was begun is kept on the server.
import { announce } from "../live.js";

const DRAFT_MS = 1500;

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
}

const formHere = () => document.querySelector("form[data-decision]");

function later() {
  clearTimeout(timer);
  timer = setTimeout(save, DRAFT_MS);
}

async function save() {
  const form = formHere();
  // Of a case that was lost, the claim's script has sent what there was.
  if (!form || form.dataset.isLost) return;
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
