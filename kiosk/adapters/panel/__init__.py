"""The panel at the announcer: on the pins of a Raspberry Pi, in memory, or none."""

from collections.abc import Callable
from pathlib import Path

from kiosk.adapters.panel.simulated import SimulatedPanel
from kiosk.domain.pins import SOUND_BOARDS, SoundBoard, clashes, sound_board_in
from kiosk.errors import SettingsError
from kiosk.ports import Panel
from kiosk.settings import PanelSettings, Settings

_TOLD = ("proc/device-tree/hat/vendor", "proc/device-tree/hat/product", "proc/asound/cards")
"""A board with an identity chip says its name in the device tree; the others show as a sound card only."""


def open_panel(settings: PanelSettings, put: Callable[[object], None]) -> Panel:
    """The panel of `settings.kind`, with lamp and amplifier off; `put` is called from any thread, at once.

    Raises:
        PanelError: there are no pins here, or one of them is in use by another program.
    """
    if settings.kind == "gpio":
        from kiosk.adapters.panel.gpio import GpioPanel  # gpiozero is 3 MB that a house without a panel does not need

        return GpioPanel(settings, put)
    return SimulatedPanel(settings, put)  # without a panel nobody ever moves it


def check_pins(settings: Settings, root: Path = Path("/")) -> SoundBoard | None:
    """The sound board that was found (its files are below `root`), when no pin of [panel] clashes with it or another.

    Raises:
        SettingsError: some do; each is named with the reason.
    """
    panel = settings.panel
    if panel.kind == "none":
        return None
    board = SOUND_BOARDS.get(panel.sound_board)
    if panel.sound_board == "auto":
        told = (_text(root / name) for name in _TOLD)
        board = sound_board_in(" ".join([settings.sound.card, *told]))
    names = ("announce", "repeat", "stop", "lamp", "relay", "fire_alarm")
    mistakes = list(clashes({f"panel.{name}_pin": getattr(panel, f"{name}_pin") for name in names}, board))
    if mistakes:
        raise SettingsError("The panel's pins clash: " + " ".join(mistakes))
    return board


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


__all__ = ["check_pins", "open_panel"]
