"""The watcher's core: what was seen becomes incidents, and people's decisions are followed."""

import uuid
from collections.abc import Callable, Sequence
from datetime import tzinfo

from kiosk.domain.cases import Case, Casebook
from kiosk.domain.clock import Now
from kiosk.domain.conditions import BLIND
from kiosk.domain.continuity import Continuity, remember
from kiosk.domain.detections import FrameLooked, KeepInSight
from kiosk.domain.incidents import ENDED
from kiosk.domain.missing import MissingVehicles
from kiosk.domain.stay import Stay
from kiosk.domain.stays import ZoneWatch
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.watch_events import (
    AnnouncementHeard,
    Decided,
    Effect,
    ForgetIncident,
    PublishIncident,
    SightLost,
    StayView,
    TimezoneChanged,
    ZonesChanged,
)
from kiosk.domain.zone_rules import SILENT, AtStart, ZoneRules

STILL_S = 1.0
"""A vehicle counts as stopped after standing this long: less is a pause of someone who drives on."""


class WatchCore:
    """Pure: `handle` says what to do; it never asks for the time, sleeps or logs."""

    def __init__(
        self,
        zones: Zones,
        *,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        at_start: AtStart = "dwell",
        timezone: tzinfo | None = None,
    ) -> None:
        """Without a time zone every zone is always watched: a recording does not know its time of day."""
        self._at_start, self._timezone = at_start, timezone
        self._watches: dict[str, ZoneWatch] = {}
        self._rules: dict[str, ZoneRules] = {}
        self._use(zones)
        self._book = Casebook(new_id)
        self._missing = MissingVehicles(self._book)
        self._kept = KeepInSight(boxes={})

    def handle(self, event: object, now: Now) -> Sequence[Effect]:
        """What must be done because `event` happened."""
        effects: list[Effect] = []
        match event:
            case FrameLooked():
                effects += self._looked(event, now)
            case SightLost():
                effects += self._book.lost(now)
            case ZonesChanged():
                effects += self._rezone(event.zones)
            case TimezoneChanged():
                self._timezone = event.timezone
                for rules in self._rules.values():
                    rules.use_timezone(event.timezone)
            case Decided():
                effects += self._book.decided(event.incident_id, event.decision, now)
            case AnnouncementHeard():
                effects += self._book.heard(event.incident_id, now)
        return [
            *effects,
            *self._close(now),
            *self._missing.give_up(now),
            *self._book.wake(now),
            *self._book.forget(now),
        ]

    def views(self) -> list[StayView]:
        """Every stay, believed or not, and the incident about its present stop."""
        found: list[StayView] = []
        for stay in self._stays():
            case = self._book.of(stay)
            about = case.incident if case is not None and case.visit == stay.visit else None
            found.append(StayView(stay=stay, incident=about, held=stay.held))
        return found

    # -- over a restart -----------------------------------------------------------------------------------------

    def remembered(self, now: Now) -> Continuity:
        """What another life of the watcher must know of the vehicles."""
        stays = [(stay, self._book.of(stay)) for stay in self._stays()]
        return remember(stays, ((one.known, one.case) for one in self._missing), self._book.t_s, now)

    def resume(self, continuity: Continuity, now: Now) -> list[Effect]:
        """Goes on from there: each vehicle is looked for, and until it is found nothing is known of it."""
        same_vehicle_s = {zone_id: watch.zone.same_vehicle_s for zone_id, watch in self._watches.items()}
        effects = self._missing.resume(continuity, same_vehicle_s, now)
        return [*effects, *self._keep_in_sight()]

    # -- seeing -------------------------------------------------------------------------------------------------

    def _looked(self, looked: FrameLooked, now: Now) -> list[Effect]:
        if looked.condition in BLIND:
            return self._book.lost(now)
        if not looked.sees_the_street:
            return []
        if looked.t_s <= self._book.t_s:
            return []  # time never runs backwards into a dwell
        self._book.t_s, self._book.blind = looked.t_s, False
        effects: list[Effect] = []
        for zone_id, watch in self._watches.items():
            rules = self._rules[zone_id]
            rules.see(looked)
            for stay in watch.see(looked):
                effects += self._ended(stay, now)
            for stay in watch.stays:
                rules.judge(stay, looked.t_s, now.utc)
                effects += self._stands(stay, now)
        effects += self._missing.see(looked, self._stays(), now)
        return [*effects, *self._keep_in_sight()]

    def _keep_in_sight(self) -> list[Effect]:
        lanes = {
            stay.zone.id
            for stay in self._stays()
            if self._rules[stay.zone.id].asks_for_lanes(stay, self._book.t_s) and not self._book.was_raised(stay)
        }
        missing = self._missing.places
        wanted = KeepInSight(
            boxes={**missing, **{stay.look_key: stay.box for stay in self._stays()}},
            doubtful={**missing, **{stay.look_key: stay.best.box for stay in self._stays() if not stay.believed()}},
            likely=frozenset(stay.look_key for stay in self._stays() if stay.sure_looks),
            lanes=frozenset(lanes),
        )
        if wanted == self._kept:
            return []
        self._kept = wanted
        return [wanted]

    def _ended(self, stay: Stay, now: Now) -> list[Effect]:
        """The stay is no longer followed: it was a part of another one, or its vehicle has gone."""
        into = stay.merged_into
        while into is not None and into.merged_into is not None:
            into = into.merged_into
        if into is not None and not into.gone:
            return self._book.merge(stay, into, now)
        case = self._book.of(stay)
        return [] if case is None else self._book.over(case, "left", now)

    def _stands(self, stay: Stay, now: Now) -> list[Effect]:
        if not stay.present or not stay.believed():
            return []
        effects = self._missing.find(stay, now)
        case = self._book.of(stay)
        if case is None:
            return effects + self._notice(stay, now)
        if case.visit != stay.visit:
            return effects + self._book.over(case, "left", now)  # the stop that began has no incident yet
        if stay.held in SILENT and case.incident.state == "noticed":
            return effects + self._book.over(case, "dismissed", now)
        if case.incident.state == "lost_sight":
            return effects + self._book.tell_again(case, now)
        return effects + self._raise_when_due(case, stay, now)

    def _notice(self, stay: Stay, now: Now) -> list[Effect]:
        if stay.held in SILENT or stay.dwelt_s(self._book.t_s) < min(STILL_S, stay.zone.dwell_s):
            return []
        case = self._book.open(stay, now)
        return [PublishIncident(incident=case.incident), *self._raise_when_due(case, stay, now)]

    def _raise_when_due(self, case: Case, stay: Stay, now: Now) -> list[Effect]:
        if case.incident.state != "noticed":
            return []
        if self._book.due(stay):
            return self._book.tell(case, "raised", now)
        return self._book.tell(case, "noticed", now) if case.incident.in_queue != self._book.in_queue(stay) else []

    # -- what the owner wants -----------------------------------------------------------------------------------

    def _close(self, now: Now) -> list[Effect]:
        """At the end of a zone's hours its incidents need nobody any more, which is what `dismissed` says: not `left`,
        for the vehicles may well stand there, and not `lost_sight`, for nothing is unclear. When the next hours begin
        a vehicle that stayed is a new incident, unless a person had dismissed it."""
        closed = {zone_id for zone_id, rules in self._rules.items() if not rules.watched(now.utc)}
        effects: list[Effect] = []
        for case in self._book:
            if case.incident.zone in closed and case.incident.state not in ENDED and case.ended_at is None:
                self._missing.let_go(case)
                effects += self._book.over(case, "dismissed", now)
        return effects

    def _use(self, zones: Zones) -> None:
        """Zones that did not change keep their stays."""
        watches, rules = self._watches, self._rules
        self._watches, self._rules = {}, {}
        for zone in zones.zones:
            same = zone.id in watches and watches[zone.id].zone == zone
            self._watches[zone.id] = watches[zone.id] if same else ZoneWatch(zone)
            self._rules[zone.id] = rules[zone.id] if same else self._rules_of(zone)

    def _rules_of(self, zone: Zone) -> ZoneRules:
        return ZoneRules(zone, at_start=self._at_start, timezone=self._timezone)

    def _rezone(self, zones: Zones) -> list[Effect]:
        """The incidents of zones that changed are forgotten."""
        before = self._watches
        self._use(zones)
        unchanged = {zone_id for zone_id, watch in self._watches.items() if before.get(zone_id) is watch}
        kept = {id(stay) for stay in self._stays()}
        self._missing.keep_only(unchanged)
        looked_for = {id(one.case) for one in self._missing}
        effects: list[Effect] = []
        for case in self._book:
            searched = case.stay is None and case.ended_at is None and id(case) not in looked_for
            if searched or (case.stay is not None and id(case.stay) not in kept):
                effects += self._book.drop(case)
        return [*effects, *self._keep_in_sight()]

    def _stays(self) -> list[Stay]:
        return [stay for watch in self._watches.values() for stay in watch.stays]


__all__ = [
    "STILL_S", "AnnouncementHeard", "Decided", "Effect", "ForgetIncident", "PublishIncident", "SightLost", "StayView",
    "TimezoneChanged", "WatchCore", "ZonesChanged",
]  # fmt: skip
