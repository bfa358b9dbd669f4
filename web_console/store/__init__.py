"""What the console remembers, in one SQLite file; the only place with SQL."""

from dataclasses import dataclass
from pathlib import Path

from web_console.store.attempts import Attempts
from web_console.store.configuration import Configuration
from web_console.store.database import Database
from web_console.store.facts import Facts
from web_console.store.history import History
from web_console.store.people import People
from web_console.store.recordings import Recordings


@dataclass(frozen=True, kw_only=True)
class Store:
    """The parts of the memory; all of them may be used from any thread."""

    people: People
    attempts: Attempts
    configuration: Configuration
    history: History
    facts: Facts
    recordings: Recordings
    database: Database

    def close(self) -> None:
        """Lets the file go."""
        self.database.close()


def open_store(state_folder: Path) -> Store:
    """The console's memory in `state_folder`, made or brought up to date.

    Raises:
        StoreError: it cannot be used; the sentence says why and what to do.
    """
    database = Database(state_folder / "console.sqlite")
    return Store(
        people=People(database),
        attempts=Attempts(database),
        configuration=Configuration(database),
        history=History(database),
        facts=Facts(database),
        recordings=Recordings(database),
        database=database,
    )
