"""The incidents of a watcher: one case for each stop that is told, what is told of it, and what people answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.domain.clock import Now
from kiosk.domain.incidents import ENDED, Decision, Incident, IncidentState, VehicleKind
from kiosk.domain.stay import Stay
from kiosk.domain.watch_events import Effect, ForgetIncident, PublishIncident

FORGET_AFTER = timedelta(minutes=10)
"""How long an incident that has ended is still told, as the contract says."""
SNOOZE_MINUTES = 10
"""When nobody says for how long."""
_WEIGHT = ("lost_sight", "noticed", "raised", "announced", "snoozed", "dismissed", "left")
"""Of two incidents about one vehicle the one with which people have had more to do remains."""


@dataclass(kw_only=True)
class Case:
    """One incident and the stay behind it; `stay` is None once the vehicle is gone, or while it is looked for."""

    incident: Incident
    stay: Stay | None
    visit: int = 0
    """Which stop of the stay it is about."""
    raised: bool = False
    """Whether it was ever raised: then it is, whatever holds back new ones."""
    snoozed_until: datetime | None = None
    ended_at: datetime | None = None
    """When its end was told; None again once that is forgotten and only the dismissal is remembered."""


class Casebook:
    """All cases; `t_s` is the time of the last frame, `blind` whether nothing has been known since."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._cases: dict[str, Case] = {}
        self._new_id = new_id
        self.t_s = float("-inf")
        self.blind = False

    def __iter__(self) -> Iterator[Case]:
        return iter(list(self._cases.values()))

    def of(self, stay: Stay) -> Case | None:
        """The case about this stay, if any."""
        return next((case for case in self._cases.values() if case.stay is stay), None)

    def was_raised(self, stay: Stay) -> bool:
        """Whether its present stop has been raised, or a person has dealt with it."""
        case = self.of(stay)
        return case is not None and case.visit == stay.visit and (case.raised or case.incident.state in ENDED)

    # -- seen ---------------------------------------------------------------------------------------------------

    def open(self, stay: Stay, now: Now) -> Case:
        """A new case: the vehicle has stopped."""
        incident = Incident(
            id=self._new_id(),
            zone=stay.zone.id,
            place=stay.zone.place,
            state="noticed",
            kind="vehicle",
            colour=None,
            outline=stay.box,
            stopped_at=now.utc - timedelta(seconds=stay.dwelt_s(self.t_s)),
            stopped_s=0.0,
            dwell_s=stay.zone.dwell_s,
            confidence=stay.best.score,
            at_start=stay.at_start,
            at=now.utc,
        )
        case = Case(incident=incident, stay=stay, visit=stay.visit)
        case.incident = self._measured(case, "noticed", now)
        return self.take_up(case)

    def take_up(self, case: Case) -> Case:
        """A case that began elsewhere: in an earlier life of the watcher."""
        self._cases[case.incident.id] = case
        return case

    def tell(self, case: Case, state: IncidentState, now: Now) -> list[Effect]:
        """The incident is in this state now."""
        case.raised = case.raised or state == "raised"
        case.incident = self._measured(case, state, now)
        return [PublishIncident(incident=case.incident)]

    def tell_again(self, case: Case, now: Now) -> list[Effect]:
        """How it stands when nobody has answered it (any more)."""
        if self.blind or case.stay is None:
            return self.tell(case, "lost_sight", now)
        if case.incident.announced:
            return self.tell(case, "announced", now)
        return self.tell(case, "raised" if case.raised or self.due(case.stay) else "noticed", now)

    def due(self, stay: Stay) -> bool:
        """Whether its dwell is over and nothing holds it back."""
        return stay.dwelt_s(self.t_s) >= stay.zone.dwell_s and not stay.held

    def in_queue(self, stay: Stay) -> bool:
        """Whether its dwell is over and standing traffic holds it back."""
        return stay.dwelt_s(self.t_s) >= stay.zone.dwell_s and stay.held == "lanes"

    def over(self, case: Case, state: IncidentState, now: Now) -> list[Effect]:
        """Nothing more will be seen of it; what people had ended before is not told again."""
        case.stay = None
        if case.incident.state not in ENDED:
            return self._end(case, state, now)
        if case.ended_at is None:
            del self._cases[case.incident.id]
        return []

    def lost(self, now: Now) -> list[Effect]:
        """Nothing is known of any vehicle."""
        self.blind = True
        live = [case for case in self if case.incident.state in ("noticed", "raised", "announced")]
        return [effect for case in live for effect in self.tell(case, "lost_sight", now)]

    def merge(self, stay: Stay, into: Stay, now: Now) -> list[Effect]:
        """Two stays were one vehicle: it keeps the incident that weighs more, the other one needs nobody."""
        case, other = self.of(stay), self.of(into)
        if case is None:
            return []
        if other is None or _weight(case) > _weight(other):
            case.stay, case.visit = into, into.visit
            case, other = other, case
        return [] if case is None else self.over(case, "dismissed", now)

    def drop(self, case: Case) -> list[Effect]:
        """Forgets it at once."""
        del self._cases[case.incident.id]
        return [ForgetIncident(incident_id=case.incident.id)]

    # -- people -------------------------------------------------------------------------------------------------

    def decided(self, incident_id: str, decision: Decision, now: Now) -> list[Effect]:
        """A person answered it; an answer to what has ended changes nothing."""
        case = self._cases.get(incident_id)
        if case is None or case.incident.state in ENDED:
            return []
        if decision.decision == "snooze":
            case.snoozed_until = now.utc + timedelta(minutes=decision.minutes or SNOOZE_MINUTES)
            return self.tell(case, "snoozed", now)
        return self._end(case, "dismissed", now)

    def heard(self, incident_id: str, now: Now) -> list[Effect]:
        """An announcement of it was spoken."""
        case = self._cases.get(incident_id)
        if case is None or case.incident.state in ENDED:
            return []
        case.incident = replace(case.incident, announced=case.incident.announced + 1)
        return self.tell(case, "lost_sight" if self.blind or case.stay is None else "announced", now)

    # -- time ---------------------------------------------------------------------------------------------------

    def wake(self, now: Now) -> list[Effect]:
        """Snoozed incidents whose time is over are told again."""
        effects: list[Effect] = []
        for case in self:
            if case.incident.state == "snoozed" and case.snoozed_until is not None and case.snoozed_until <= now.utc:
                case.snoozed_until = None
                effects += self.tell_again(case, now)
        return effects

    def forget(self, now: Now) -> list[Effect]:
        """What has ended is told for ten minutes."""
        effects: list[Effect] = []
        for case in self:
            if case.ended_at is None or now.utc - case.ended_at < FORGET_AFTER:
                continue
            case.ended_at = None  # dismissed, but it still stands there: remembered, so that it is not raised again
            if case.stay is None:
                del self._cases[case.incident.id]
            effects.append(ForgetIncident(incident_id=case.incident.id))
        return effects

    def _end(self, case: Case, state: IncidentState, now: Now) -> list[Effect]:
        case.ended_at = now.utc
        return self.tell(case, state, now)

    def _measured(self, case: Case, state: IncidentState, now: Now) -> Incident:
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
            stopped_s=round(stay.dwelt_s(self.t_s), 2),
            confidence=round(stay.best.score, 3),
            in_queue=state == "noticed" and self.in_queue(stay),
        )


def _weight(case: Case) -> tuple[int, float]:
    return _WEIGHT.index(case.incident.state), -case.incident.stopped_at.timestamp()


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
