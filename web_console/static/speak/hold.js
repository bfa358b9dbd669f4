// One hold of the button, as the console sees it: asked for, still held many times a second, sound once it is its turn.

const LIMIT_MS = 1500; // without an answer for so long the network is gone: nobody speaks into the void
const ASK_LIMIT_MS = 6000;
const WAITING_MS = 120;
const SPEAKING_MS = 60; // with the way there and back, ten or twelve pieces a second
const MOST_PIECES = 45; // of 20 ms: less than the second that the console takes at once
const token = document.querySelector('meta[name="csrf-token"]').content;

async function ask(url, how, limit = LIMIT_MS) {
  const response = await fetch(url, { ...how, headers: { "X-CSRFToken": token }, signal: AbortSignal.timeout(limit) });
  const answer = await response.json().catch(() => ({}));
  return { ...answer, ok: response.ok, status: response.status };
}

export class Hold {
  // `tell(answer)` hears where it stands: {ok, status, state, words, final}; state is "late" when no answer came.
  constructor(url, tell) {
    this.url = url;
    this.tell = tell;
    this.sound = []; // what is not sent yet; nothing from before its turn
    this.speaking = false;
    this.released = false;
    this.gone = false;
    this.wake = () => undefined;
  }

  hear(piece) {
    if (this.speaking && !this.released) this.sound.push(piece);
  }

  release() {
    this.released = true;
    this.wake();
  }

  // The page is being hidden or closed: said at once, and nobody waits for the answer.
  leave() {
    this.released = this.gone = true;
    if (this.id) {
      const how = { method: "POST", headers: { "X-CSRFToken": token }, body: this.taken(), keepalive: true };
      fetch(this.address(true), how).catch(() => undefined);
    }
    this.wake();
  }

  async run(priority) {
    try {
      const asked = await ask(this.url, { method: "POST", body: JSON.stringify({ priority }) }, ASK_LIMIT_MS);
      if (!asked.ok) return this.tell({ ...asked, state: "refused", final: true });
      this.id = asked.id;
      this.number = 0;
      return await this.talk();
    } catch {
      return this.tell({ ok: false, state: "late", final: true });
    }
  }

  async talk() {
    while (!this.gone) {
      const last = this.released;
      const answer = await ask(this.address(last), { method: "POST", body: this.taken() });
      if (this.gone) return;
      this.speaking = answer.state === "speaking";
      this.tell(answer.ok ? answer : { ...answer, state: "refused", final: true });
      if (!answer.ok || answer.final) return;
      if (last) return this.ending();
      await this.pause(this.speaking ? SPEAKING_MS : WAITING_MS);
    }
  }

  // The button was let go: what was said is heard to its end, and then the room is free again.
  async ending() {
    for (let look = 0; look < 40; look += 1) {
      await this.pause(WAITING_MS);
      const answer = await ask(`${this.url}/${this.id}`, {});
      this.tell(answer);
      if (!answer.ok || answer.final) return;
    }
  }

  address(last) {
    return `${this.url}/${this.id}?n=${this.number++}${last ? "&last=1" : ""}`;
  }

  taken() {
    const pieces = this.sound.splice(0, MOST_PIECES);
    const whole = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    pieces.reduce((at, piece) => (whole.set(piece, at), at + piece.length), 0);
    return whole;
  }

  pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => (clearTimeout(timer), resolve());
    });
  }
}
