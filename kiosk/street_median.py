"""One picture of the street without whoever passes, out of many; frames are kept in memory and go no further.

Each pixel is the median of what it was over the time: who passes is there too short to count. People, and vehicles
that do not stand, are left out of it where the detector finds them; where somebody stood most of the time it is grey.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.crops import cut, in_picture, is_cut
from kiosk.domain.geometry import Box
from kiosk.domain.picture import GATHER_S
from kiosk.domain.stays import SURE
from kiosk.ports import Detection, Detector, Frame, Pixels

MAX_JPEG_BYTES = 1024 * 1024
_FRAMES = 25
_SIDE_PX = 960
"""Enough to draw zones over; a face or a plate is then a few pixels, and 25 frames are 40 MB."""
_VIEWS = ((1.0, 1, 1), (0.6, 3, 2))
"""The detector sees squares of this share of the picture's longer side, so many across and down."""
_MARGIN = 0.15
"""Of a box, on each side: a shadow, a trailing leg, a dog on its lead."""
_SAME_PLACE, _STAYS = 0.6, 0.4
"""What overlaps itself by so much (IoU) in this share of the frames stays: just under the half that a median shows."""
_GREY = 127
_NOTHING = 256
"""Larger than every value of a pixel: sorts behind those that count."""
_STRIP_ROWS = 32
_QUALITIES = (85, 60, 30, 10)


class StreetMedian:
    """Belongs to the camera's thread: `see` every frame until it gives the picture."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._frames: list[Pixels] = []
        self._found: list[list[Detection]] = []
        self._due_t_s = float("-inf")

    def see(self, frame: Frame) -> bytes | None:
        """Takes the frame where it is time for one; the picture as JPEG of at most 1 MiB once there are enough.

        Raises:
            DetectionError: the detector cannot be run.
        """
        if frame.t_s < self._due_t_s:
            return None
        self._due_t_s = frame.t_s + GATHER_S / _FRAMES
        self._frames.append(_small(frame.pixels))
        self._found.append(_search(frame, self._detector))
        if len(self._frames) < _FRAMES:
            return None
        pixels = median(self._frames, _boxes_of_who_passes(self._found))
        self._frames.clear()
        return _jpeg(pixels)


def median(frames: Sequence[Pixels], left_out: Sequence[Sequence[Box]]) -> Pixels:
    """The middle value of each pixel over `frames` (all height x width x 3), each without its own boxes (0..1).

    A pixel that is left out of every frame is grey.
    """
    height, width = frames[0].shape[:2]
    counts = np.ones((len(frames), height, width), bool)
    for mask, boxes in zip(counts, left_out, strict=True):
        for x0, y0, x1, y1 in boxes:
            mx, my = (x1 - x0) * _MARGIN, (y1 - y0) * _MARGIN
            rows = slice(max(0, int((y0 - my) * height)), max(0, int(np.ceil((y1 + my) * height))))
            mask[rows, max(0, int((x0 - mx) * width)) : max(0, int(np.ceil((x1 + mx) * width)))] = False
    picture = np.empty_like(frames[0])
    for top in range(0, height, _STRIP_ROWS):  # all rows at once would take twice the memory of the frames again
        rows = slice(top, top + _STRIP_ROWS)
        picture[rows] = _median_of_strip(np.stack([frame[rows] for frame in frames]), counts[:, rows])
    return picture


def _median_of_strip(values: NDArray[np.uint8], counts: NDArray[np.bool_]) -> NDArray[np.uint8]:
    ordered = np.sort(np.where(counts[..., None], values, np.int16(_NOTHING)), axis=0)
    middle = np.maximum(0, (counts.sum(axis=0) - 1) // 2)
    chosen = np.take_along_axis(ordered, middle[None, ..., None], axis=0)[0]
    strip: NDArray[np.uint8] = np.where(chosen == _NOTHING, _GREY, chosen).astype(np.uint8)
    return strip


def _small(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    scale = min(1.0, _SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _search(frame: Frame, detector: Detector) -> list[Detection]:
    """What the detector finds anywhere: zones may not have been drawn yet."""
    if detector.whole:
        return []  # it follows the frames one by one, and has seen this one
    height, width = frame.pixels.shape[:2]
    found = []
    for share, across, down in _VIEWS:
        side = int(max(height, width) * share)
        for x in np.linspace(0, max(0, width - side), across):
            for y in np.linspace(0, max(0, height - side), down):
                square = (int(x), int(y), side)
                for one in detector.detect(Frame(t_s=frame.t_s, pixels=cut(frame.pixels, square))):
                    box = in_picture(one.box, square, width, height)
                    if not is_cut(box, square, width, height):
                        found.append(Detection(box=box, score=one.score, label=one.label))
    return found


def _boxes_of_who_passes(found: Sequence[Sequence[Detection]]) -> list[list[Box]]:
    """For each frame: people and vehicles that move, where they are then; and people who stay, in every frame."""
    people = [[one.box for one in frame if one.label == "person" and one.score >= SURE] for frame in found]
    vehicles = [[one.box for one in frame if one.label != "person"] for frame in found]
    stay, stand = _staying(people), _staying(vehicles)
    return [
        [*stay, *walking, *(box for box in driving if box not in stand)]
        for walking, driving in zip(people, vehicles, strict=True)
    ]


def _staying(frames: Sequence[Sequence[Box]]) -> set[Box]:
    """Those boxes that are in their place in enough of the frames."""
    boxes = [box for frame in frames for box in frame]
    of_frame = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])
    sides = np.array(boxes, float).reshape(-1, 4)
    areas = np.prod(sides[:, 2:] - sides[:, :2], axis=1)
    staying = set()
    for box, side, area in zip(boxes, sides, areas, strict=True):
        common = np.minimum(side[2:], sides[:, 2:]) - np.maximum(side[:2], sides[:, :2])
        shared = np.prod(np.maximum(0.0, common), axis=1)
        there = of_frame[shared >= _SAME_PLACE * (area + areas - shared)]
        if np.unique(there).size >= len(frames) * _STAYS:
            staying.add(box)
    return staying


def _jpeg(pixels: Pixels) -> bytes:
    for quality in _QUALITIES:
        _, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if jpeg.nbytes <= MAX_JPEG_BYTES:
            break
    return jpeg.tobytes()
