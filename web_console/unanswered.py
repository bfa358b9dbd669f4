"""Taps that the announcer has not answered yet, on the disk: a console that dies after it said yes asks again."""

import logging
import os
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.domain.requests import Request
from kiosk.errors import InputError
from kiosk.messages.codec import decode, encode

_log = logging.getLogger(__name__)

_FORGOTTEN_AFTER = timedelta(days=1)
"""An announcer that did not come back for a day has nothing to say to those taps: not even that they are too late."""


class Unanswered:
    """One file a request in `folder`; without a folder they are in memory only."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._requests = self._read()

    def add(self, request: Request) -> None:
        """It is about to be asked."""
        self.requests(request.issued_at)  # drops what is too old
        with self._lock:
            self._requests[request.id] = request

    def save(self, request: Request) -> None:
        """Makes it safe from a pulled plug, unless it was answered already; where that fails the log says so."""
        if self._folder is None:
            return
        try:
            self._write(self._folder, request)
        except OSError as error:
            _log.error("a tap is not safe from a power cut until it is answered: %s", error.strerror)

    def answered(self, announcement: str) -> None:
        """The announcer told of it: it is safe there."""
        with self._lock:
            known = self._requests.pop(announcement, None) is not None
        if known and self._folder is not None:
            with suppress(OSError):  # what stays is asked again, and answered again
                (self._folder / f"{announcement}.json").unlink(missing_ok=True)

    def requests(self, now: datetime) -> list[Request]:
        """What must be asked again, oldest first; what is older than a day is dropped."""
        with self._lock:
            known = sorted(self._requests.values(), key=lambda request: request.issued_at)
        for old in [request for request in known if now - request.issued_at > _FORGOTTEN_AFTER]:
            self.answered(old.id)
            known.remove(old)
        return known

    def _write(self, folder: Path, request: Request) -> None:
        """Whole or not at all; the name is safe: a request's id is letters, digits and hyphens."""
        half = folder / f"{request.id}.part"
        half.touch(mode=0o600)
        with half.open("wb") as file:
            file.write(encode(request))
            file.flush()
            os.fsync(file.fileno())
        half.replace(folder / f"{request.id}.json")
        with self._lock:
            gone = request.id not in self._requests
        if gone:  # answered while it was written
            (folder / f"{request.id}.json").unlink(missing_ok=True)
        at = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(at)  # else the new name may not survive a pulled plug
        finally:
            os.close(at)

    def _read(self) -> dict[str, Request]:
        if self._folder is None:
            return {}
        found: dict[str, Request] = {}
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for file in sorted(self._folder.iterdir()):
                with suppress(InputError):  # half a file, or a newer version's: it was never promised
                    request = decode(file.read_bytes(), Request) if file.suffix == ".json" else None
                    if request is not None:
                        found[request.id] = request
                        continue
                file.unlink()
        except OSError as error:
            _log.error("taps that were not answered cannot be read: %s", error.strerror)
        return found
