"""What the computer tells of its heat and power, read from trees of files as different kernels have them."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.adapters.board import open_board
from kiosk.adapters.board.linux import LinuxBoard
from kiosk.adapters.board.simulated import MEAN_C, ROUND_S, SWING_C, SimulatedBoard
from kiosk.clock_watch import ASK_S, ClockWatch
from kiosk.domain.board import BoardRead, clock_believed
from kiosk.domain.clock import Now
from kiosk.ports import Board
from kiosk.settings import BoardSettings

PI_4 = "devices/platform/soc/soc:firmware/get_throttled"
PI_5 = "devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled"
RTC = "class/rtc/rtc0/since_epoch"
HEAT = {"class/thermal/thermal_zone0/type": "cpu-thermal\n", "class/thermal/thermal_zone0/temp": "48312\n"}


@pytest.fixture
def board_of(tmp_path: Path) -> Callable[[dict[str, str]], Board]:
    """Makes a computer whose /sys and /run hold these files."""

    def make(files: dict[str, str]) -> Board:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return LinuxBoard(tmp_path, tmp_path)

    return make


@pytest.mark.parametrize("kind", ["linux", "simulated"])
def test_every_board_tells_plausible_things_or_says_that_it_does_not_know(kind: str) -> None:
    for _ in range(2):
        read = open_board(BoardSettings(kind=kind)).read()  # type: ignore[arg-type]
        assert read.temperature_c is None or -40.0 < read.temperature_c < 130.0
        assert {read.slowed, read.weak_power, read.clock_set} <= {None, True, False}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, BoardRead()),  # a virtual machine tells nothing
        (HEAT, BoardRead(temperature_c=48.312)),  # a board that is no Raspberry Pi
        (HEAT | {PI_4: "0\n"}, BoardRead(temperature_c=48.312, slowed=False, weak_power=False)),
        (HEAT | {PI_5: "0\n"}, BoardRead(temperature_c=48.312, slowed=False, weak_power=False)),
        ({PI_4: "1\n"}, BoardRead(slowed=False, weak_power=True)),  # too low now
        ({PI_4: "10000\n"}, BoardRead(slowed=False, weak_power=True)),  # was, in the last two seconds
        ({PI_4: "2\n"}, BoardRead(slowed=True, weak_power=False)),  # the clock is limited
        ({PI_4: "4\n"}, BoardRead(slowed=True, weak_power=False)),  # throttled
        ({PI_4: "8\n"}, BoardRead(slowed=True, weak_power=False)),  # the soft limit of a Pi 3B+
        ({PI_4: "e0000\n"}, BoardRead(slowed=False, weak_power=False)),  # was slowed since the start, is not now
        ({PI_4: "0x50005\n"}, BoardRead(slowed=True, weak_power=True)),  # some kernels print the prefix
        ({PI_4: "soon\n"}, BoardRead()),
    ],
)
def test_what_a_raspberry_pi_tells(
    board_of: Callable[[dict[str, str]], Board], files: dict[str, str], told: BoardRead
) -> None:
    assert _without_clock(board_of(files)) == told


@pytest.mark.parametrize(("alarm", "weak"), [("0\n", False), ("1\n", True)])
def test_a_kernel_without_the_firmware_s_file_tells_weak_power_by_its_hardware_monitor(
    board_of: Callable[[dict[str, str]], Board], alarm: str, weak: bool
) -> None:
    at = "class/hwmon/hwmon1"
    board = board_of({f"{at}/name": "rpi_volt\n", f"{at}/in0_lcrit_alarm": alarm, "class/hwmon/hwmon0/name": "nvme\n"})
    assert _without_clock(board) == BoardRead(weak_power=weak)


def test_of_several_zones_the_hottest_of_the_processor_counts_and_the_battery_s_does_not(
    board_of: Callable[[dict[str, str]], Board],
) -> None:
    zone = "class/thermal/thermal_zone"
    board = board_of(
        HEAT
        | {
            f"{zone}1/type": "soc_thermal",
            f"{zone}1/temp": "61000",
            f"{zone}2/type": "acpitz",
            f"{zone}2/temp": "99000",
        }
    )
    assert board.read() == BoardRead(temperature_c=61.0)


def test_a_sensor_that_cannot_be_read_now_tells_nothing_and_is_asked_again(
    board_of: Callable[[dict[str, str]], Board], tmp_path: Path
) -> None:
    board = board_of(HEAT)
    file = tmp_path / "class/thermal/thermal_zone0/temp"
    file.unlink()
    assert board.read() == BoardRead()
    file.write_text("50000\n")
    assert board.read() == BoardRead(temperature_c=50.0)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, None),  # a laptop or a virtual machine: somebody else keeps its clock
        ({PI_4: "0\n"}, False),  # a Pi 4 that no time server has answered yet
        ({PI_4: "0\n", "systemd/timesync/synchronized": ""}, True),
        ({PI_5: "0\n", RTC: "{now}\n"}, True),  # a Pi 5 with a battery
        ({PI_5: "0\n", RTC: "97\n"}, False),  # and one without: its clock begins in 1970 at every start
        ({PI_5: "0\n", RTC: ""}, False),
    ],
)
def test_who_vouches_for_the_clock(
    board_of: Callable[[dict[str, str]], Board], files: dict[str, str], told: bool | None
) -> None:
    filled = {name: text.format(now=int(time.time())) for name, text in files.items()}
    assert board_of(filled).read().clock_set is told


def test_a_clock_is_believed_when_somebody_vouches_or_it_is_not_before_this_program() -> None:
    now, first = datetime(2026, 11, 24, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)
    assert clock_believed(BoardRead(), now) and not clock_believed(BoardRead(), first)
    assert not clock_believed(BoardRead(clock_set=False), now)


def test_the_clock_is_asked_for_until_it_is_set_and_then_left_alone() -> None:
    answers = [False, False, True]
    asked = []

    class Board:
        def read(self) -> BoardRead:
            asked.append(answers[len(asked)])
            return BoardRead(clock_set=asked[-1])

    watch = ClockWatch(Board())
    told = [watch.look(Now(mono_s=mono_s, utc=datetime(2026, 11, 24, tzinfo=UTC))) for mono_s in range(60)]
    assert [judged.believed for judged in told if judged is not None] == [False, True]
    assert asked == answers
    assert told[0] is not None and told[int(2 * ASK_S)] is not None


def test_the_simulated_board_gets_hot_is_slowed_and_cools_down_again() -> None:
    now = [0.0]
    board = SimulatedBoard(clock=lambda: now[0])
    told = []
    for now[0] in (0.0, ROUND_S / 4, ROUND_S / 2, ROUND_S * 3 / 4):
        read = board.read()
        told.append((round(read.temperature_c or 0.0, 3), read.slowed))
    assert told == [(MEAN_C, False), (MEAN_C + SWING_C, True), (MEAN_C, False), (MEAN_C - SWING_C, False)]


def _without_clock(board: Board) -> BoardRead:
    return replace(board.read(), clock_set=None)
