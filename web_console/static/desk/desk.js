// The desk: what a tap does. The server says what the page looks like (live.js); nothing here knows a sentence.

import { mine, newId } from "./mine.js";
import { send } from "./send.js";
import { openSheet } from "./sheet.js";
import { keepLive } from "./live.js";
import { ears, listen } from "./ears.js";
import { watchStreet } from "./street.js";

const desk = document.getElementById("desk");
const AGAIN_MS = 1500;
const taps = new Map(); // card and its reminder -> id of the tap, until an answer came: the same tap is sent once

function cardTap(card) {
  const key = `${card.dataset.incident}/${card.dataset.announced}`;
  if (!taps.has(key)) taps.set(key, newId());
  const tap = { id: taps.get(key), incident: card.dataset.incident, announced: Number(card.dataset.announced) };
  if (card.dataset.variant) tap.variant = Number(card.dataset.variant);
  return { key, tap };
}

async function announceCard(button, card, answer) {
  const { key, tap } = cardTap(card);
  button.disabled = true;
  answer.textContent = desk.dataset.wordsSending;
  const { ok, late, words } = await send(desk.dataset.announce, tap);
  if (!late) taps.delete(key);
  if (ok) mine.set(tap.id, tap);
  answer.textContent = ok ? "" : words;
  // Announced, the card is drawn anew; refused at once (quiet hours), it may look as before and must take the next tap.
  if (ok) setTimeout(() => (button.disabled = document.body.classList.contains("is-offline")), AGAIN_MS);
  else button.disabled = false;
}

async function order(button, answer, url, body) {
  button.disabled = true;
  const { words } = await send(url, body);
  answer.textContent = words;
  button.disabled = false;
}

desk.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  const card = button.closest("[data-incident]");
  const answer = (card ?? document.getElementById("bar")).querySelector(".answer");
  const act = button.dataset.act;
  if (act === "announce") announceCard(button, card, answer);
  if (act === "listen") listen(button, cardTap(card).tap, answer);
  if (act === "unmute") order(button, answer, "/mute", { minutes: 0 });
  if (act === "cancel") order(button, answer, `/announcements/${button.dataset.id}/cancel`, {});
  if (act === "decide") {
    const { decision, minutes } = button.dataset;
    order(button, answer, `/incidents/${card.dataset.incident}/decide`, minutes ? { decision, minutes: Number(minutes) } : { decision });
  }
  if (act === "sheet") openSheet(button, card, answer);
});

ears();
keepLive();
watchStreet();
