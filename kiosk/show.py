"""Draws what the watcher saw into a video, for a person to look at; only `kiosk replay --show` does this."""

from pathlib import Path
from types import TracebackType

import cv2
import numpy as np

from kiosk.domain.detections import FrameLooked
from kiosk.domain.geometry import Box
from kiosk.domain.incidents import ENDED, Incident
from kiosk.domain.venue import Zones
from kiosk.errors import InputError
from kiosk.ports import Frame, Pixels

_FPS = 10.0
_WIDTH_PX = 960
_COLOURS = {"noticed": (60, 180, 255), "raised": (60, 60, 230), "announced": (200, 80, 200)}
_GREY, _ZONE = (160, 160, 160), (0, 220, 220)


def open_show(path: Path, zones: Zones) -> "VideoShow":
    """A video at `path`, made when the first frame comes; its pictures follow each other at 10 a second."""
    return VideoShow(path, zones)


class VideoShow:
    """Draws zones, the detector's boxes and the incidents' outlines and states."""

    def __init__(self, path: Path, zones: Zones) -> None:
        self._path, self._zones = path, zones
        self._writer: cv2.VideoWriter | None = None

    def __enter__(self) -> "VideoShow":
        """Ready to draw."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Finishes the file."""
        if self._writer is not None:
            self._writer.release()

    def draw(self, frame: Frame, looked: FrameLooked | None, incidents: dict[str, Incident]) -> None:
        """One picture more; frames that were not analysed are left out.

        Raises:
            InputError: the video cannot be written there.
        """
        if looked is None:
            return
        height = round(frame.pixels.shape[0] * _WIDTH_PX / frame.pixels.shape[1] / 2) * 2
        canvas: Pixels = np.asarray(cv2.resize(frame.pixels, (_WIDTH_PX, height)), dtype=np.uint8)
        for zone in self._zones.zones:
            corners = (np.array(zone.polygon) * (_WIDTH_PX, height)).astype(np.int32)
            cv2.polylines(canvas, [corners], True, _ZONE, 1, cv2.LINE_AA)
        for sighting in looked.sightings:
            self._box(canvas, sighting.box, _GREY, f"{sighting.label} {sighting.score:.2f}", 1)
        for one in incidents.values():
            if one.state not in ENDED:
                words = f"{one.state} {one.colour or ''} {one.kind}"
                self._box(canvas, one.outline, _COLOURS.get(one.state, _GREY), words, 2)
        cv2.putText(canvas, f"{looked.t_s:.1f} s", (8, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 2)
        self._write(canvas)

    def _box(self, canvas: Pixels, box: Box, colour: tuple[int, int, int], words: str, thick: int) -> None:
        height, width = canvas.shape[:2]
        x0, y0, x1, y1 = (int(v * side) for v, side in zip(box, (width, height, width, height), strict=True))
        cv2.rectangle(canvas, (x0, y0), (x1, y1), colour, thick)
        cv2.putText(canvas, words, (x0 + 2, max(12, y0 - 4)), cv2.FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv2.LINE_AA)

    def _write(self, canvas: Pixels) -> None:
        if self._writer is None:
            size = (canvas.shape[1], canvas.shape[0])
            self._writer = cv2.VideoWriter(str(self._path), cv2.VideoWriter.fourcc(*"mp4v"), _FPS, size)
            if not self._writer.isOpened():
                raise InputError(
                    f"The video {self._path} cannot be written: give a path that ends in .mp4 in a folder that exists."
                )
        self._writer.write(canvas)
