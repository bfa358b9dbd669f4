"""What the watcher keeps on its disk to go on after a restart: the owner's configuration, and where vehicles stood."""

import logging
import queue
import threading
from collections.abc import Callable
from datetime import tzinfo
from typing import Protocol

from kiosk.domain.clock import Now
from kiosk.domain.continuity import Continuity
from kiosk.domain.schedule import timezone_named
from kiosk.domain.venue import Venue
from kiosk.errors import InputError
from kiosk.messages.codec import decode, encode
from kiosk.messages.topics import VENUE
from kiosk.ports import LastGoodCopy
from kiosk.workers import Worker

_log = logging.getLogger(__name__)

_LOOK_EVERY_S = 5.0
"""What changed is written within this time: what a pulled plug may cost."""
_REFRESH_S = 60.0
"""While something stands it is written at least this often, so that a restart knows for how long it was away: a day of
parked cars is 1440 writes of a few hundred bytes, which an SD card bears for years."""
_STANDING = "standing"
"""Name of the file."""


def venue_timezone(copies: LastGoodCopy) -> tzinfo:
    """The venue's time zone as the console sent it last, else the one most venues have."""
    try:
        payload = copies.load(VENUE.pattern)
        return timezone_named((Venue() if payload is None else decode(payload, Venue)).timezone)
    except (OSError, InputError) as error:
        _log.warning("the last good copy of the venue cannot be used: %s", error)
        return timezone_named(Venue().timezone)


class Remembering(Protocol):
    """What is asked of a watcher's core."""

    def remembered(self, now: Now) -> Continuity:
        """What another life of the watcher must know of the vehicles."""


class WatcherMemory:
    """What changes all the time is written by a thread of its own, for an SD card may take seconds."""

    def __init__(self, copies: LastGoodCopy, put: Callable[[object], None]) -> None:
        """`put` hears when the thread fails."""
        self._copies = copies
        self._look_due_s = self._refresh_due_s = float("-inf")
        self._last: Continuity | None = None
        self._orders: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._worker = Worker("memory", self._work, put).start()

    def timezone(self) -> tzinfo:
        """See `venue_timezone`."""
        return venue_timezone(self._copies)

    def continuity(self) -> Continuity | None:
        """What was standing when the last life of this watcher ended; None when that is not known."""
        try:
            payload = self._copies.load(_STANDING)
            return None if payload is None else decode(payload, Continuity)
        except (OSError, InputError) as error:
            _log.warning("what stood there before the restart is not known: %s", error)
            return None

    def keep(self, core: Remembering, now: Now, *, at_once: bool = False) -> None:
        """Writes what is known of the vehicles, when there is news and not too often."""
        if now.mono_s < self._look_due_s and not at_once:
            return
        self._look_due_s = now.mono_s + _LOOK_EVERY_S
        known = core.remembered(now)
        old = bool(known.vehicles) and now.mono_s >= self._refresh_due_s
        if at_once or old or _news(self._last, known):
            self._last, self._refresh_due_s = known, now.mono_s + _REFRESH_S
            self._orders.put(encode(known))

    def copy(self, name: str, payload: bytes) -> None:
        """Keeps a configuration that came over the bus: seldom enough to be done at once."""
        try:
            if self._copies.load(name) != payload:  # every connection brings it: spare the card
                self._copies.save(name, payload)
        except OSError as error:
            _log.warning("the last good copy of the %s cannot be kept: %s", name, error.strerror)

    def stop(self) -> None:
        """Writes what waits, and ends the thread."""
        self._orders.put(None)
        self._worker.stop()

    def _work(self, stop: threading.Event) -> None:
        while (payload := self._orders.get()) is not None:
            try:
                self._copies.save(_STANDING, payload)
            except OSError as error:
                _log.warning("where vehicles stand cannot be kept for a restart: %s", error.strerror)


def _news(before: Continuity | None, now: Continuity) -> bool:
    """Whether more than the times has changed."""
    return _facts(before) != _facts(now)


def _facts(known: Continuity | None) -> list[object]:
    if known is None:
        return []
    return [
        (one.zone, one.box, one.at_start, one.raised, one.snoozed_until, one.ended_at,
         one.incident and (one.incident.id, one.incident.state, one.incident.announced))
        for one in known.vehicles
    ]  # fmt: skip
