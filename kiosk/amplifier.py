"""The amplifier's relay: on before the first sample, off some time after the last."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.errors import PanelError
from kiosk.ports import StopSign
from kiosk.settings import PanelSettings

_log = logging.getLogger(__name__)


class Amplifier:
    """Switches the relay with `switch`; what follows within `off_after_s` finds the amplifier on and does not wait."""

    def __init__(self, switch: Callable[[bool], None], *, warm_s: float, off_after_s: float) -> None:
        self._switch, self._warm_s, self._off_after_s = switch, warm_s, off_after_s
        self._lock = threading.Lock()  # the sound's thread, the timer's and that of the fire alarm
        self._on = False
        self._timer: threading.Timer | None = None

    @contextmanager
    def awake(self, stop: StopSign) -> Iterator[None]:
        """While it holds the amplifier is on; it is given `warm_s` seconds to wake, or until `stop` is set.

        Raises:
            PanelError: the relay cannot be switched on: nothing would be heard.
        """
        if not stop.is_set() and self._wake() and self._warm_s > 0:
            stop.wait(self._warm_s)
        try:
            yield
        finally:
            self._off_later()

    def off(self) -> None:
        """Off at once."""
        with self._lock:
            self._forget_timer()
            self._off()

    def _wake(self) -> bool:
        """Whether it had been off."""
        with self._lock:
            self._forget_timer()
            was_off, self._on = not self._on, True
            self._switch(True)
            return was_off

    def _off_later(self) -> None:
        with self._lock:
            self._forget_timer()
            if self._off_after_s == 0:
                self._off()
                return
            self._timer = threading.Timer(self._off_after_s, self._timer_rang)
            self._timer.name, self._timer.daemon = "amplifier", True
            self._timer.start()

    def _timer_rang(self) -> None:
        with self._lock:
            if self._timer is threading.current_thread():  # else it was called off in the last moment
                self._off()

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _off(self) -> None:
        self._on = False
        try:
            self._switch(False)
        except PanelError as error:  # the panel is tried again, and a new one begins with the amplifier off
            _log.warning("%s", error)


def amplifier_of(settings: PanelSettings, switch: Callable[[bool], None]) -> Amplifier:
    """The amplifier behind the relay of `settings`; where none is fitted it is on always, and nothing waits for it."""
    if settings.kind == "none" or settings.relay_pin < 0:
        return Amplifier(switch, warm_s=0.0, off_after_s=0.0)
    return Amplifier(switch, warm_s=settings.relay_warm_s, off_after_s=settings.relay_off_after_s)
