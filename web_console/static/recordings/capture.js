// Runs beside the page: hands over what the microphone gives, 1024 samples (about 20 ms) at a time.
class Capture extends AudioWorkletProcessor {
  #held = new Float32Array(1024);
  #count = 0;

  process([input]) {
    if (!input.length) return true;
    this.#held.set(input[0], this.#count);
    this.#count += input[0].length;
    if (this.#count >= this.#held.length) {
      this.port.postMessage(this.#held.slice());
      this.#count = 0;
    }
    return true;
  }
}
registerProcessor("capture", Capture);
