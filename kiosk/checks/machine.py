"""The computer itself: room on the disk, the clock, heat and power, and what is installed."""

import errno
import os
import platform
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import cv2

from kiosk import __version__
from kiosk.adapters.board import open_board
from kiosk.domain.board import BoardRead, Stress, clock_believed
from kiosk.messages.status import PartHealth
from kiosk.settings import Settings

LEAST_FREE_BYTES = 200_000_000


def check_disk(settings: Settings) -> Sequence[PartHealth]:
    """Writes to the state folder, or to where it will be made, and looks at the free space."""
    folder = settings.state_folder
    while not folder.exists():  # made by the service when it starts, as its own user
        folder = folder.parent
    try:
        _write_and_forget(folder / f".doctor-{os.getpid()}")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        code = "disk-full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "state-folder-locked"
        return (PartHealth(part="disk", state="failed", code=code, detail=f"{folder}: {error.strerror}"),)
    detail = f"{free / 1e9:.1f} GB free in {folder}"
    full = free < LEAST_FREE_BYTES
    return (
        PartHealth(part="disk", state="failed" if full else "ok", code="disk-full" if full else "ok", detail=detail),
    )


def check_machine(settings: Settings) -> Sequence[PartHealth]:
    """The versions that matter, the clock, and where the machine tells them, heat and power."""
    versions = (
        f"kiosk {__version__}, Python {platform.python_version()}, OpenCV {cv2.__version__}, {platform.machine()}"
    )
    read = open_board(settings.board).read()
    found = [PartHealth(part="machine", state="ok", detail=versions), clock_health(datetime.now(UTC), read)]
    found += board_health(read)
    return found


def clock_health(now: datetime, read: BoardRead) -> PartHealth:
    """Whether `now` can be true."""
    good = clock_believed(read, now)
    return PartHealth(part="machine", state="ok" if good else "failed", code="ok" if good else "clock-wrong",
                      detail=f"{now:%Y-%m-%d %H:%M} UTC")  # fmt: skip


def board_health(read: BoardRead) -> list[PartHealth]:
    """Heat and power, as far as the board tells of them."""
    stress = Stress()
    stress.see(read, 0.0)
    found = []
    if read.temperature_c is not None or read.slowed is not None:
        heat = "" if read.temperature_c is None else f"{read.temperature_c:.0f} °C"
        found.append(
            _machine("too-hot" if stress.hot else "ok", heat or ("slowed down" if stress.hot else "not slowed down"))
        )
    if read.weak_power is not None:
        found.append(_machine("weak-power" if stress.weak else "ok", "power supply"))
    return found


def _machine(code: str, detail: str) -> PartHealth:
    return PartHealth(part="machine", state="ok" if code == "ok" else "degraded", code=code, detail=detail)


def _write_and_forget(file: Path) -> None:
    try:
        with file.open("wb") as out:
            out.write(b"\0" * 65536)
            out.flush()
            os.fsync(out.fileno())
    finally:
        file.unlink(missing_ok=True)
