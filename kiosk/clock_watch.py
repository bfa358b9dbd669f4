"""Whether the time of day can be believed, asked of the computer until it can."""

from kiosk.domain.announce_events import ClockJudged
from kiosk.domain.board import clock_believed
from kiosk.domain.clock import Now
from kiosk.ports import Board

ASK_S = 5.0
"""A time server answers some seconds after the network is there; nobody notices five more."""


class ClockWatch:
    """Asks `board` every ASK_S until its clock is set. A clock that was set stays right for as long as it has power."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._ask_at_s: float | None = float("-inf")
        self._doubted = False

    def look(self, now: Now) -> ClockJudged | None:
        """What is to be told; None where nothing changed: a clock is believed until it is doubted."""
        if self._ask_at_s is None or now.mono_s < self._ask_at_s:
            return None
        believed = clock_believed(self._board.read(), now.utc)
        self._ask_at_s = None if believed else now.mono_s + ASK_S
        if believed != self._doubted:
            return None
        self._doubted = not believed
        return ClockJudged(believed=believed)
