"""Follows the stays of a watcher's core and writes down what happens to each; pure."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.domain.clock import Now
from kiosk.domain.detections import FrameLooked
from kiosk.domain.incidents import Incident, VehicleKind
from kiosk.domain.traces import MAX_MOMENTS, Ending, Moment, Step, Trace, alike, shortened, thinned
from kiosk.domain.watch_core import STILL_S, StayView, ZonesChanged

_EVERY_S = ((120.0, 1.0), (1800.0, 10.0), (float("inf"), 60.0))
"""Up to this age of a trace a moment is kept every so often; changes are kept whenever they happen."""
_SPARE = 60
"""Moments above the limit are let come before they are thinned out, so that it is not done at every frame."""
_REWRITE_LEAST_S, _REWRITE_MOST_S, _REWRITE_SHARE = 60.0, 1800.0, 0.25
"""A trace that goes on is worth writing again when it is older by a quarter: a day costs some 50 writes, not 1440."""
_PERSON = {"announced": "announced", "dismissed": "person", "snoozed": "person", "lost_sight": "no-sight"}


class Watched(Protocol):
    """What the tracer asks of a watcher's core."""

    def views(self) -> Sequence[StayView]:
        """How every stay stands."""


@dataclass(kw_only=True)
class _Draft:
    """A trace that is being written; times are seconds of the source."""

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
    last: Moment | None = None
    """The last look, kept among the moments or not."""
    moments: list[Moment] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def see(self, view: StayView, looked: FrameLooked) -> None:
        """One look more."""
        stay, passed_s = view.stay, looked.t_s - self.t_s
        self.view, self.t_s, self.since_s = view, looked.t_s, stay.since_s
        moment = _moment(view, looked, looked.t_s - self.began_t_s)
        if moment.seen:
            self.looks += 1
            self.stood_s = moment.stopped_s
        else:
            self.hidden_s += passed_s
        if moment.ready:
            self.most_s = max(self.most_s, moment.stopped_s)
        self.worth = self.worth or view.incident is not None or (moment.ready and moment.stopped_s >= STILL_S)
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
        why = _PERSON.get(incident.state) or self._why(incident.state, before)
        if incident.state == "announced" and before == "lost_sight":
            why = "seen-again"
        self.steps.append(Step(t_s=round(self.t_s - self.began_t_s, 2), state=incident.state, why=why))
        self.changed = True

    def _why(self, state: str, before: str | None) -> str:
        if state == "left":
            return self.ending or "gone"
        if before == "snoozed":
            return "snooze-over"
        if before == "lost_sight" or (before is None and state != "noticed"):
            return "seen-again"
        return "stopped" if state == "noticed" else "dwell-over"

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


class Tracer:
    """Feed it after every event of the core; `take` gives the traces that are worth writing now."""

    def __init__(self, new_id: Callable[[], str] = lambda: uuid.uuid4().hex[:8]) -> None:
        self._new_id = new_id
        self._running: dict[tuple[str, int], _Draft] = {}
        self._ended: list[_Draft] = []

    def see(self, core: Watched, event: object, now: Now) -> None:
        """The core took `event` in; frames that show something, and new zones, change what it knows of the stays."""
        if isinstance(event, ZonesChanged):
            self._end_all_but({(v.stay.key, v.stay.visit) for v in core.views()}, "zones-changed")
        if not isinstance(event, FrameLooked) or event.covered:
            return
        views = {(view.stay.key, view.stay.visit): view for view in core.views()}
        self._end_all_but(set(views), "gone")
        for key, view in views.items():
            if key not in self._running:
                self._running[key] = self._begin(view, event, now)
            self._running[key].see(view, event)

    def tell(self, incident: Incident) -> None:
        """The core published this incident."""
        draft = next((one for one in (*self._running.values(), *self._ended) if one.incident == incident.id), None)
        if draft is not None:
            draft.tell(incident)

    def end(self) -> None:
        """Nothing is watched any more."""
        self._end_all_but(set(), "watcher-stopped")

    def take(self) -> list[Trace]:
        """The traces to write: those that ended, and of the others those that grew by much."""
        drafts = [one for one in (*self._ended, *self._running.values()) if one.worth and one.due()]
        self._ended = []
        for draft in drafts:
            draft.taken_t_s, draft.changed = draft.t_s, False
        return [draft.trace() for draft in drafts]

    def running(self) -> list[Trace]:
        """The traces of what stands there now, as they are."""
        return [draft.trace() for draft in self._running.values() if draft.worth]

    def _begin(self, view: StayView, looked: FrameLooked, now: Now) -> _Draft:
        return _Draft(
            id=f"{now.utc:%Y%m%dT%H%M%SZ}-{self._new_id()}",
            view=view,
            began_at=now.utc,
            began_t_s=looked.t_s,
            t_s=looked.t_s,
            since_s=view.stay.since_s,
        )

    def _end_all_but(self, kept: set[tuple[str, int]], ending: Ending) -> None:
        stays = {key for key, _ in kept}
        for key in [key for key in self._running if key not in kept]:
            draft = self._running.pop(key)
            draft.ending = "drove-on" if ending == "gone" and key[0] in stays else ending
            self._ended.append(draft)


def _moment(view: StayView, looked: FrameLooked, t_s: float) -> Moment:
    stay = view.stay
    like = looked.likenesses.get(stay.look_key)
    x0, y0, x1, y1 = (round(v, 4) for v in stay.box)
    return Moment(
        t_s=round(t_s, 2),
        stopped_s=round(stay.stopped_s(looked.t_s), 2),
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
