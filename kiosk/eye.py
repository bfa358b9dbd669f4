"""What the camera's thread looks with; what another thread tells is taken up between frames.

Nothing reads a frame before its masks are black, and nothing that knows the zones before it was moved back to where
they were drawn.
"""

from collections.abc import Callable
from dataclasses import replace

from kiosk.alignment import aligned
from kiosk.condition import CameraCondition
from kiosk.domain.detections import FrameLooked, KeepInSight
from kiosk.domain.picture import StreetGathered
from kiosk.domain.venue import Polygon, Zones
from kiosk.looking import Looker, region_around
from kiosk.masks import Masks, Shift
from kiosk.ports import Detector, Frame
from kiosk.street_median import StreetMedian


class Eye:
    """`look` belongs to the camera's thread; `use`, `keep_in_sight` and `gather` may be called from any other."""

    def __init__(self, zones: Zones, detector: Detector, put: Callable[[object], None] = lambda _: None) -> None:
        """`put` takes the picture of the empty street, once it was asked for and there is one."""
        self._detector, self._put = detector, put
        self._zones = self._zones_wanted = zones
        self._kept = self._keep_wanted = KeepInSight(boxes={})
        self._looker = Looker(zones, detector)
        self._masks = Masks(zones.masks)
        self._condition = CameraCondition(self._masks, region_around(zones))
        self._median: StreetMedian | None = None

    def use(self, zones: Zones) -> None:
        """Looks around these zones from the next frame on."""
        self._zones_wanted = zones

    def keep_in_sight(self, wanted: KeepInSight) -> None:
        """Compares and asks about these places from the next frame on."""
        self._keep_wanted = wanted

    def gather(self, on: bool) -> None:
        """Gathers frames for a picture of the empty street, from none; or forgets them and gathers no more."""
        self._median = StreetMedian(self._detector) if on else None

    def look(self, frame: Frame) -> FrameLooked:
        """What can be said of this frame.

        Raises:
            DetectionError: the detector cannot be run.
        """
        zones, keep = self._zones_wanted, self._keep_wanted
        if zones is not self._zones:
            self._take_up(zones)
        if keep is not self._kept:
            self._kept = keep
            self._looker.keep_in_sight(keep)
        before = self._condition.shift
        masked = self._masks.black_out(frame, before)
        seen = self._condition.see(masked)
        if seen.shift != before:
            masked = self._masks.black_out(frame, seen.shift)
        looked = FrameLooked(t_s=frame.t_s, condition=seen.condition)
        if looked.sees_the_street:
            looked = replace(self._looker.look(_moved_back(masked, seen.shift)), condition=seen.condition)
        self._gather(masked)  # as the camera sees it now, wherever it was turned: zones are drawn on it
        return looked

    def as_read(self, frame: Frame) -> Frame:
        """The frame as it is looked at: masked, and moved back to where the zones were drawn."""
        shift = self._condition.shift
        return _moved_back(self._masks.black_out(frame, shift), shift)

    def _take_up(self, zones: Zones) -> None:
        before, self._zones = self._zones, zones
        if zones == before:
            return  # the broker tells them again at each connection
        self._looker = Looker(zones, self._detector)
        self._kept = KeepInSight(boxes={})  # the new one has to be told
        if zones.masks != before.masks or _drawn(zones) - _drawn(before):
            # Somebody drew on the picture as it is now: from here on that is how the street should look.
            self._masks = Masks(zones.masks)
            self._condition = CameraCondition(self._masks, region_around(zones))

    def _gather(self, frame: Frame) -> None:
        gathering = self._median
        jpeg = gathering.see(frame) if gathering else None
        if jpeg and self._median is gathering:  # else it was told meanwhile to forget
            self._median = None
            self._put(StreetGathered(jpeg=jpeg))


def _drawn(zones: Zones) -> set[Polygon]:
    return {polygon for zone in zones.zones for polygon in (zone.polygon, *zone.lanes)}


def _moved_back(frame: Frame, shift: Shift) -> Frame:
    if shift == (0.0, 0.0):
        return frame
    gate = None if frame.gate is None else aligned(frame.gate, shift)
    return replace(frame, pixels=aligned(frame.pixels, shift), gate=gate)
