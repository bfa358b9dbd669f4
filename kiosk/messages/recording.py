"""A person's recorded words, as bytes on `recordings/<sound>` and on disk: one plain form of WAV, and what is asked."""

import hashlib
import io
import wave
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.words import Words
from kiosk.errors import InputError

RATE_HZ = 22_050
"""What espeak-ng and most neural voices give: a recording stands beside them without being made again."""
MOST_S, LEAST_S = 20.0, 0.2
"""Longer than anybody listens; shorter than "et"."""
MAX_BYTES = 1024 * 1024
"""20 s are 882 KB; the contract's largest message has 1 MiB."""
_HEAD_BYTES = 44
_BLOCK_S = 0.02
_SILENT_DBFS, _SOFT_DBFS = -55.0, -42.0
"""A quiet room on a tablet is at -60; a voice at arm's length at -35 to -20; softer, its noise would be heard too."""
_FULL, _FULL_SHARE = 0.98, 0.001
"""A clean voice spends less than a ten-thousandth of its time so near full scale, a distorted one far more."""


@dataclass(frozen=True, kw_only=True)
class RecordingsWanted:
    """The announcer lacks these recordings, which the templates name; each is sent on `recordings/<sound>`."""

    sounds: tuple[str, ...]


class UnfitRecording(InputError):  # noqa: N818 - it is an answer to a person, not an error of ours
    """A recording that would not sound well, or is none; `words` say what to do."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(fr=fr, en=en)


def name_of(content: bytes) -> str:
    """The name of a recording: the first 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:32]


def samples_of(content: bytes) -> NDArray[np.int16]:
    """The samples of a recording, shape (n,), RATE_HZ a second.

    Raises:
        UnfitRecording: it is not WAV with one channel of 16-bit PCM at RATE_HZ, without anything else in the file, or
            not between LEAST_S and MOST_S long.
    """
    samples = np.frombuffer(content[_HEAD_BYTES:][: len(content) // 2 * 2 - _HEAD_BYTES], "<i2").astype(np.int16)
    if len(content) > MAX_BYTES or content != content_of(samples):
        raise UnfitRecording(
            "Ce n'est pas un enregistrement que la maison peut garder : enregistrez de nouveau.",
            "This is not a recording that the house can keep: record it again.",
        )
    seconds = len(samples) / RATE_HZ
    if seconds > MOST_S:
        raise UnfitRecording(
            f"C'est trop long ({seconds:.0f} s) : {MOST_S:.0f} secondes au plus.",
            f"This is too long ({seconds:.0f} s): at most {MOST_S:.0f} seconds.",
        )
    if seconds < LEAST_S:
        raise UnfitRecording(
            "C'est trop court : parlez après le compte à rebours, puis appuyez sur Stop.",
            "This is too short: speak after the count-in, then press Stop.",
        )
    return samples


def content_of(samples: NDArray[np.int16]) -> bytes:
    """The one form in which `samples` are kept and sent."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.astype("<i2").tobytes())
    return held.getvalue()


def seconds_of(content: bytes) -> float:
    """How long a recording is, checked as guests would hear it.

    Raises:
        UnfitRecording: see `samples_of`; or nothing is heard in it, or it is too soft, or distorted.
    """
    samples = samples_of(content)
    shares = np.abs(samples.astype(np.float64)) / 32768
    level_dbfs = _speech_dbfs(shares)
    if level_dbfs < _SILENT_DBFS:
        raise UnfitRecording(
            "On n'entend rien : vérifiez que le micro n'est ni coupé ni couvert, puis recommencez.",
            "Nothing can be heard: check that the microphone is neither muted nor covered, then try again.",
        )
    if level_dbfs < _SOFT_DBFS:
        raise UnfitRecording(
            "C'est trop faible : rapprochez-vous de la tablette ou parlez plus fort.",
            "This is too soft: come closer to the tablet or speak up.",
        )
    if float(np.mean(shares > _FULL)) > _FULL_SHARE:
        raise UnfitRecording(
            "Le son sature : éloignez-vous un peu de la tablette ou parlez moins fort.",
            "The sound is distorted: move away from the tablet a little or speak less loudly.",
        )
    return len(samples) / RATE_HZ


def _speech_dbfs(shares: NDArray[np.float64]) -> float:
    """Mean power of the blocks in which somebody speaks (the loudest, and all within 20 dB of it)."""
    block = round(_BLOCK_S * RATE_HZ)
    powers = (shares[: len(shares) // block * block].reshape(-1, block) ** 2).mean(axis=1)
    loudest = float(powers.max())
    if loudest == 0.0:
        return -np.inf
    return float(10 * np.log10(powers[powers >= loudest / 100].mean()))
