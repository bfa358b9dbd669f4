"""`kiosk doctor panel`: what an installer is told of pins, wires and whoever else has them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.adapters.panel import open_panel
from kiosk.checks.panel import check_panel
from kiosk.errors import PanelError
from kiosk.settings import PanelSettings, Settings, SoundSettings

PANEL = PanelSettings(kind="gpio", stop_pin=25, relay_pin=13, sound_board="none")
SETTINGS = Settings(panel=PANEL)


def test_a_house_without_a_panel_has_nothing_to_check() -> None:
    (health,) = check_panel(Settings())
    assert (health.state, health.detail) == ("ok", "none")


def test_what_is_fitted_is_named_with_its_pins_and_the_pins_are_let_go(mock_pins: Any) -> None:
    for _ in range(2):
        (health,) = check_panel(SETTINGS)
        assert (health.state, health.detail) == ("ok", "gpio: stop 25, relay 13")
    assert not mock_pins.pin(13).state


def test_a_clash_is_told_with_its_reason(mock_pins: Any) -> None:
    settings = replace(SETTINGS, panel=replace(PANEL, lamp_pin=18, sound_board="auto"))
    (health,) = check_panel(replace(settings, sound=SoundSettings(card="plughw:CARD=sndrpihifiberry")))
    assert (health.state, health.code) == ("failed", "panel-pins")
    assert "panel.lamp_pin is GPIO18, which HiFiBerry uses (sound clock)" in health.detail


def test_a_fire_alarm_that_is_on_or_whose_wire_is_cut_is_told(mock_pins: Any) -> None:
    (health,) = check_panel(replace(SETTINGS, panel=replace(PANEL, fire_alarm_pin=6)))
    assert (health.state, health.code) == ("degraded", "fire-alarm")


def test_pins_that_the_running_announcer_has_are_well(mock_pins: Any, tmp_path: Path) -> None:
    first = open_panel(PANEL, lambda event: None)
    (tmp_path / "17").mkdir()
    process = tmp_path / "17" / "cmdline"
    for other in (b"vi\0docs/announce.md", b"/opt/kiosk/bin/python\0/opt/kiosk/bin/kiosk\0watch\0"):
        process.write_bytes(other)
        with pytest.raises(PanelError, match="in use by another program"):
            check_panel(SETTINGS, tmp_path)
    process.write_bytes(b"/opt/kiosk/bin/python\0/opt/kiosk/bin/kiosk\0--settings\0/etc/kiosk/kiosk.toml\0announce\0")
    (health,) = check_panel(SETTINGS, tmp_path)
    assert (health.state, health.detail) == ("ok", "gpio: stop 25, relay 13; the announcer has them")
    first.close()
