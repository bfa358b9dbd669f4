"""Heat, power and clock of the computer: what it tells of itself, and what follows from it."""

from dataclasses import dataclass
from datetime import UTC, datetime

HOT_C, COOL_C = 80.0, 75.0
"""A Raspberry Pi 4 or 5 lowers its clock from 80 °C on; below 75 °C it has room again."""
WEAK_FOR_S = 600.0
"""Supplies fail for moments, when the detector or a USB device starts: one dip is told for this long."""


@dataclass(frozen=True, kw_only=True)
class BoardRead:
    """What the computer tells of itself at one moment; None where it does not say."""

    temperature_c: float | None = None
    slowed: bool | None = None
    """Whether the firmware lowers the clock now, because of heat or weak power."""
    weak_power: bool | None = None
    """Whether the supply's voltage is, or was a moment ago, too low."""
    clock_set: bool | None = None
    """Whether a time server or a battery-backed clock vouches for the time of day."""


BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""No moment of this program's life is earlier: a clock that says so was not set."""


def clock_believed(read: BoardRead, utc: datetime) -> bool:
    """Whether `utc`, the clock's word, can be right; a machine that does not tell is believed from BUILT on."""
    return read.clock_set if read.clock_set is not None else utc >= BUILT


class Stress:
    """Pure: from reading to reading, whether the computer is too hot and whether its supply is too weak."""

    def __init__(self) -> None:
        self.hot = False
        self.weak = False
        self._weak_until_s = float("-inf")

    def see(self, read: BoardRead, now_s: float) -> None:
        """Takes in what was read at the monotonic second `now_s`."""
        if read.weak_power:
            self._weak_until_s = now_s + WEAK_FOR_S
        self.weak = now_s < self._weak_until_s
        for_heat = bool(read.slowed) and not self.weak  # else it may be slowed for the sake of the supply
        if read.temperature_c is None:
            self.hot = for_heat
        elif read.temperature_c >= HOT_C or for_heat:
            self.hot = True
        elif read.temperature_c < COOL_C:
            self.hot = False
