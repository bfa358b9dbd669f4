"""What a watcher remembers over a restart: which vehicles stood where since when, in numbers; never pixels.

A restart takes seconds, and a parked car outlasts it. What is found standing in the same place again is the same stop;
what is not there has left only when its place was searched and found empty, else nobody knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.domain.cases import Case
from kiosk.domain.clock import Now
from kiosk.domain.geometry import Box
from kiosk.domain.incidents import Incident
from kiosk.domain.stay import Stay

MAX_REMEMBERED = 48
"""Some 900 bytes each: the file stays below the 64 KiB that are read of any JSON of ours."""


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """One vehicle as it was last known."""

    zone: str
    box: Box
    since_at: datetime
    """When it stopped."""
    seen_at: datetime
    at_start: bool = False
    votes: tuple[tuple[str, str | None, int], ...] = ()
    """Kind, colour, and how many sightings said so."""
    incident: Incident | None = None
    """The incident about it; None while there was none."""
    raised: bool = False
    snoozed_until: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Continuity:
    """All that was known at `saved_at`."""

    saved_at: datetime
    vehicles: tuple[Remembered, ...] = ()


def remember(
    stays: Iterable[tuple[Stay, Case | None]],
    still_missing: Iterable[tuple[Remembered, Case | None]],
    t_s: float,
    now: Now,
) -> Continuity:
    """What is known of these stays at `t_s` of the source, which is `now`; those with incidents first."""

    def utc(then_s: float) -> datetime:
        return now.utc - timedelta(seconds=max(0.0, t_s - then_s))

    vehicles = [
        _of_case(
            Remembered(
                zone=stay.zone.id,
                box=stay.box,
                since_at=utc(stay.since_s),
                seen_at=utc(stay.seen_s),
                at_start=stay.at_start,
                votes=tuple((kind, colour, count) for (kind, colour), count in stay.votes.items()),
            ),
            case,
        )
        for stay, case in stays
        if stay.believed() or case is not None  # what was told once is kept, however seldom it is found since
    ]
    vehicles += [_of_case(known, case) for known, case in still_missing]
    vehicles.sort(key=lambda one: one.incident is None)
    return Continuity(saved_at=now.utc, vehicles=tuple(vehicles[:MAX_REMEMBERED]))


def _of_case(known: Remembered, case: Case | None) -> Remembered:
    if case is None:
        return known
    return replace(
        known,
        incident=case.incident,
        raised=case.raised,
        snoozed_until=case.snoozed_until,
        ended_at=case.ended_at,
    )
