// Forms with data-morph are sent without leaving the page, and the answered page is morphed into this
// one: focus, scroll, open parts and what a viewer shows stay. Without script the form just submits.
import { banner, dismiss, sentence } from "./live.js";
import { goOffline } from "./offline.js";
import { showPage } from "./showing.js";

const SAY_MS = 1000;
const LONG_MS = 10_000;

let isWatching = false;

export function watchMorphs() {
  if (isWatching || !window.htmx) return;
  isWatching = true;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-morph]")) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    send(form, event.submitter);
  });
}

async function send(form, submitter) {
  const request = requestOf(form, submitter);
  const stop = new AbortController();
  const wait = waiting(form, submitter, () => {
    stop.abort();
    settled();
    send(form, submitter);
  });
  const settled = () => wait.over();
  let answer = null;
  let html = "";
  try {
    answer = await fetch(request.url, { ...request.options, signal: stop.signal });
    html = await answer.text();
  } catch (problem) {
    if (problem.name === "AbortError") return;
    settled();
    goOffline();
    return;
  }
  settled();
  // What was sent is no longer typed: the answer says what the fields hold now. A button with another
  // address sent something else, and the form is still being filled in.
  if (answer.ok && !submitter?.hasAttribute("formaction")) form.reset();
  const isShown = await showPage(html, {
    url: answer.url,
    isMoved: answer.redirected || request.options.method === "GET",
    status: answer.status,
    source: form,
  });
  if (!isShown) refuse(html, answer);
}

function requestOf(form, submitter) {
  const fields = new FormData(form, submitter);
  const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const method = (submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get").toUpperCase();
  const url = new URL(action || location.href, location.href);
  const options = { method, credentials: "same-origin", headers: { Accept: "text/html" } };
  if (method === "GET") url.search = new URLSearchParams(fields).toString();
  else options.body = form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);
  return { url, options };
}

// Busy is said at once to who asks, in words after a second, with a way out after ten.
function waiting(form, submitter, again) {
  form.setAttribute("aria-busy", "true");
  const wasDisabled = submitter?.getAttribute("aria-disabled");
  submitter?.setAttribute("aria-disabled", "true");
  const timers = [
    setTimeout(() => banner("waiting", sentence("sending")), SAY_MS),
    setTimeout(
      () => banner("waiting", sentence("noAnswer"), [{ label: sentence("again"), run: again }]),
      LONG_MS,
    ),
  ];
  return {
    over() {
      timers.forEach(clearTimeout);
      dismiss("waiting");
      form.removeAttribute("aria-busy");
      if (wasDisabled == null) submitter?.removeAttribute("aria-disabled");
    },
  };
}

// A page that cannot be shown in this one: say what it says, keep what is here.
function refuse(html, answer) {
  if (new URL(answer.url).pathname === document.body.dataset.loginUrl) {
    banner("session", sentence("signedOut"), [
      { label: sentence("signIn"), href: document.body.dataset.loginUrl, isApart: true },
    ]);
    return;
  }
  const page = new DOMParser().parseFromString(html, "text/html");
  const words = page.querySelector("main h1, h1")?.textContent.trim();
  banner("refused", words || sentence("refused"), [{ label: sentence("close") }]);
}
