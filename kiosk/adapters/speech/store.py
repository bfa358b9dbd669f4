"""Sounds that were rendered before, in memory and on disk, found by what they say: what is prepared plays at once."""

import hashlib
import logging
import os
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from kiosk.adapters.wav import from_wav, to_wav
from kiosk.errors import SoundError, SpeechError
from kiosk.ports import Sound

_log = logging.getLogger(__name__)

MEMORY_S = 300.0
"""Seconds of speech kept in memory: 13 MB at 22,050 samples a second, some thirty announcements."""
KEPT = 400
KEPT_BYTES = 100_000_000
"""At most so many sounds on the card, and so large: twice what the sentences of a house and a day of cars take."""
KEPT_S = 7 * 24 * 3600.0
"""A sound that nobody asked for in a week is deleted: it may name a lost child."""

_DIGEST = hashlib.sha256
_DIGEST_BYTES = 32


class SoundStore:
    """Keeps the newest sounds, safe to use from several threads; on disk too where it has a `folder`."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._newest: OrderedDict[str, Sound] = OrderedDict()
        self._seconds = 0.0
        self._lock, self._disk = threading.Lock(), threading.Lock()
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise SpeechError(f"The folder {folder} cannot be used for speech: {error.strerror}.") from error

    def get(self, key: str) -> Sound | None:
        """The sound kept under `key`, if there is one and every bit of it is as it was."""
        with self._lock:
            sound = self._newest.get(key)
            if sound is not None:
                self._newest.move_to_end(key)
                return sound
        sound = self._from_disk(key)
        if sound is not None:
            self._remember(key, sound)
        return sound

    def keep(self, key: str, sound: Sound) -> None:
        """Keeps it; a full disk costs the next start's cache, not this announcement."""
        self._remember(key, sound)
        if self._folder is None:
            return
        with self._disk:  # one thread would tidy away what another is writing
            self._write(self._folder, key, to_wav(sound))

    def _write(self, folder: Path, key: str, content: bytes) -> None:
        half = folder / f"{key}.part"
        try:
            half.write_bytes(_DIGEST(content).digest() + content)
            half.replace(self._file(folder, key))
            self._tidy(folder)
        except OSError as error:
            _log.warning("speech is not cached in %s: %s", folder, error.strerror)
            with suppress(OSError):
                half.unlink()

    def _remember(self, key: str, sound: Sound) -> None:
        with self._lock:
            before = self._newest.pop(key, None)
            self._newest[key] = sound
            self._seconds += sound.duration_s - (before.duration_s if before is not None else 0.0)
            while self._seconds > MEMORY_S and len(self._newest) > 1:
                self._seconds -= self._newest.popitem(last=False)[1].duration_s

    def _from_disk(self, key: str) -> Sound | None:
        if self._folder is None:
            return None
        file = self._file(self._folder, key)
        try:
            content = file.read_bytes()
            os.utime(file)
        except OSError:  # not there
            return None
        if _DIGEST(content[_DIGEST_BYTES:]).digest() == content[:_DIGEST_BYTES]:
            with suppress(SoundError):
                return from_wav(content[_DIGEST_BYTES:])
        _log.warning("a sound in %s was damaged and is made again", self._folder)
        with suppress(OSError):
            file.unlink()
        return None

    @staticmethod
    def _file(folder: Path, key: str) -> Path:
        return folder / f"{key}.speech"

    @staticmethod
    def _tidy(folder: Path) -> None:
        """Deletes what is too old, and the oldest of what is too much; whatever else lies there counts as a sound."""
        too_old, left, room = time.time() - KEPT_S, KEPT, KEPT_BYTES
        found = [(path, path.stat()) for path in folder.iterdir()]
        for path, seen in sorted(found, key=lambda one: -one[1].st_mtime):
            left, room = left - 1, room - seen.st_size
            if left < 0 or room < 0 or seen.st_mtime < too_old:
                path.unlink(missing_ok=True)
