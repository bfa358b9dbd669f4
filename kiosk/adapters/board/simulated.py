"""A computer that gets hot and cools down again, for the demo of what the desk then says and for tests."""

import time
from collections.abc import Callable
from math import pi, sin

from kiosk.domain.board import HOT_C, BoardRead

MEAN_C, SWING_C = 65.0, 20.0
"""From 45 to 85 °C: a Pi 4 in the shade, and one in a shop window in July."""
ROUND_S = 900.0
"""One warming and cooling."""


class SimulatedBoard:
    """Swings around MEAN_C once in ROUND_S; above the limit its firmware slows it down, its power is always good."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._start_s = clock, clock()

    def read(self) -> BoardRead:
        """The state at this moment."""
        heat_c = MEAN_C + SWING_C * sin(2 * pi * (self._clock() - self._start_s) / ROUND_S)
        return BoardRead(temperature_c=heat_c, slowed=heat_c >= HOT_C, weak_power=False, clock_set=True)
