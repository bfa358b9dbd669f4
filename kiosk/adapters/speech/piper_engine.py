"""The neural voice: piper in one long-lived child process, its sounds checked; it is started again once it has died."""

import importlib.util
import logging
import sys
import threading
from collections.abc import Mapping

from kiosk.adapters.samples import levelled
from kiosk.adapters.speech.check import what_is_wrong
from kiosk.adapters.speech.piper_process import PiperProcess, PiperSilent
from kiosk.adapters.speech.piper_voices import PiperModel
from kiosk.adapters.speech.text import readable
from kiosk.domain.words import Language
from kiosk.errors import SpeechError
from kiosk.ports import Sound

_log = logging.getLogger(__name__)

_TRIES = 2
_LOAD_S = 60.0
"""Reading a model and the library takes 1 s on a laptop, 4 s on a Pi 4, and much longer from a card that is busy."""
_SLOWEST_CHARS_S = 10.0
"""A Pi 4 gives 15 characters a second or more; a text of 400 without a full stop is one long sentence."""


class PiperSpeech:
    """Speaks with `models`, one for each language; a language's model is read when it is first spoken.

    A child that dies is replaced and asked once more; one that gives nothing for `time_limit_s` seconds (or what a long
    sentence takes) is ended, and not waited for a second time. Where `idle_s` is given, it gives its memory back when
    nobody asked it anything for so long.
    """

    name = "piper"

    def __init__(
        self,
        *,
        models: Mapping[Language, PiperModel],
        words_per_minute: int,
        time_limit_s: float,
        idle_s: float | None = None,
    ) -> None:
        self._models, self._words_per_minute, self._time_limit_s = models, words_per_minute, time_limit_s
        self._idle_s = idle_s
        self._one_at_a_time = threading.Lock()
        self._process: PiperProcess | None = None
        self._loaded: set[Language] = set()
        self._closed = False

    @property
    def resident_mb(self) -> int:
        """Memory its child took when it spoke last; 0 before."""
        return self._process.resident_mb if self._process is not None else 0

    def render(self, text: str, language: Language) -> Sound:
        """See `kiosk.ports.SpeechEngine`; a voice or a piper that is not installed is a SpeechError too."""
        words = readable(text).replace("[[", "[ [")  # piper takes what stands between [[ and ]] for phonemes
        model = self._model(language)
        reason = ""
        with self._one_at_a_time:
            for _ in range(_TRIES):
                try:
                    sound = self._said(words, language, model)
                except PiperSilent as silent:
                    reason = str(silent)
                    self._end()
                    if silent.hangs:
                        break
                else:
                    wrong = what_is_wrong(sound, words, self._words_per_minute)
                    if wrong is None:
                        return levelled(sound)
                    reason = wrong
                _log.warning("the voice %s failed: %s", model.name, reason)
        raise SpeechError(f"The voice {model.name} failed ({reason}): run `kiosk doctor voice`.")

    def close(self) -> None:
        """Ends the child; a rendering that is under way fails."""
        self._closed = True
        process = self._process
        if process is not None:
            process.close()

    def _model(self, language: Language) -> PiperModel:
        if importlib.util.find_spec("piper") is None:
            raise SpeechError(f"piper is not installed: run `{sys.executable} -m pip install piper-tts`.")
        model = self._models.get(language)
        if model is None:
            raise SpeechError(f"piper has no voice for this language: set speech.piper_{language}.")
        if not model.file.is_file():
            raise SpeechError(f"The voice {model.name} is not installed: run `kiosk voices install {model.name}`.")
        return model

    def _said(self, words: str, language: Language, model: PiperModel) -> Sound:
        process = self._running()
        request = {
            "model": str(model.file), "text": words, "words_per_minute": self._words_per_minute,
            "speaker": model.speaker,
        }  # fmt: skip
        limit_s = max(self._time_limit_s, len(words) / _SLOWEST_CHARS_S)
        loading_s = 0.0 if language in self._loaded else _LOAD_S
        sound = process.say(request, first_s=limit_s + loading_s, next_s=limit_s)
        if language not in self._loaded:
            self._loaded.add(language)
            _log.info("piper speaks %s and takes %d MB", model.name, process.resident_mb)
        return sound

    def _running(self) -> PiperProcess:
        if self._process is not None and not self._process.alive:  # it died, or rests
            self._end()
        if self._process is None and not self._closed:
            self._process = PiperProcess(self._idle_s)
        if self._closed:  # perhaps meanwhile: then nobody else would end it
            self._end()
        if self._process is None:
            raise SpeechError("The voice was closed while it spoke.")
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.close()
        self._loaded.clear()
