// Forms with data-upload say how far their files are on the way, and take what is dropped on the part
// around them (data-drop names the input). Without script the form just submits.
import { banner, sentence } from "./live.js";
import { figures } from "./numerals.js";
import { goOffline } from "./offline.js";
import { showPage } from "./showing.js";

let isWatching = false;

export function watchUploads() {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("[data-upload]")) return;
    event.preventDefault();
    if (event.target.getAttribute("aria-busy") !== "true") send(event.target);
  });
  document.addEventListener("dragover", (event) => over(event));
  document.addEventListener("dragleave", (event) => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
  });
  document.addEventListener("drop", drop);
}

function zoneOf(event) {
  const hasFiles = [...(event.dataTransfer?.types ?? [])].includes("Files");
  return hasFiles && event.target instanceof Element ? event.target.closest("[data-drop]") : null;
}

function over(event) {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  zone.classList.add("is-over");
}

// What is dropped is chosen, not sent: it cannot be taken away again.
function drop(event) {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  const input = document.getElementById(zone.dataset.drop);
  if (!input || !event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const count = figures(String(input.files.length));
  say(input.form, input.form.dataset.wordsChosen.replace("{count}", count));
  input.form.querySelector("[type=submit]").focus();
}

// XMLHttpRequest: fetch does not tell how much of a body is on the way.
function send(form) {
  const request = new XMLHttpRequest();
  const button = form.querySelector("[type=submit]");
  const over = () => {
    form.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
    say(form, "");
  };
  form.setAttribute("aria-busy", "true");
  button.setAttribute("aria-disabled", "true");
  say(form, sentence("sending"));
  let tenths = 0;
  request.upload.addEventListener("progress", (event) => {
    const done = event.lengthComputable ? Math.floor((event.loaded / event.total) * 100) : 0;
    // Said aloud: not every percent.
    if (done >= 100 || Math.floor(done / 10) === tenths) return;
    tenths = Math.floor(done / 10);
    say(form, form.dataset.wordsSent.replace("{done}", figures(String(done))));
  });
  request.upload.addEventListener("load", () => say(form, form.dataset.wordsChecked));
  request.addEventListener("error", () => {
    over();
    goOffline();
  });
  request.addEventListener("load", async () => {
    over();
    const url = request.responseURL || form.action;
    const isMoved = new URL(url).pathname !== new URL(form.action).pathname;
    // What was refused would be refused again, and the rest is attached.
    if (request.status < 400) form.reset();
    else if (request.status === 422) form.querySelector("[type=file]").value = "";
    const isShown = await showPage(request.responseText, { url, isMoved, status: request.status, source: form });
    if (!isShown) banner("refused", sentence("refused"), [{ label: sentence("close") }]);
  });
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
}

function say(form, words) {
  const place = form.querySelector("[data-upload-state]");
  if (place) place.textContent = words;
}
