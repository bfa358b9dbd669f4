"""The times of the week at which a zone is watched, by the clock on the venue's wall.

A window means what that clock shows: where an hour comes twice in autumn it counts twice, where it is missing in spring
it does not count, and a night that spans the change is an hour longer or shorter.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from kiosk.domain.manners import Window
from kiosk.errors import InputError

_MINUTE = timedelta(minutes=1)
_REACH = 36 * 60
"""Minutes looked back for the beginning: longer than any dwell and any window; before that it does not matter."""


def timezone_named(name: str) -> tzinfo:
    """The time zone of an IANA name.

    Raises:
        InputError: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(f"There is no time zone '{name[:60]}': write it as Europe/Paris.") from error


def watched(hours: Sequence[Window], local: datetime) -> bool:
    """Whether the wall clock's `local` lies in one of the windows; always without any.

    A window that ends before it starts, or with the same time, belongs to the day on which it begins.
    """
    if not hours:
        return True
    time, today = f"{local:%H:%M}", local.weekday()
    yesterday = (today - 1) % 7
    for window in hours:
        if window.start < window.end:
            if today in window.days and window.start <= time < window.end:
                return True
        elif (today in window.days and time >= window.start) or (yesterday in window.days and time < window.end):
            return True
    return False


class Timetable:
    """The windows of one zone, asked again and again as time goes on."""

    def __init__(self, hours: Sequence[Window], timezone: tzinfo | None) -> None:
        """Without a time zone (a recording does not know its time of day) it is always open."""
        self._hours = hours if timezone is not None else ()
        self._timezone = timezone
        self._minute: datetime | None = None
        self._since: datetime | None = None

    def open_s(self, utc: datetime) -> float | None:
        """For how long it has been open at `utc`, in seconds (infinite beyond a day and a half); None while closed."""
        if not self._hours:
            return float("inf")
        minute = utc.replace(second=0, microsecond=0)
        if minute != self._minute:
            follows = self._minute is not None and minute - self._minute == _MINUTE
            self._since = self._began(minute, self._since if follows else None)
            self._minute = minute
        if self._since is None:
            return None
        open_for = utc - self._since
        return float("inf") if open_for >= _REACH * _MINUTE else open_for.total_seconds()

    def _began(self, minute: datetime, since: datetime | None) -> datetime | None:
        """When the opening that holds `minute` began; `since` is what was known a minute ago."""
        if not self._open_at(minute):
            return None
        if since is not None:
            return since
        for _ in range(_REACH):
            if not self._open_at(minute - _MINUTE):
                break
            minute -= _MINUTE
        return minute

    def _open_at(self, minute: datetime) -> bool:
        return watched(self._hours, minute.astimezone(self._timezone))
