"""The simulated street as a live camera: drawn in real time, labelled as a simulation in the picture."""

import time

from kiosk.ports import Frame
from kiosk.street.street import Street

_FRAMES_PER_S = 10.0


class SimulatedStreet:
    """Draws the street of `seed`, which began at `start` (Unix time; 0 for now); `t_s` is monotonic seconds."""

    live = True

    def __init__(self, *, seed: int, start: float = 0.0) -> None:
        self._street = Street(seed=seed)
        self._next_s = time.monotonic()
        self._start_s = self._next_s - (time.time() - start if start else 0.0)

    def read(self, *, not_before_s: float = float("-inf")) -> Frame:
        """The street at this moment or at `not_before_s`, at most ten times a second."""
        time.sleep(max(0.0, max(self._next_s, not_before_s) - time.monotonic()))
        t_s = time.monotonic()
        self._next_s = t_s + 1.0 / _FRAMES_PER_S
        return Frame(t_s=t_s, pixels=self._street.picture(t_s - self._start_s))

    def close(self) -> None:
        """Nothing is held."""
