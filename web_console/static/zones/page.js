// The Zones page: what was drawn and typed, undo, and saving all of it at once.

import { Board, make } from "./board.js";
import { drawCards, showMistake } from "./cards.js";
import { crossesItself } from "./shape.js";
import { showStreet } from "./street.js";

const root = document.getElementById("zones");
const part = (id) => document.getElementById(id);
const token = document.querySelector('meta[name="csrf-token"]').content;
const LOOK_MS = 3000;
const DWELL_S = 120;

let { zones, version } = JSON.parse(root.dataset.zones);
let chosen = zones.length ? 0 : -1;
let drawing = false;
let corner; // the one that was touched last
let saved = JSON.stringify(zones);
const past = [];

const board = new Board(part("board"), {
  tapped: (point) => change(() => zones[chosen].polygon.push(point)),
  chosen: choose,
  grabbed: remember,
  dragged: (i, point) => redraw((zones[chosen].polygon[i] = point)),
  split: (edge, point) => zones[chosen].polygon.splice(edge + 1, 0, point),
  cornerChosen: (i) => redraw((corner = i)),
  removed: removeCorner,
});

const cards = {
  chosen: (i) => i !== chosen && choose(i),
  typed: (i, how) => change(() => how(zones[i])),
  removed: (i) => change(() => {
    zones.splice(i, 1);
    chosen = Math.min(chosen, zones.length - 1);
    drawing = false;
    corner = undefined;
  }),
};

function remember() {
  past.push(JSON.stringify({ zones, chosen, drawing }));
  if (past.length > 100) past.shift();
}

function change(how) {
  remember();
  how();
  redraw();
}

function choose(i) {
  if (drawing) close();
  chosen = i;
  corner = undefined;
  redraw();
}

function start() {
  change(() => {
    zones.push({ id: "", place: { fr: "", en: "" }, polygon: [], dwell_s: DWELL_S });
    chosen = zones.length - 1;
    drawing = true;
    corner = undefined;
  });
  part("board").scrollIntoView({ block: "nearest" });
}

function close() {
  drawing = false;
  redraw();
}

function undo() {
  ({ zones, chosen, drawing } = JSON.parse(past.pop()));
  corner = undefined;
  redraw();
}

function removeCorner() {
  if (corner === undefined || zones[chosen].polygon.length <= 3) return;
  change(() => zones[chosen].polygon.splice(corner, 1));
  corner = undefined;
  redraw();
}

function redraw() {
  board.draw({ zones, chosen, drawing, corner });
  drawCards(zones, chosen, cards);
  zones.forEach((zone, i) => showMistake(i, crossesItself(zone.polygon) && !(drawing && i === chosen) ? root.dataset.wordsCrossing : ""));
  part("drawing").hidden = !drawing;
  part("done").disabled = !drawing || zones[chosen].polygon.length < 3;
  part("undo").disabled = past.length === 0;
  part("new").disabled = drawing || zones.length >= Number(root.dataset.most);
  part("remove-corner").disabled = drawing || corner === undefined || zones[chosen].polygon.length <= 3;
  part("save").disabled = JSON.stringify(zones) === saved;
  part("saved").hidden = true;
}

// What the server would refuse is said beside the zone, before it is sent.
function ready() {
  const mistakes = zones.map(({ place, polygon }) => {
    if (polygon.length < 3) return root.dataset.wordsCorners;
    if (!place.fr.trim() && !place.en.trim()) return root.dataset.wordsPlace;
    return crossesItself(polygon) ? root.dataset.wordsCrossing : "";
  });
  mistakes.forEach((words, i) => showMistake(i, words));
  const first = mistakes.findIndex(Boolean);
  part("answer").textContent = first < 0 ? "" : mistakes[first];
  return first < 0;
}

async function save() {
  if (drawing) close();
  if (!ready()) return;
  part("save").disabled = true;
  const sent = JSON.stringify(zones);
  try {
    const response = await fetch(root.dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify({ version, zones }),
      signal: AbortSignal.timeout(10000),
    });
    const told = await response.json();
    if (response.ok) keep(told, sent);
    else {
      part("answer").textContent = told.words;
      for (const { zone, words } of told.mistakes ?? []) showMistake(zone, words);
      part("save").disabled = false;
    }
  } catch {
    part("answer").textContent = root.dataset.wordsLost;
    part("save").disabled = false;
  }
}

function keep(told, sent) {
  version = told.version;
  zones.forEach((zone, i) => (zone.id = told.ids[i] ?? zone.id));
  const asSent = JSON.parse(sent).map((zone, i) => ({ ...zone, id: told.ids[i] }));
  saved = JSON.stringify(asSent);
  redraw();
  part("answer").textContent = "";
  part("saved").textContent = root.dataset.wordsSaved;
  part("saved").hidden = false;
}

async function look() {
  if (document.hidden) return;
  const response = await fetch(root.dataset.vehicles, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) return;
  const { outlines } = await response.json();
  const boxes = outlines.map(([x0, y0, x1, y1]) => make("rect", { x: x0 * 1600, y: y0 * board.height, width: (x1 - x0) * 1600, height: (y1 - y0) * board.height, class: "vehicle" }));
  part("vehicles").replaceChildren(...boxes);
}

part("new").addEventListener("click", start);
part("done").addEventListener("click", close);
part("undo").addEventListener("click", undo);
part("remove-corner").addEventListener("click", removeCorner);
part("save").addEventListener("click", save);
part("picture").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  const picture = file && (await createImageBitmap(file).catch(() => null));
  if (picture) board.under(URL.createObjectURL(file), picture.width, picture.height);
});
addEventListener("beforeunload", (event) => JSON.stringify(zones) !== saved && event.preventDefault());

redraw();
showStreet(board);
look();
setInterval(look, LOOK_MS);
root.dataset.ready = "yes";
