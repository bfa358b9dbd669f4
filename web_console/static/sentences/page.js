// The editor's page: chips into the wording that was last written in, wordings added, moved and removed, heard.

import { Editor } from "./editor.js";

const form = document.getElementById("sentences");
const answer = document.getElementById("answer");
const token = document.querySelector('meta[name="csrf-token"]').content;
const PAUSE_MS = 300;
const editors = new Map(); // li -> Editor
const last = new Map(); // section -> the li that was last written in
let dirty = false;
let sound;

const siblings = (li) => [...li.parentElement.children].filter((one) => one !== li).map((one) => one.querySelector("textarea").value).filter(Boolean);

async function ask(url, body, signal) {
  return fetch(url, { method: "POST", signal, headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" }, body: JSON.stringify(body) });
}

function start(li) {
  const editor = new Editor(li.querySelector("textarea"), () => {
    dirty = true;
    clearTimeout(editor.timer);
    editor.timer = setTimeout(() => preview(li), PAUSE_MS);
  });
  editors.set(li, editor);
  editor.box.addEventListener("focus", () => last.set(li.closest("section"), li));
  if (li.querySelector("[data-mistake]").hidden) preview(li);
}

async function preview(li) {
  const editor = editors.get(li);
  editor.asked?.abort();
  editor.asked = new AbortController();
  const language = li.closest("section").dataset.language;
  try {
    const response = await ask(form.dataset.preview, { language, sentence: editor.sentence, siblings: siblings(li) }, editor.asked.signal);
    const told = await response.json();
    if (!response.ok) throw new Error(told.words);
    show(li, told);
    answer.textContent = "";
  } catch (error) {
    if (error.name !== "AbortError") answer.textContent = form.dataset.wordsLost;
  }
}

function show(li, { shown, takes, mistakes, hints }) {
  const mistake = li.querySelector("[data-mistake]");
  mistake.hidden = mistakes.length === 0;
  mistake.textContent = mistakes.join(" ");
  editors.get(li).box.setAttribute("aria-invalid", String(mistakes.length > 0));
  li.querySelector("[data-preview]").textContent = shown;
  li.querySelector("[data-takes]").textContent = takes;
  li.querySelector("[data-hints]").replaceChildren(...hints.map((hint) => Object.assign(document.createElement("li"), { textContent: hint })));
  li.querySelector('[data-act="hear"]').disabled = shown === "";
}

async function hear(li, button) {
  sound?.pause();
  button.disabled = true;
  answer.textContent = "";
  try {
    const response = await ask(form.dataset.hear, { language: li.closest("section").dataset.language, sentence: editors.get(li).sentence });
    if (!response.ok) {
      answer.textContent = (await response.json()).words;
      return;
    }
    const address = URL.createObjectURL(await response.blob());
    sound = new Audio(address);
    sound.addEventListener("ended", () => URL.revokeObjectURL(address));
    await sound.play();
    form.dataset.heard = String(Number(form.dataset.heard ?? 0) + 1);
  } catch {
    answer.textContent = form.dataset.wordsLost;
  } finally {
    button.disabled = false;
  }
}

function add(section) {
  const list = section.querySelector(".variants");
  const li = section.querySelector("template").content.firstElementChild.cloneNode(true);
  list.append(li);
  start(li);
  tidy(section);
  editors.get(li).box.focus();
}

function remove(li) {
  const section = li.closest("section");
  editors.delete(li);
  last.delete(section);
  li.remove();
  dirty = true;
  tidy(section);
  section.querySelector('[data-act="add"]').focus();
}

function move(li, up) {
  const other = up ? li.previousElementSibling : li.nextElementSibling;
  if (!other) return;
  if (up) other.before(li);
  else other.after(li);
  dirty = true;
  tidy(li.closest("section"));
}

// What cannot be done is not offered: more than enough wordings, moving the first one up.
function tidy(section) {
  const all = [...section.querySelectorAll("[data-variant]")];
  section.querySelector('[data-act="add"]').disabled = all.length >= Number(form.dataset.most);
  all.forEach((li, i) => {
    li.querySelector('[data-act="up"]').disabled = i === 0;
    li.querySelector('[data-act="down"]').disabled = i === all.length - 1;
  });
}

function slot(section, name) {
  if (!section.querySelector("[data-variant]")) add(section);
  const li = last.get(section) ?? section.querySelector("[data-variant]");
  editors.get(li).insert(name);
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  const section = button.closest("section");
  const li = button.closest("[data-variant]");
  const acts = {
    slot: () => slot(section, button.dataset.slot),
    add: () => add(section),
    hear: () => hear(li, button),
    up: () => move(li, true),
    down: () => move(li, false),
    remove: () => remove(li),
  };
  acts[button.dataset.act]?.();
});

// A tap on a chip must not take the caret out of the sentence.
form.addEventListener("mousedown", (event) => event.target.closest("[data-act=slot]") && event.preventDefault());
form.addEventListener("input", () => (dirty = true));
form.addEventListener("submit", () => (dirty = false));
addEventListener("beforeunload", (event) => dirty && event.preventDefault());

for (const li of form.querySelectorAll("[data-variant]")) start(li);
for (const section of form.querySelectorAll("[data-language]")) tidy(section);
form.dataset.ready = "yes";
