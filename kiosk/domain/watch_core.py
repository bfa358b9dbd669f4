"""The watcher's core: what was seen becomes incidents, and people's decisions are followed."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.domain.clock import Now
from kiosk.domain.detections import FrameLooked, KeepInSight
from kiosk.domain.incidents import ENDED, Decision, Incident, IncidentState, VehicleKind
from kiosk.domain.stay import Stay
from kiosk.domain.stays import ZoneWatch
from kiosk.domain.venue import Zones

STILL_S = 1.0
"""A vehicle counts as stopped after standing this long: less is a pause of someone who drives on."""
FORGET_AFTER = timedelta(minutes=10)
"""How long an incident that has ended is still told, as the contract says."""
SNOOZE_MINUTES = 10
"""When nobody says for how long."""


@dataclass(frozen=True, kw_only=True)
class SightLost:
    """Nothing is known of the street any more: `reason` is a trouble code."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ZonesChanged:
    """The owner drew other zones."""

    zones: Zones


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A person answered an incident."""

    incident_id: str
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class AnnouncementHeard:
    """An announcement of the incident was spoken."""

    incident_id: str


@dataclass(frozen=True, kw_only=True)
class PublishIncident:
    """Tell everyone how the incident stands."""

    incident: Incident


@dataclass(frozen=True, kw_only=True)
class ForgetIncident:
    """The incident is over and has been told long enough."""

    incident_id: str


Effect = PublishIncident | ForgetIncident | KeepInSight


@dataclass(frozen=True, kw_only=True)
class StayView:
    """How one stay stands after the last frame, for whoever explains: to be read only, and not kept."""

    stay: Stay
    incident: Incident | None
    """None while there is none."""
    held: str = ""
    """Why it is not raised though it stands there: a key of `kiosk.domain.trace_words.WHY`; empty when nothing does."""


@dataclass(kw_only=True)
class _Case:
    """One incident and the stay behind it; `stay` is None once the vehicle is gone."""

    incident: Incident
    stay: Stay | None
    visit: int = 0
    """Which stop of the stay it is about."""
    snoozed_until: datetime | None = None
    ended_at: datetime | None = None


class WatchCore:
    """Pure: `handle` says what to do; it never asks for the time, sleeps or logs."""

    def __init__(self, zones: Zones, *, new_id: Callable[[], str] = lambda: str(uuid.uuid4())) -> None:
        self._watches = {zone.id: ZoneWatch(zone) for zone in zones.zones}
        self._cases: dict[str, _Case] = {}
        self._new_id = new_id
        self._kept: dict[str, tuple[float, float, float, float]] = {}
        self._t_s = float("-inf")
        self._blind = False

    def handle(self, event: object, now: Now) -> Sequence[Effect]:
        """What must be done because `event` happened."""
        effects: list[Effect] = []
        match event:
            case FrameLooked():
                effects += self._looked(event, now)
            case SightLost():
                effects += self._lost(now)
            case ZonesChanged():
                effects += self._rezone(event.zones)
            case Decided():
                effects += self._decided(event, now)
            case AnnouncementHeard():
                effects += self._heard(event.incident_id, now)
        return [*effects, *self._wake(now), *self._forget(now)]

    def views(self) -> list[StayView]:
        """Every stay, believed or not, and the incident about its present stop."""
        cases = {id(case.stay): case for case in self._cases.values() if case.stay is not None}
        found: list[StayView] = []
        for stay in (stay for watch in self._watches.values() for stay in watch.stays):
            case = cases.get(id(stay))
            about = case.incident if case is not None and case.visit == stay.visit else None
            found.append(StayView(stay=stay, incident=about))
        return found

    # -- seeing -------------------------------------------------------------------------------------------------

    def _looked(self, looked: FrameLooked, now: Now) -> list[Effect]:
        if looked.covered:
            return self._lost(now)
        if looked.t_s <= self._t_s:
            return []  # time never runs backwards into a dwell
        self._t_s, self._blind = looked.t_s, False
        effects: list[Effect] = []
        for watch in self._watches.values():
            for stay in watch.see(looked):
                effects += self._left(stay, now)
            for stay in watch.stays:
                effects += self._stands(stay, now)
        return [*effects, *self._keep_in_sight()]

    def _keep_in_sight(self) -> list[Effect]:
        wanted = {stay.look_key: stay.box for watch in self._watches.values() for stay in watch.stays}
        if wanted == self._kept:
            return []
        self._kept = wanted
        return [KeepInSight(boxes=dict(wanted))]

    def _stands(self, stay: Stay, now: Now) -> list[Effect]:
        case = self._case_of(stay)
        if not stay.present or not stay.believed():
            return []
        if case is not None and case.visit != stay.visit:
            return self._over(case, now)  # the stop that began has no incident yet
        if case is None:
            if stay.stopped_s(self._t_s) < min(STILL_S, stay.zone.dwell_s):
                return []
            case = self._open(stay, now)
            effects: list[Effect] = [PublishIncident(incident=case.incident)]
            return effects + self._raise_when_due(case, stay, now)
        if case.incident.state == "lost_sight":
            return self._tell_again(case, now)
        return self._raise_when_due(case, stay, now)

    def _raise_when_due(self, case: _Case, stay: Stay, now: Now) -> list[Effect]:
        if case.incident.state == "noticed" and stay.stopped_s(self._t_s) >= stay.zone.dwell_s:
            return self._tell(case, "raised", now)
        return []

    def _left(self, stay: Stay, now: Now) -> list[Effect]:
        case = self._case_of(stay)
        return [] if case is None else self._over(case, now)

    def _over(self, case: _Case, now: Now) -> list[Effect]:
        """The vehicle has gone; what people had ended before it went is not told again."""
        case.stay = None
        if case.incident.state not in ENDED:
            return self._end(case, "left", now)
        if case.ended_at is None:
            del self._cases[case.incident.id]
        return []

    def _lost(self, now: Now) -> list[Effect]:
        self._blind = True
        live = [c for c in self._cases.values() if c.incident.state in ("noticed", "raised", "announced")]
        return [effect for case in live for effect in self._tell(case, "lost_sight", now)]

    # -- incidents ----------------------------------------------------------------------------------------------

    def _case_of(self, stay: Stay) -> _Case | None:
        return next((case for case in self._cases.values() if case.stay is stay), None)

    def _open(self, stay: Stay, now: Now) -> _Case:
        incident = Incident(
            id=self._new_id(),
            zone=stay.zone.id,
            place=stay.zone.place,
            state="noticed",
            kind="vehicle",
            colour=None,
            outline=stay.box,
            stopped_at=now.utc - timedelta(seconds=stay.stopped_s(self._t_s)),
            stopped_s=0.0,
            dwell_s=stay.zone.dwell_s,
            confidence=stay.best.score,
            at_start=stay.at_start,
            at=now.utc,
        )
        case = _Case(incident=incident, stay=stay, visit=stay.visit)
        case.incident = self._measured(case, "noticed", now)
        self._cases[incident.id] = case
        return case

    def _tell(self, case: _Case, state: IncidentState, now: Now) -> list[Effect]:
        case.incident = self._measured(case, state, now)
        return [PublishIncident(incident=case.incident)]

    def _tell_again(self, case: _Case, now: Now) -> list[Effect]:
        """How it stands when nobody has answered it (any more)."""
        stay = case.stay
        due = stay is not None and stay.stopped_s(self._t_s) >= stay.zone.dwell_s
        state: IncidentState = "announced" if case.incident.announced else "raised" if due else "noticed"
        return self._tell(case, "lost_sight" if self._blind else state, now)

    def _end(self, case: _Case, state: IncidentState, now: Now) -> list[Effect]:
        case.ended_at = now.utc
        return self._tell(case, state, now)

    def _measured(self, case: _Case, state: IncidentState, now: Now) -> Incident:
        stay = case.stay
        if stay is None:
            return replace(case.incident, state=state, at=now.utc)
        kind, colour = _description(stay)
        return replace(
            case.incident,
            state=state,
            at=now.utc,
            kind=kind,
            colour=colour,
            outline=stay.best.box,
            stopped_s=round(stay.stopped_s(self._t_s), 2),
            confidence=round(stay.best.score, 3),
        )

    # -- people -------------------------------------------------------------------------------------------------

    def _decided(self, event: Decided, now: Now) -> list[Effect]:
        case = self._cases.get(event.incident_id)
        if case is None or case.incident.state in ENDED:
            return []
        if event.decision.decision == "snooze":
            minutes = event.decision.minutes or SNOOZE_MINUTES
            case.snoozed_until = now.utc + timedelta(minutes=minutes)
            return self._tell(case, "snoozed", now)
        return self._end(case, "dismissed", now)

    def _heard(self, incident_id: str, now: Now) -> list[Effect]:
        case = self._cases.get(incident_id)
        if case is None or case.incident.state in ENDED:
            return []
        case.incident = replace(case.incident, announced=case.incident.announced + 1)
        return self._tell(case, "lost_sight" if self._blind else "announced", now)

    def _wake(self, now: Now) -> list[Effect]:
        """Snoozed incidents whose time is over."""
        effects: list[Effect] = []
        for case in self._cases.values():
            if case.incident.state == "snoozed" and case.snoozed_until is not None and case.snoozed_until <= now.utc:
                case.snoozed_until = None
                effects += self._tell_again(case, now)
        return effects

    def _forget(self, now: Now) -> list[Effect]:
        over = [i for i, c in self._cases.items() if c.ended_at is not None and now.utc - c.ended_at >= FORGET_AFTER]
        effects: list[Effect] = []
        for incident_id in over:
            case = self._cases[incident_id]
            if case.stay is None:
                del self._cases[incident_id]
            else:
                case.ended_at = None  # dismissed, but it still stands there: remembered, so that it is not raised again
            effects.append(ForgetIncident(incident_id=incident_id))
        return effects

    def _rezone(self, zones: Zones) -> list[Effect]:
        """Zones that did not change keep their stays; the incidents of the others are forgotten."""
        before = self._watches
        self._watches = {
            zone.id: before[zone.id] if zone.id in before and before[zone.id].zone == zone else ZoneWatch(zone)
            for zone in zones.zones
        }
        kept = {id(stay) for watch in self._watches.values() for stay in watch.stays}
        gone = [i for i, c in self._cases.items() if c.stay is not None and id(c.stay) not in kept]
        for incident_id in gone:
            del self._cases[incident_id]
        return [*(ForgetIncident(incident_id=i) for i in gone), *self._keep_in_sight()]


def _description(stay: Stay) -> tuple[VehicleKind, str | None]:
    """Kind and colour that most sightings agree on; no colour unless half of them say it."""
    kinds: dict[str, int] = {}
    colours: dict[str | None, int] = {}
    for (kind, colour), count in stay.votes.items():
        kinds[kind] = kinds.get(kind, 0) + count
        colours[colour] = colours.get(colour, 0) + count
    total = sum(kinds.values())
    kind = max(kinds, key=lambda word: kinds[word], default="vehicle")
    colour = max((c for c in colours if c), key=lambda word: colours[word], default=None)
    sure = colour is not None and colours[colour] * 2 > total
    return kind, colour if sure else None  # type: ignore[return-value]
