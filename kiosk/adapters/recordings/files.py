"""Recordings as WAV files, one each, whole or not at all, readable by this user only: a voice is personal."""

import os
from collections.abc import Collection
from pathlib import Path

from kiosk.adapters.recordings.named import checked
from kiosk.errors import InputError, RecordingError
from kiosk.ports import Sound

_ENDING = ".wav"


class FileRecordings:
    """Keeps them in `folder`, made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, sound: str, content: bytes) -> None:
        """See `kiosk.ports.RecordingStore`."""
        checked(sound, content)  # its name is a file's name from here on: 32 digits, whatever came over the wire
        half = self._folder / f"{sound}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            half.touch(mode=0o600)
            with half.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            half.replace(self._folder / (sound + _ENDING))
        except OSError as error:
            half.unlink(missing_ok=True)
            raise RecordingError(
                f"A recording cannot be kept in {self._folder} ({error.strerror}): free some space on the card."
            ) from error

    def read(self, sound: str) -> Sound | None:
        """See `kiosk.ports.RecordingStore`; a damaged file counts as none, and is asked for again."""
        path = self._folder / (sound + _ENDING)
        try:
            return checked(sound, path.read_bytes())
        except OSError:
            return None
        except InputError:
            path.unlink(missing_ok=True)
            return None

    def kept(self) -> frozenset[str]:
        """See `kiosk.ports.RecordingStore`."""
        try:
            return frozenset(path.stem for path in self._folder.iterdir() if path.suffix == _ENDING)
        except OSError:
            return frozenset()

    def forget_all_but(self, sounds: Collection[str]) -> None:
        """See `kiosk.ports.RecordingStore`; halves that a pulled plug left go too."""
        try:
            for path in self._folder.iterdir():
                if path.suffix != _ENDING or path.stem not in sounds:
                    path.unlink(missing_ok=True)
        except FileNotFoundError:
            return
        except OSError as error:
            raise RecordingError(
                f"Recordings in {self._folder} cannot be deleted ({error.strerror}): give the folder to the announcer."
            ) from error
