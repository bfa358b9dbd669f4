"""The amplifier while `kiosk say` or `kiosk doctor` plays one sound: switched on where it hangs on a relay."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.adapters.panel import open_panel
from kiosk.errors import PanelError
from kiosk.ports import Panel
from kiosk.settings import PanelSettings


@contextmanager
def amplifier_awake(
    settings: PanelSettings,
    opened: Callable[[PanelSettings, Callable[[object], None]], Panel] = open_panel,
) -> Iterator[None]:
    """While it holds the amplifier is on; at its end it is off again.

    Raises:
        PanelError: the announcer has the relay's pin, or the fire alarm is on.
    """
    if settings.kind == "none" or settings.relay_pin < 0:
        yield
        return
    panel = opened(settings, lambda event: None)
    try:
        if panel.fire_alarm():
            raise PanelError("The fire alarm is on: nothing is played until it is over.")
        panel.amplifier(True)
        threading.Event().wait(settings.relay_warm_s)
        yield
    finally:
        panel.close()
