// Sound on the tablet: a sentence to listen to before it is announced, and the simulated loudspeaker.

import { send } from "./send.js";

const desk = document.getElementById("desk");
const player = new Audio();

export async function listen(button, tap, answer) {
  button.disabled = true;
  const { ok, words, response } = await send(`${desk.dataset.listen}?language=${button.dataset.language}`, tap);
  answer.textContent = words;
  if (ok) await play(URL.createObjectURL(await response.blob()));
  button.disabled = false;
}

// A browser plays nothing before the first tap; the switch is that tap.
export function ears() {
  const ear = document.getElementById("ears");
  ear?.addEventListener("click", () => {
    const on = ear.getAttribute("aria-pressed") !== "true";
    ear.setAttribute("aria-pressed", String(on));
    if (!on) player.pause();
  });
}

export function hear(announcement) {
  const on = document.getElementById("ears")?.getAttribute("aria-pressed") === "true";
  if (on && ["spoken", "cancelled"].includes(announcement.state)) play(desk.dataset.heard.replace("ID", announcement.id));
}

async function play(address) {
  if (player.src.startsWith("blob:")) URL.revokeObjectURL(player.src);
  player.src = address;
  await player.play().catch(() => undefined); // no sound on this tablet is not an error of the venue
}
