"""What guests heard lately, by the monotonic clock: a clock that jumps neither forgets it nor keeps it for ever."""

from collections.abc import Iterable
from datetime import datetime

from kiosk.domain.announcements import Entry
from kiosk.domain.clock import Now
from kiosk.domain.etiquette import wish_of
from kiosk.domain.requests import Request

HOUR_S = 3600.0
"""The silence budget is one of an hour that slides."""
_EARLY_S = HOUR_S
"""A Pi without a clock battery starts with the time that it saved at most an hour before the plug was pulled: what was
heard in that hour seems to lie ahead, and counts as heard now. What lies further ahead was written by a wrong clock."""
_MOST = 500
"""Far more than are heard in an hour; longest memories of the same message end there."""


class Heard:
    """Every announcement that sounded, even in part, and when its sound ended."""

    def __init__(self) -> None:
        self._now: dict[str, tuple[float, Entry]] = {}
        self._before: dict[str, tuple[float, Entry]] = {}

    def add(self, entry: Entry, now: Now) -> None:
        """Its sound ended now."""
        self._before.pop(entry.id, None)
        self._now.pop(entry.id, None)
        self._now[entry.id] = (now.mono_s, entry)
        if len(self._now) > _MOST:
            del self._now[next(iter(self._now))]

    def recall(self, entries: Iterable[Entry], now: Now) -> None:
        """What earlier runs made heard, by the times they wrote down; asked again when the clock was set."""
        found = [(now.mono_s - _age_s(at, now), entry) for entry in entries if (at := entry.heard_until) is not None]
        found = [(at_s, entry) for at_s, entry in found if at_s <= now.mono_s + _EARLY_S and entry.id not in self._now]
        newest = sorted(found, key=lambda pair: pair[0])[-_MOST:]
        self._before = {entry.id: (min(at_s, now.mono_s), entry) for at_s, entry in newest}

    def in_last_hour(self, now: Now) -> dict[str, float]:
        """By id, when each that counts against the silence budget was heard (monotonic seconds): no emergencies."""
        return {
            entry.id: at_s
            for at_s, entry in (*self._before.values(), *self._now.values())
            if now.mono_s - at_s < HOUR_S and entry.rank > 0
        }

    def same_within(self, request: Request, seconds: float, now: Now) -> bool:
        """Whether the same wish was heard to its end within so many seconds."""
        wish = wish_of(request)
        return any(
            now.mono_s - at_s < seconds and entry.announcement.state == "spoken" and wish_of(entry.request) == wish
            for at_s, entry in (*self._before.values(), *self._now.values())
        )


def _age_s(at: datetime, now: Now) -> float:
    return (now.utc - at).total_seconds()
