"""Requests that were answered or wait for it: what is kept of each, whose turn it is, and which are final."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from kiosk.domain.recorded import Part
from kiosk.domain.requests import FINAL_STATES, Announcement, AnnouncementState, Priority, Request
from kiosk.domain.words import Language

KEPT = 2000
"""How many ended requests are remembered, in memory and in the journal: a request sent again is known."""
MAX_WAITING = 20
"""How many of the same or a higher priority may wait; 20 announcements are about four minutes of speech."""

_RANKS: dict[Priority, int] = {"emergency": 0, "urgent": 1, "service": 2, "routine": 3}


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """What the voice says in one language, numbers and plates already in words."""

    language: Language
    text: str
    parts: tuple[Part, ...] = ()
    """The same in the house's own voice, where it is recorded; `text` is said when a recording is missing."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One request and all that is known about it: a row of the journal."""

    request: Request
    announcement: Announcement
    order: int
    """Requests are numbered as they arrive."""
    accepted_at: datetime
    speech: tuple[Utterance, ...] = ()
    variants: dict[Language, int] = field(default_factory=dict)
    cleared: bool = False
    """Whether its topic was taken off the broker."""
    heard_at: datetime | None = None
    """When its sound ended, if any of it was heard; rows of older versions do not say."""

    @property
    def id(self) -> str:
        """The request's id."""
        return self.request.id

    @property
    def final(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.announcement.state in FINAL_STATES

    @property
    def waiting(self) -> bool:
        """Whether its turn has not come."""
        return self.announcement.state == "queued"

    @property
    def rank(self) -> int:
        """0 for an emergency, 3 for routine."""
        return _RANKS[self.request.priority]

    @property
    def heard_until(self) -> datetime | None:
        """When its sound ended, in rows of older versions too; None when nothing of it was heard."""
        ended = self.announcement.at if self.announcement.state in ("spoken", "interrupted") else None
        return self.heard_at or ended

    def moved(self, state: AnnouncementState, at: datetime, reason: str | None = None) -> "Entry":
        """The same request in another state."""
        return self._with(replace(self.announcement, state=state, reason=reason, position=None, at=at))

    def placed(self, position: int) -> "Entry":
        """The same request at `position` of the queue, 1 being next."""
        return self._with(replace(self.announcement, position=position))

    def timed(self, starts_at: datetime | None, duration_s: float | None) -> "Entry":
        """The same request with the time of its sound."""
        return self._with(replace(self.announcement, starts_at=starts_at, duration_s=duration_s))

    def heard(self, at: datetime) -> "Entry":
        """The same request, heard until `at`, if only in part."""
        return replace(self, heard_at=at)

    def _with(self, announcement: Announcement) -> "Entry":
        return replace(self, announcement=announcement)


class Book:
    """All entries by id; ended ones are forgotten, oldest first, beyond KEPT."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._open: dict[str, None] = {}
        self._next_order = 1

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, announcement: str) -> Entry | None:
        """The entry of that id, if it is known."""
        return self._entries.get(announcement)

    def put(self, entry: Entry) -> None:
        """Keeps the newest of what is known about a request."""
        self._entries[entry.id] = entry
        self._next_order = max(self._next_order, entry.order + 1)
        if entry.cleared:
            self._open.pop(entry.id, None)
        else:
            self._open[entry.id] = None
        excess = len(self._entries) - KEPT
        if excess > 0:
            for old in [e for e in self._entries.values() if e.cleared][:excess]:
                del self._entries[old.id]

    @property
    def next_order(self) -> int:
        """The number of the next request to arrive."""
        return self._next_order

    def published(self) -> list[Entry]:
        """What is on the broker now: not ended, or ended a short while ago."""
        return [self._entries[i] for i in self._open]

    def live(self) -> list[Entry]:
        """What has not ended, in the order in which it will be heard."""
        return in_turn(e for e in self.published() if not e.final)

    def waiting(self) -> list[Entry]:
        """What waits for its turn, in the order in which it will be heard."""
        return [e for e in self.live() if e.waiting]

    def place_for(self, request: Request) -> int:
        """Where in the queue one more of this priority would stand, 1 being next."""
        return 1 + sum(e.rank <= _RANKS[request.priority] for e in self.waiting())

    def room_for(self, request: Request) -> bool:
        """Whether one more of this priority may wait."""
        return self.place_for(request) <= MAX_WAITING


def in_turn(entries: Iterable[Entry]) -> list[Entry]:
    """Highest priority first; among equals, first come first served."""
    return sorted(entries, key=lambda e: (e.rank, e.order))
