// Where two fragments differ, drawn from the two pictures that are on the page: white is equal, dark
// differs. Approximate: nothing is aligned, a shift of one pixel shows.
const WIDEST = 720;
// Small differences of print are hard to see; twice as dark.
const GAIN = 2;

export async function drawDifference(duo) {
  const canvas = duo.querySelector("[data-difference]");
  const images = ["submitted", "reference"].map((side) => duo.querySelector(`[data-side=${side}] img`));
  if (!canvas || images.some((image) => !image)) return;
  try {
    await Promise.all(images.map(ready));
  } catch {
    return; // a picture that did not come says so itself
  }
  const [first] = images;
  const width = Math.min(WIDEST, Math.max(...images.map((image) => image.naturalWidth)));
  const height = Math.max(1, Math.round((width * first.naturalHeight) / first.naturalWidth));
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const [one, other] = images.map((image) => pixels(pen, image, width, height));
  for (let at = 0; at < one.data.length; at += 4) {
    const apart = Math.max(...[0, 1, 2].map((band) => Math.abs(one.data[at + band] - other.data[at + band])));
    const shade = 255 - Math.min(255, apart * GAIN);
    one.data[at] = one.data[at + 1] = one.data[at + 2] = shade;
    one.data[at + 3] = 255;
  }
  pen.putImageData(one, 0, 0);
  canvas.dataset.drawn = "";
}

function ready(image) {
  image.loading = "eager";
  return image.decode();
}

function pixels(pen, image, width, height) {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(image, 0, 0, width, height);
  return pen.getImageData(0, 0, width, height);
}
