// What staff should know before they press: the announcer is away, the house is closed, few announcements are left.

const EVERY_MS = 4000;

export function watchHouse(before, url) {
  async function look() {
    if (document.hidden) return;
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(EVERY_MS) });
      if (!response.ok) return;
      const { blocked, allowed } = await response.json();
      const words = blocked || (allowed && allowed.tone !== "open" ? allowed.words : "");
      if (before.textContent !== words) before.textContent = words;
      before.classList.toggle("is-held", Boolean(blocked));
      before.hidden = !words;
    } catch {
      // the button says it when it is pressed
    }
  }
  look();
  setInterval(look, EVERY_MS);
}
