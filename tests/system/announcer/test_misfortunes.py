"""What a house may meet: a sound card pulled out in mid-speech, a full disk, a clock that jumps, a worn memory card."""

import os
import random
import signal
import subprocess
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

LONG = "Une phrase assez longue pour que la carte son soit débranchée au beau milieu, et que tout le monde l'entende."
YEAR = timedelta(days=365)
_SHIFTED_CLOCK = """
    # What libfaketime does for any program: the child's wall clock is ahead by the seconds in a file. `datetime` is a
    # type made in C, which others know as such: its own method is replaced, by way of the dictionary behind its proxy.
    import ctypes, datetime, gc, pathlib, time

    _file, _now, _time = pathlib.Path({file!r}), datetime.datetime.now, time.time

    def _ahead():
        return float(_file.read_text())

    def _shifted(cls, tz=None):
        return _now(tz) + datetime.timedelta(seconds=_ahead())

    gc.get_referents(datetime.datetime.__dict__)[0]["now"] = classmethod(_shifted)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))
    time.time = lambda: _time() + _ahead()
"""


class WallClock:
    """The announcer's clock on the wall, `ahead` of everybody else's."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ahead"
        (folder / "sitecustomize.py").write_text(textwrap.dedent(_SHIFTED_CLOCK).format(file=str(self._file)))
        self.jump(timedelta())

    def jump(self, ahead: timedelta) -> None:
        part = self._file.with_suffix(".part")
        part.write_text(str(ahead.total_seconds()))
        part.replace(self._file)
        self.ahead = ahead

    def times(self) -> dict[str, datetime]:
        """When somebody whose clock is the announcer's asks, and until when it is wanted."""
        now = datetime.now(UTC) + self.ahead
        return {"issued_at": now, "expires_at": now + timedelta(minutes=5)}


@pytest.fixture
def wall_clock(tmp_path: Path, environment: dict[str, str]) -> WallClock:
    folder = tmp_path / "clock"
    folder.mkdir()
    environment["PYTHONPATH"] = str(folder)
    return WallClock(folder)


def test_a_clock_that_jumps_a_year_loses_nothing_and_blocks_nothing(
    tablet: Any, announcer: Any, wall_clock: WallClock
) -> None:
    process = announcer()
    speaking, waiting = tablet.ask("Une phrase de deux ou trois secondes."), tablet.ask()
    tablet.until_state(speaking, "speaking")
    wall_clock.jump(YEAR)
    assert tablet.until_state(speaking, "spoken", "interrupted", "expired").state == "spoken"
    assert tablet.until_state(waiting, "spoken", "expired").state == "spoken"
    assert tablet.until_state(tablet.ask(**wall_clock.times()), "spoken", "refused", "expired").state == "spoken"
    process.kill()
    wall_clock.jump(-YEAR)  # and what the journal says of two years ahead must not matter
    process.start()
    assert tablet.until_state(tablet.ask(**wall_clock.times()), "spoken", "refused", "expired").state == "spoken"
    assert "Traceback" not in process.log.read_text()


def test_a_card_pulled_out_in_mid_speech_is_told_and_the_next_one_is_heard(
    tablet: Any, announcer: Any, heard: Callable[[], Any]
) -> None:
    process = announcer()
    cut, after = tablet.ask(LONG), tablet.ask()
    tablet.until_state(cut, "speaking")
    for player in _children(process.child.pid, "aplay"):
        os.kill(player, signal.SIGKILL)  # as when ALSA says that the device is gone: it ends, and not well
    assert tablet.until_state(cut, "failed", "spoken").reason == "no-sound"
    tablet.until_state(after, "spoken")
    assert tablet.finals(after) == {("spoken", None)}
    tablet.until(lambda: tablet.health().get("sound") == "ok")
    tablet.until(lambda: tablet.speaking[-1] is False)


def test_a_disk_that_is_full_from_the_start_is_told_and_it_speaks_when_there_is_room(
    tablet: Any, announcer: Any
) -> None:
    process = announcer(wait=False)
    process.kill()
    process.command = ["prlimit", "--fsize=0:", *process.command]
    process.start()
    refused = tablet.ask()
    assert tablet.until_state(refused, "refused").reason == "no-journal"
    tablet.until(lambda: tablet.health().get("journal") == "disk-full")
    subprocess.run(["prlimit", "--fsize=unlimited:", f"--pid={process.child.pid}"], check=True, timeout=60)
    tablet.until(lambda: tablet.health().get("journal") == "ok")
    tablet.until_state(tablet.ask(), "spoken")
    assert tablet.finals(refused) == {("refused", "no-journal")}


def test_a_worn_card_flips_bytes_of_a_journal_in_use_and_nothing_is_heard_twice(
    tablet: Any, announcer: Any, state: Path, heard: Callable[[], Any]
) -> None:
    """Killed, so that the write-ahead log is there too; each flip is a start of the real announcer."""
    chance = random.Random(4)
    process = announcer()
    for turn, (file, bits) in enumerate((("-wal", 300), ("", 300)), 1):
        tablet.until_state(tablet.ask(f"Phrase numéro {turn}."), "spoken")
        process.kill()
        _flip(state / "announcer" / f"announcements.sqlite{file}", chance, bits=bits)
        process.start()
        tablet.until_state(tablet.ask(f"Et la suite, numéro {turn}."), "spoken")
        tablet.until_true(lambda told=2 * turn: len(heard()) >= told)
        assert len(heard()) == 2 * turn
    tablet.until(lambda: tablet.health().get("journal") == "journal-damaged")
    log = process.log.read_text()
    assert "was damaged" in log and "Traceback" not in log


def _flip(file: Path, chance: random.Random, *, bits: int) -> None:
    content = bytearray(file.read_bytes())
    for _ in range(bits if content else 0):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def _children(process: int, name: str) -> list[int]:
    """The processes called `name` that `process` started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _, after = stat.read_text(errors="replace").rpartition(")")
        except OSError:  # it has ended meanwhile
            continue
        if before.endswith(f"({name}") and int(after.split()[1]) == process:
            found.append(int(stat.parent.name))
    return found
