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
        return bool(self.zone.lanes) and due_soon and stay.believed() and stay.held not in SILENT

    def judge(self, stay: Stay, t_s: float, utc: datetime) -> None:
        """Says from when the stay counts, and what holds it back."""
        open_s = self._timetable.open_s(utc)
        stay.counts_from_s = t_s - open_s if open_s is not None else t_s
        stay.held = ""
        if open_s is None:
            stay.held = "hours"
        elif self.zone.vehicles and stay.known_kind() not in (*self.zone.vehicles, "vehicle"):
            stay.held = "vehicles"
        elif self._at_start == "quiet" and stay.at_start:
            stay.held = "at-start"
        elif self._lanes.stands(t_s):
            stay.held = "lanes"
