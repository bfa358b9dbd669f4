// Hold to speak: the button, the level, the time that is left, and what stands below them.

import { Hold } from "./hold.js";
import { watchHouse } from "./allowed.js";
import { open, permission, possible } from "./microphone.js";

const speak = document.getElementById("speak");
const button = document.getElementById("hold");
const allow = document.getElementById("allow");
const state = document.getElementById("state");
const left = document.getElementById("left");
const level = document.getElementById("level");
const words = speak.dataset;
const BAD = ["refused", "failed", "interrupted", "expired", "late"];
const FLOOR_DB = -55; // the room, when nobody speaks
const LOUD = 0.9;

let current = null; // the hold that is under way
let endsAt = 0;

function say(text, bad = false) {
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("is-bad", bad);
}

function show(peak) {
  const db = 20 * Math.log10(peak || 1e-6);
  level.style.transform = `scaleX(${Math.max(0, Math.min(1, 1 - db / FLOOR_DB))})`;
  level.classList.toggle("is-loud", peak > LOUD);
  if (!endsAt) return;
  const seconds = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  left.textContent = words.wordsLeft.replace("{n}", seconds);
  if (seconds === 0) current?.release();
}

function told(hold, answer) {
  if (hold !== current) return;
  const speaking = answer.state === "speaking" && !hold.released;
  if (speaking && !endsAt) {
    endsAt = performance.now() + Number(words.longestS) * 1000;
    navigator.vibrate?.(80);
  }
  if (!speaking) endsAt = 0;
  button.classList.toggle("is-speaking", speaking);
  button.classList.toggle("is-waiting", !speaking && !answer.final);
  if (answer.status === 401) say(words.wordsSignedOut, true);
  else if (answer.state === "late") say(words.wordsLate, true);
  else if (answer.state === "spoken" && !hold.byHand) say(words.wordsTime);
  else if (!(answer.state === "speaking" && hold.released)) say(answer.words ?? words.wordsLate, BAD.includes(answer.state));
}

async function press() {
  if (current || button.disabled) return;
  const hold = (current = new Hold(words.hold, (answer) => told(hold, answer)));
  button.classList.add("is-waiting");
  say(words.wordsWait);
  let close = () => undefined;
  try {
    close = await open((piece) => {
      if (hold.released) return;
      hold.hear(piece);
      show(piece.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32767);
    });
    if (hold.released) say(words.wordsIdle);
    else await hold.run(document.querySelector('[name="priority"]:checked').value);
  } catch (error) {
    say(error.name === "NotAllowedError" ? words.wordsRefused : words.wordsNone, true);
  }
  close();
  current = null;
  endsAt = 0;
  left.textContent = "";
  show(0);
  button.classList.remove("is-waiting", "is-speaking");
}

function release() {
  if (!current || current.released) return;
  current.byHand = true;
  current.release();
  show(0);
}

// Hidden, locked, left for another page: nobody may be on the air without looking at this button.
function leave() {
  if (!current || current.gone) return;
  current.byHand = true;
  current.leave();
  say(words.wordsIdle);
}

// A question of the browser in the middle of a hold would end it: it is asked before.
async function ready() {
  const granted = (await permission()) === "granted";
  allow.hidden = granted;
  button.disabled = !granted;
}

allow.addEventListener("click", async () => {
  try {
    (await open(() => undefined))();
    allow.hidden = true;
    button.disabled = false;
    button.focus();
  } catch (error) {
    say(error.name === "NotAllowedError" ? words.wordsRefused : words.wordsNone, true);
  }
});

button.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  button.setPointerCapture(event.pointerId);
  press();
});
for (const end of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) button.addEventListener(end, release);
button.addEventListener("contextmenu", (event) => event.preventDefault()); // a long press is what it is for
button.addEventListener("keydown", (event) => {
  if (event.key !== " " && event.key !== "Enter") return;
  event.preventDefault();
  if (!event.repeat) press();
});
button.addEventListener("keyup", release);
document.addEventListener("visibilitychange", () => document.hidden && leave());
addEventListener("pagehide", leave);

watchHouse(document.getElementById("before"), words.picture);
if (possible()) ready();
else document.getElementById("insecure").hidden = false;
