"""What the services ask of the disk."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kiosk.domain.announcements import Entry
from kiosk.domain.traces import Trace
from kiosk.ports.announcing import Sound


class Journal(Protocol):
    """Every request and where it stands, safe from a pulled plug. One announcer uses it at a time."""

    @property
    def set_aside(self) -> Path | None:
        """Where a damaged journal was moved when a new one had to be started; None while all is well."""

    def read(self) -> Sequence[Entry]:
        """What is known, in the order of arrival.

        Raises:
            JournalError: it cannot be read now.
        """

    def write(self, entries: Iterable[Entry]) -> None:
        """Commits all `entries`, or none; ended ones are forgotten after KEPT newer ones.

        Raises:
            JournalError: they are not safe: the card is full, cannot be written, or another announcer has it.
        """

    def close(self) -> None:
        """Lets the file go."""


class TraceStore(Protocol):
    """The numbers of each stop, for as long as the owner wants them."""

    def keep(self, traces: Iterable[Trace]) -> None:
        """Writes each, whole or not at all; one that is there already is replaced.

        Raises:
            TraceError: the card is full or cannot be written.
        """

    def read(self, since: datetime | None = None) -> Iterator[Trace]:
        """Those that began at `since` or later (all without it), in the order in which they began.

        Raises:
            TraceError: they cannot be read.
        """

    def forget(self, before: datetime | None) -> None:
        """Deletes those that began before then (all when None), and the oldest of more than the store may hold.

        Raises:
            TraceError: they cannot be deleted.
        """


class RecordingStore(Protocol):
    """What people of the house recorded, by name; see `kiosk.messages.recording`. May be used from any thread."""

    def keep(self, sound: str, content: bytes) -> None:
        """Keeps a recording, whole or not at all; what is no recording, or not the one called `sound`, is refused.

        Raises:
            InputError: it is not what its name says.
            RecordingError: the card is full or cannot be written.
        """

    def read(self, sound: str) -> Sound | None:
        """The recording called `sound`; None when it is not there or not whole."""

    def kept(self) -> frozenset[str]:
        """The names of those that are there."""

    def forget_all_but(self, sounds: Collection[str]) -> None:
        """Deletes every other one.

        Raises:
            RecordingError: they cannot be deleted.
        """


class LastGoodCopy(Protocol):
    """Configuration that came over the bus, kept for a start without the console."""

    def save(self, name: str, payload: bytes) -> None:
        """Replaces the copy called `name`, whole or not at all."""

    def load(self, name: str) -> bytes | None:
        """The copy called `name`; None when there never was one."""

    @property
    def folder(self) -> Path:
        """Where the copies are."""
