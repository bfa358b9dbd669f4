// What this tablet asked for.

export const mine = new Map(); // id -> tap: announcements whose end is told here in large letters

export function newId() {
  // crypto.randomUUID needs HTTPS; a tablet in a restaurant has http://192.168...
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
