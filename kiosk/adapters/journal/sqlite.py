"""A journal in one SQLite file that survives a pulled plug: write-ahead log, every commit on the disk (FULL)."""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.domain.announcements import KEPT, Entry
from kiosk.errors import JournalError, JournalInUse

_log = logging.getLogger(__name__)

_LOCK_WAIT_S = 0.5
_KEPT_DAYS = 30
_DAMAGED_KEPT = 3
_DAMAGE_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # ERROR: not our table
# EXCLUSIVE keeps a second announcer out; secure_delete: the name of a lost child is gone for good when its row is.
_PREPARATION = """
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS announcements (
    arrival INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, final INTEGER NOT NULL,
    at TEXT NOT NULL, entry BLOB NOT NULL
) STRICT;
"""
_WRITE = "INSERT OR REPLACE INTO announcements (arrival, id, state, final, at, entry) VALUES (?, ?, ?, ?, ?, ?)"
_FORGET = """
DELETE FROM announcements WHERE final AND (arrival <= (SELECT max(arrival) FROM announcements) - ?
    OR at < strftime('%Y-%m-%dT%H:%M:%S', 'now', ?))
"""
_READ = "SELECT entry FROM announcements ORDER BY arrival"

_Row = tuple[int, str, str, bool, str, bytes]


class SqliteJournal:
    """The file is opened at the first use, and again after a failure; a damaged one is renamed and started anew."""

    def __init__(self, path: Path) -> None:
        self.set_aside: Path | None = None
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def read(self) -> tuple[Entry, ...]:
        """See `kiosk.ports.Journal`; of a damaged file, the rows that can still be read."""
        entries: list[Entry] = []

        def collect() -> None:
            for (content,) in self._open().execute(_READ):
                entries.append(msgspec.json.decode(content, type=Entry))

        self._careful(collect, lambda: self._write([_row(entry) for entry in entries]))
        return tuple(entries)

    def write(self, entries: Iterable[Entry]) -> None:
        """See `kiosk.ports.Journal`."""
        rows = [_row(entry) for entry in entries]
        self._careful(lambda: self._write(rows), lambda: self._write(rows))

    def close(self) -> None:
        """See `kiosk.ports.Journal`."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _careful(self, work: Callable[[], None], anew: Callable[[], None]) -> None:
        """Does `work`; where the file turns out to be damaged, `anew` on a new one."""
        try:
            try:
                work()
            except (sqlite3.DatabaseError, msgspec.MsgspecError, UnicodeDecodeError) as error:
                if isinstance(error, sqlite3.DatabaseError) and not _damaged(error):
                    raise
                self._start_anew(error)
                anew()
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise _told(self._path, error) from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._path.touch(mode=0o600)
            self._connection = sqlite3.connect(self._path, timeout=_LOCK_WAIT_S)
            self._connection.executescript(_PREPARATION)
            verdict = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise msgspec.MsgspecError(verdict)
        return self._connection

    def _write(self, rows: list[_Row]) -> None:
        connection = self._open()
        with connection:
            connection.executemany(_WRITE, rows)
            ended = any(final for _, _, _, final, _, _ in rows)
            if ended:
                connection.execute(_FORGET, (KEPT, f"-{_KEPT_DAYS} days"))
        if ended:  # nobody waits for it now; a log that a worn card damages would have what was heard queued again
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _start_anew(self, damage: Exception) -> None:
        self.close()
        aside = self._path.with_name(f"{self._path.stem}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite")
        self._path.rename(aside)
        for rest in ("-wal", "-shm"):
            self._path.with_name(self._path.name + rest).unlink(missing_ok=True)
        for old in sorted(self._path.parent.glob(f"{self._path.stem}.damaged-*"))[:-_DAMAGED_KEPT]:
            old.unlink()
        _log.error("The journal was damaged (%s); it is now %s and a new one was started.", damage, aside)
        self.set_aside = aside


def _row(entry: Entry) -> _Row:
    told = entry.announcement
    return entry.order, entry.id, told.state, entry.final, f"{told.at:%Y-%m-%dT%H:%M:%S}", msgspec.json.encode(entry)


def _damaged(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGE_CODES


def _told(path: Path, error: Exception) -> JournalError:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
        return JournalInUse(f"The journal {path} is in use: another announcer runs already; stop it first.")
    cure = "free some space on the card and check that it can be written"
    return JournalError(f"The journal {path} cannot be used ({error}): {cure}.")
