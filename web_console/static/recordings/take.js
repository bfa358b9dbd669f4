// A take: what was recorded or chosen, as the one form of WAV that the house keeps.

export const RATE = 22050;

// One channel at RATE, whatever the microphone or the file gave.
export async function samplesOf(buffer) {
  const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(buffer.duration * RATE)), RATE);
  const source = offline.createBufferSource();
  source.buffer = buffer;
  source.connect(offline.destination);
  source.start();
  const mono = (await offline.startRendering()).getChannelData(0);
  return Int16Array.from(mono, (value) => Math.round(Math.max(-1, Math.min(1, value)) * 32767));
}

export function wav(samples) {
  const content = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const write = (at, word) => [...word].forEach((letter, i) => content.setUint8(at + i, letter.charCodeAt(0)));
  write(0, "RIFF");
  content.setUint32(4, 36 + samples.length * 2, true);
  write(8, "WAVEfmt ");
  content.setUint32(16, 16, true);
  content.setUint16(20, 1, true);
  content.setUint16(22, 1, true);
  content.setUint32(24, RATE, true);
  content.setUint32(28, RATE * 2, true);
  content.setUint16(32, 2, true);
  content.setUint16(34, 16, true);
  write(36, "data");
  content.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => content.setInt16(44 + i * 2, sample, true));
  return new Blob([content], { type: "audio/wav" });
}

// Throws when the browser cannot read it.
export async function decoded(file) {
  const context = new AudioContext();
  try {
    return await context.decodeAudioData(await file.arrayBuffer());
  } finally {
    await context.close();
  }
}
