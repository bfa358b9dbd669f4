"""What a watcher remembers over a restart: which vehicles stood where since when, in numbers; never pixels.

A restart takes seconds, and a parked car outlasts it. What is found standing in the same place again is the same stop;
what is not there has left only when its place was searched and found empty, else nobody knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.domain.cases import Case
from kiosk.domain.clock import Now
from kiosk.domain.detections import FrameLooked
from kiosk.domain.geometry import Box, containment, covered, iou
from kiosk.domain.incidents import ENDED, Incident
from kiosk.domain.stay import Stay
from kiosk.domain.stays import ABSENT_SWEEPS, HIDDEN, PART, SAME_BOX, SHOWN, SURE

RESTART = timedelta(minutes=3)
"""A Pi that was unplugged, or updated, watches again within this time; nobody else takes the place so soon."""
EMPTY_SWEEPS = 5
"""Searches without any box, however weak: after a restart there is no look to compare with, and the detector alone
misses a small car in every third picture (0.33 ** 5 is one in 250)."""
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


@dataclass(kw_only=True)
class Missing:
    """A remembered vehicle that has not been found again yet."""

    known: Remembered
    until: datetime
    """Who is found after this is taken for another one."""
    key: str
    """By which the places to look at are told apart."""
    case: Case | None = None
    empty: int = 0
    """Searches in a row that found nothing there."""
    was_empty: bool = False
    """Whether they were ever enough to say that whoever is seen to come is another one."""
    found: bool = field(default=False, repr=False)
    """Whether the present search has found something there, or in front of it."""

    def see(self, looked: FrameLooked, stays: Iterable[Stay]) -> bool:
        """Takes one frame in, with the stays of now; whether the place is surely empty."""
        box = self.known.box
        self.found = self.found or any(stay.present and self.is_(stay) for stay in stays)
        self.found = self.found or any(
            iou(one.box, box) >= SAME_BOX
            or containment(one.box, box) >= PART
            or (one.score >= SURE and covered(box, by=one.box) > HIDDEN)
            for one in looked.sightings
        )
        if looked.swept and self._was_searched(looked):
            self.empty = 0 if self.found else self.empty + 1
            self.found, self.was_empty = False, self.was_empty or self.empty >= ABSENT_SWEEPS
        return self.empty >= EMPTY_SWEEPS

    def _was_searched(self, looked: FrameLooked) -> bool:
        return not looked.searched or any(covered(self.known.box, by=part) >= SHOWN for part in looked.searched)

    def is_(self, stay: Stay) -> bool:
        """Whether this stay is the vehicle: it stands in the same place."""
        return stay.zone.id == self.known.zone and self.overlap(stay) >= SAME_BOX

    def overlap(self, stay: Stay) -> float:
        """How well the places agree (IoU)."""
        return iou(stay.box, self.known.box)


def remember(stays: Iterable[tuple[Stay, Case | None]], missing: Iterable[Missing], t_s: float, now: Now) -> Continuity:
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
    vehicles += [_of_case(one.known, one.case) for one in missing]
    vehicles.sort(key=lambda one: one.incident is None)
    return Continuity(saved_at=now.utc, vehicles=tuple(vehicles[:MAX_REMEMBERED]))


def missing_since(continuity: Continuity, same_vehicle_s: dict[str, float], now: Now) -> list[Missing]:
    """The vehicles to look for, in zones that are still there: those out of sight for not too long.

    A clock that is behind what was saved (a Pi without a battery) cannot say how long it was off: nothing is added.
    """
    behind = max(timedelta(0), continuity.saved_at - now.utc)
    found: list[Missing] = []
    for one in continuity.vehicles:
        if one.zone not in same_vehicle_s:
            continue
        known = replace(one, since_at=one.since_at - behind, seen_at=one.seen_at - behind)
        until = max(
            known.seen_at + timedelta(seconds=same_vehicle_s[one.zone]),
            continuity.saved_at - behind + RESTART,
        )
        if until >= now.utc:
            key = f"{known.zone}/before {len(found)}/0"
            found.append(Missing(known=known, until=until, key=key, case=_case_of(known)))
    return found


def take_up(stay: Stay, known: Remembered, t_s: float, now: Now) -> None:
    """The stay is that vehicle: it stands since it stopped, not since it was found again."""
    stay.since_s = min(stay.since_s, t_s - max(0.0, (now.utc - known.since_at).total_seconds()))
    stay.at_start = known.at_start
    for kind, colour, count in known.votes:
        stay.votes[(kind, colour)] = stay.votes.get((kind, colour), 0) + count


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


def _case_of(known: Remembered) -> Case | None:
    if known.incident is None:
        return None
    return Case(
        incident=known.incident,
        stay=None,
        raised=known.raised,
        snoozed_until=known.snoozed_until,
        ended_at=known.ended_at if known.incident.state in ENDED else None,
    )
