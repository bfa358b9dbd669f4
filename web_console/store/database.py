"""One SQLite file, opened safely: write-ahead log, foreign keys, migrations, and errors in words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kiosk.errors import StoreError

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_S = 5.0
_CAUSES = {
    "full": "the memory card is full: free some space",
    "locked": "another program holds it: is a second console running?",
    "readonly": "it may not be written: check the owner and the mode of its folder",
    "unable to open": "its folder is missing or may not be written",
    "malformed": "it is damaged: put a copy back, or move it away to begin anew",
    "not a database": "it is damaged: put a copy back, or move it away to begin anew",
}


class Database:
    """The console's file; `reading` and `writing` give a connection in a transaction."""

    def __init__(self, path: Path) -> None:
        """Opens or makes `path` (readable by this user only) and brings its tables up to date.

        Raises:
            StoreError: the file or its folder cannot be used.
        """
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as error:
            raise StoreError(f"The console's database {path} cannot be made: {error.strerror}.") from error
        self._engine = _engine(path)
        with self._in_words():
            try:
                self._migrate()
            except CommandError as error:
                raise StoreError(
                    f"The console's database {path} was written by a newer version: install that version again."
                ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to look with."""
        with self._in_words(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write; all is kept at the end, or nothing."""
        with self._in_words(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()

    def settle(self) -> None:
        """Moves everything out of the write-ahead log: what was deleted is in no file any more."""
        with self._in_words(), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Lets the file go."""
        self._engine.dispose()

    def _migrate(self) -> None:
        with self._engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            said = str(error.orig if isinstance(error, DBAPIError) else error)
            cause = next((words for sign, words in _CAUSES.items() if sign in said), said)
            raise StoreError(f"The console's database {self._path} cannot be used: {cause}.") from error


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_S})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = (
            None  # we say BEGIN ourselves: a transaction that reads first may not become a writer
        )
        for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {line}")

    return engine
