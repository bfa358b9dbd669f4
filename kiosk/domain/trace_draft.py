"""One trace while it is being written; pure."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.domain.detections import FrameLooked
from kiosk.domain.incidents import Incident, VehicleKind
from kiosk.domain.traces import MAX_MOMENTS, MAX_STEPS, Ending, Moment, Step, Trace, alike, shortened, thinned
from kiosk.domain.watch_core import STILL_S
from kiosk.domain.watch_events import StayView

_EVERY_S = ((120.0, 1.0), (1800.0, 10.0), (float("inf"), 60.0))
"""Up to this age of a trace a moment is kept every so often; changes are kept whenever they happen."""
_SPARE = 60
"""Moments above the limit are let come before they are thinned out, so that it is not done at every frame."""
_REWRITE_LEAST_S, _REWRITE_MOST_S, _REWRITE_SHARE = 60.0, 1800.0, 0.25
"""A trace that goes on is worth writing again when it is older by a quarter: a day costs some 50 writes, not 1440."""


@dataclass(kw_only=True)
class Draft:
    """Times are seconds of the source."""

    id: str
    view: StayView
    began_at: datetime
    began_t_s: float
    t_s: float
    since_s: float
    incident: str | None = None
    kind: VehicleKind = "vehicle"
    colour: str | None = None
    ending: Ending = ""
    worth: bool = False
    changed: bool = True
    taken_t_s: float | None = None
    stood_s: float = 0.0
    most_s: float = 0.0
    looks: int = 0
    hidden_s: float = 0.0
    gap_s: float = 0.0
    """How long it has not been seen now: hidden, once it is seen again; else it has gone."""
    last: Moment | None = None
    """The last look, kept among the moments or not."""
    moments: list[Moment] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def see(self, view: StayView, looked: FrameLooked) -> None:
        """One look more."""
        stay, passed_s = view.stay, looked.t_s - self.t_s
        self.view, self.t_s, self.since_s = view, looked.t_s, stay.since_s
        stood_s = stay.stopped_s(looked.t_s)
        moment = _moment(view, looked, looked.t_s - self.began_t_s)
        if moment.seen:
            self.looks += 1
            self.stood_s = stood_s
            self.hidden_s, self.gap_s = self.hidden_s + self.gap_s, 0.0
        else:
            self.gap_s += passed_s
        if moment.ready:
            self.most_s = max(self.most_s, moment.dwelt_s)
        self.worth = self.worth or view.incident is not None or (moment.seen and moment.sure and stood_s >= STILL_S)
        if view.incident is not None:
            self.incident = view.incident.id
            self.kind, self.colour = view.incident.kind, view.incident.colour
        else:
            self.kind = stay.best.kind
        self._remember(moment)

    def _remember(self, moment: Moment) -> None:
        before, self.last = self.last, moment
        kept_t_s = self.moments[-1].t_s if self.moments else None
        news = before is None or not alike(before, moment)
        if not news and kept_t_s is not None and moment.t_s - kept_t_s < _spacing_s(moment.t_s):
            return
        if news and before is not None and before.t_s != kept_t_s:
            self.moments.append(before)  # else nobody could tell until when it was as before
        self.moments.append(moment)
        self.changed = True
        if len(self.moments) >= MAX_MOMENTS + _SPARE:
            self.moments = thinned(self.moments)

    def tell(self, incident: Incident) -> None:
        """The incident about this stop was published."""
        self.kind, self.colour = incident.kind, incident.colour
        before = self.steps[-1].state if self.steps else None
        if incident.state == before and incident.state != "announced":
            return
        why = self._why(incident.state, before)
        self.steps.append(Step(t_s=round(self.t_s - self.began_t_s, 2), state=incident.state, why=why))
        if len(self.steps) > 2 * MAX_STEPS:
            self.steps = list(shortened(self.steps))
        self.changed = True

    def inherit(self, other: "Draft") -> None:
        """The other one turned out to be a part of this vehicle: what was decided about it was about this."""
        earlier_s = other.began_t_s - self.began_t_s
        self.steps = [replace(step, t_s=round(step.t_s + earlier_s, 2)) for step in other.steps] + self.steps
        self.most_s = max(self.most_s, other.most_s)

    def _why(self, state: str, before: str | None) -> str:
        if state in ("left", "lost_sight"):
            return self.ending or ("gone" if state == "left" else "no-sight")
        if state in ("dismissed", "snoozed"):
            return "settled" if state == "dismissed" else "person"
        if before == "snoozed":
            return "snooze-over"
        if before == "lost_sight" or (before is None and state != "noticed"):
            return "seen-again"
        return {"noticed": "stopped", "raised": "dwell-over"}.get(state, "announced")

    def due(self) -> bool:
        """Whether it is time to write it (again)."""
        if self.ending or self.taken_t_s is None:
            return True
        age_s = self.t_s - self.began_t_s
        again_s = min(_REWRITE_MOST_S, max(_REWRITE_LEAST_S, age_s * _REWRITE_SHARE))
        return self.changed and self.t_s - self.taken_t_s >= again_s

    def trace(self) -> Trace:
        """As it stands."""
        moments = list(self.moments)
        if self.last is not None and moments[-1] is not self.last:
            moments.append(self.last)
        stay = self.view.stay
        return Trace(
            id=self.id,
            zone=stay.zone.id,
            dwell_s=stay.zone.dwell_s,
            began_at=self.began_at,
            until_at=self.began_at + timedelta(seconds=self.t_s - self.began_t_s),
            stopped_at=self.began_at + timedelta(seconds=self.since_s - self.began_t_s),
            incident=self.incident,
            kind=self.kind,
            colour=self.colour,
            at_start=stay.at_start,
            ending=self.ending,
            stood_s=round(self.stood_s, 2),
            most_s=round(self.most_s, 2),
            looks=self.looks,
            hidden_s=round(self.hidden_s, 2),
            moments=tuple(thinned(moments)),
            steps=shortened(self.steps),
        )


def _moment(view: StayView, looked: FrameLooked, t_s: float) -> Moment:
    stay = view.stay
    like = looked.likenesses.get(stay.look_key)
    x0, y0, x1, y1 = (round(v, 4) for v in stay.box)
    return Moment(
        t_s=round(t_s, 2),
        dwelt_s=round(stay.dwelt_s(looked.t_s), 2),
        seen=stay.present,
        sure=stay.believed(),
        score=round(stay.best.score, 3),
        belief=round(stay.belief / stay.sweeps, 3) if stay.sweeps else 0.0,
        same=None if like is None or like.same is None else round(like.same, 3),
        outline=(x0, y0, x1, y1),
        held=view.held,
    )


def _spacing_s(age_s: float) -> float:
    return next(every_s for until_s, every_s in _EVERY_S if age_s < until_s)
