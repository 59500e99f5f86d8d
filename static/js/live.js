// One polite live region, there from the beginning.
export function announce(text) {
  const region = document.getElementById("live");
  if (region && text && region.textContent !== text) region.textContent = text;
}
