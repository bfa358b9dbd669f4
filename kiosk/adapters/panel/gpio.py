"""A panel on the pins of a Raspberry Pi, through gpiozero and lgpio.

What is sure about a process that dies (SIGKILL, a crash): the kernel closes its handle on the pins. What the relay's
pin then does is the kernel's choice: Raspberry Pi's own kernels leave an output as it was, unless
`dtparam=strict_gpiod` stands in config.txt (https://github.com/raspberrypi/linux/pull/6117); then it becomes an input,
and the resistor at the relay decides. `firmware_config/config.txt` has that line, and each start switches it off.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from gpiozero import LED, Device, DigitalInputDevice, DigitalOutputDevice, GPIOPinInUse

from kiosk.domain.announce_events import ButtonMoved, FireAlarmChanged
from kiosk.domain.panel import BUTTONS, Blink, Button
from kiosk.errors import PanelError
from kiosk.settings import PanelSettings


class GpioPanel:
    """Claims the pins that `settings` names: the relay first, and off; `put` is called from lgpio's thread."""

    def __init__(self, settings: PanelSettings, put: Callable[[object], None]) -> None:
        self._put = put
        self._alarm_when_closed = settings.fire_alarm_contact == "open"
        self._parts: list[Any] = []
        factory = _pin_factory()
        try:
            with _as_ours():
                self._relay = self._fit(settings.relay_pin, DigitalOutputDevice, not settings.relay_active_low, factory)
                self._lamp = self._fit(settings.lamp_pin, LED, not settings.lamp_active_low, factory)
                self._contact = self._contact_on(settings.fire_alarm_pin, factory)
                for button in BUTTONS:
                    self._button_on(button, settings, factory)
        except PanelError:
            self.close()
            raise

    def fire_alarm(self) -> bool:
        """See `kiosk.ports.Panel`."""
        with _as_ours():
            return self._contact is not None and bool(self._contact.value) == self._alarm_when_closed

    def lamp(self, blink: Blink) -> None:
        """See `kiosk.ports.Panel`."""
        if self._lamp is None:
            return
        with _as_ours():
            if blink.off_s > 0:
                self._lamp.blink(blink.on_s, blink.off_s)
            else:
                self._lamp.value = blink.on_s > 0

    def amplifier(self, on: bool) -> None:
        """See `kiosk.ports.Panel`."""
        if self._relay is not None:
            with _as_ours():
                self._relay.value = on

    def close(self) -> None:
        """See `kiosk.ports.Panel`."""
        for part in self._parts:
            with _as_ours():
                if isinstance(part, DigitalOutputDevice):
                    part.off()
                part.close()
        self._parts = []

    def _fit(self, pin: int, kind: type[Any], active_high: bool, factory: object) -> Any:
        if pin < 0:
            return None
        part = kind(pin, active_high=active_high, pin_factory=factory)
        self._parts.append(part)
        return part

    def _contact_on(self, pin: int, factory: object) -> Any:
        """The fire alarm's contact lies between pin and ground: pulled up, the pin is high when it opens or is cut."""
        if pin < 0:
            return None
        contact = DigitalInputDevice(pin, pull_up=True, pin_factory=factory)  # active: closed
        self._parts.append(contact)
        contact.when_activated = lambda: self._put(FireAlarmChanged(on=self._alarm_when_closed))
        contact.when_deactivated = lambda: self._put(FireAlarmChanged(on=not self._alarm_when_closed))
        return contact

    def _button_on(self, button: Button, settings: PanelSettings, factory: object) -> None:
        pin = getattr(settings, f"{button}_pin")
        if pin < 0:
            return
        contact = DigitalInputDevice(pin, pull_up=settings.buttons_active_low, pin_factory=factory)
        self._parts.append(contact)

        def moved(down: bool) -> None:
            self._put(ButtonMoved(button=button, down=down, at_s=time.monotonic()))

        contact.when_activated = lambda: moved(True)
        contact.when_deactivated = lambda: moved(False)


def _pin_factory() -> object:
    """gpiozero's own choice where one was made (a test, $GPIOZERO_PIN_FACTORY), else lgpio: a Pi 5 has nothing else."""
    with _as_ours():
        try:
            if "GPIOZERO_PIN_FACTORY" in os.environ:
                Device.ensure_pin_factory()
            if Device.pin_factory is None:
                from gpiozero.pins.lgpio import LGPIOFactory

                Device.pin_factory = LGPIOFactory()
        except ImportError as error:
            raise PanelError(
                "The panel needs lgpio: install python3-lgpio (Raspberry Pi OS), or set panel.kind to none."
            ) from error
        return Device.pin_factory


@contextmanager
def _as_ours() -> Iterator[None]:
    """gpiozero, lgpio and the kernel each have errors of their own; lgpio's cannot be named where it is missing."""
    try:
        yield
    except PanelError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        said = f"{type(error).__name__}: {error}"
        busy = "busy" in said.lower() or isinstance(error, GPIOPinInUse)
        cause = "a pin is in use by another program or driver" if busy else "this machine has no such pins"
        raise PanelError(f"The panel cannot be used, {cause} ({said}): see docs/wiring.md.", busy=busy) from error
