"""What every panel does: in memory, and on gpiozero's mock pins."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kiosk.adapters.panel import check_pins, open_panel
from kiosk.domain.announce_events import ButtonMoved, FireAlarmChanged
from kiosk.domain.panel import BUTTONS, LAMP, Blink, Button
from kiosk.errors import PanelError, SettingsError
from kiosk.settings import PanelSettings, Settings, SoundSettings

Open = Callable[..., Any]
DARK = Blink(on_s=0.0)


@pytest.mark.parametrize("active_low", [True, False])
@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_tells_that_it_goes_down_and_up(touched: Open, button: Button, active_low: bool) -> None:
    panel = touched(buttons_active_low=active_low)
    panel.press(button)
    panel.press(button, down=False)
    assert [(event.button, event.down) for event in panel.told] == [(button, True), (button, False)]
    assert panel.told[0].at_s <= panel.told[1].at_s


def test_a_panel_tells_nothing_until_it_is_touched(touched: Open) -> None:
    assert touched().told == []


@pytest.mark.parametrize("contact", ["closed", "open"])
def test_the_fire_alarm_is_told_when_it_begins_and_when_it_is_over(touched: Open, contact: str) -> None:
    panel = touched(fire_alarm_contact=contact)
    assert not panel.panel.fire_alarm()
    panel.sound_fire_alarm(True)
    assert panel.panel.fire_alarm()
    panel.sound_fire_alarm(False)
    assert not panel.panel.fire_alarm()
    assert panel.told == [FireAlarmChanged(on=True), FireAlarmChanged(on=False)]


@pytest.mark.parametrize("active_low", [True, False])
def test_the_amplifier_is_off_at_first_switched_and_off_at_the_end(touched: Open, active_low: bool) -> None:
    panel = touched(relay_active_low=active_low)
    assert not panel.amplifier_on
    panel.panel.amplifier(True)
    assert panel.amplifier_on
    panel.panel.amplifier(False)
    assert not panel.amplifier_on


def test_a_panel_that_is_opened_again_finds_the_amplifier_off(touched: Open) -> None:
    panel = touched()
    panel.panel.amplifier(True)
    panel.panel.close()
    assert not touched().amplifier_on


@pytest.mark.parametrize("active_low", [True, False])
def test_the_lamp_is_dark_at_first_and_lit_as_it_is_told(touched: Open, active_low: bool) -> None:
    panel = touched(lamp_active_low=active_low)
    assert not panel.lit
    panel.panel.lamp(LAMP["speaking"])
    assert panel.lit
    panel.panel.lamp(DARK)
    assert not panel.lit


def test_what_is_not_fitted_is_passed_over(touched: Open) -> None:
    nothing = {f"{name}_pin": -1 for name in ("announce", "repeat", "stop", "lamp", "relay", "fire_alarm")}
    panel = touched(**nothing).panel
    panel.lamp(LAMP["fault"])
    panel.amplifier(True)
    assert not panel.fire_alarm()


def test_a_panel_can_be_closed_twice(touched: Open) -> None:
    panel = touched().panel
    panel.close()
    panel.close()


# -- what only pins can do --------------------------------------------------------------------------------------------


def test_a_cut_wire_of_the_fire_alarm_is_an_alarm(mock_pins: Any) -> None:
    """The pull-up makes the pin high when nothing connects it to ground any more."""
    panel = open_panel(PanelSettings(kind="gpio", fire_alarm_pin=6), lambda event: None)
    assert mock_pins.pin(6).pull == "up"
    assert panel.fire_alarm()
    panel.close()


def test_a_lamp_that_blinks_goes_on_and_off_by_itself(mock_pins: Any) -> None:
    panel = open_panel(PanelSettings(kind="gpio", lamp_pin=12), lambda event: None)
    panel.lamp(Blink(on_s=0.01, off_s=0.01))
    pin = mock_pins.pin(12)
    blinked = threading.Event()
    for _ in range(3000):
        if len(pin.states) >= 6:
            break
        blinked.wait(0.01)
    panel.lamp(DARK)
    assert len(pin.states) >= 6
    assert not pin.state
    panel.close()


def test_what_was_on_is_off_when_the_panel_is_closed(mock_pins: Any) -> None:
    panel = open_panel(PanelSettings(kind="gpio", relay_pin=13, lamp_pin=12), lambda event: None)
    panel.amplifier(True)
    panel.lamp(LAMP["speaking"])
    panel.close()
    assert (mock_pins.pin(13).function, mock_pins.pin(12).function) == ("input", "input")
    assert not mock_pins.pin(13).state


def test_a_pin_that_somebody_else_has_is_told_as_busy(mock_pins: Any) -> None:
    first = open_panel(PanelSettings(kind="gpio", stop_pin=25), lambda event: None)
    with pytest.raises(PanelError, match="in use by another program") as refused:
        open_panel(PanelSettings(kind="gpio", relay_pin=13, stop_pin=25), lambda event: None)
    assert refused.value.busy
    first.close()
    open_panel(PanelSettings(kind="gpio", relay_pin=13, stop_pin=25), lambda event: None).close()  # and 13 was let go


def test_a_machine_without_pins_says_so_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GPIOZERO_PIN_FACTORY", raising=False)
    with pytest.raises(PanelError, match=r"install python3-lgpio|no such pins"):
        open_panel(PanelSettings(kind="gpio", stop_pin=25), lambda event: None)


# -- pins that clash ------------------------------------------------------------------------------------------------


def _settings(card: str = "plughw:CARD=Device", **pins: Any) -> Settings:
    return Settings(panel=PanelSettings(kind="gpio", **pins), sound=SoundSettings(card=card))


def test_all_clashes_are_refused_in_one_sentence_each(tmp_path: Any) -> None:
    with pytest.raises(SettingsError) as refused:
        check_pins(_settings("plughw:CARD=sndrpihifiberry", stop_pin=18, relay_pin=4, lamp_pin=4), tmp_path)
    for part in ("panel.stop_pin is GPIO18", "panel.relay_pin and panel.lamp_pin are both GPIO4", "HiFiBerry"):
        assert part in str(refused.value)


def test_a_board_with_an_identity_chip_is_found_without_its_card(tmp_path: Any) -> None:
    hat = tmp_path / "proc/device-tree/hat"
    hat.mkdir(parents=True)
    (hat / "product").write_text("Pi-DigiAMP+\0")
    with pytest.raises(SettingsError, match=r"GPIO22, which IQaudIO uses \(its mute\)"):
        check_pins(_settings(stop_pin=22), tmp_path)


def test_a_card_that_alsa_lists_is_found_although_the_settings_name_another(tmp_path: Any) -> None:
    (tmp_path / "proc/asound").mkdir(parents=True)
    (tmp_path / "proc/asound/cards").write_text(" 0 [sndrpihifiberry]: RPi-simple - snd_rpi_hifiberry_dac\n")
    with pytest.raises(SettingsError, match="HiFiBerry"):
        check_pins(_settings(stop_pin=19), tmp_path)


def test_the_installer_knows_better_than_the_names(tmp_path: Any) -> None:
    settings = _settings("plughw:CARD=sndrpihifiberry", stop_pin=5, relay_pin=25, sound_board="pirate-audio")
    with pytest.raises(SettingsError, match="Pirate Audio"):
        check_pins(settings, tmp_path)
    assert check_pins(replace(settings, panel=replace(settings.panel, sound_board="none")), tmp_path) is None


def test_a_house_without_a_panel_is_not_asked(tmp_path: Any) -> None:
    settings = _settings("plughw:CARD=sndrpihifiberry", stop_pin=18)
    assert check_pins(replace(settings, panel=replace(settings.panel, kind="none")), tmp_path) is None


def test_events_are_the_domains_own(touched: Open) -> None:
    panel = touched()
    panel.press("stop")
    assert isinstance(panel.told[0], ButtonMoved)
