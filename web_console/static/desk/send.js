// One way to ask the server: JSON with the CSRF token, a time limit, and words for every way it can go wrong.

const LIMIT_MS = 6000;
const token = document.querySelector('meta[name="csrf-token"]').content;

// -> {ok, late, words, field, missing, response}: late means that nobody knows whether it arrived.
export async function send(url, body) {
  const late = { ok: false, late: true, words: document.getElementById("desk").dataset.wordsLate };
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
  } catch {
    return late;
  }
  if (response.redirected || response.status === 401) {
    location.reload();
    return late;
  }
  if (response.ok) return { ok: true, late: false, words: "", response };
  const told = await response.json().catch(() => ({}));
  return { ok: false, late: response.status >= 500 && !told.words, words: told.words ?? late.words, field: told.field, missing: told.missing };
}
