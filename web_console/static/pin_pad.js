// Big keys for wet thumbs: they type into the PIN's field, which also works without them.
const pad = document.getElementById("pad");
const pin = document.getElementById("secret");

pad.hidden = false;
// The pad is the keyboard: the tablet's own would cover it.
if (matchMedia("(pointer: coarse)").matches) pin.inputMode = "none";

pad.addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]")?.dataset.key;
  if (!key) return;
  if (key === "clear") pin.value = "";
  else if (key === "back") pin.value = pin.value.slice(0, -1);
  else if (pin.value.length < pin.maxLength) pin.value += key;
});
