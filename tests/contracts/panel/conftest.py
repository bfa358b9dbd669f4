"""A panel that somebody can touch: in memory, or on gpiozero's mock pins."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory

from kiosk.adapters.panel import open_panel
from kiosk.domain.panel import Button
from kiosk.ports import Panel
from kiosk.settings import PanelSettings

FITTED = PanelSettings(
    announce_pin=23, repeat_pin=24, stop_pin=25, lamp_pin=12, relay_pin=13, fire_alarm_pin=6
)  # fmt: skip


class Touched:
    """The panel, what it told, and hands: `pins` is gpiozero's factory where there is one."""

    def __init__(self, settings: PanelSettings, pins: MockFactory | None) -> None:
        self.settings, self.pins = settings, pins
        self.told: list[Any] = []
        self.panel: Panel = open_panel(settings, self.told.append)
        if pins is not None and settings.fire_alarm_pin >= 0 and settings.fire_alarm_contact == "closed":
            self._wire(settings.fire_alarm_pin, False)  # a mock pin knows its pull-up only: the contact holds it down
            self.told.clear()

    def press(self, button: Button, *, down: bool = True) -> None:
        if self.pins is None:
            self.panel.move(button, down=down)  # type: ignore[attr-defined]
        else:
            self._wire(getattr(self.settings, f"{button}_pin"), down != self.settings.buttons_active_low)

    def sound_fire_alarm(self, on: bool) -> None:
        if self.pins is None:
            self.panel.sound_fire_alarm(on)  # type: ignore[attr-defined]
        else:
            self._wire(self.settings.fire_alarm_pin, on == (self.settings.fire_alarm_contact == "closed"))

    @property
    def amplifier_on(self) -> bool:
        if self.pins is None:
            return bool(self.panel.amplifier_on)  # type: ignore[attr-defined]
        return bool(self.pins.pin(self.settings.relay_pin).state) != self.settings.relay_active_low

    @property
    def lit(self) -> bool:
        """Whether the lamp is lit at this moment, for patterns that do not blink."""
        if self.pins is None:
            return bool(self.panel.lit.on_s > 0)  # type: ignore[attr-defined]
        return bool(self.pins.pin(self.settings.lamp_pin).state) != self.settings.lamp_active_low

    def _wire(self, pin: int, high: bool) -> None:
        assert self.pins is not None
        found = self.pins.pin(pin)
        found.drive_high() if high else found.drive_low()


@pytest.fixture
def mock_pins() -> Iterator[MockFactory]:
    """The pins of a Raspberry Pi that is not there."""
    before, Device.pin_factory = Device.pin_factory, MockFactory()
    yield Device.pin_factory
    Device.pin_factory.close()
    Device.pin_factory = before


@pytest.fixture(params=["simulated", "gpio"])
def touched(request: pytest.FixtureRequest) -> Iterator[Callable[..., Touched]]:
    """Opens a panel of either kind, all parts fitted unless a test changes that; closes it with the test."""
    pins = request.getfixturevalue("mock_pins") if request.param == "gpio" else None
    opened: list[Touched] = []

    def open_one(**changes: Any) -> Touched:
        opened.append(Touched(replace(FITTED, kind=request.param, **changes), pins))
        return opened[-1]

    yield open_one
    for one in opened:
        one.panel.close()
