// The Zones page: what was drawn and typed, undo, and saving all of it at once.

import { Board } from "./board.js";
import { NEW_DWELL_S, drawCards, mistakeOf, showCard, sizeShown } from "./cards.js";
import { drawMasks } from "./masks.js";
import { listen } from "./outlines.js";
import { send, showMistakes } from "./saving.js";
import { area, crossesItself } from "./shape.js";
import { showStanding } from "./standing.js";
import { showStreet } from "./street.js";

const root = document.getElementById("zones");
const part = (id) => document.getElementById(id);
const words = JSON.parse(root.dataset.words);
const most = JSON.parse(root.dataset.most);
const NEW = { id: "", place: { fr: "", en: "" }, polygon: [], dwell_s: NEW_DWELL_S, hours: [], vehicles: [], min_size: 0.06, same_vehicle_s: 120, lanes: [] };
const RECTANGLE = [[0.35, 0.55], [0.65, 0.55], [0.65, 0.85], [0.35, 0.85]];

let { zones, masks, version } = JSON.parse(root.dataset.zones);
let target = zones.length ? { what: "zone", i: 0 } : null; // or {what: "lane", i, j}, or {what: "mask", i}
let drawing = false;
let corner; // the one that was touched last
let saved = JSON.stringify({ zones, masks });
const past = [];

const board = new Board(part("board"), {
  tapped: (point) => change(() => polygon().push(point)),
  chosen: (i) => choose(shapes()[i].target),
  grabbed: remember,
  dragged: (i, point) => redraw((polygon()[i] = point)),
  split: (edge, point) => polygon().splice(edge + 1, 0, point),
  cornerChosen: (i) => redraw((corner = i)),
  removed: removeCorner,
});

const cards = {
  chosen: (i) => choose({ what: "zone", i }),
  typed: (i, how) => change(() => how(zones[i])),
  removed: (i) => remove(zones, i, zones.length > 1 ? { what: "zone", i: Math.min(i, zones.length - 2) } : null),
  looked: () => redraw(),
  lane: (i) => start(zones[i].lanes, (j) => ({ what: "lane", i, j }), []),
  laneChosen: (i, j) => choose({ what: "lane", i, j }),
  laneRemoved: (i, j) => remove(zones[i].lanes, j, { what: "zone", i }),
};

function outlinesOf({ what, i, j }) {
  return what === "zone" ? zones[i].polygon : what === "lane" ? zones[i].lanes[j] : masks[i];
}

const polygon = () => outlinesOf(target);
const zoneChosen = () => (target && target.what !== "mask" ? target.i : undefined);

// What the plan shows, the lowest first: hidden parts, zones, the lanes of the zone that is chosen.
function shapes() {
  const zone = zones[zoneChosen()];
  const all = [
    ...masks.map((_, i) => ({ target: { what: "mask", i }, label: words.mask.replace("{n}", i + 1), mark: "" })),
    ...zones.map(({ place }, i) => ({ target: { what: "zone", i }, label: `${i + 1}. ${place.fr || place.en}`, mark: i + 1 })),
    ...(zone?.lanes ?? []).map((_, j) => ({ target: { what: "lane", i: target.i, j }, label: words.lane.replace("{n}", j + 1), mark: "⇄" })),
  ];
  return all.map((one) => ({ ...one, what: one.target.what, polygon: outlinesOf(one.target) }));
}

function remember() {
  past.push(JSON.stringify({ zones, masks, target, drawing }));
  if (past.length > 100) past.shift();
}

function change(how) {
  remember();
  how();
  redraw();
}

function choose(wanted) {
  if (drawing) end();
  target = wanted;
  corner = undefined;
  redraw();
}

// Begins to draw one more of `all`; `named` makes of its number what becomes the target.
function start(all, named, one) {
  if (drawing) end();
  change(() => {
    all.push(one);
    target = named(all.length - 1);
    drawing = true;
    corner = undefined;
  });
  for (const seen of ["board", "drawing"]) part(seen).scrollIntoView({ block: "nearest" });
}

// A lane or a hidden part that was hardly begun is none.
function end() {
  drawing = false;
  if (target.what !== "zone" && polygon().length < 3) {
    if (target.what === "lane") zones[target.i].lanes.splice(target.j, 1);
    else masks.splice(target.i, 1);
    target = target.what === "lane" ? { what: "zone", i: target.i } : null;
  }
}

