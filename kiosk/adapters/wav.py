"""WAV files: mono, signed 16 bit."""

import io
import wave

import numpy as np

from kiosk.errors import SoundError
from kiosk.ports import Sound


def to_wav(sound: Sound) -> bytes:
    """The sound as the bytes of a WAV file."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate_hz)
        file.writeframes(sound.samples.astype("<i2").tobytes())
    return held.getvalue()


def from_wav(content: bytes) -> Sound:
    """The sound in the bytes of a WAV file.

    Raises:
        SoundError: they are not a whole WAV file of mono 16-bit samples.
    """
    try:
        with wave.open(io.BytesIO(content), "rb") as file:
            if file.getnchannels() != 1 or file.getsampwidth() != 2:
                raise SoundError("The WAV file is not mono with 16 bits a sample: convert it first.")
            samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int16)
            return Sound(samples=samples, rate_hz=file.getframerate())
    except (wave.Error, EOFError, ValueError) as error:
        raise SoundError(f"This is not a whole WAV file ({error}): make it again.") from error
