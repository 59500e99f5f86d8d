// The faces of the case that comes next are fetched in quiet moments and held, so that they are there
// at once. Fetched ahead is not looked at: what is really shown is asked for again, and counted then.
const IDLE_MS = 3000;

const held = new Map();
let asked = "";
let timer = 0;

export function watchAhead() {
  for (const name of ["change", "input", "keydown", "pointerdown"]) {
    document.addEventListener(name, later, { passive: true });
  }
  document.addEventListener("page:morphed", () => {
    showHeld();
    later();
  });
  later();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(look, IDLE_MS);
}

async function look() {
  const form = document.querySelector("form[data-decision]");
  if (!form || document.hidden || asked === form.action || !isNearlyDone(form)) return;
  asked = form.action;
  const answer = await fetch(form.dataset.aheadUrl, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const { pictures } = await answer.json();
  held.clear();
  for (const url of pictures) {
    const picture = new Image();
    picture.src = `${url}?ahead=1`;
    held.set(url, picture);
    picture.decode?.().catch(() => held.delete(url));
  }
}

// An outcome is chosen, or the faces are rated.
function isNearlyDone(form) {
  return Boolean(form.querySelector("[name=outcome]:checked")) || !form.querySelector("[data-digits=page]");
}

function showHeld() {
  for (const shown of document.querySelectorAll("#main img[src]")) {
    const url = shown.getAttribute("src");
    const picture = held.get(url);
    if (!picture?.complete || !picture.naturalWidth) continue;
    held.delete(url);
    const ahead = picture.getAttribute("src");
    shown.src = ahead;
    const real = new Image();
    const settle = () => {
      if (shown.getAttribute("src") === ahead) shown.src = url;
    };
    real.onload = settle;
    real.onerror = settle;
    real.src = url;
  }
}
