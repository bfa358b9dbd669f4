"""A journal in memory: lasts as long as this object."""

from collections.abc import Iterable
from pathlib import Path

from kiosk.domain.announcements import KEPT, Entry
from kiosk.errors import JournalError


class SimulatedJournal:
    """While `full` is set it refuses what it is given, as a full card would."""

    def __init__(self) -> None:
        self.full = False
        self.set_aside: Path | None = None
        self._entries: dict[int, Entry] = {}

    def read(self) -> tuple[Entry, ...]:
        """See `kiosk.ports.Journal`."""
        return tuple(entry for _, entry in sorted(self._entries.items()))

    def write(self, entries: Iterable[Entry]) -> None:
        """See `kiosk.ports.Journal`."""
        if self.full:
            raise JournalError("The simulated journal is full: free some space.")
        self._entries.update({entry.order: entry for entry in entries})
        newest = max(self._entries, default=0)
        self._entries = {n: x for n, x in self._entries.items() if not x.final or n > newest - KEPT}

    def close(self) -> None:
        """Nothing to let go."""
