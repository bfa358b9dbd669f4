// The sheet: values by chip or by typing, the sentence as it will be said, Announce.

import { get, send } from "./send.js";
import { mine, newId } from "./mine.js";
import { listen } from "./ears.js";

const desk = document.getElementById("desk");
const sheet = document.getElementById("sheet");
const PAUSE_MS = 200;

let id, variant, asked, timer;

export async function openSheet(button, card, told) {
  const query = card ? `incident=${card.dataset.incident}` : button.dataset.text ? "text=1" : `template=${button.dataset.template}`;
  const { ok, words, response } = await get(`${desk.dataset.sheet}?${query}`);
  told.textContent = words;
  if (!ok) return;
  sheet.innerHTML = await response.text();
  id = newId(); // one sheet is one announcement, however often it is sent
  variant = undefined;
  sheet.showModal();
  preview();
}

const form = () => sheet.querySelector("form");
const answer = () => document.getElementById("sheet-answer");

function tap() {
  const { template, incident, announced } = form().dataset;
  const whole = { id };
  if (incident) Object.assign(whole, { incident, announced: Number(announced) });
  if (!template) return { ...whole, text: Object.fromEntries([...form().querySelectorAll("textarea")].map((t) => [t.dataset.language, t.value])) };
  whole.template = template;
  whole.values = {};
  for (const box of form().querySelectorAll("input.typed")) {
    if (box.value.trim()) whole.values[box.name] = box.dataset.value ? JSON.parse(box.dataset.value) : box.value.trim();
  }
  whole.languages = [...form().querySelectorAll('[name="language"]:checked')].map((one) => one.value);
  if (variant !== undefined) whole.variant = variant;
  return whole;
}

// The server makes the sentence; of several answers only the one to the last question counts.
async function preview() {
  const mine_now = (asked = {});
  const { ok, words, field, missing, response } = await send(desk.dataset.sentence, tap());
  if (asked !== mine_now || !sheet.open) return;
  const box = document.getElementById("preview");
  const told = ok ? await response.json() : undefined;
  variant = told?.variant ?? variant;
  mark(ok || missing ? undefined : field);
  answer().textContent = ok || missing ? "" : words;
  // What is not filled in yet is no mistake: it is said quietly, in the place of the sentence.
  const quiet = missing ? [paragraph({ className: "hint", textContent: words })] : [];
  box.replaceChildren(...(told ? told.sentences.map(({ language, text }) => paragraph({ lang: language, textContent: text, className: "sentence" })) : quiet));
}

function paragraph(what) {
  return Object.assign(document.createElement("p"), what);
}

function mark(field) {
  for (const one of form().querySelectorAll("[data-field]")) one.classList.toggle("is-wrong", one.dataset.field === field);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(preview, PAUSE_MS);
}

function choose(chip) {
  const field = chip.closest("[data-field]");
  const box = field.querySelector("input.typed");
  const on = chip.getAttribute("aria-pressed") !== "true";
  for (const one of field.querySelectorAll("[data-act=chip]")) one.setAttribute("aria-pressed", String(on && one === chip));
  box.value = on ? chip.textContent.trim() : "";
  if (on) box.dataset.value = chip.dataset.value;
  else delete box.dataset.value;
  later();
}

sheet.addEventListener("input", (event) => {
  const box = event.target;
  if (box.matches("textarea")) sheet.querySelector(`[data-count="${box.dataset.language}"]`).textContent = box.value.length;
  if (box.matches("input.typed")) {
    delete box.dataset.value;
    for (const chip of box.closest("[data-field]").querySelectorAll("[data-act=chip]")) chip.setAttribute("aria-pressed", "false");
  }
  later();
});

sheet.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button?.dataset.act === "chip") choose(button);
  if (button?.dataset.act === "close") sheet.close();
  if (button?.dataset.act === "listen") listen(button, tap(), answer());
});

sheet.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form().querySelector("[type=submit]");
  button.disabled = true;
  answer().textContent = desk.dataset.wordsSending;
  const sent = tap();
  const { ok, words, field } = await send(desk.dataset.announce, sent);
  button.disabled = false;
  answer().textContent = words;
  mark(field);
  if (!ok) return;
  mine.set(sent.id, sent);
  sheet.close();
});
