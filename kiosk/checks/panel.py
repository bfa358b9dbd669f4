"""Do the panel's pins fit, and does it answer?"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kiosk.adapters.panel import check_pins, open_panel
from kiosk.errors import PanelError, SettingsError
from kiosk.messages.status import PartHealth
from kiosk.settings import PanelSettings, Settings

_FITTED = ("announce", "repeat", "stop", "lamp", "relay", "fire_alarm")


def check_panel(settings: Settings, proc: Path = Path("/proc")) -> Sequence[PartHealth]:
    """Looks for clashes, claims the pins for a moment (the relay off) and reads the fire alarm's contact.

    Pins that are taken are well while the announcer is among the processes listed in `proc`.
    """
    if settings.panel.kind == "none":
        return (PartHealth(part="panel", state="ok", detail="none"),)
    try:
        board = check_pins(settings)
    except SettingsError as error:
        return (PartHealth(part="panel", state="failed", code="panel-pins", detail=str(error)),)
    told = _fitted(settings.panel) + (f"; {board.name}" if board is not None else "")
    try:
        panel = open_panel(settings.panel, lambda event: None)
    except PanelError as error:
        if error.busy and _announcer_runs(proc):
            return (PartHealth(part="panel", state="ok", detail=f"{told}; the announcer has them"),)
        raise
    try:
        alarm = panel.fire_alarm()
    finally:
        panel.close()
    if alarm:
        return (PartHealth(part="panel", state="degraded", code="fire-alarm", detail=told),)
    return (PartHealth(part="panel", state="ok", detail=told),)


def _fitted(panel: PanelSettings) -> str:
    """`gpio: stop 25, lamp 12`."""
    pins = ((name.replace("_", " "), getattr(panel, f"{name}_pin")) for name in _FITTED)
    return f"{panel.kind}: " + (", ".join(f"{name} {pin}" for name, pin in pins if pin >= 0) or "nothing fitted")


def _announcer_runs(proc: Path) -> bool:
    """Whether a process of this machine is `kiosk announce`."""
    return any({b"announce"} & set(words) and b"kiosk" in b" ".join(words[:3]) for words in _processes(proc))


def _processes(proc: Path) -> Iterator[list[bytes]]:
    for file in proc.glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            yield file.read_bytes().split(b"\0")
