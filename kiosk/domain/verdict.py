"""What a request is answered, and whether what was accepted may still be heard: the etiquette of the house, applied."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from kiosk.domain.allowance import Allowance
from kiosk.domain.announcements import Book, Entry
from kiosk.domain.cars import Cars
from kiosk.domain.clock import Now
from kiosk.domain.etiquette import waits_already
from kiosk.domain.heard import HOUR_S, Heard
from kiosk.domain.house_hours import house_hours, state_at
from kiosk.domain.hush import Hush
from kiosk.domain.requests import AnnouncementState, Request
from kiosk.domain.schedule import timezone_named
from kiosk.domain.venue import Venue
from kiosk.errors import InputError

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
Ending = tuple[AnnouncementState, str]

TWO_TAPS_S = 10.0
"""Two tablets at once: the second tap comes within a few seconds, and is the same tap whatever the house allows."""
_HOURS = {"closed": "closed", "quiet": "quiet-hours"}
_MOST_CHANGES = 40
"""Changes of the hours that are looked at for the next opening: more than a week of a house that rests twice a day."""


def timezone_of(venue: Venue) -> tzinfo:
    """The venue's time zone.

    Raises:
        InputError: there is none of that name, or a time of its manners is no time of day.
    """
    manners = venue.manners
    for window in (*manners.opening, *manners.quiet, *(volume.during for volume in manners.volumes)):
        if not (_TIME.fullmatch(window.start) and _TIME.fullmatch(window.end)):
            raise InputError(f"'{window.start[:9]}' to '{window.end[:9]}' is no time of day: write it as 22:00.")
    return timezone_named(venue.timezone)


class Verdict:
    """Knows the manners of the house, the cars, what was heard lately, and whether the clock can be believed."""

    def __init__(self, book: Book, venue: Venue) -> None:
        """Raises InputError where the venue's time zone does not exist."""
        self.cars = Cars()
        self.heard = Heard()
        self.hush = Hush()
        self.clock_doubted = False
        self._book = book
        self._earlier: tuple[Entry, ...] = ()
        self.use(venue)

    def use(self, venue: Venue) -> None:
        """The owner wants it so from now on.

        Raises:
            InputError: there is no such time zone or time of day; what was wanted before still holds.
        """
        self._timezone = timezone_of(venue)
        self._manners, self._most = venue.manners, max(0, venue.manners.most_per_hour)

    @property
    def needs_clock(self) -> bool:
        """Whether anything hangs on the time of day."""
        return bool(self._manners.opening or self._manners.quiet or self._manners.volumes)

    # -- a request arrives, or its turn has come ------------------------------------------------------------------

    def of(self, request: Request, now: Now) -> Ending | None:
        """Why a new request ends at once; None when it may wait for its turn."""
        over = self.cars.over(request.incident)
        if over is not None:
            return "withdrawn", over
        reason = self.hush.why_not(request) or self._impolite(request, now)
        if reason is None and not self._book.room_for(request):
            reason = "queue-full"
        return None if reason is None else ("refused", reason)

    def still(self, entry: Entry, now: Now) -> Ending | None:
        """Why what was accepted must not be heard after all, asked just before its sound; None when it may."""
        request = entry.request
        over = self.cars.over(request.incident)
        if over is not None:
            return "withdrawn", over
        silent = self.hush.why_not(request)
        if silent is not None or request.priority == "emergency":
            return None if silent is None else ("refused", silent)
        reason = self._hours(now) or self._clock(request)
        if reason is None and self._most:
            others = self.heard.in_last_hour(now).keys() - {entry.id}
            reason = "silence-budget" if len(others) >= self._most else None
        return None if reason is None else ("refused", reason)

    def _impolite(self, request: Request, now: Now) -> str | None:
        """What no insisting helps against comes first: nobody is asked to insist in vain."""
        if waits_already(request, self._book.live()):
            return "duplicate"
        if request.priority == "emergency":
            return None
        reason = self._hours(now) or self._budget(now) or self._clock(request)
        if reason is not None or request.insist:
            return reason
        if self._said_lately(request, now):
            return "duplicate"
        return "reminded" if self.cars.reminded(request.incident) else None

    def _said_lately(self, request: Request, now: Now) -> bool:
        return self.heard.same_within(request, max(TWO_TAPS_S, self._manners.same_after_min * 60), now)

    def _hours(self, now: Now) -> str | None:
        if self.clock_doubted or not (self._manners.opening or self._manners.quiet):
            return None
        return _HOURS.get(state_at(self._manners, now.utc.astimezone(self._timezone)))

    def _clock(self, request: Request) -> str | None:
        """Without the time of day, hours cannot be judged: what nobody needs now waits for a person who insists."""
        if not self._hours_unknown or request.insist or request.priority != "routine":
            return None
        return "clock-unset"

    @property
    def _hours_unknown(self) -> bool:
        return self.clock_doubted and bool(self._manners.opening or self._manners.quiet)

    def _budget(self, now: Now) -> str | None:
        return "silence-budget" if self._left(now) == 0 else None

    def _left(self, now: Now) -> int | None:
        """How many more may be asked for; None without a limit. What waits counts as if it was heard."""
        return max(0, self._most - len(self._taken(now))) if self._most else None

    def _taken(self, now: Now) -> dict[str, float]:
        """By id, when each place of the budget was taken: what has not ended takes its own until an hour from now."""
        waiting = {entry.id: now.mono_s for entry in self._book.live() if entry.rank > 0}
        return {**self.heard.in_last_hour(now), **waiting}

    # -- what people are told before they ask ---------------------------------------------------------------------

    def allowance(self, now: Now) -> Allowance:
        """What may be announced now."""
        left, hours = self._left(now), self._hours(now)
        if self.hush.reason is not None:
            return Allowance(refuses=self.hush.reason, until=self.hush.until, left=left)
        reason = hours or ("clock-unset" if self._hours_unknown else None) or ("silence-budget" if left == 0 else None)
        free_at = self._free_at(now) if left == 0 else None
        until = self._opens_at(now.utc) if hours else free_at
        return Allowance(refuses=reason, until=None if reason == "clock-unset" else until, left=left, free_at=free_at)

    def _free_at(self, now: Now) -> datetime:
        """The next whole minute at which the hour that slides has room for one more."""
        taken = sorted(self._taken(now).values())
        at_s = taken[len(taken) - self._most] + HOUR_S
        at = now.utc + timedelta(seconds=at_s - now.mono_s + 60)
        return at.replace(second=0, microsecond=0)

    def _opens_at(self, utc: datetime) -> datetime | None:
        """When the house announces again; None when its hours never let it."""
        at = utc.replace(second=0, microsecond=0)
        for _ in range(_MOST_CHANGES):
            hours = house_hours(self._manners, self._timezone, at)
            if hours.state == "open" or hours.until is None:
                return at if hours.state == "open" else None
            at = hours.until
        return None

    # -- what was before, and the clock -------------------------------------------------------------------------

    def recall(self, entries: Iterable[Entry], now: Now) -> None:
        """What the journal knows was heard before this start."""
        self._earlier = tuple(entries)
        self.heard.recall(self._earlier, now)

    def judge_clock(self, believed: bool, now: Now) -> None:
        """Whether the time of day can be right; once it is set, what was heard before the start is dated anew."""
        if believed and self.clock_doubted:
            self.heard.recall(self._earlier, now)
        self.clock_doubted = not believed
