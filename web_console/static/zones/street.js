// The picture of the empty street: asked for by a tap, shown under the plan, gone when the console says so.

const button = document.getElementById("show-street");
const told = document.getElementById("street-words");
const plan = document.getElementById("plan");
const token = document.querySelector('meta[name="csrf-token"]').content;
const { lost } = JSON.parse(document.getElementById("zones").dataset.words);
const hint = told.textContent;
const LOOK_MS = 2000;

export function showStreet(board) {
  const before = [plan.getAttribute("href"), 1600, 900];
  let state = "closed";
  let number = 0; // of the picture that is shown
  let address = "";

  async function ask(how) {
    const headers = { Accept: "application/json", "X-CSRFToken": token };
    const response = await fetch(told.dataset.at, { headers, signal: AbortSignal.timeout(10000), ...how }).catch(() => null);
    const street = await response?.json().catch(() => null);
    return street ?? { words: lost };
  }

  async function show(street) {
    told.textContent = street.words || hint;
    button.disabled = street.state === "waiting";
    state = street.state ?? state;
    if (street.state === undefined || street.number === number) return;
    const own = !address || plan.getAttribute("href") === address; // else somebody chose another picture meanwhile
    URL.revokeObjectURL(address);
    number = street.number;
    address = "";
    if (number) await put();
    else if (own) board.under(...before);
  }

  async function put() {
    const blob = await fetch(`${told.dataset.picture}?n=${number}`).then((response) => (response.ok ? response.blob() : null)).catch(() => null);
    const picture = blob && (await createImageBitmap(blob).catch(() => null));
    if (!picture) return void (number = 0); // it is tried again
    address = URL.createObjectURL(blob);
    board.under(address, picture.width, picture.height);
  }

  async function look() {
    if (document.hidden && state === "closed") return;
    const street = await ask();
    if (street.state !== undefined && (street.state !== "closed" || state !== "closed")) await show(street);
  }

  button.addEventListener("click", async () => {
    button.disabled = true;
    await show(await ask({ method: "POST" }));
  });
  look();
  setInterval(look, LOOK_MS);
}
