"""What the owner said of one zone: when it is watched, whom it minds, and what holds a proposal back."""

from datetime import datetime, tzinfo
from typing import Literal

from kiosk.domain.detections import FrameLooked
from kiosk.domain.lanes import LaneWatch
from kiosk.domain.schedule import Timetable
from kiosk.domain.stay import Stay
from kiosk.domain.venue import Zone

AtStart = Literal["dwell", "quiet"]
"""A vehicle that is there when watching begins: raised after a whole dwell, or never mind it until it has left."""
_LOOK_AHEAD_S = 10.0
"""Before a dwell is over the lanes are searched for this long: several searches, and time without movement."""
_TURNS_OUT = 2 / 3
"""Of its sightings: what was told as a bus is taken back as a car only when they clearly say so, else it would come and
go with every look."""
SILENT = ("hours", "vehicles", "at-start")
"""Held back for these, a stay is followed and nobody is told of it; for `lanes` it is noticed and not raised."""


class ZoneRules:
    """The rules of one zone, kept up to date frame by frame."""

    def __init__(self, zone: Zone, *, at_start: AtStart, timezone: tzinfo | None) -> None:
        self.zone, self._at_start = zone, at_start
        self._lanes = LaneWatch(zone)
        self._timetable = Timetable(zone.hours, timezone)

    def use_timezone(self, timezone: tzinfo) -> None:
        """From now on the hours are those of this time zone."""
        self._timetable = Timetable(self.zone.hours, timezone)

    def watched(self, utc: datetime) -> bool:
        """Whether this is one of the zone's hours."""
        return self._timetable.open_s(utc) is not None

    def see(self, looked: FrameLooked) -> None:
        """Takes one frame in."""
        self._lanes.see(looked)

    def asks_for_lanes(self, stay: Stay, t_s: float) -> bool:
        """Whether the lanes must be searched for the sake of this stay, which has not been raised."""
        due_soon = stay.dwelt_s(t_s) >= self.zone.dwell_s - _LOOK_AHEAD_S
        return due_soon and stay.believed() and stay.held not in SILENT and self._lanes.ask(t_s)

    def judge(self, stay: Stay, t_s: float, utc: datetime) -> None:
        """Says from when the stay counts, and what holds it back."""
        open_s = self._timetable.open_s(utc)
        stay.counts_from_s = t_s - open_s if open_s is not None else t_s
        stay.held = self._held(stay, t_s, watched=open_s is not None)

    def _held(self, stay: Stay, t_s: float, *, watched: bool) -> str:
        if not watched:
            return "hours"
        if self._is_not_minded(stay):
            return "vehicles"
        if self._at_start == "quiet" and stay.at_start:
            return "at-start"
        return "lanes" if self._lanes.stands(t_s) else ""

    def _is_not_minded(self, stay: Stay) -> bool:
        """Whether it is surely of a kind that does not matter; an unknown kind always does."""
        undecided = stay.held == "vehicles" or not stay.believed()
        kind = stay.known_kind(0.5 if undecided else _TURNS_OUT)
        return bool(self.zone.vehicles) and kind not in (*self.zone.vehicles, "vehicle")
