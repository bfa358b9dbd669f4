// Where vehicles stand now, dashed on the plan: an owner sees whether a zone is where the cars are.

import { make } from "./board.js";

const LOOK_MS = 3000;

export function showStanding(board, address) {
  async function look() {
    if (document.hidden) return;
    const response = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) return;
    const { outlines } = await response.json();
    const boxes = outlines.map(([x0, y0, x1, y1]) => make("rect", { x: x0 * 1600, y: y0 * board.height, width: (x1 - x0) * 1600, height: (y1 - y0) * board.height, class: "vehicle" }));
    document.getElementById("vehicles").replaceChildren(...boxes);
  }

  look();
  setInterval(look, LOOK_MS);
}
