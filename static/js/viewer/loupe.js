// The loupe: a round piece of each picture, drawn larger, at the same place on both.
import { fitted } from "./state.js";

const SIZE = 168;
const MAGNIFIES = 2.5;

export function drawLoupe(frame, image, view, at) {
  const lens = frame.querySelector("[data-lens]");
  if (!lens || !image?.naturalWidth) return;
  const box = { w: frame.clientWidth, h: frame.clientHeight };
  const side = Math.min(SIZE, box.w * 0.6);
  const dots = devicePixelRatio || 1;
  lens.hidden = false;
  lens.width = lens.height = Math.round(side * dots);
  lens.style.setProperty("--lens", `${side}px`);
  lens.style.setProperty("--lens-x", `${(at.x + 0.5) * box.w - side / 2}px`);
  lens.style.setProperty("--lens-y", `${(at.y + 0.5) * box.h - side / 2}px`);
  const pen = lens.getContext("2d");
  if (!pen) return;
  const { w, h } = fitted(image, box, view.turn);
  const grown = MAGNIFIES * view.zoom * dots;
  pen.fillStyle = "#777777";
  pen.fillRect(0, 0, lens.width, lens.height);
  pen.translate(lens.width / 2, lens.height / 2);
  pen.translate((view.x - at.x) * box.w * MAGNIFIES * dots, (view.y - at.y) * box.h * MAGNIFIES * dots);
  pen.rotate((view.turn * Math.PI) / 180);
  pen.drawImage(image, (-w / 2) * grown, (-h / 2) * grown, w * grown, h * grown);
}

export function hideLoupe(frame) {
  const lens = frame.querySelector("[data-lens]");
  if (lens) lens.hidden = true;
}
