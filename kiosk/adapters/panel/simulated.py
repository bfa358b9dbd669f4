"""A panel in memory: a test presses its buttons, sounds its alarm and looks at its lamp and relay."""

import time
from collections.abc import Callable

from kiosk.domain.announce_events import ButtonMoved, FireAlarmChanged
from kiosk.domain.panel import Blink, Button
from kiosk.errors import PanelError
from kiosk.settings import PanelSettings

_OFF = Blink(on_s=0.0)


class SimulatedPanel:
    """Everything that `settings` names is fitted; `lit` is how the lamp is lit, `amplifier_on` what the relay does."""

    def __init__(self, settings: PanelSettings, put: Callable[[object], None]) -> None:
        self.lit, self.amplifier_on, self.broken = _OFF, False, False
        self._put, self._alarm = put, False
        self._pins: dict[Button, int] = {
            "announce": settings.announce_pin, "repeat": settings.repeat_pin, "stop": settings.stop_pin,
        }  # fmt: skip
        self._fitted = settings

    # -- what a test does ---------------------------------------------------------------------------------------

    def move(self, button: Button, *, down: bool) -> None:
        """Presses `button` or lets it go; one that is not fitted cannot be moved."""
        if self._pins[button] >= 0:
            self._put(ButtonMoved(button=button, down=down, at_s=time.monotonic()))

    def sound_fire_alarm(self, on: bool, *, told: bool = True) -> None:
        """Moves the contact of the fire alarm, or cuts its wire; an edge may go missing (`told`)."""
        if self._fitted.fire_alarm_pin >= 0 and on != self._alarm:
            self._alarm = on
            if told:
                self._put(FireAlarmChanged(on=on))

    # -- what the announcer does ----------------------------------------------------------------------------------

    def fire_alarm(self) -> bool:
        """See `kiosk.ports.Panel`."""
        self._check()
        return self._alarm

    def lamp(self, blink: Blink) -> None:
        """See `kiosk.ports.Panel`."""
        self._check()
        if self._fitted.lamp_pin >= 0:
            self.lit = blink

    def amplifier(self, on: bool) -> None:
        """See `kiosk.ports.Panel`."""
        self._check()
        self.amplifier_on = on and self._fitted.relay_pin >= 0

    def close(self) -> None:
        """See `kiosk.ports.Panel`."""
        self.lit, self.amplifier_on = _OFF, False

    def _check(self) -> None:
        if self.broken:
            raise PanelError("The panel was unplugged: plug it in again.")
