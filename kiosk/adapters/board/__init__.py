"""Heat and power of the computer, where it tells."""

from kiosk.adapters.board.linux import LinuxBoard
from kiosk.adapters.board.simulated import SimulatedBoard
from kiosk.ports import Board
from kiosk.settings import BoardSettings


def open_board(settings: BoardSettings) -> Board:
    """The board that `settings.kind` names."""
    return SimulatedBoard() if settings.kind == "simulated" else LinuxBoard()


__all__ = ["open_board"]
