// A picture that does not come is a sentence, never a broken image icon.
let isWatching = false;

export function watchPictures() {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("error", (event) => replace(event.target), true);
  document.addEventListener("page:morphed", replaceAll);
  replaceAll();
}

function replaceAll() {
  for (const image of document.querySelectorAll("img[data-broken]")) {
    if (image.complete && image.getAttribute("src") && !image.naturalWidth) replace(image);
  }
}

function replace(image) {
  if (!(image instanceof HTMLImageElement) || !image.dataset.broken || !image.isConnected) return;
  const box = document.createElement("div");
  box.className = "missing";
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", `${image.alt}: ${image.dataset.broken}`);
  box.textContent = image.dataset.broken;
  (image.closest(".zoom") ?? image).replaceWith(box);
}
