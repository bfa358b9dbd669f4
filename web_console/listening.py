"""A sound as a tablet's browser can play it."""

import io
import wave

from kiosk.ports import Sound


def wav(sound: Sound) -> bytes:
    """The bytes of a WAV file: mono, 16 bit."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate_hz)
        file.writeframes(sound.samples.astype("<i2").tobytes())
    return held.getvalue()
