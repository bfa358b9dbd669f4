"""How often a person may ask for something that costs the machine a lot, such as a voice."""

import threading
from collections import deque

_WINDOW_S = 60.0


class Pace:
    """At most `most` times a minute for each name."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._times: dict[str, deque[float]] = {}

    def allows(self, name: str, now_s: float) -> bool:
        """Whether `name` may do it once more now (a monotonic time, seconds); if so it is counted."""
        with self._lock:
            self._times = {n: times for n, times in self._times.items() if times[-1] > now_s - _WINDOW_S}
            times = self._times.setdefault(name, deque(maxlen=self._most))
            if len(times) == self._most and times[0] > now_s - _WINDOW_S:
                return False
            times.append(now_s)
            return True
