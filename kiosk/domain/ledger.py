"""The book of requests and its copy in the journal: what is committed, what waits to be, what may be forgotten."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from kiosk.domain.announce_events import Acknowledge, ClearAnnouncement, Effect, PublishAnnouncement, Record
from kiosk.domain.announcements import Book, Entry
from kiosk.domain.clock import Now
from kiosk.domain.requests import AnnouncementState

CLEARED_AFTER = timedelta(minutes=10)
RETRY_S = 2.0
_HELD_MOST = 10
"""Messages kept back from the broker while the journal is away: Mosquitto stops sending at 20."""


class Ledger:
    """A state is told to others only after it is committed; what could not be committed is tried again."""

    def __init__(self) -> None:
        self.book = Book()
        self._missing: dict[str, None] = {}
        self._held: list[Acknowledge] = []
        self._retry_at_s = 0.0
        self._clear_at_s: dict[str, float] = {}
        self._late_at_s: dict[str, float] = {}
        self._earlier: dict[str, None] = {}

    def complete(self, now: Now) -> bool:
        """Whether the journal took everything it was given."""
        return not self._missing and now.mono_s >= self._retry_at_s

    def accepted(self, entry: Entry, now: Now) -> None:
        """Keeps a request that may wait; from here on its time runs by the monotonic clock, whatever the other does.

        After a start with a clock that was set back it has at most the time that it had when it was accepted.
        """
        self.book.put(entry)
        left = min(entry.request.expires_at - now.utc, entry.request.expires_at - entry.accepted_at)
        self._late_at_s[entry.id] = now.mono_s + left.total_seconds()

    def late(self, entry: Entry, now: Now) -> bool:
        """Whether its time is over."""
        return now.mono_s >= self._late_at_s[entry.id]

    def is_of_earlier_run(self, entry: Entry) -> bool:
        """Whether it was accepted before this start: how long ago, only a clock that is set can tell."""
        return entry.id in self._earlier

    def dated_anew(self, now: Now) -> None:
        """The clock was set: how much time is left to what was accepted before this start is known now."""
        for entry in [entry for entry in map(self.book.get, self._earlier) if entry is not None]:
            self.accepted(entry, now)

    def ended(self, entry: Entry, state: AnnouncementState, reason: str | None, now: Now) -> Entry:
        """The entry in its final state, kept; its topic is cleared later."""
        final = entry.moved(state, now.utc, reason)
        self.book.put(final)
        self._clear_at_s[entry.id] = now.mono_s + CLEARED_AFTER.total_seconds()
        self._late_at_s.pop(entry.id, None)
        self._earlier.pop(entry.id, None)
        return final

    def told(self, entries: Iterable[Entry], *then: Effect, first: bool = False) -> Record:
        """Commit these, then publish them, then do what else follows."""
        kept = tuple(entries)
        return Record(entries=kept, then=(*(_shown(entry) for entry in kept), *then), first=first)

    def told_again(self, entry: Entry, acknowledge: Acknowledge, now: Now) -> list[Effect]:
        """The outcome of a request that was sent before."""
        if entry.id in self._missing:
            self._held.append(acknowledge)  # told and acknowledged together, when it is committed
            return []
        if not entry.cleared:
            return [_shown(entry), acknowledge]
        back = replace(entry, cleared=False)
        self.book.put(back)
        self._clear_at_s[entry.id] = now.mono_s + CLEARED_AFTER.total_seconds()
        return [self.told([back], acknowledge)]

    def all_again(self) -> list[Effect]:
        """Everything that should be on the broker, in case it forgot."""
        return [_shown(entry) for entry in self.book.published() if entry.id not in self._missing]

    def restored(self, entries: Iterable[Entry], now: Now) -> list[Entry]:
        """Takes in what the journal held; what was sounding is cut off now and returned for commitment."""
        entries = tuple(entries)
        answered = self.book.published()
        cut = []
        for entry in entries:
            if self.book.get(entry.id) is not None:
                continue  # answered while the journal could not be read: that answer stands
            if entry.announcement.state in ("chime", "speaking"):
                cut.append(self.ended(entry.heard(now.utc), "interrupted", "power-cut", now))
            elif entry.final:
                self.book.put(entry)
                self._clear_soon(entry, now)
            else:
                self.accepted(entry.moved("queued", entry.announcement.at), now)
                self._earlier[entry.id] = None
        self._number(answered, {entry.id: entry.order for entry in entries})
        return cut

    def _number(self, answered: Iterable[Entry], known: dict[str, int]) -> None:
        """What was answered before the journal could be read gets a number of its own: numbers are the rows' keys."""
        number = max([self.book.next_order, *(order + 1 for order in known.values())])
        for entry in answered:
            order = known.get(entry.id)
            if order is None:
                order, number = number, number + 1
            self.book.put(replace(entry, order=order))

    def not_accepted(self, entry: Entry, acknowledge: Acknowledge, now: Now) -> list[Effect]:
        """A new request that cannot be committed is refused; the broker hears of it once that is committed."""
        final = entry if entry.final else self.ended(entry, "refused", "no-journal", now)
        self._missing[final.id] = None
        if len(self._held) < _HELD_MOST:
            self._held.append(acknowledge)
            return [_shown(final)]
        return [_shown(final), acknowledge]

    def missed(self, record: Record) -> None:
        """The journal did not take these: they are committed, and told, later."""
        self._missing.update({entry.id: None for entry in record.entries})
        self._held += [effect for effect in record.then if isinstance(effect, Acknowledge)]

    def wait(self, now: Now) -> None:
        """The journal failed: leave it alone for RETRY_S."""
        self._retry_at_s = now.mono_s + RETRY_S

    def begin_anew(self) -> None:
        """The journal is empty: all that still matters must be committed again."""
        self._missing.update({entry.id: None for entry in self.book.published()})

    def due(self, now: Now) -> list[Effect]:
        """Commits what is missing, and clears what ended long ago."""
        if now.mono_s < self._retry_at_s:
            return []
        for announcement in [i for i, at_s in self._clear_at_s.items() if now.mono_s >= at_s]:
            self._clear(announcement, now)
        entries = [entry for entry in map(self.book.get, self._missing) if entry is not None]
        held, self._held = self._held, []
        self._missing = {}
        return [self.told(entries, *held)] if entries or held else []

    def _clear(self, announcement: str, now: Now) -> None:
        if announcement in self._missing:  # not told yet: that comes first
            self._clear_at_s[announcement] = now.mono_s + CLEARED_AFTER.total_seconds()
            return
        del self._clear_at_s[announcement]
        entry = self.book.get(announcement)
        if entry is not None:
            self.book.put(replace(entry, cleared=True))
            self._missing[announcement] = None

    def _clear_soon(self, entry: Entry, now: Now) -> None:
        if not entry.cleared:
            left = CLEARED_AFTER - (now.utc - entry.announcement.at)
            seconds = min(max(left, timedelta()), CLEARED_AFTER).total_seconds()
            self._clear_at_s[entry.id] = now.mono_s + seconds


def _shown(entry: Entry) -> Effect:
    if entry.cleared:
        return ClearAnnouncement(announcement=entry.id)
    return PublishAnnouncement(announcement=entry.announcement)
