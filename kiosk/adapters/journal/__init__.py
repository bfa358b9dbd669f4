"""Where the announcer's requests are safe: SQLite, or memory for tests."""

from pathlib import Path

from kiosk.adapters.journal.simulated import SimulatedJournal
from kiosk.adapters.journal.sqlite import SqliteJournal
from kiosk.ports import Journal
from kiosk.settings import JournalSettings


def open_journal(settings: JournalSettings, folder: Path) -> Journal:
    """The journal of `settings.kind` in `folder`; a file that cannot be used shows at the first read or write."""
    if settings.kind == "simulated":
        return SimulatedJournal()
    return SqliteJournal(folder / "announcements.sqlite")
