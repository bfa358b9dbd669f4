// The tablet's microphone: opened when somebody wants to record, closed as soon as the studio is.

// What a telephone does to a voice (echo, level) would be heard as pumping; the hum of the room may go.
const WANTED = { audio: { channelCount: 1, echoCancellation: false, autoGainControl: false, noiseSuppression: true } };

const PIECE = 1024; // samples, as capture.js gives them

export const allowed = () => window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia) && "AudioWorkletNode" in window;

export class Microphone {
  #chunks = null;

  // `heard` is called with the peak (0..1) of each piece. Throws what getUserMedia throws.
  async open(heard) {
    this.context = new AudioContext();
    this.stream = await navigator.mediaDevices.getUserMedia(WANTED);
    await this.context.resume();
    await this.context.audioWorklet.addModule(new URL("./capture.js", import.meta.url));
    const capture = new AudioWorkletNode(this.context, "capture", { numberOfOutputs: 1 });
    capture.port.onmessage = ({ data }) => {
      this.#chunks?.push(data);
      heard(data.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    };
    // Some browsers run a node only when it leads somewhere; it gives silence.
    this.context.createMediaStreamSource(this.stream).connect(capture).connect(this.context.destination);
  }

  get isOpen() {
    return this.stream?.active ?? false;
  }

  begin() {
    this.#chunks = [];
  }

  get seconds() {
    return ((this.#chunks?.length ?? 0) * PIECE) / this.context.sampleRate;
  }

  // What was said since `begin`, as an AudioBuffer, without the tap that ended it.
  end(tapSeconds) {
    const chunks = this.#chunks ?? [];
    this.#chunks = null;
    const tap = Math.round((tapSeconds * this.context.sampleRate) / PIECE);
    const kept = chunks.length > 2 * tap ? chunks.slice(0, chunks.length - tap) : chunks;
    const buffer = this.context.createBuffer(1, Math.max(1, kept.length * PIECE), this.context.sampleRate);
    kept.forEach((chunk, i) => buffer.copyToChannel(chunk, 0, i * PIECE));
    return buffer;
  }

  close() {
    this.#chunks = null;
    this.stream?.getTracks().forEach((track) => track.stop());
    if (this.context?.state !== "closed") this.context?.close();
    this.stream = this.context = undefined;
  }
}
