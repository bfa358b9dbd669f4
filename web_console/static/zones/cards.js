// The list beside the plan: one card a zone, with its place and how long one may stop there.

const list = document.getElementById("list");
const pattern = document.getElementById("zone-card").content.firstElementChild;
const words = document.getElementById("zones").dataset;
const AS_IN = { fr: (place) => `« une voiture garée ${place} »`, en: (place) => `“a car parked ${place}”` };

// told: {chosen(i), typed(i, change), removed(i)}
export function drawCards(zones, chosen, told) {
  document.getElementById("no-zones").hidden = zones.length > 0;
  while (list.children.length > zones.length) list.lastElementChild.remove();
  while (list.children.length < zones.length) list.append(newCard(list.children.length, told));
  zones.forEach((zone, i) => fill(list.children[i], zone, i, i === chosen));
}

export function showMistake(i, text) {
  const mistake = list.children[i]?.querySelector(".mistake");
  if (!mistake) return;
  mistake.textContent = text;
  mistake.hidden = !text;
}

function newCard(i, told) {
  const card = pattern.cloneNode(true);
  for (const input of card.querySelectorAll("[data-field]")) {
    const label = input.closest(".field, label").querySelector("label") ?? input.closest("label");
    input.id = `zone-${i}-${input.dataset.field}`;
    label.htmlFor = input.id;
    input.addEventListener("input", () => told.typed(i, (zone) => take(card, zone, input.dataset.field)));
  }
  card.addEventListener("focusin", () => told.chosen(i));
  card.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.act === "delete") told.removed(i);
    else if (button?.dataset.fr) told.typed(i, (zone) => (zone.place = { fr: button.dataset.fr, en: button.dataset.en }));
    else told.chosen(i);
  });
  return card;
}

function take(card, zone, field) {
  const value = (name) => card.querySelector(`[data-field="${name}"]`).value;
  if (field === "fr" || field === "en") zone.place[field] = value(field);
  else zone.dwell_s = Number(value("minutes")) * 60 + Number(value("seconds"));
}

function fill(card, zone, i, chosen) {
  card.classList.toggle("is-chosen", chosen);
  card.querySelector(".zone-number").textContent = i + 1;
  const first = document.documentElement.lang === "fr" ? zone.place.fr || zone.place.en : zone.place.en || zone.place.fr;
  card.querySelector("h3").textContent = first || words.wordsZone;
  const shown = { fr: zone.place.fr, en: zone.place.en, minutes: Math.floor(zone.dwell_s / 60), seconds: Math.round(zone.dwell_s % 60) };
  for (const [field, value] of Object.entries(shown)) {
    const input = card.querySelector(`[data-field="${field}"]`);
    if (input !== document.activeElement) input.value = value;
  }
  for (const language of ["fr", "en"]) card.querySelector(`[data-as-in="${language}"]`).textContent = zone.place[language] ? AS_IN[language](zone.place[language].trim()) : "";
}
