"""Is it understood? Phrases are spoken by each voice and recognised back by pocketsphinx; word errors are counted."""

import re
import statistics
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kiosk.adapters.samples import resampled
from kiosk.adapters.speech import open_speech
from kiosk.adapters.wav import from_wav
from kiosk.bench.house import PATIENCE_S
from kiosk.bench.rivals import english_piper_voice
from kiosk.errors import KioskError, SoundError
from kiosk.ports import Sound, SpeechEngine
from kiosk.settings import SpeechSettings

_RATE_HZ = 16000
"""What pocketsphinx's model was trained on."""
_HUMAN = Path("/usr/share/sounds/alsa")
"""Debian's alsa-utils carries a woman who says where a loudspeaker stands: `Front_Left.wav`."""
_WORST = 8
_SAME = {"missis": "mrs", "mister": "mr"}
"""We write for the voice what the dictionary abbreviates."""


def measure(phrases: Sequence[str], tell: Callable[[str], None], *, only: str = "") -> dict[str, Any]:
    """Word error rate (0..1, more where words are made up) of each engine on `phrases`, and of the model itself.

    `only` names one engine of those.

    Raises:
        KioskError: pocketsphinx is not installed, or a voice does not speak.
    """
    ear = Recogniser()
    sayable = [phrase for phrase in phrases if not ear.unknown(phrase)]
    engines = {}
    for name, settings in _engines(only).items():
        voice = open_speech(settings)
        try:
            engines[name] = _measured(ear, voice, sayable, tell)
        finally:
            voice.close()
    return {
        "word_error_rate": {name: found["word_error_rate"] for name, found in engines.items()},
        "phrases": len(sayable),
        "words": sum(len(words_of(phrase)) for phrase in sayable),
        "left_out": {phrase: ear.unknown(phrase) for phrase in phrases if ear.unknown(phrase)},
        "baseline": _baseline(ear),
        "engines": engines,
    }


class Recogniser:
    """pocketsphinx with the general English model of its wheel.

    D. Huggins-Daines et al., PocketSphinx: a free, real-time continuous speech recognition system, ICASSP 2006.
    """

    def __init__(self) -> None:
        """Loads the model.

        Raises:
            KioskError: pocketsphinx is not installed.
        """
        if find_spec("pocketsphinx") is None:
            raise KioskError("The recogniser is missing: pip install 'kiosk[bench]'.")
        from pocketsphinx import Decoder

        self._decoder = Decoder(samprate=_RATE_HZ, loglevel="FATAL")

    def heard(self, sound: Sound) -> list[str]:
        """The words it understood."""
        self._decoder.start_utt()
        self._decoder.process_raw(resampled(sound, _RATE_HZ).samples.tobytes(), full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return words_of(best.hypstr) if best is not None else []

    def unknown(self, phrase: str) -> list[str]:
        """Words of `phrase` that are not in its dictionary: it cannot write them, whoever says them."""
        return [word for word in words_of(phrase) if self._decoder.lookup_word(word) is None]


def words_of(text: str) -> list[str]:
    """Lower-case words; spelled letters are words of their own, and what sounds the same is written the same."""
    plain = re.sub(r"'re\b", " are", re.sub(r"\(\d\)", "", text.lower()).replace(".", " "))
    return [_SAME.get(word, word) for word in re.findall(r"[a-z']+", plain)]


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to replace, leave out and put in: V. I. Levenshtein, 1966."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def _measured(
    ear: Recogniser, voice: SpeechEngine, phrases: Sequence[str], tell: Callable[[str], None]
) -> dict[str, Any]:
    errors: dict[str, int] = {}
    understood: dict[str, str] = {}
    for done, phrase in enumerate(phrases, 1):
        heard = ear.heard(voice.render(phrase, "en"))
        errors[phrase] = word_errors(words_of(phrase), heard)
        understood[phrase] = " ".join(heard)
        if done % 10 == 0 or done == len(phrases):
            tell(f"{voice.name}: {done} of {len(phrases)} phrases")
    words = sum(len(words_of(phrase)) for phrase in phrases)
    worst = sorted(phrases, key=lambda phrase: -errors[phrase])[:_WORST]
    return {
        "word_error_rate": round(sum(errors.values()) / words, 3),
        "phrases_without_error": sum(not count for count in errors.values()),
        "median_errors": statistics.median(errors.values()),
        "worst": {phrase: understood[phrase] for phrase in worst if errors[phrase]},
    }


def _baseline(ear: Recogniser) -> dict[str, Any] | None:
    """What the model makes of a human voice: recordings of two words each, that come with alsa-utils."""
    errors, words, understood = 0, 0, {}
    for file in sorted(_HUMAN.glob("*_*.wav")):
        said = file.stem.lower().split("_")
        try:
            heard = ear.heard(from_wav(file.read_bytes()))
        except SoundError:
            continue  # another form than ours: no measure
        errors, words = errors + word_errors(said, heard), words + len(said)
        understood[file.stem] = " ".join(heard)
    if not words:
        return None
    return {"who": "a human voice (alsa-utils)", "word_error_rate": round(errors / words, 3), "understood": understood}


def _engines(only: str) -> dict[str, SpeechSettings]:
    engines = {"espeak": SpeechSettings(kind="pyttsx3", time_limit_s=PATIENCE_S)}
    voice = english_piper_voice()
    if voice is not None:
        engines["piper"] = SpeechSettings(
            kind="piper", piper_fr="", piper_en=voice.stem, voice_folder=str(voice.parent), time_limit_s=PATIENCE_S
        )
    return {name: settings for name, settings in engines.items() if only in ("", name)}
