"""espeak-ng through pyttsx3: every utterance in a fresh child process, its sound checked, tried at most twice."""

import contextlib
import difflib
import json
import logging
import subprocess
import sys
import threading
from pathlib import Path

from kiosk.adapters.samples import levelled
from kiosk.adapters.speech.check import what_is_wrong
from kiosk.adapters.speech.pyttsx3_child import UNKNOWN_VOICE
from kiosk.adapters.speech.text import readable
from kiosk.adapters.wav import from_wav
from kiosk.domain.words import Language
from kiosk.errors import SoundError, SpeechError
from kiosk.ports import Sound

_log = logging.getLogger(__name__)

_CHILD = Path(__file__).with_name("pyttsx3_child.py")
_TRIES = 2
_LEAVE_S = 2.0


class Pyttsx3Speech:
    """Speaks with `voices` (espeak-ng ids by language). One child is always waiting, ready to speak; it is used once.

    `library` is the espeak-ng that is tried before the one of the wheel espeakng-loader. Where it is not `likely` that
    this voice is needed, the first child is started when it is.
    """

    name = "pyttsx3"

    def __init__(
        self,
        *,
        voices: dict[Language, str],
        words_per_minute: int,
        time_limit_s: float,
        library: str = "libespeak-ng.so.1",
        likely: bool = True,
    ) -> None:
        self._voices, self._words_per_minute = voices, words_per_minute
        self._time_limit_s, self._library = time_limit_s, library
        self._one_at_a_time = threading.Lock()
        self._closed = False
        self._child = self._start() if likely else None

    def render(self, text: str, language: Language) -> Sound:
        """See `kiosk.ports.SpeechEngine`; a voice that does not exist is a SpeechError too."""
        words = readable(text)
        reason = ""
        with self._one_at_a_time:
            for _ in range(_TRIES):
                try:
                    return self._tried(words, language)
                except _UnfitError as error:
                    reason = str(error)
                    _log.warning("the voice %s failed: %s", self._voices[language], reason)
        raise SpeechError(f"The voice {self._voices[language]} failed twice ({reason}): restart the box.")

    def close(self) -> None:
        """Ends the children; a rendering that is under way fails."""
        self._closed = True
        if self._child is not None:
            self._child.kill()
        if self._one_at_a_time.acquire(timeout=_LEAVE_S):
            if self._child is not None:
                _put_away(self._child)
            self._one_at_a_time.release()

    def _tried(self, words: str, language: Language) -> Sound:
        if self._closed:
            raise SpeechError("The voice was closed while it spoke.")
        child = self._child or self._start()
        try:
            content, said = child.communicate(self._request(words, language), self._time_limit_s)
        except subprocess.TimeoutExpired:
            raise _UnfitError(f"it took more than {self._time_limit_s:g} s") from None
        finally:
            _put_away(child)
            self._child = child if self._closed else self._start()
        if child.returncode == UNKNOWN_VOICE:
            raise self._unknown(language, content.decode().split())
        if child.returncode != 0:
            last = (said.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]
            raise _UnfitError(f"its process ended with {child.returncode}: {last}")
        return self._checked(content, words)

    def _checked(self, content: bytes, words: str) -> Sound:
        try:
            sound = from_wav(content)
        except SoundError as error:
            raise _UnfitError(str(error)) from error
        if wrong := what_is_wrong(sound, words, self._words_per_minute):
            raise _UnfitError(wrong)
        return levelled(sound)

    def _request(self, words: str, language: Language) -> bytes:
        request = {
            "text": words,
            "voice": self._voices[language],
            "words_per_minute": self._words_per_minute,
            "time_limit_s": self._time_limit_s,
        }
        return json.dumps(request).encode()

    def _unknown(self, language: Language, known: list[str]) -> SpeechError:
        asked = self._voices[language]
        ours = [v for v in known if v.split("/")[-1].startswith(language)]
        near = difflib.get_close_matches(asked, ours, n=3, cutoff=0.3) or ours
        return SpeechError(f"There is no voice {asked!r}: set speech.voice_{language} to {' or '.join(near)}.")

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", str(_CHILD), self._library]
        try:
            return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        except OSError as error:
            raise SpeechError(f"The voice cannot be started ({error.strerror}): restart the box.") from error


class _UnfitError(Exception):
    """One try gave no sound that may be played."""


def _put_away(child: subprocess.Popen[bytes]) -> None:
    """No process, zombie or pipe is left of it."""
    child.kill()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    with contextlib.suppress(subprocess.TimeoutExpired):  # it is waiting for a slow disk, and dies after that
        child.wait(_LEAVE_S)
