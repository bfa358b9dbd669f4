"""A voice made of tones, as long as the text asks for: tests and machines without espeak-ng."""

import numpy as np

from kiosk.adapters.samples import levelled
from kiosk.adapters.speech.text import readable
from kiosk.domain.words import Language
from kiosk.ports import Sound

RATE_HZ = 22050
_PITCH_HZ = {"fr": 220.0, "en": 262.0}


class SimulatedSpeech:
    """One short tone a word; French is lower than English."""

    name = "simulated"

    def __init__(self, *, words_per_minute: int = 150) -> None:
        self._letter_s = 60 / words_per_minute / 6.75

    def render(self, text: str, language: Language) -> Sound:
        """See `kiosk.ports.SpeechEngine`."""
        tones = [self._tone(len(word) + 1, _PITCH_HZ[language]) for word in readable(text).split()]
        return levelled(Sound(samples=np.concatenate(tones), rate_hz=RATE_HZ))

    def close(self) -> None:
        """Nothing to let go."""

    def _tone(self, letters: int, pitch_hz: float) -> np.ndarray:
        """A tone that swells and fades, so that words are told apart."""
        time_s = np.arange(round(letters * self._letter_s * RATE_HZ)) / RATE_HZ
        swell = np.sin(np.pi * np.arange(len(time_s)) / len(time_s))
        return np.asarray(np.round(8000 * swell * np.sin(2 * np.pi * pitch_hz * time_s)), np.int16)
