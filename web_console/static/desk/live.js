// Keeps the page as the server says it is, and says so when it cannot.

import { mine } from "./mine.js";
import { hear } from "./ears.js";
import { insistButton } from "./insist.js";

const desk = document.getElementById("desk");
const PIECES = ["troubles", "allowed", "cards", "street", "bar", "recent"];
const QUIET_MS = 20000; // the server says something every 15 s; longer silence means that it is gone

const title = document.title;
let ahead_ms = 0; // how far this tablet's clock is ahead of the server's
let source, quiet;
let failures = 0;

export function keepLive() {
  setInterval(tick, 1000);
  tick();
  connect();
}

function connect() {
  source = new EventSource(desk.dataset.live);
  source.onopen = heard;
  source.onmessage = (event) => {
    heard();
    show(JSON.parse(event.data));
  };
  source.addEventListener("still-here", heard);
  source.addEventListener("signed-out", () => location.reload());
  source.onerror = again;
}

// Our own way back: a browser gives up for good on a refusal, and nobody presses "reload" on a wall tablet.
// One lost stream is nothing (the server ends each after a while); a second in a row is told.
async function again() {
  source.close();
  clearTimeout(quiet);
  failures += 1;
  if (failures > 1) offline(true);
  await new Promise((done) => setTimeout(done, failures > 1 ? 2000 : 200));
  const answer = await fetch(desk.dataset.picture, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  if (answer?.status === 401) location.reload();
  else connect();
}

function heard() {
  failures = 0;
  offline(false);
  clearTimeout(quiet);
  quiet = setTimeout(again, QUIET_MS);
}

function offline(is) {
  document.getElementById("offline").hidden = !is;
  if (is === document.body.classList.contains("is-offline")) return;
  document.body.classList.toggle("is-offline", is);
  for (const button of document.querySelectorAll("[data-live-only]")) {
    if (is) button.dataset.was = button.disabled ? "off" : "on";
    button.disabled = is || button.dataset.was === "off";
  }
}

function show(told) {
  ahead_ms = Date.now() - Date.parse(told.now);
  const sheet = document.getElementById("sheet");
  if (told.page !== desk.dataset.page && !sheet.open) return location.reload(); // the owner changed sentences or zones
  for (const name of PIECES) replaceChanged(document.getElementById(name), told.pieces[name]);
  for (const one of told.announcements) verdict(one);
  const waiting = told.cards.filter((card) => card.state === "raised").length;
  document.title = (waiting ? `(${waiting}) ` : "") + title;
  desk.classList.add("is-live");
  tick();
}

// Children with the same key and the same text as before stay untouched, with their focus and their answers.
const asTold = new WeakMap();

function replaceChanged(part, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const old = new Map([...part.children].map((child) => [child.dataset.key, child]));
  const focus = document.activeElement;
  const at = part.contains(focus) ? { key: focus.closest("[data-key]")?.dataset.key, act: focus.dataset.act } : null;
  const next = [...fresh.content.children].map((child) => {
    const was = old.get(child.dataset.key);
    const text = child.outerHTML;
    if (was && asTold.get(was) === text) return was;
    asTold.set(child, text);
    return child;
  });
  const before = [...part.children];
  const sameKeys = next.length === before.length && next.every((child, n) => child.dataset.key === before[n].dataset.key);
  if (!sameKeys) part.replaceChildren(...next);
  else next.forEach((child, n) => child !== before[n] && before[n].replaceWith(child));
  if (at?.key && !part.contains(document.activeElement))
    part.querySelector(`[data-key="${CSS.escape(at.key)}"] [data-act="${at.act}"]`)?.focus();
}

const told_ends = new Set();

function verdict(one) {
  if (!one.final || told_ends.has(one.id)) return;
  told_ends.add(one.id);
  if (Date.now() - ahead_ms - Date.parse(one.at) > 20000) return; // an old story: the page was just opened
  hear(one);
  if (!mine.has(one.id)) return;
  const box = document.getElementById("verdict");
  const words = Object.assign(document.createElement("p"), { textContent: one.words });
  const insist = insistButton(one, (refusal) => {
    words.textContent = refusal;
    box.hidden = !refusal;
  });
  box.className = `verdict is-${one.state}`;
  box.replaceChildren(words, ...insist);
  box.hidden = false;
  clearTimeout(box.timer);
  box.timer = setTimeout(() => (box.hidden = true), one.state === "spoken" ? 5000 : insist.length ? 30000 : 12000);
}

function tick() {
  const now = Date.now() - ahead_ms;
  for (const part of document.querySelectorAll("[data-since]"))
    part.textContent = length((now - Date.parse(part.dataset.since)) / 1000);
  for (const ring of document.querySelectorAll("[data-dwell-from]")) {
    const whole_s = Number(ring.dataset.dwellS);
    const done_s = Math.min(whole_s, Math.max(0, (now - Date.parse(ring.dataset.dwellFrom)) / 1000));
    ring.querySelector(".dwell-done").setAttribute("stroke-dasharray", `${(100 * done_s) / whole_s} 100`);
    ring.querySelector(".dwell-words").textContent = length(whole_s - done_s);
  }
}

function length(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  return s < 60 ? `${s} s` : s < 600 ? `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, "0")}` : `${Math.floor(s / 60)} min`;
}
