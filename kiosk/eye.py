"""What the camera's thread looks with; what another thread tells is taken up between frames."""

from collections.abc import Callable

from kiosk.domain.detections import FrameLooked
from kiosk.domain.geometry import Box
from kiosk.domain.picture import StreetGathered
from kiosk.domain.venue import Zones
from kiosk.looking import Looker
from kiosk.ports import Detector, Frame
from kiosk.street_median import StreetMedian


class Eye:
    """`look` belongs to the camera's thread; `use`, `keep_in_sight` and `gather` may be called from any other."""

    def __init__(self, zones: Zones, detector: Detector, put: Callable[[object], None]) -> None:
        """`put` takes the picture of the empty street, once it was asked for and there is one."""
        self._detector, self._put = detector, put
        self._zones = self._zones_wanted = zones
        self._boxes: dict[str, Box] = {}
        self._boxes_wanted = self._boxes
        self._lanes_wanted: frozenset[str] = frozenset()
        self._looker = Looker(zones, detector)
        self._median: StreetMedian | None = None

    def use(self, zones: Zones) -> None:
        """Looks around these zones from the next frame on."""
        self._zones_wanted = zones

    def keep_in_sight(self, boxes: dict[str, Box], lanes: frozenset[str] = frozenset()) -> None:
        """Compares these boxes from the next frame on, and searches the lanes of these zones."""
        self._lanes_wanted = lanes
        self._boxes_wanted = boxes  # last: it says that there is something new

    def gather(self, on: bool) -> None:
        """Gathers frames for a picture of the empty street, from none; or forgets them and gathers no more."""
        self._median = StreetMedian(self._detector) if on else None

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
            self._looker.keep_in_sight(boxes, self._lanes_wanted)
        looked = self._looker.look(frame)
        self._gather(frame)
        return looked

    def _gather(self, frame: Frame) -> None:
        gathering = self._median
        jpeg = gathering.see(frame) if gathering else None
        if jpeg and self._median is gathering:  # else it was told meanwhile to forget
            self._median = None
            self._put(StreetGathered(jpeg=jpeg))
