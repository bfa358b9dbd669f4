"""A sentence put together from a person's recorded words and what the voice says between them."""

from collections.abc import Callable, Sequence

import numpy as np

from kiosk.adapters.recordings.simulated import SimulatedRecordings
from kiosk.adapters.samples import levelled, resampled
from kiosk.domain.recorded import Part
from kiosk.errors import SpeechError
from kiosk.ports import RecordingStore, Sound

_BLOCK_S = 0.01
_HEARD = 0.03
"""A block this loud beside the loudest one (-30 dB) is speech; the hum of a kitchen stays below it."""
_MARGIN_S = 0.06
"""Kept before and after what is heard: an "s" or an "f" begins softly."""
_FADE_S = 0.01
_PAUSES_S = {**dict.fromkeys(".!?…:", 0.3), **dict.fromkeys(",;", 0.12)}
"""After these marks, besides the margins; elsewhere the words go on as in one breath."""


class MissingRecordings(SpeechError):  # noqa: N818 - the worker has an answer to it: the voice
    """Recordings that a sentence needs are not there; `sounds` are their names."""

    def __init__(self, sounds: tuple[str, ...]) -> None:
        super().__init__("A recording of this sentence is missing: record it again on the Voice page.")
        self.sounds = sounds


def lacking_of(parts: Sequence[Part], recordings: RecordingStore) -> tuple[str, ...]:
    """The recordings of `parts` that are not there."""
    if not parts:
        return ()
    there = recordings.kept()
    return tuple(dict.fromkeys(part.sound for part in parts if part.sound and part.sound not in there))


def assembled(parts: Sequence[Part], recordings: RecordingStore, speak: Callable[[str], Sound]) -> Sound:
    """`parts` one after the other as one sound, each as loud as the others; `speak` is the voice.

    Raises:
        MissingRecordings: one of them is not there, or damaged.
        SpeechError: from `speak`.
    """
    recorded = {part.sound: recordings.read(part.sound) for part in parts if part.sound}
    missing = tuple(name for name, sound in recorded.items() if sound is None)
    if missing:
        raise MissingRecordings(missing)
    sounds = [recorded.get(part.sound) or speak(part.words) for part in parts]
    rate_hz = max(sound.rate_hz for sound in sounds)
    pieces: list[np.ndarray] = []
    for part, sound in zip(parts, sounds, strict=True):
        pieces += [_alone(resampled(sound, rate_hz)).samples, _pause(part.words, rate_hz)]
    return Sound(samples=np.concatenate(pieces[:-1]), rate_hz=rate_hz)


def assembled_from(
    parts: Sequence[Part], content_of: Callable[[str], bytes | None], speak: Callable[[str], Sound]
) -> Sound:
    """The same where recordings are kept as bytes elsewhere: `content_of` gives that of a name.

    Raises:
        SpeechError: a recording is missing, or from `speak`.
        InputError: what is kept is not what its name says.
    """
    recordings = SimulatedRecordings()
    for name in {part.sound for part in parts if part.sound}:
        content = content_of(name)
        if content is not None:
            recordings.keep(name, content)
    return assembled(parts, recordings, speak)


def _alone(sound: Sound) -> Sound:
    """What is heard of it, at the level of all speech, beginning and ending in silence."""
    block = round(_BLOCK_S * sound.rate_hz)
    whole = sound.samples[: len(sound.samples) // block * block].astype(np.float64).reshape(-1, block)
    powers = (whole**2).mean(axis=1)
    heard = np.flatnonzero(powers >= powers.max(initial=0.0) * _HEARD**2)
    if not len(heard):
        return sound
    margin = round(_MARGIN_S * sound.rate_hz)
    begin, end = max(0, heard[0] * block - margin), (heard[-1] + 1) * block + margin
    kept = levelled(Sound(samples=sound.samples[begin:end], rate_hz=sound.rate_hz))
    fade = min(round(_FADE_S * sound.rate_hz), len(kept.samples) // 2)
    shape = np.ones(len(kept.samples))
    shape[:fade] = np.linspace(0.0, 1.0, fade)
    shape[len(shape) - fade :] = np.linspace(1.0, 0.0, fade)
    return Sound(samples=np.round(kept.samples * shape).astype(np.int16), rate_hz=sound.rate_hz)


def _pause(words: str, rate_hz: int) -> np.ndarray:
    return np.zeros(round(_PAUSES_S.get(words[-1:], 0.0) * rate_hz), np.int16)
