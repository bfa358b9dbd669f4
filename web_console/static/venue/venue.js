// The House page works without this; it says the slider's number while it moves, lets a word be heard, and warns of
// what is not saved.

const form = document.getElementById("house");
const slider = document.getElementById("most_per_hour");
const token = document.querySelector('meta[name="csrf-token"]').content;
let changed = "changed" in form.dataset;
let sound;

slider.addEventListener("input", () => {
  const { words, none, noLimit } = slider.dataset;
  slider.nextElementSibling.textContent = slider.value === noLimit ? none : words.replace("{n}", slider.value);
});

async function listen(button) {
  const row = button.closest("li");
  const answer = row.querySelector(".answer");
  const said = row.querySelector("[data-said]").value;
  const language = row.querySelector("select[data-language]")?.value || button.closest("ol").dataset.language;
  sound?.pause();
  button.disabled = true;
  answer.textContent = "";
  try {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" };
    const response = await fetch(form.dataset.hear, { method: "POST", headers, body: JSON.stringify({ said, language }) });
    if (!response.ok) {
      answer.textContent = (await response.json()).words;
      return;
    }
    const address = URL.createObjectURL(await response.blob());
    sound = new Audio(address);
    sound.addEventListener("ended", () => URL.revokeObjectURL(address));
    await sound.play();
    row.dataset.heard = "yes";
  } catch {
    answer.textContent = form.dataset.wordsLost;
  } finally {
    button.disabled = false;
  }
}

for (const button of form.querySelectorAll('[data-act="listen"]')) {
  button.hidden = false;
  button.addEventListener("click", () => listen(button));
}
form.addEventListener("input", () => (changed = true));
form.addEventListener("submit", () => (changed = false));
addEventListener("beforeunload", (event) => changed && event.preventDefault());
form.querySelector("[aria-invalid]")?.focus();
