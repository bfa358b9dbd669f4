"""A single sound outside the announcer finds the amplifier on and leaves it off, and keeps to the fire alarm."""

import pytest

from kiosk.adapters.panel.simulated import SimulatedPanel
from kiosk.amplifier_for_once import amplifier_awake
from kiosk.errors import PanelError
from kiosk.settings import PanelSettings

WITH_RELAY = PanelSettings(kind="simulated", relay_pin=17, fire_alarm_pin=27, relay_warm_s=0.0)


@pytest.fixture
def panel() -> SimulatedPanel:
    return SimulatedPanel(WITH_RELAY, lambda event: None)


def test_the_amplifier_is_on_for_the_sound_and_off_after_it(panel: SimulatedPanel) -> None:
    with amplifier_awake(WITH_RELAY, lambda settings, put: panel):
        assert panel.amplifier_on
    assert not panel.amplifier_on


def test_it_is_off_again_when_the_sound_failed(panel: SimulatedPanel) -> None:
    with pytest.raises(ZeroDivisionError), amplifier_awake(WITH_RELAY, lambda settings, put: panel):
        raise ZeroDivisionError
    assert not panel.amplifier_on


def test_nothing_is_played_during_a_fire_alarm(panel: SimulatedPanel) -> None:
    panel.sound_fire_alarm(True)
    with pytest.raises(PanelError, match="fire alarm"), amplifier_awake(WITH_RELAY, lambda settings, put: panel):
        pytest.fail("it was played")
    assert not panel.amplifier_on


@pytest.mark.parametrize("settings", [PanelSettings(kind="none"), PanelSettings(kind="simulated", relay_pin=-1)])
def test_without_a_relay_no_pin_is_touched(settings: PanelSettings) -> None:
    with amplifier_awake(settings, lambda settings, put: pytest.fail("a panel was opened")):
        pass
