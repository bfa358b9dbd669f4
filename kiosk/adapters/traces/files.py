"""Traces as files, one each, whole or not at all, in a folder that does not grow beyond its limit."""

import contextlib
import errno
import logging
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.adapters.copies import FileCopies
from kiosk.domain.traces import Trace
from kiosk.errors import TraceError
from kiosk.messages.codec import MAX_BYTES, encode

MAX_FOLDER_BYTES = 20 * 1024 * 1024
"""Some 4000 stops; the oldest go first. A week of a busy street, and nothing beside an SD card's 16 GB."""
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}\.json")
"""Anything else in the folder is not ours, and is left alone."""
_DAMAGED_KEPT = 3
_log = logging.getLogger(__name__)


class FileTraces:
    """Keeps them in `folder`, readable by this user only; the folder is made at the first write."""

    def __init__(self, folder: Path, *, most_bytes: int = MAX_FOLDER_BYTES) -> None:
        self._folder, self._most_bytes = folder, most_bytes
        self._copies = FileCopies(folder)

    def keep(self, traces: Iterable[Trace]) -> None:
        """See `kiosk.ports.TraceStore`."""
        for trace in traces:
            payload = encode(trace)
            if len(payload) > MAX_BYTES:  # `traces.MAX_MOMENTS` holds it far below
                _log.error(
                    "the trace %s has %d bytes and is not kept: the limit is %d", trace.id, len(payload), MAX_BYTES
                )
                continue
            try:
                self._copies.save(trace.id, payload)
            except OSError as error:
                with contextlib.suppress(OSError):
                    (self._folder / f"{trace.id}.part").unlink(missing_ok=True)
                raise _told(self._folder, error) from error

    def read(self, since: datetime | None = None) -> Iterator[Trace]:
        """See `kiosk.ports.TraceStore`; a damaged file is renamed, and the log says so."""
        first = "" if since is None else _stamp(since)
        for path in self._files():
            if path.name < first:
                continue
            try:
                yield _trace(path.read_bytes())
            except FileNotFoundError:
                continue  # forgotten meanwhile
            except OSError as error:
                raise _told(self._folder, error) from error
            except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
                self._set_aside(path, error)

    def forget(self, before: datetime | None) -> None:
        """See `kiosk.ports.TraceStore`."""
        try:
            files = self._files()
            last = None if before is None else _stamp(before)
            old = [path for path in files if last is None or path.name < last]
            kept = files[len(old) :]
            sizes = [path.stat().st_size for path in kept]
            while sum(sizes) > self._most_bytes:
                old.append(kept.pop(0))
                sizes.pop(0)
            damaged = sorted(self._folder.glob("*.damaged"))
            for path in (*old, *damaged[: None if before is None else -_DAMAGED_KEPT], *self._folder.glob("*.part")):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise _told(self._folder, error) from error

    def _files(self) -> list[Path]:
        """The traces, the oldest first; none where there is no folder."""
        return sorted(path for path in self._folder.glob("*.json") if _NAME.fullmatch(path.name))

    def _set_aside(self, path: Path, damage: Exception) -> None:
        _log.warning("the trace %s is damaged and is left out: %s", path, damage)
        with contextlib.suppress(OSError):
            path.rename(path.with_suffix(".damaged"))


def _trace(payload: bytes) -> Trace:
    """Not `codec.decode`, which looks at each number once more: a thousand traces would take a Pi a minute."""
    if len(payload) > MAX_BYTES:
        raise ValueError(f"it has more than {MAX_BYTES} bytes")
    trace = msgspec.json.decode(payload, type=Trace)
    if any(at.tzinfo is None for at in (trace.began_at, trace.until_at, trace.stopped_at)):
        raise ValueError("a time needs a time zone")
    return trace


def _stamp(at: datetime) -> str:
    """What the names of traces of this instant begin with."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _told(folder: Path, error: OSError) -> TraceError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    cure = "free some space on the card" if full else "give the folder to the service's user"
    return TraceError(f"The traces in {folder} cannot be used ({error.strerror or error}): {cure}.", full=full)
