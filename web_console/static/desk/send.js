// One way to ask the server: the CSRF token, a time limit, and words for every way it can go wrong.

const LIMIT_MS = 6000;
const token = document.querySelector('meta[name="csrf-token"]').content;

export function send(url, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return ask(url, { method: "POST", headers, body: JSON.stringify(body) });
}

export function get(url) {
  return ask(url, {});
}

// -> {ok, late, words, field, missing, response}: late means that nobody knows whether it arrived.
async function ask(url, how) {
  const late = { ok: false, late: true, words: document.getElementById("desk").dataset.wordsLate };
  let response;
  try {
    response = await fetch(url, { ...how, signal: AbortSignal.timeout(LIMIT_MS) });
  } catch {
    return late;
  }
  if (response.status === 401) {
    location.reload(); // signed out: the sign-in page comes
    return late;
  }
  if (response.ok) return { ok: true, late: false, words: "", response };
  const { words, field, missing } = await response.json().catch(() => ({}));
  return { ok: false, late: !words, words: words ?? late.words, field, missing };
}
