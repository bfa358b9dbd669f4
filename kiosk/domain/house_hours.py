"""Whether the house announces now, by its opening and quiet hours, and when that changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

from kiosk.domain.manners import Manners, Window
from kiosk.domain.schedule import watched

HouseState = Literal["open", "closed", "quiet"]
_MINUTE = timedelta(minutes=1)
_AHEAD_DAYS = 8
"""Windows are of the week: what does not change within seven days and a night never does."""


@dataclass(frozen=True, kw_only=True)
class HouseHours:
    """What holds now: `open` lets everything be announced, `closed` and `quiet` only an emergency."""

    state: HouseState
    until: datetime | None
    """When it becomes another; None when it never does."""


def state_at(manners: Manners, local: datetime) -> HouseState:
    """What holds when the clock on the venue's wall shows `local`."""
    if not watched(manners.opening, local):
        return "closed"
    return "quiet" if manners.quiet and watched(manners.quiet, local) else "open"


@lru_cache(maxsize=16)  # every tablet asks whenever its page changes, and the answer is that of the minute
def house_hours(manners: Manners, timezone: tzinfo, minute: datetime) -> HouseHours:
    """What holds at `minute` (an aware time, whole minutes), and until when."""
    now = state_at(manners, minute.astimezone(timezone))
    before = minute
    for edge in _edges((*manners.opening, *manners.quiet), timezone, minute):
        if state_at(manners, edge.astimezone(timezone)) != now:
            return HouseHours(state=now, until=_first_other(manners, timezone, now, before, edge))
        before = edge
    return HouseHours(state=now, until=None)


def _edges(windows: tuple[Window, ...], timezone: tzinfo, minute: datetime) -> list[datetime]:
    """Every instant after `minute` at which a window begins or ends, both of them where an hour comes twice."""
    today = minute.astimezone(timezone).replace(tzinfo=None, hour=0, minute=0)
    times = {time for window in windows for time in (window.start, window.end)}
    found = set()
    for time in times:
        hour, past = int(time[:2]), int(time[3:])
        for day in range(_AHEAD_DAYS + 1):
            at = (today + timedelta(days=day)).replace(hour=hour, minute=past)
            for fold in (0, 1):
                found.add(at.replace(tzinfo=timezone, fold=fold).astimezone(minute.tzinfo))
    return sorted(edge for edge in found if edge > minute)


def _first_other(manners: Manners, timezone: tzinfo, now: HouseState, before: datetime, after: datetime) -> datetime:
    """The first minute in (`before`, `after`] at which it is not `now`: an edge that spring skips comes earlier."""
    while after - before > _MINUTE:
        middle = before + (after - before) // _MINUTE // 2 * _MINUTE
        if state_at(manners, middle.astimezone(timezone)) == now:
            before = middle
        else:
            after = middle
    return after
