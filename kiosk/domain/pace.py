"""Whether looking keeps up: how long the looks take, measured over a while."""

from dataclasses import dataclass

WINDOW_S = 10.0
"""One look may be slow because another service had the processor; ten seconds of them are a state."""
CALM_PERIOD_S = 0.4
"""While nothing moves the street is looked at this often: what comes is seen on its way in, and a dwell's end is told
this much late at most."""
SLOW, STEADY = 1.0, 0.7
"""Of the period, on average: a look that takes all of it is too slow; well below, there is room again."""


@dataclass(frozen=True, kw_only=True)
class PaceMeasured:
    """How the looks of the last while went."""

    per_s: float
    """Frames looked at each second."""
    wanted_per_s: float
    slow: bool
    """Whether looking cannot keep up; a source that gives fewer frames is not meant."""


def until_next_s(period_s: float, *, calm: bool) -> float:
    """Seconds from one look to the next: `period_s`, or a little longer while the street is calm."""
    return max(period_s, CALM_PERIOD_S) if calm else period_s


class Pace:
    """Pure: sums the looks of windows of WINDOW_S."""

    def __init__(self) -> None:
        self._slow = False
        self._since_s: float | None = None
        self._looks, self._busy_s = 0, 0.0

    def looked(self, start_s: float, end_s: float, period_s: float) -> PaceMeasured | None:
        """A look lasted from `start_s` to `end_s`; what the window says, once it is full."""
        if self._since_s is None:
            self._since_s = start_s
        self._looks, self._busy_s = self._looks + 1, self._busy_s + end_s - start_s
        passed_s = end_s - self._since_s
        if passed_s < WINDOW_S:
            return None
        limit_s = period_s * (STEADY if self._slow else SLOW)
        self._slow = self._busy_s / self._looks > limit_s
        measured = PaceMeasured(per_s=self._looks / passed_s, wanted_per_s=1.0 / period_s, slow=self._slow)
        self._since_s, self._looks, self._busy_s = end_s, 0, 0.0
        return measured

    def paused(self) -> None:
        """No pictures came for a while: what was summed says nothing any more."""
        self._since_s, self._looks, self._busy_s = None, 0, 0.0
