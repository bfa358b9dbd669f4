"""What the camera's thread looks with; zones and boxes told by another thread are taken up between frames."""

from kiosk.domain.detections import FrameLooked
from kiosk.domain.geometry import Box
from kiosk.domain.venue import Zones
from kiosk.looking import Looker
from kiosk.ports import Detector, Frame


class Eye:
    """`look` belongs to the camera's thread; `use` and `keep_in_sight` may be called from any other."""

    def __init__(self, zones: Zones, detector: Detector) -> None:
        self._detector = detector
        self._zones = self._zones_wanted = zones
        self._boxes: dict[str, Box] = {}
        self._boxes_wanted = self._boxes
        self._looker = Looker(zones, detector)

    def use(self, zones: Zones) -> None:
        """Looks around these zones from the next frame on."""
        self._zones_wanted = zones

    def keep_in_sight(self, boxes: dict[str, Box]) -> None:
        """Compares these boxes from the next frame on."""
        self._boxes_wanted = boxes

    def look(self, frame: Frame) -> FrameLooked:
        """What can be said of this frame.

        Raises:
            DetectionError: the detector cannot be run.
        """
        zones, boxes = self._zones_wanted, self._boxes_wanted
        if zones is not self._zones:
            self._zones, self._looker = zones, Looker(zones, self._detector)
            self._boxes = {}  # the new one has to be told
        if boxes is not self._boxes:
            self._boxes = boxes
            self._looker.keep_in_sight(boxes)
        return self._looker.look(frame)
