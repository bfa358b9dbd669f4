// Trying another dwell: the server counts; the parts of the page that changed are replaced, the chosen chip is not.

const form = document.getElementById("what-if");
let asked = 0;

function parts(page) {
  const ofZones = [...form.querySelectorAll("[id^='trial-'], [id^='stops-']")].map((one) => `#${one.id}`);
  return ["#week", "#keep", ...ofZones].map((id) => [id, page.querySelector(id)]);
}

async function show() {
  const mine = ++asked;
  const address = `?${new URLSearchParams(new FormData(form))}`;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return; // another chip was tapped meanwhile
    const fresh = parts(page);
    if (!answer.ok || fresh.some(([, part]) => !part)) return location.assign(address); // signed out, or the watcher is away: the page says so
    for (const [id, part] of fresh) {
      const old = document.querySelector(id);
      if (old.querySelector("details")?.open) part.querySelector("details")?.setAttribute("open", "");
      old.replaceWith(part);
    }
    history.replaceState(null, "", address);
  } catch {
    if (mine === asked) location.assign(address);
  }
}

form?.addEventListener("change", show);
