"""The computer itself: room on the disk, the clock, heat and power, and what is installed."""

import errno
import os
import platform
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import cv2

from kiosk import __version__
from kiosk.messages.status import PartHealth
from kiosk.settings import Settings

LEAST_FREE_BYTES = 200_000_000
_HOT_C = 80.0  # a Raspberry Pi 4 or 5 starts to slow down here
_BUILT = datetime(2026, 1, 1, tzinfo=UTC)  # a Pi without a clock battery starts in the past
_WEAK_NOW, _WEAK_BEFORE = 1 << 0, 1 << 16  # bits of `vcgencmd get_throttled`


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
    found = [PartHealth(part="machine", state="ok", detail=versions), clock_health(datetime.now(UTC))]
    zone = Path("/sys/class/thermal/thermal_zone0/temp")
    if zone.exists():
        found.append(heat_health(zone.read_text()))
    if shutil.which("vcgencmd"):
        said = subprocess.run(["vcgencmd", "get_throttled"], capture_output=True, text=True, timeout=5, check=False)
        found.append(power_health(said.stdout))
    return found


def clock_health(now: datetime) -> PartHealth:
    """Whether `now` can be true."""
    good = now > _BUILT
    return PartHealth(part="machine", state="ok" if good else "failed", code="ok" if good else "clock-wrong",
                      detail=f"{now:%Y-%m-%d %H:%M} UTC")  # fmt: skip


def heat_health(millidegrees: str) -> PartHealth:
    """From the text of the kernel's `temp` file."""
    degrees_c = int(millidegrees) / 1000
    good = degrees_c < _HOT_C
    return PartHealth(part="machine", state="ok" if good else "degraded", code="ok" if good else "too-hot",
                      detail=f"{degrees_c:.0f} °C")  # fmt: skip


def power_health(said: str) -> PartHealth:
    """From what `vcgencmd get_throttled` prints: `throttled=0x50005`."""
    try:
        bits = int(said.strip().removeprefix("throttled="), 16)
    except ValueError:  # most often: this user may not ask the firmware
        return PartHealth(part="machine", state="degraded", code="check-failed", detail=f"vcgencmd: {said.strip()}")
    weak = bits & (_WEAK_NOW | _WEAK_BEFORE)
    return PartHealth(part="machine", state="degraded" if weak else "ok", code="weak-power" if weak else "ok",
                      detail=f"throttled={bits:#x}")  # fmt: skip


def _write_and_forget(file: Path) -> None:
    try:
        with file.open("wb") as out:
            out.write(b"\0" * 65536)
            out.flush()
            os.fsync(out.fileno())
    finally:
        file.unlink(missing_ok=True)
