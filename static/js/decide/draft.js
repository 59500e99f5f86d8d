// What was begun is kept on the server: after a pause of typing, and when the page is left.
import { announce } from "../live.js";

const FORM = "[data-draft-url]";
const DRAFT_MS = 1500;

const timers = new Map();
const sending = new Set();
let wasTold = false;

export function watchDraft() {
  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => {
      const form = event.target.form;
      if (!form?.matches(FORM)) return;
      // What is being written in a form of its own is not the server's to take back.
      if (!form.matches("[data-decision]")) form.setAttribute("data-morph-skip", "");
      later(form);
    });
  }
  // Before it is sent: the answer says what the form holds now.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches(FORM)) return;
      settle(form);
      form.removeAttribute("data-morph-skip");
      if (event.submitter?.name === "discard") form.reset();
    },
    true,
  );
  for (const name of ["visibilitychange", "pagehide"]) {
    window.addEventListener(name, () => {
      if (name === "visibilitychange" && !document.hidden) return;
      for (const form of [...timers.keys()]) save(form, true);
    }, true);
  }
}

function settle(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}

function later(form) {
  settle(form);
  timers.set(form, setTimeout(save, DRAFT_MS, form));
}

async function save(form, keepalive = false) {
  settle(form);
  // Of a case that was lost, the claim's script has sent what there was.
  if (form.dataset.isLost) return;
  if (sending.has(form) && !keepalive) {
    later(form);
    return;
  }
  sending.add(form);
  let text = form.dataset.saved;
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST",
      // Not multipart: the view measures the body before it reads the form.
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Requested-With": "fetch" },
      credentials: "same-origin",
      keepalive,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    wasTold = false;
  } catch {
    text = form.dataset.notSaved;
    if (!wasTold) announce(text);
    wasTold = true;
  } finally {
    sending.delete(form);
  }
  const discard = form.querySelector("[name=discard]");
  if (discard) {
    discard.hidden = !form.elements.text.value.trim();
    if (discard.hidden) text = "";
  }
  const state = form.querySelector("[data-draft-state]");
  if (state) state.textContent = text;
}
