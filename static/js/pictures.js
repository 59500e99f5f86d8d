// A picture that does not come is a sentence, never a broken image icon.
export function watchPictures() {
  document.addEventListener("error", (event) => replace(event.target), true);
  for (const image of document.querySelectorAll("img[data-broken]")) {
    if (image.complete && !image.naturalWidth) replace(image);
  }
}

function replace(image) {
  if (!(image instanceof HTMLImageElement) || !image.dataset.broken) return;
  const box = document.createElement("div");
  box.className = "missing";
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", `${image.alt}: ${image.dataset.broken}`);
  box.textContent = image.dataset.broken;
  (image.closest(".zoom") ?? image).replaceWith(box);
}
