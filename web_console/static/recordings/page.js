// The page of one sentence: its words are recorded in the studio, or come as a file; both end as the same take.

import { allowed, Microphone } from "./microphone.js";
import { decoded, samplesOf, wav } from "./take.js";

const studio = document.getElementById("studio");
const wordings = document.getElementById("wordings");
const answer = document.getElementById("answer");
const voice = document.getElementById("voice");
const token = document.querySelector('meta[name="csrf-token"]').content;
const part = (name) => document.getElementById(`studio-${name}`);
const mostSeconds = Number(studio.dataset.mostS);
const COUNT = [3, 2, 1];
const COUNT_MS = 700;
const TAP_SECONDS = 0.15; // the thump of the finger on Stop
const MOST_FILE_BYTES = 50e6; // a browser must hold it whole
const LONG = 120; // words that make their own context
const FLOOR_DB = -60;
const FALL_DB = 0.6; // a piece; a voice pauses between syllables, the bar does not

const microphone = new Microphone();
let about; // { language, words, button } of the words the studio is open for
let take; // the Blob that will be kept
let turn = 0; // grows when the studio is closed or starts anew: what was under way does not go on
let sound;
let shownDb = FLOOR_DB;

// -- what is shown ------------------------------------------------------------------------------------------------

function show(state, words = studio.dataset[`words${state[0].toUpperCase()}${state.slice(1)}`] ?? "") {
  studio.dataset.state = state;
  part("state").textContent = words;
  part("count").textContent = "";
  for (const button of studio.querySelectorAll("[data-when]")) button.hidden = !button.dataset.when.split(" ").includes(state);
  if (state === "wrong") studio.querySelector('[data-act="replay"]').hidden = !take;
  studio.querySelector("[data-when]:not([hidden])")?.focus();
}

function level(peak) {
  shownDb = Math.max(FLOOR_DB, shownDb - FALL_DB, peak > 0 ? 20 * Math.log10(peak) : FLOOR_DB);
  const bar = part("level");
  bar.firstElementChild.style.transform = `scaleX(${Math.max(0, Math.min(1, 1 - shownDb / FLOOR_DB))})`;
  bar.classList.toggle("is-loud", shownDb > -1);
  if (studio.dataset.state !== "recording") return;
  time(microphone.seconds);
  if (microphone.seconds >= mostSeconds) stop();
}

function time(seconds) {
  const numbers = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  part("time").textContent = `${numbers.format(Math.min(seconds, mostSeconds))} s / ${mostSeconds} s`;
}

function tell(words) {
  answer.textContent = words;
  answer.hidden = !words;
}

function openStudio(button) {
  tell("");
  about = { language: button.dataset.language, words: button.dataset.words };
  part("words").textContent = about.words;
  const sentence = button.closest(".wording").querySelector("[data-sentence]");
  part("context").replaceChildren(...[...sentence.childNodes].map((node) => node.cloneNode(true)));
  part("context").hidden = sentence.textContent.trim() === about.words || about.words.length > LONG;
  part("words").lang = part("context").lang = about.language;
  take = undefined;
  turn += 1;
  part("time").textContent = "";
  show("ready");
  if (!studio.open) studio.showModal();
}

// -- recording ----------------------------------------------------------------------------------------------------

async function start() {
  const mine = ++turn;
  take = undefined;
  sound?.pause();
  show("asking");
  try {
    if (!microphone.isOpen) await microphone.open(level);
  } catch (error) {
    microphone.close();
    if (mine === turn) show("wrong", studio.dataset[error.name === "NotAllowedError" ? "wordsDenied" : "wordsNone"]);
    return;
  }
  for (const number of COUNT) {
    if (mine !== turn) return;
    show("count");
    part("count").textContent = number;
    await new Promise((done) => setTimeout(done, COUNT_MS));
  }
  if (mine !== turn) return;
  microphone.begin();
  time(0);
  show("recording");
}

async function stop() {
  if (studio.dataset.state !== "recording") return;
  await consider(microphone.end(TAP_SECONDS));
}

// The console says whether it would sound well, before anybody is asked to keep it.
async function consider(buffer) {
  const mine = turn;
  show("checking");
  const made = wav(await samplesOf(buffer));
  const refusal = await send(made, true);
  if (mine !== turn) return;
  take = made;
  if (refusal) show("wrong", refusal);
  else show("good");
}

// The words of the refusal, or nothing.
async function send(made, trying) {
  const address = wordings.dataset.keep.replace("LANGUAGE", about.language);
  const query = new URLSearchParams({ words: about.words, voice: voice.value, ...(trying ? { try: "1" } : {}) });
  try {
    const response = await fetch(`${address}?${query}`, { method: "POST", body: made, headers: { "Content-Type": "audio/wav", "X-CSRFToken": token, Accept: trying ? "application/json" : "text/html;q=0.5, application/json" } });
    if (!response.ok) return (await response.json()).words;
    if (!trying) wordings.innerHTML = await response.text();
    return "";
  } catch {
    return studio.dataset.wordsLost;
  }
}

async function keep() {
  show("checking");
  const refusal = await send(take, false);
  if (refusal) {
    show("good", refusal);
    return;
  }
  const kept = about;
  studio.close();
  buttonOf(kept)?.focus();
  wordings.dataset.kept = String(Number(wordings.dataset.kept ?? 0) + 1);
}

const buttonOf = ({ language, words }) => [...wordings.querySelectorAll('[data-act="record"]')].find((one) => one.dataset.language === language && one.dataset.words === words);

async function bring(input) {
  const file = input.files[0];
  input.value = "";
  if (!file) return;
  openStudio(input);
  const mine = turn;
  show("checking");
  try {
    if (file.size > MOST_FILE_BYTES) throw new RangeError();
    const buffer = await decoded(file);
    if (buffer.duration > mostSeconds) throw new RangeError();
    if (mine === turn) await consider(buffer);
  } catch (error) {
    if (mine === turn) show("wrong", studio.dataset[error instanceof RangeError ? "wordsLong" : "wordsFormat"]);
  }
}

function play(address) {
  sound?.pause();
  sound = new Audio(address);
  sound.play().then(() => (wordings.dataset.heard = String(Number(wordings.dataset.heard ?? 0) + 1)), () => tell(studio.dataset.wordsLost));
}

// -- hands --------------------------------------------------------------------------------------------------------

studio.addEventListener("close", () => {
  turn += 1;
  sound?.pause();
  microphone.close();
});

// The microphone is not left open behind another page; what was said so far is not lost.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden || !studio.open) return;
  if (studio.dataset.state === "recording") stop();
  else if (["asking", "count"].includes(studio.dataset.state)) {
    turn += 1;
    show("ready");
  }
  microphone.close();
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-act]");
  if (!button) return;
  const acts = {
    record: () => openStudio(button),
    listen: () => play(button.dataset.sound),
    hear: () => play(`${wordings.dataset.hear.replace("LANGUAGE", button.dataset.language)}?variant=${button.dataset.variant}`),
    start,
    stop,
    keep,
    replay: () => play(URL.createObjectURL(take)),
    close: () => studio.close(),
  };
  acts[button.dataset.act]?.();
});

wordings.addEventListener("change", ({ target }) => target.type === "file" && bring(target));
voice.value = sessionStorage.getItem("voice") ?? voice.value;
voice.addEventListener("input", () => sessionStorage.setItem("voice", voice.value));
if (!allowed()) {
  document.getElementById("insecure").hidden = false;
  wordings.classList.add("only-files");
}
wordings.dataset.ready = "yes";
