// The list of hidden parts, and a warning where one of them hides a piece of a zone.

import { drawOutlines } from "./outlines.js";
import { overlap } from "./shape.js";

const words = JSON.parse(document.getElementById("zones").dataset.words);
const part = document.getElementById("masks-part");

export function drawMasks(masks, zones, chosen) {
  drawOutlines(document.getElementById("masks"), masks.length, chosen, words.mask);
  part.querySelector("[data-value]").textContent = masks.length || words.none;
  const covered = zones.find((zone) => zone.polygon.length > 2 && masks.some((mask) => mask.length > 2 && overlap(mask, zone.polygon)));
  document.getElementById("masks-warning").textContent = covered ? words.covers.replace("{place}", covered.place.fr || covered.place.en || words.zone) : "";
}
