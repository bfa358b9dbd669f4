"""What Linux and the Raspberry Pi's firmware tell of heat and power: small files, no process, no device.

`get_throttled` is the file of the Raspberry Pi kernel's firmware driver (hexadecimal; the bits are those of
https://www.raspberrypi.com/documentation/computers/os.html#get_throttled), `in0_lcrit_alarm` that of the hwmon driver
`rpi_volt` of every kernel. That driver asks and clears the firmware's memory every two seconds: both tell of those.
"""

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


class LinuxBoard:
    """Reads the files below `sys_folder`; what is not there is not told."""

    def __init__(self, sys_folder: Path = Path("/sys")) -> None:
        self._sys = sys_folder
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
        )


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
