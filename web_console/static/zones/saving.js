// Sending what was drawn, and showing what must be put right beside the field that it belongs to.

import { mistakeOf } from "./cards.js";

const token = document.querySelector('meta[name="csrf-token"]').content;
const WAIT_MS = 10000;

// {ok, told}: `told` is the answer, or empty when there was none.
export async function send(address, body) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body,
      signal: AbortSignal.timeout(WAIT_MS),
    });
    return { ok: response.ok, told: await response.json() };
  } catch {
    return { ok: false, told: {} };
  }
}

// mistakes: [{zone, field, words}], zone is null for the hidden parts; those that are not named any more are gone.
export function showMistakes(mistakes) {
  for (const place of document.querySelectorAll("[data-mistake]")) place.hidden = true;
  for (const invalid of document.querySelectorAll("#zones [aria-invalid]")) ["aria-invalid", "aria-describedby"].forEach((name) => invalid.removeAttribute(name));
  for (const { zone, field, words } of mistakes) {
    const place = zone === null ? document.querySelector(`#masks-part [data-mistake="${field}"]`) : mistakeOf(zone, field);
    if (!place) continue;
    place.textContent = place.hidden ? words : `${place.textContent} ${words}`;
    place.hidden = false;
    const folded = place.closest("details");
    if (folded) folded.open = true;
    for (const input of fieldsOf(place)) Object.entries({ "aria-invalid": "true", "aria-describedby": place.id }).forEach(([name, value]) => input.setAttribute(name, value));
  }
}

const TYPED = "input:not([type=radio], [type=checkbox]), select";
const fieldsOf = (place) => (place.closest(".field, .rule")?.querySelectorAll(TYPED) ?? []);
