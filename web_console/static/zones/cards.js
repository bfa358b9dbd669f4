// The list beside the plan: one card a zone, with what the place is for, its words, and how long one may stop there.

import { drawOutlines, listen } from "./outlines.js";
import { ACT, TAKE, fillRules } from "./rules.js";

const list = document.getElementById("list");
const pattern = document.getElementById("zone-card").content.firstElementChild;
const words = JSON.parse(document.getElementById("zones").dataset.words);
const most = JSON.parse(document.getElementById("zones").dataset.most);
export const NEW_DWELL_S = 60;
const AS_IN = { fr: (place) => `« une voiture garée ${place} »`, en: (place) => `“a car parked ${place}”` };

// chosen: the zone that is chosen; lane: its lane that is.
// told: {chosen(i), typed(i, change), removed(i), looked(), lane(i), laneChosen(i, j), laneRemoved(i, j)}
export function drawCards(zones, { chosen, lane }, told) {
  document.getElementById("no-zones").hidden = zones.length > 0;
  while (list.children.length > zones.length) list.lastElementChild.remove();
  while (list.children.length < zones.length) list.append(newCard(list.children.length, told));
  zones.forEach((zone, i) => fill(list.children[i], zone, i, i === chosen, lane));
}

// The card's part that a mistake belongs to, or the card itself.
export function mistakeOf(i, field) {
  const card = list.children[i];
  return card?.querySelector(`[data-mistake="${field}"]`) ?? card?.querySelector('[data-mistake="zone"]');
}

// On a phone the list is far below the plan: what was just drawn is shown there.
export function showCard(i, rule) {
  const card = list.children[i];
  if (matchMedia("(max-width: 899px)").matches) (rule ? card.querySelector(`[data-rule="${rule}"]`) : card).scrollIntoView({ block: "start" });
}

export const sizeShown = (i) => list.children[i]?.querySelector('[data-rule="size"]').open;

function newCard(i, told) {
  const card = pattern.cloneNode(true);
  for (const input of card.querySelectorAll("[data-field]")) {
    const label = input.closest("label") ?? input.closest(".field").querySelector("label");
    if (input.type === "radio") input.name = `zone-${i}-${input.dataset.field}`;
    input.id = `zone-${i}-${input.dataset.field}${["radio", "checkbox"].includes(input.type) ? `-${input.value}` : ""}`;
    label.htmlFor = input.id;
  }
  for (const mistake of card.querySelectorAll("[data-mistake]")) mistake.id = `zone-${i}-mistake-${mistake.dataset.mistake}`;
  card.addEventListener("input", ({ target }) => told.typed(i, (zone) => take(card, zone, target)));
  card.querySelector('[data-rule="size"]').addEventListener("toggle", told.looked);
  listen(card.querySelector("[data-lanes]"), { choose: (j) => told.laneChosen(i, j), remove: (j) => told.laneRemoved(i, j) });
  card.addEventListener("click", ({ target }) => press(card, i, target.closest("button"), told));
  return card;
}

function press(card, i, button, told) {
  const act = button?.dataset.act;
  if (act === "delete") told.removed(i);
  else if (act === "lane") told.lane(i);
  else if (act === "place") told.typed(i, (zone) => (zone.place = { fr: button.dataset.fr, en: button.dataset.en }));
  else if (act === "use") told.typed(i, (zone) => propose(zone, chip(card, zone.kind)));
  else if (ACT[act]) told.typed(i, (zone) => ACT[act](zone, button));
  else if (act === "open") told.chosen(i);
}

const chip = (card, kind) => card.querySelector(`[data-field="kind"][value="${kind}"]`);

function propose(zone, { dataset }) {
  zone.dwell_s = Number(dataset.dwell);
  zone.place = { fr: dataset.fr, en: dataset.en };
}

const isProposed = (zone, { dataset }) => zone.dwell_s === Number(dataset.dwell) && zone.place.fr === dataset.fr && zone.place.en === dataset.en;

function take(card, zone, input) {
  const value = (name) => Number(card.querySelector(`[data-field="${name}"]`).value);
  const { field } = input.dataset;
  if (field === "kind") takeKind(card, zone, input);
  else if (field === "fr" || field === "en") zone.place[field] = input.value;
  else if (field === "minutes" || field === "seconds") zone.dwell_s = value("minutes") * 60 + value("seconds");
  else TAKE[field]?.(zone, input);
}

// What the owner has typed stays; what was proposed, or nobody has filled in, becomes what is proposed for the new kind.
function takeKind(card, zone, { value, dataset }) {
  const before = chip(card, zone.kind)?.dataset ?? { dwell: NEW_DWELL_S, fr: "", en: "" };
  const { fr, en } = zone.place;
  zone.kind = value;
  if (zone.dwell_s === Number(before.dwell)) zone.dwell_s = Number(dataset.dwell);
  if ((!fr && !en) || (fr === before.fr && en === before.en)) zone.place = { fr: dataset.fr, en: dataset.en };
}

function fill(card, zone, i, chosen, lane) {
  card.classList.toggle("is-chosen", chosen);
  card.querySelector(".zone-head").setAttribute("aria-expanded", chosen);
  card.querySelector(".zone-number").textContent = i + 1;
  const first = document.documentElement.lang === "fr" ? zone.place.fr || zone.place.en : zone.place.en || zone.place.fr;
  card.querySelector(".zone-title").textContent = first || words.zone;
  const shown = { fr: zone.place.fr, en: zone.place.en, minutes: Math.floor(zone.dwell_s / 60), seconds: Math.round(zone.dwell_s % 60) };
  for (const [field, value] of Object.entries(shown)) {
    const input = card.querySelector(`[data-field="${field}"]`);
    if (input !== document.activeElement) input.value = value;
  }
  for (const language of ["fr", "en"]) card.querySelector(`[data-as-in="${language}"]`).textContent = zone.place[language] ? AS_IN[language](zone.place[language].trim()) : "";
  fillKind(card, zone);
  fillRules(card, zone);
  drawOutlines(card.querySelector("[data-lanes]"), zone.lanes.length, chosen ? lane : undefined, words.lane);
  card.querySelector('[data-act="lane"]').disabled = zone.lanes.length >= most.lanes;
}

function fillKind(card, zone) {
  for (const one of card.querySelectorAll('[data-field="kind"]')) one.checked = one.value === zone.kind;
  const kind = chip(card, zone.kind);
  card.querySelector("[data-why]:not(input)").textContent = kind?.dataset.why ?? "";
  const use = card.querySelector('[data-act="use"]');
  use.hidden = !kind || isProposed(zone, kind);
  if (kind) use.textContent = words.use.replace("{dwell}", kind.dataset.time).replace("{place}", kind.dataset[document.documentElement.lang]);
}
