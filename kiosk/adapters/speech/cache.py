"""Speech that was rendered before, kept on disk: what the desk has prepared starts at once."""

import hashlib
import logging
import os
import time
from pathlib import Path

from kiosk.adapters.wav import from_wav, to_wav
from kiosk.domain.words import Language
from kiosk.errors import SoundError, SpeechError
from kiosk.ports import Sound, SpeechEngine

_log = logging.getLogger(__name__)

KEPT = 200
KEPT_S = 7 * 24 * 3600.0
"""A sound that nobody asked for in a week is deleted: it may name a lost child."""


class CachedSpeech:
    """`engine`, with its sounds kept in `folder`; `voice` says everything that changes how a text sounds."""

    def __init__(self, engine: SpeechEngine, folder: Path, *, voice: str) -> None:
        self._engine, self._folder, self._voice = engine, folder, voice
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SpeechError(f"The folder {folder} cannot be used for speech: {error.strerror}.") from error

    @property
    def name(self) -> str:
        """The engine's own name."""
        return self._engine.name

    def render(self, text: str, language: Language) -> Sound:
        """See `kiosk.ports.SpeechEngine`."""
        key = hashlib.sha256("\0".join((self._voice, language, text)).encode(errors="replace")).hexdigest()
        file = self._folder / f"{key}.wav"
        try:
            sound = from_wav(file.read_bytes())
            os.utime(file)
        except (OSError, SoundError):  # not there, or half a file: made again
            sound = self._engine.render(text, language)
            self._keep(file, sound)
        return sound

    def close(self) -> None:
        """Closes the engine; the sounds stay."""
        self._engine.close()

    def _keep(self, file: Path, sound: Sound) -> None:
        """A full disk costs the cache, not the announcement."""
        half = file.with_suffix(f".{os.getpid()}.part")
        try:
            half.write_bytes(to_wav(sound))
            half.replace(file)
            oldest_first = sorted(self._folder.iterdir(), key=lambda p: p.stat().st_mtime)
            too_old = time.time() - KEPT_S
            for i, old in enumerate(oldest_first):
                if i < len(oldest_first) - KEPT or old.stat().st_mtime < too_old:
                    old.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("speech is not cached in %s: %s", self._folder, error.strerror)
