"""What the watcher asks of the world outside: pictures, what is in them, and the computer itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.board import BoardRead

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One picture and its own time: `pixels` is height x width x 3, BGR, uint8; `t_s` is seconds of the source."""

    t_s: float
    pixels: Pixels
    gate: Pixels | None = None
    """The same picture small and grey (height x width, uint8) where the source has it for nothing; else None."""
    skipped: int = 0
    """How many frames of the source were passed over since the one given before."""


class Camera(Protocol):
    """A source of frames: a file, a folder, a device, a stream, a simulated street."""

    @property
    def live(self) -> bool:
        """Whether only the newest frame matters (a device or stream), not every one (a file)."""

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        """The next frame at or after `not_before_s`, waiting for it; None when a file has ended.

        Frames before that time are passed over without making pictures of them. A camera that gives only its newest
        frame gives that one, whatever its time.

        Raises:
            CameraError: the source cannot be read (any more); a live one may be opened again.
        """

    def close(self) -> None:
        """Lets the source go; safe to call twice."""


@dataclass(frozen=True, kw_only=True)
class Detection:
    """Something the detector saw: `box` is x0, y0, x1, y1 in 0..1 of the whole picture, `score` in 0..1."""

    box: tuple[float, float, float, float]
    score: float
    label: str
    """car, vehicle or person."""


class Detector(Protocol):
    """Finds vehicles in a picture."""

    @property
    def name(self) -> str:
        """The word settings and status use for it: ssd, motion, simulated."""

    @property
    def whole(self) -> bool:
        """Whether it wants every picture whole and in order, instead of square crops around the zones."""

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """What is in the frame.

        Raises:
            DetectionError: the model cannot be run.
        """


class Board(Protocol):
    """The computer itself."""

    def read(self) -> BoardRead:
        """What it tells of its heat and power at this moment."""
