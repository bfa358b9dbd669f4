"""Follows the stays of a watcher's core and writes down what happens to each; pure."""

import uuid
from collections.abc import Callable, Sequence
from typing import Protocol

from kiosk.domain.clock import Now
from kiosk.domain.detections import FrameLooked
from kiosk.domain.incidents import Incident
from kiosk.domain.trace_draft import Draft
from kiosk.domain.traces import Ending, Trace
from kiosk.domain.watch_events import StayView, ZonesChanged


class Watched(Protocol):
    """What the tracer asks of a watcher's core."""

    def views(self) -> Sequence[StayView]:
        """How every stay stands."""


class Tracer:
    """Feed it after every event of the core; `take` gives the traces that are worth writing now."""

    def __init__(self, new_id: Callable[[], str] = lambda: uuid.uuid4().hex[:8]) -> None:
        self._new_id = new_id
        self._running: dict[tuple[str, int], Draft] = {}
        self._ended: list[Draft] = []

    def see(self, core: Watched, event: object, now: Now) -> None:
        """The core took `event` in; frames that show something, and new zones, change what it knows of the stays."""
        if isinstance(event, ZonesChanged):
            self._end_all_but({(v.stay.key, v.stay.visit) for v in core.views()}, "zones-changed")
        if not isinstance(event, FrameLooked) or not event.sees_the_street:
            return
        views = {(view.stay.key, view.stay.visit): view for view in core.views()}
        self._end_all_but(set(views), "gone")
        for key, view in views.items():
            if key not in self._running:
                self._running[key] = self._begin(view, event, now)
            self._running[key].see(view, event)
        self._hand_on()

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

    def _begin(self, view: StayView, looked: FrameLooked, now: Now) -> Draft:
        return Draft(
            id=f"{now.utc:%Y%m%dT%H%M%SZ}-{self._new_id()}",
            view=view,
            began_at=now.utc,
            began_t_s=looked.t_s,
            t_s=looked.t_s,
            since_s=view.stay.since_s,
        )

    def _hand_on(self) -> None:
        """The incident of a part goes on as the vehicle's."""
        for part in (one for one in self._ended if one.ending == "merged" and one.steps):
            for draft in self._running.values():
                if draft.incident == part.incident:
                    draft.inherit(part)
                    part.steps = []

    def _end_all_but(self, kept: set[tuple[str, int]], ending: Ending) -> None:
        stays = {key for key, _ in kept}
        for key in [key for key in self._running if key not in kept]:
            draft = self._running.pop(key)
            draft.ending = "drove-on" if ending == "gone" and key[0] in stays else ending
            if ending == "gone" and draft.view.stay.merged_into is not None:
                draft.ending = "merged"
                draft.worth = draft.taken_t_s is not None  # else nobody has read it yet, and it is no stop of its own
            self._ended.append(draft)
