"""The pipeline people copy from tutorials: detector on whole frames, ByteTrack, a polygon, a count of frames.

Written as the examples of `supervision` are (its "time in zone"), with ByteTrack's own defaults: they remember a lost
track for 30 frames, six seconds here, which suits standing vehicles better than anything shorter.
"""

import importlib
import importlib.util
import math
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy as np

from kiosk.bench.truth import Raised
from kiosk.domain.venue import Zones
from kiosk.errors import BenchError
from kiosk.ports import Detection, Detector, Frame

SUPERVISION = "supervision==0.27.0"
"""The last release with ByteTrack inside and no announcement that it will go. It names opencv-python, the build with
Qt, as its dependency, which would overwrite our headless one: hence --no-deps, and our extra `bench` for the rest."""


def check_installed() -> None:
    """Raises BenchError, with the cure, when `supervision` is not there."""
    if importlib.util.find_spec("supervision") is None:
        raise BenchError(
            "The tutorials' pipeline needs supervision: run `make bench`, or `pip install 'kiosk[bench]'` and then "
            f"`pip install --no-deps {SUPERVISION}`."
        )


class TutorialPipeline:
    """Raises each track once, when it was in a zone for so many frames."""

    def __init__(self, zones: Zones, detector: Detector, frames_per_s: float) -> None:
        """`frames_per_s` is the rate at which `look` will be called: the dwell is counted in such frames."""
        self._supervision: Any = importlib.import_module("supervision")
        self._zones, self._detector = zones, detector
        self._tracker = self._supervision.ByteTrack()
        # Its timer counts the frames since the first one in the zone, as `supervision`'s own example does.
        self._frames_due = {zone.id: 1 + math.ceil(zone.dwell_s * frames_per_s) for zone in zones.zones}
        self._polygons: dict[str, Any] = {}
        self._frames_in: Counter[tuple[str, int]] = Counter()
        self.runs = 0

    def look(self, frame: Frame) -> list[Raised]:
        """What is raised at this frame.

        Raises:
            DetectionError: the detector cannot be run.
        """
        height, width = frame.pixels.shape[:2]
        size = np.array([width, height, width, height], dtype=np.float64)
        self.runs += 1
        vehicles = [one for one in self._detector.detect(frame) if one.label != "person"]
        tracked = self._tracker.update_with_detections(self._detections(vehicles, size))
        raised: list[Raised] = []
        for zone, polygon in self._polygons_for(width, height).items():
            for row in np.flatnonzero(polygon.trigger(tracked)):
                key = (zone, int(tracked.tracker_id[row]))
                self._frames_in[key] += 1
                if self._frames_in[key] == self._frames_due[zone]:
                    x0, y0, x1, y1 = (float(v) for v in tracked.xyxy[row] / size)
                    raised.append(Raised(t_s=frame.t_s, outline=(x0, y0, x1, y1), incident=f"{key[0]}/{key[1]}"))
        return raised

    def _detections(self, vehicles: Sequence[Detection], size: Any) -> Any:
        if not vehicles:
            return self._supervision.Detections.empty()
        return self._supervision.Detections(
            xyxy=np.array([one.box for one in vehicles]) * size,
            confidence=np.array([one.score for one in vehicles]),
            class_id=np.zeros(len(vehicles), dtype=int),
        )

    def _polygons_for(self, width: int, height: int) -> dict[str, Any]:
        if not self._polygons:
            self._polygons = {
                zone.id: self._supervision.PolygonZone(
                    polygon=np.array([(round(x * width), round(y * height)) for x, y in zone.polygon]),
                    triggering_anchors=(self._supervision.Position.BOTTOM_CENTER,),
                )
                for zone in self._zones.zones
            }
        return self._polygons


def looked_rate(times: Sequence[float], frames_per_s: float) -> float:
    """How many frames a second are looked at in a source with these times, at most `frames_per_s`.

    The median of the gaps: what the author of a tutorial reads from the file's header; a time lapse has no better one.
    """
    gaps = [later - earlier for earlier, later in zip(times, times[1:], strict=False) if later > earlier]
    return min(frames_per_s, 1.0 / median(gaps)) if gaps else frames_per_s
