// In the browser's sound thread: what the microphone hears as 16 bit samples, 16,000 a second, every 20 ms.

const RATE_HZ = 16000;
const PIECE = 320;

class Ear extends AudioWorkletProcessor {
  constructor() {
    super();
    this.step = sampleRate / RATE_HZ; // the sound was made soft above 7 kHz before, so a straight line between two will do
    this.at = 0; // where the next sample is taken, in samples after `before`
    this.before = 0;
    this.piece = new Int16Array(PIECE);
    this.filled = 0;
  }

  process([input]) {
    const heard = input[0];
    if (!heard) return true; // the microphone is not there yet
    while (this.at < heard.length) {
      const whole = Math.floor(this.at);
      const first = whole === 0 ? this.before : heard[whole - 1];
      const value = first + (heard[whole] - first) * (this.at - whole);
      this.piece[this.filled++] = Math.max(-1, Math.min(1, value)) * 32767;
      if (this.filled === PIECE) {
        this.port.postMessage(this.piece.slice());
        this.filled = 0;
      }
      this.at += this.step;
    }
    this.at -= heard.length;
    this.before = heard[heard.length - 1];
    return true;
  }
}

registerProcessor("ear", Ear);
