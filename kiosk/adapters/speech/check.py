"""Is this sound the text, spoken? A voice that fails may hand over silence, a stump, or noise."""

import numpy as np

from kiosk.adapters.samples import FULL_SCALE, speech_dbfs
from kiosk.ports import Sound

_LETTERS_PER_WORD = 6.75  # espeak-ng, French and English, 80 to 450 words a minute: measured 14 to 17 letters/s at 150
_SPELLED_S, _NAMED_S = 0.45, 2.5  # a letter spelled out, a digit or sign called by its name, at 150 words a minute
_SILENT_DBFS = -50.0
_CLIPPED_RUN = 8


def what_is_wrong(sound: Sound, text: str, words_per_minute: int) -> str | None:
    """What makes `sound` unfit to be played as `text`, or None."""
    letters = sum(c.isalpha() for c in text)
    others = len(text) - letters - text.count(" ")
    least_s = letters / (_LETTERS_PER_WORD * words_per_minute / 60) / 2.5
    most_s = 2.0 + (letters * _SPELLED_S + others * _NAMED_S) * 150 / words_per_minute
    if not least_s <= sound.duration_s <= most_s:
        return f"it lasts {sound.duration_s:.1f} s instead of {least_s:.1f} to {most_s:.1f} s"
    if speech_dbfs(sound) < _SILENT_DBFS:
        return "it is silent"
    if _longest_run(np.abs(sound.samples.astype(np.int32)) >= FULL_SCALE) >= _CLIPPED_RUN:
        return "it is distorted"
    return None


def _longest_run(marked: np.ndarray) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max(initial=0))
