"""Between the panel and the announcer: it is opened, lost and opened again; a fire alarm cuts the sound at once."""

import logging
from collections.abc import Callable

from kiosk.domain.announce_events import (
    BlockSound,
    ButtonHeld,
    ButtonMoved,
    ButtonPressed,
    FireAlarmChanged,
    KeepMute,
    MuteRestored,
    ShowLamp,
)
from kiosk.domain.hush import Mute
from kiosk.domain.panel import LAMP, Blink, Presses
from kiosk.errors import InputError, PanelError
from kiosk.messages.codec import decode, encode
from kiosk.messages.status import PartHealth
from kiosk.ports import LastGoodCopy, Panel
from kiosk.service_status import ServiceStatus
from kiosk.settings import PanelSettings

_log = logging.getLogger(__name__)

_MUTE = "muted"
RETRY_S = 5.0
"""`kiosk doctor` and the announcer's own previous life hold the pins for a moment only."""


class PanelLink:
    """All but `heard` and `amplifier` is called by the announcer's own thread.

    A panel that is lost is opened again every RETRY_S seconds. While a fire-alarm contact that should be there cannot
    be read, that counts as an alarm: whoever wired it relies on it.
    """

    def __init__(
        self,
        settings: PanelSettings,
        open_panel: Callable[[PanelSettings, Callable[[object], None]], Panel],
        put: Callable[[object], None],
        status: ServiceStatus,
        copies: LastGoodCopy,
    ) -> None:
        self._settings, self._open_panel, self._put = settings, open_panel, put
        self._status, self._copies = status, copies
        self._panel: Panel | None = None
        self._presses = Presses(bounce_s=settings.bounce_s, hold_s=settings.hold_s)
        self._block: Callable[[bool], None] = lambda on: None
        self._amplifier_off: Callable[[], None] = lambda: None
        self._alarm, self._blink = False, Blink(on_s=0.0)
        self._now_s, self._open_at_s = 0.0, float("-inf")

    def on_fire_alarm(self, block: Callable[[bool], None], amplifier_off: Callable[[], None]) -> None:
        """Both are called in the panel's own thread: the announcer's may be waiting for a slow card."""
        self._block, self._amplifier_off = block, amplifier_off

    def start(self, now_s: float) -> None:
        """Takes up the mute that the last run left, and opens the panel."""
        mute = self._kept()
        if mute.until is not None:
            self._put(MuteRestored(mute=mute))
        self.tick(now_s)

    def heard(self, event: object) -> None:
        """Takes in what the panel tells, from any thread."""
        self._put(event)  # first: the announcement that is cut off must end for this reason, and not for another one
        if isinstance(event, FireAlarmChanged) and event.on:
            self._block(True)
            self._amplifier_off()

    def moved(self, event: ButtonMoved) -> None:
        """A button moved; tells `ButtonPressed` where that counts."""
        if self._presses.moved(event.button, down=event.down, at_s=event.at_s):
            self._put(ButtonPressed(button=event.button))

    def tick(self, now_s: float) -> None:
        """Opens the panel when it is due, tells which buttons are held, and looks at the fire alarm's contact."""
        self._now_s = now_s
        if self._panel is None and now_s >= self._open_at_s:
            self._open()
        for button in self._presses.held(now_s):
            self._put(ButtonHeld(button=button))
        self._look_at_alarm()

    def perform(self, effect: ShowLamp | KeepMute | BlockSound) -> None:
        """Does what the core decided."""
        match effect:
            case ShowLamp():
                self._blink = LAMP[effect.lamp]
                self._light()
            case BlockSound():
                self._block(effect.on)
            case KeepMute():
                self._keep(effect.mute)

    def amplifier(self, on: bool) -> None:
        """Switches the relay, from any thread.

        Raises:
            PanelError: there is a relay, and it cannot be switched.
        """
        if self._panel is not None:
            self._panel.amplifier(on)
        elif self._settings.relay_pin >= 0 and self._settings.kind != "none":
            raise PanelError("The amplifier's relay cannot be switched: `kiosk doctor panel` says why.")

    def close(self) -> None:
        """Lamp and relay off; lets the pins go."""
        if self._panel is not None:
            self._panel.close()

    def _open(self) -> None:
        try:
            self._panel = self._open_panel(self._settings, self.heard)
        except PanelError as error:
            self._lost(error)
            return
        if self._settings.kind != "none":
            self._status.report(PartHealth(part="panel", state="ok"))
        self._light()

    def _look_at_alarm(self) -> None:
        """Edges tell at once; a look at each tick finds the alarm at start, and an edge that went missing."""
        alarm = self._settings.kind != "none" and self._settings.fire_alarm_pin >= 0
        if self._panel is not None:
            try:
                alarm = self._panel.fire_alarm()
            except PanelError as error:
                self._lost(error)
        if alarm != self._alarm:
            self._alarm = alarm
            self.heard(FireAlarmChanged(on=alarm))

    def _light(self) -> None:
        """Now, or when there is a panel."""
        if self._panel is not None:
            try:
                self._panel.lamp(self._blink)
            except PanelError as error:
                self._lost(error)

    def _lost(self, error: PanelError) -> None:
        _log.error("%s", error)
        if self._panel is not None:
            self._panel.close()
        self._panel, self._open_at_s = None, self._now_s + RETRY_S
        self._status.report(PartHealth(part="panel", state="failed", code="panel-away", detail=str(error)))

    def _keep(self, mute: Mute) -> None:
        try:
            self._copies.save(_MUTE, encode(mute))
        except OSError as error:
            _log.warning("whether the house is muted cannot be kept for a restart: %s", error.strerror)

    def _kept(self) -> Mute:
        try:
            kept = self._copies.load(_MUTE)
            return Mute() if kept is None else decode(kept, Mute)
        except (OSError, InputError) as error:
            _log.warning("whether the house was muted cannot be read: %s", error)
            return Mute()
