"""The watcher's look at its own computer: told in its status, and a hot one watches the street less often."""

import time
from collections.abc import Callable

from kiosk.domain.board import Stress
from kiosk.messages.status import Measured, PartHealth
from kiosk.ports import Board, StopSign

EVERY_S = 30.0
"""Heat moves by a degree or two in this time."""


class BoardWatch:
    """The work of a thread: `put` takes what the status shall say, `spare(True)` asks to spend less."""

    def __init__(
        self,
        board: Board,
        *,
        put: Callable[[object], None],
        spare: Callable[[bool], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._board, self._put, self._spare, self._clock = board, put, spare, clock
        self._stress = Stress()

    def watch(self, stop: StopSign) -> None:
        """Works until `stop` is set."""
        while not stop.is_set():
            self.look()
            stop.wait(EVERY_S)

    def look(self) -> None:
        """Reads the board once; what it does not tell is not reported."""
        read, stress = self._board.read(), self._stress
        stress.see(read, self._clock())
        heat_c = read.temperature_c
        if heat_c is not None:
            self._put(Measured(name="temperature_c", value=round(heat_c, 1)))
        if heat_c is not None or read.slowed is not None:
            # The exact degrees are among the numbers: here they would be news every time.
            self._put(_health("heat", "too-hot" if stress.hot else "ok"))
            self._spare(stress.hot)
        if read.weak_power is not None:
            self._put(_health("power", "weak-power" if stress.weak else "ok"))


def _health(part: str, code: str) -> PartHealth:
    return PartHealth(part=part, state="ok" if code == "ok" else "degraded", code=code)
