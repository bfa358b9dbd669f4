"""The vehicles that stood there before a restart, until each is found again, seen to be gone, or given up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.domain.cases import Case, Casebook
from kiosk.domain.clock import Now
from kiosk.domain.continuity import Continuity, Remembered
from kiosk.domain.detections import FrameLooked
from kiosk.domain.geometry import Box, containment, covered, iou
from kiosk.domain.incidents import ENDED
from kiosk.domain.stay import Stay
from kiosk.domain.stays import ABSENT_SWEEPS, HIDDEN, PART, SAME_BOX, SURE, was_searched
from kiosk.domain.watch_events import Effect, PublishIncident

RESTART = timedelta(minutes=3)
"""A Pi that was unplugged, or updated, watches again within this time; nobody else takes the place so soon."""
EMPTY_SWEEPS = 5
"""Searches without any box, however weak: after a restart there is no look to compare with, and the detector alone
misses a small car in every third picture (0.33 ** 5 is one in 250)."""


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
        if looked.swept and was_searched(looked, self.known.box):
            self.empty = 0 if self.found else self.empty + 1
            self.found, self.was_empty = False, self.was_empty or self.empty >= ABSENT_SWEEPS
        return self.empty >= EMPTY_SWEEPS

    def is_(self, stay: Stay) -> bool:
        """Whether this stay is the vehicle: it stands in the same place."""
        return stay.zone.id == self.known.zone and self.overlap(stay) >= SAME_BOX

    def overlap(self, stay: Stay) -> float:
        """How well the places agree (IoU)."""
        return iou(stay.box, self.known.box)


class MissingVehicles:
    """All of them, and their incidents in the casebook."""

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._missing: list[Missing] = []
        self._found: set[str] = set()
        """The keys of stays that went on from the life before."""

    def __iter__(self) -> Iterator[Missing]:
        return iter(list(self._missing))

    @property
    def places(self) -> dict[str, Box]:
        """Where to look for them."""
        return {one.key: one.known.box for one in self._missing}

    def resume(self, continuity: Continuity, same_vehicle_s: dict[str, float], now: Now) -> list[Effect]:
        """Each vehicle is looked for, and until it is found nothing is known of it; `same_vehicle_s` by zone."""
        self._missing = _missing_since(continuity, same_vehicle_s, now)
        effects: list[Effect] = []
        for case in (missing.case for missing in self._missing if missing.case is not None):
            self._book.take_up(case)
            if case.incident.state not in (*ENDED, "snoozed"):
                effects += self._book.tell(case, "lost_sight", now)
            elif case.incident.state == "snoozed" or case.ended_at is not None:
                effects.append(PublishIncident(incident=case.incident))
        return effects

    def find(self, stay: Stay, now: Now) -> list[Effect]:
        """A vehicle stands there now: if it is one of them, its stop goes on."""
        if not self._missing or stay.key in self._found or self._book.of(stay) is not None:
            return []
        missing = max((one for one in self._missing if one.is_(stay)), key=lambda one: one.overlap(stay), default=None)
        if missing is None:
            return []
        self._found.add(stay.key)
        if missing.was_empty and not (stay.unseen or stay.unwitnessed):
            return self._gone(missing, now)  # its place was empty, and this one was seen to come
        self._missing.remove(missing)
        _take_up(stay, missing.known, self._book.t_s, now)
        case = missing.case
        if case is None:
            return []
        case.stay, case.visit = stay, stay.visit
        return self._book.tell_again(case, now) if case.incident.state == "lost_sight" else []

    def see(self, looked: FrameLooked, stays: Iterable[Stay], now: Now) -> list[Effect]:
        """Takes one frame in, with the stays of now: whose place is empty has left."""
        there = list(stays)
        empty = [missing for missing in self._missing if missing.see(looked, there)]
        return [effect for missing in empty for effect in self._gone(missing, now)]

    def give_up(self, now: Now) -> list[Effect]:
        """Whoever was not found in time, nor seen to be gone, is never known to have left."""
        late = [one for one in self._missing if one.until < now.utc]
        self._missing = [one for one in self._missing if one.until >= now.utc]
        cases = [one.case for one in late if one.case is not None]
        return [effect for case in cases for effect in self._book.over(case, "lost_sight", now)]

    def keep_only(self, zone_ids: set[str]) -> None:
        """Those of other zones are not looked for any more."""
        self._missing = [one for one in self._missing if one.known.zone in zone_ids]

    def let_go(self, case: Case) -> None:
        """The incident has ended by other means; the vehicle is still looked for."""
        for missing in self._missing:
            missing.case = None if missing.case is case else missing.case

    def _gone(self, missing: Missing, now: Now) -> list[Effect]:
        self._missing.remove(missing)
        return [] if missing.case is None else self._book.over(missing.case, "left", now)


def _missing_since(continuity: Continuity, same_vehicle_s: dict[str, float], now: Now) -> list[Missing]:
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


def _take_up(stay: Stay, known: Remembered, t_s: float, now: Now) -> None:
    """The stay is that vehicle: it stands since it stopped, not since it was found again."""
    stay.since_s = min(stay.since_s, t_s - max(0.0, (now.utc - known.since_at).total_seconds()))
    stay.at_start = known.at_start
    for kind, colour, count in known.votes:
        stay.votes[(kind, colour)] = stay.votes.get((kind, colour), 0) + count


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
