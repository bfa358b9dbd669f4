// The simulated street of a demo, drawn anew while somebody looks; a real street is never shown.

const PAUSE_MS = 400;
const TRY_AGAIN_MS = 5000;

export function watchStreet() {
  const view = document.getElementById("street-view");
  if (!view) return;
  const source = view.src;
  const next = () => (view.src = `${source}?${Date.now()}`);
  let timer;
  const again = (after_ms) => {
    clearTimeout(timer);
    timer = setTimeout(() => (document.hidden ? again(after_ms) : next()), after_ms);
  };
  view.addEventListener("load", () => again(PAUSE_MS));
  view.addEventListener("error", () => again(TRY_AGAIN_MS));
  again(PAUSE_MS);
}
