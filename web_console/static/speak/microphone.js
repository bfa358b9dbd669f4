// The microphone, open only while somebody holds the button.

const SOFT_ABOVE_HZ = 6800;
const STEEPNESS = [0.518, 0.707, 1.932]; // a Butterworth filter of order six, as three of order two

// Whether the browser would give the microphone to a page at this address.
export function possible() {
  return window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);
}

// "granted", "denied", or "prompt" where the browser will ask (or does not say).
export async function permission() {
  try {
    return (await navigator.permissions.query({ name: "microphone" })).state;
  } catch {
    return "prompt";
  }
}

// Opens it; `hear` gets 20 ms of sound at a time (Int16Array, 16 kHz). -> a function that closes it.
export async function open(hear) {
  const wanted = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const source = await navigator.mediaDevices.getUserMedia({ audio: wanted });
  const context = new AudioContext({ latencyHint: "interactive" });
  const close = () => {
    source.getTracks().forEach((track) => track.stop());
    context.close();
  };
  try {
    await context.audioWorklet.addModule(new URL("worklet.js", import.meta.url));
    await context.resume();
    let end = context.createMediaStreamSource(source);
    for (const Q of STEEPNESS) {
      const filter = new BiquadFilterNode(context, { type: "lowpass", frequency: SOFT_ABOVE_HZ, Q: 20 * Math.log10(Q) });
      end = end.connect(filter);
    }
    const ear = new AudioWorkletNode(context, "ear", { numberOfOutputs: 0 });
    ear.port.onmessage = ({ data }) => hear(data);
    end.connect(ear);
  } catch (error) {
    close();
    throw error;
  }
  return close;
}
