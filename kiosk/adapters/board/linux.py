"""What Linux and the Raspberry Pi's firmware tell of heat and power: small files, no process, no device.

`get_throttled` is the file of the Raspberry Pi kernel's firmware driver (hexadecimal; the bits are those of
https://www.raspberrypi.com/documentation/computers/os.html#get_throttled), `in0_lcrit_alarm` that of the hwmon driver
`rpi_volt` of every kernel. That driver asks and clears the firmware's memory every two seconds: both tell of those.

A Raspberry Pi keeps no time without power (a Pi 5 does with a battery): after a power cut it starts with the time that
it saved last, hours or days ago, until a time server tells better. Who vouches for its clock: systemd-timesyncd, which
leaves a file at its first success (systemd-timesyncd.service(8)), or a battery-backed clock that shows the same time.
The kernel's own mark would need adjtimex(2), for which the sandbox of our units ends a service. Other computers have
such a clock, or a host that sets theirs, and need not say so.
"""

import time
from pathlib import Path

from kiosk.domain.board import BoardRead

_WEAK = 1 << 0 | 1 << 16
"""The voltage is too low now; it was since the memory was cleared."""
_SLOWED = 1 << 1 | 1 << 2 | 1 << 3
"""The clock is limited; it is throttled; the soft temperature limit acts."""
_THROTTLED = ("devices/platform/soc*/*firmware/get_throttled", "devices/platform/*firmware/get_throttled")
"""A Pi 3 and 4 say `soc/soc:firmware`, a Pi 5 `soc@107c000000/soc@107c000000:firmware`."""
_PROCESSOR = ("cpu", "soc", "x86_pkg_temp", "coretemp")
"""How the processor's own thermal zones are called: `cpu-thermal` on every Raspberry Pi."""
_BATTERY_CLOCK = "class/rtc/rtc0/since_epoch"
_TIMESYNCD = "systemd/timesync/synchronized"
_SAME_TIME_S = 300
"""A battery-backed clock that nothing sets loses a second a day: five minutes are most of a year."""


class LinuxBoard:
    """Reads the files below `sys_folder` and `run_folder`; what is not there is not told."""

    def __init__(self, sys_folder: Path = Path("/sys"), run_folder: Path = Path("/run")) -> None:
        self._sys, self._run = sys_folder, run_folder
        self._heat = [zone / "temp" for zone in sorted(sys_folder.glob("class/thermal/thermal_zone*")) if _is_cpu(zone)]
        self._throttled = [path for pattern in _THROTTLED for path in sorted(sys_folder.glob(pattern))]
        voltage = [at for at in sys_folder.glob("class/hwmon/hwmon*") if _text(at / "name") == "rpi_volt"]
        self._alarms = [at / "in0_lcrit_alarm" for at in voltage]

    def read(self) -> BoardRead:
        """What is told now; a file that cannot be read or makes no sense tells nothing."""
        heats = [value / 1000 for path in self._heat if (value := _number(path, 10)) is not None]
        bits = next((value for path in self._throttled if (value := _number(path, 16)) is not None), None)
        alarms = [value for path in self._alarms if (value := _number(path, 10)) is not None]
        weak = [alarm != 0 for alarm in alarms] + ([] if bits is None else [bits & _WEAK != 0])
        return BoardRead(
            temperature_c=max(heats, default=None),
            slowed=None if bits is None else bits & _SLOWED != 0,
            weak_power=any(weak) if weak else None,
            clock_set=self._clock_set(),
        )

    def _clock_set(self) -> bool | None:
        if (self._run / _TIMESYNCD).exists():
            return True
        battery_s = _number(self._sys / _BATTERY_CLOCK, 10)
        if battery_s is not None and abs(battery_s - time.time()) < _SAME_TIME_S:
            return True
        is_pi = bool(self._throttled or self._alarms)
        return False if is_pi else None


def _is_cpu(zone: Path) -> bool:
    return _text(zone / "type").lower().startswith(_PROCESSOR)


def _number(path: Path, base: int) -> int | None:
    try:
        return int(_text(path), base)
    except ValueError:
        return None


def _text(path: Path) -> str:
    """The file's text; empty when it cannot be read (drivers answer with errors while a sensor sleeps)."""
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
