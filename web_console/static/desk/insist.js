// What was refused because it was said a moment ago, or because no clock is set yet, may be meant all the same: a person
// decides, with one large button. Only the tablet that asked offers it.

import { mine, newId } from "./mine.js";
import { send } from "./send.js";

const desk = document.getElementById("desk");

// The button for the refused announcement, or nothing where insisting would not help.
export function insistButton(refused, told) {
  const tap = mine.get(refused.id);
  if (!refused.insist || !tap || tap.insist) return [];
  const again = { ...tap, id: newId(), insist: true };
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button-main", textContent: desk.dataset.wordsInsist });
  button.addEventListener("click", async () => {
    button.disabled = true;
    const { ok, words } = await send(desk.dataset.announce, again);
    button.disabled = false;
    if (ok) mine.set(again.id, again);
    told(ok ? "" : words);
  });
  return [button];
}
