"""What other dwells would have done in the last days, counted for a page; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.rehearsal import Rehearsal, Stop, raised_with
from kiosk.domain.venue import Zone

DAYS = 7
"""Today and the six days before it."""
DWELLS_S = (15, 30, 45, 60, 90, 120, 180, 300, 600, 900)
"""What a finger can choose between, beside what the zone has now."""

_SHOWN, _SHOWN_IN_ALL = 20, 160
"""Stops listed for a zone, and for all zones of a page, which stays below 100 KB."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Vehicles: that stopped, that would be proposed with the zones' present dwells, and with those tried."""

    stopped: int = 0
    now: int = 0
    then: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(stopped=self.stopped + other.stopped, now=self.now + other.now, then=self.then + other.then)


@dataclass(frozen=True, kw_only=True)
class StopTrial:
    """One stop: when it was, how long it stood in sight, and whether it would be proposed, at present and as tried."""

    at: datetime
    stood_s: float
    now: bool
    then: bool


@dataclass(frozen=True, kw_only=True)
class ZoneTrial:
    """One zone with the dwell that is tried."""

    zone: Zone
    dwell_s: float
    choices: tuple[float, ...]
    counts: Counts
    newest: tuple[StopTrial, ...]
    """The newest first, as many as a page can show."""


@dataclass(frozen=True, kw_only=True)
class DayTrial:
    """One day of all zones together."""

    day: date
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What the page shows."""

    zones: tuple[ZoneTrial, ...]
    days: tuple[DayTrial, ...]
    """The oldest first."""
    counts: Counts
    complete_since: datetime | None
    """Set where there were more stops than the watcher tells: only those since then are counted."""

    @property
    def changed(self) -> bool:
        """Whether another dwell than the present one is tried anywhere."""
        return any(one.dwell_s != one.zone.dwell_s for one in self.zones)

    @property
    def busiest(self) -> int:
        """The most vehicles that stopped on one day, at least 1: the length of the longest bar."""
        return max(1, *(one.counts.stopped for one in self.days))


def try_dwells(
    zones: tuple[Zone, ...], dwells_s: Mapping[str, float], rehearsal: Rehearsal, now: datetime, timezone: ZoneInfo
) -> Trial:
    """Counts the last DAYS days of the venue's own calendar; stops in zones that are no more do not count."""
    today = now.astimezone(timezone).date()
    begin = datetime.combine(today - timedelta(days=DAYS - 1), time(), timezone)
    days = {today - timedelta(days=DAYS - 1 - number): Counts() for number in range(DAYS)}
    trials = []
    for zone in zones:
        dwell_s = dwells_s.get(zone.id, zone.dwell_s)
        stops = [_tried(stop, zone, dwell_s, timezone) for stop in rehearsal.zones.get(zone.id, ())]
        stops = [stop for stop in stops if stop.at.date() in days]
        for stop in stops:
            days[stop.at.date()] += _counted(stop)
        trials.append(
            ZoneTrial(
                zone=zone,
                dwell_s=dwell_s,
                choices=tuple(sorted({*DWELLS_S, zone.dwell_s, dwell_s})),
                counts=sum(map(_counted, stops), Counts()),
                newest=tuple(reversed(stops[-min(_SHOWN, _SHOWN_IN_ALL // len(zones)) :])),
            )
        )
    return Trial(
        zones=tuple(trials),
        days=tuple(DayTrial(day=day, counts=counts) for day, counts in days.items()),
        counts=sum(days.values(), Counts()),
        complete_since=rehearsal.since if rehearsal.since > begin else None,
    )


def _tried(stop: Stop, zone: Zone, dwell_s: float, timezone: ZoneInfo) -> StopTrial:
    now, then = (bool(raised_with([stop], seconds)) for seconds in (zone.dwell_s, dwell_s))
    return StopTrial(at=datetime.fromtimestamp(stop[0], timezone), stood_s=stop[1], now=now, then=then)


def _counted(stop: StopTrial) -> Counts:
    return Counts(stopped=1, now=int(stop.now), then=int(stop.then))