function finish() {
  end();
  redraw();
  if (target.what !== "mask") showCard(target.i, target.what === "lane" && "lanes");
}

function remove(all, i, next) {
  change(() => {
    all.splice(i, 1);
    target = next;
    drawing = false;
    corner = undefined;
  });
}

function undo() {
  ({ zones, masks, target, drawing } = JSON.parse(past.pop()));
  corner = undefined;
  redraw();
}

function removeCorner() {
  if (corner === undefined || polygon().length <= 3) return;
  change(() => polygon().splice(corner, 1));
  corner = undefined;
  redraw();
}

function redraw() {
  const shown = shapes();
  const chosen = target ? shown.findIndex((one) => JSON.stringify(one.target) === JSON.stringify(target)) : -1;
  const zone = zones[zoneChosen()];
  board.draw({ shapes: shown, chosen, drawing, corner, size: zone && sizeShown(target.i) ? { area: zone.min_size * area(zone.polygon), polygon: zone.polygon } : null });
  drawCards(zones, { chosen: zoneChosen(), lane: target?.what === "lane" ? target.j : undefined }, cards);
  drawMasks(masks, zones, target?.what === "mask" ? target.i : undefined);
  showMistakes(shown.filter((one, i) => crossesItself(one.polygon) && !(drawing && i === chosen)).map(({ target: { what, i } }) => ({ zone: what === "mask" ? null : i, field: { zone: "polygon", lane: "lanes", mask: "masks" }[what], words: words.crossing })));
  part("drawing").hidden = !drawing;
  if (drawing) [part("drawing-words").textContent, part("done").textContent] = [words.draw[target.what], words.close[target.what]];
  part("done").disabled = !drawing || polygon().length < 3;
  part("rectangle").disabled = !drawing || polygon().length > 0; // hidden, it would move the plan under the finger
  part("undo").disabled = past.length === 0;
  part("new").disabled = drawing || zones.length >= most.zones;
  part("new-mask").disabled = drawing || masks.length >= most.masks;
  part("remove-corner").disabled = drawing || corner === undefined || polygon().length <= 3;
  part("save").disabled = JSON.stringify({ zones, masks }) === saved;
  part("saved").hidden = true;
}

async function save() {
  if (drawing) end();
  for (const zone of zones) zone.kind ??= "no-parking"; // what nobody chose
  redraw();
  part("save").disabled = true;
  const sent = JSON.stringify({ version, zones, masks });
  const { ok, told } = await send(root.dataset.save, sent);
  if (ok) return keep(told, sent);
  part("answer").textContent = told.words ?? words.lost;
  part("save").disabled = false;
  const [first] = told.mistakes ?? [];
  if (Number.isInteger(first?.zone) && first.zone !== zoneChosen()) choose({ what: "zone", i: first.zone });
  showMistakes(told.mistakes ?? []);
  if (first) (mistakeOf(first.zone, first.field) ?? part("answer")).scrollIntoView({ block: "center" });
}

function keep(told, sent) {
  const before = JSON.parse(sent);
  version = told.version;
  for (const all of [zones, before.zones]) all.forEach((zone, i) => (zone.id = told.ids[i] ?? zone.id));
  saved = JSON.stringify({ zones: before.zones, masks: before.masks });
  redraw();
  part("answer").textContent = "";
  part("saved").textContent = words.saved;
  part("saved").hidden = false;
}

part("new").addEventListener("click", () => start(zones, (i) => ({ what: "zone", i }), structuredClone(NEW)));
part("new-mask").addEventListener("click", () => start(masks, (i) => ({ what: "mask", i }), []));
listen(part("masks"), { choose: (i) => choose({ what: "mask", i }), remove: (i) => remove(masks, i, null) });
part("done").addEventListener("click", finish);
part("rectangle").addEventListener("click", () => {
  change(() => polygon().push(...structuredClone(RECTANGLE)));
  finish();
});
part("undo").addEventListener("click", undo);
part("remove-corner").addEventListener("click", removeCorner);
part("save").addEventListener("click", save);
part("picture").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  const picture = file && (await createImageBitmap(file).catch(() => null));
  if (picture) board.under(URL.createObjectURL(file), picture.width, picture.height);
});
addEventListener("beforeunload", (event) => JSON.stringify({ zones, masks }) !== saved && event.preventDefault());

redraw();
showStreet(board);
showStanding(board, root.dataset.vehicles);
root.dataset.ready = "yes";
