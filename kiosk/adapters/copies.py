"""Last good copies of the owner's configuration, one file each, whole or not at all."""

import os
from pathlib import Path


class FileCopies:
    """Keeps them in `folder`, readable by this user only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """See `kiosk.ports.LastGoodCopy`."""
        return self._folder

    def save(self, name: str, payload: bytes) -> None:
        """See `kiosk.ports.LastGoodCopy`.

        Raises:
            OSError: the copy cannot be written; the older one stays.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = self._folder / f"{name}.part"
        half.touch(mode=0o600)
        with half.open("wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self._folder / f"{name}.json")
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # else the new name may not survive a pulled plug
        finally:
            os.close(folder)

    def load(self, name: str) -> bytes | None:
        """See `kiosk.ports.LastGoodCopy`."""
        try:
            return (self._folder / f"{name}.json").read_bytes()
        except FileNotFoundError:
            return None
