"""The panel at the announcer: opened, lost and opened again; a mute that is kept; an alarm that waits for nobody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.adapters.copies import FileCopies
from kiosk.adapters.panel.simulated import SimulatedPanel
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
from kiosk.domain.panel import LAMP
from kiosk.errors import PanelError
from kiosk.messages.codec import decode
from kiosk.messages.status import Status
from kiosk.messages.topics import ANNOUNCER_STATUS
from kiosk.panel_link import RETRY_S, PanelLink
from kiosk.ports import Outgoing
from kiosk.service_status import ServiceStatus
from kiosk.settings import PanelSettings

ALL = PanelSettings(
    kind="simulated", announce_pin=23, repeat_pin=24, stop_pin=25, lamp_pin=12, relay_pin=13, fire_alarm_pin=6
)  # fmt: skip


class Bench:
    """A link, the panel behind it, and what it told and did; `gone` panels cannot be opened."""

    def __init__(self, folder: Path, settings: PanelSettings) -> None:
        self.panel: SimulatedPanel | None = None
        self.gone = False
        self.told: list[object] = []
        self.did: list[object] = []
        self.statuses: list[Status] = []
        self.link = PanelLink(
            settings, self._open, self.told.append, ServiceStatus(ANNOUNCER_STATUS, self._publish), FileCopies(folder)
        )
        self.link.on_fire_alarm(self.did.append, lambda: self.did.append("amplifier off"))

    def codes(self) -> dict[str, str]:
        return {part.part: part.code for part in self.statuses[-1].health} if self.statuses else {}

    def _open(self, settings: PanelSettings, put: Callable[[object], None]) -> SimulatedPanel:
        if self.gone:
            raise PanelError("A pin is in use: stop whoever has it.")
        self.panel = SimulatedPanel(settings, put)
        return self.panel

    def _publish(self, message: Outgoing) -> None:
        self.statuses.append(decode(message.payload, Status))


@pytest.fixture
def bench(tmp_path: Path) -> Callable[..., Bench]:
    def make(settings: PanelSettings = ALL) -> Bench:
        return Bench(tmp_path, settings)

    return make


def _events(bench: Bench, kind: type) -> list[Any]:
    return [event for event in bench.told if isinstance(event, kind)]


def test_a_press_and_a_hold_are_told_as_what_they_are(bench) -> None:
    house = bench()
    house.link.start(0.0)
    for down, at_s in ((True, 10.0), (False, 10.1), (True, 10.15)):
        house.link.moved(ButtonMoved(button="stop", down=down, at_s=at_s))
    house.link.tick(12.5)
    assert house.told == [ButtonPressed(button="stop"), ButtonHeld(button="stop")]


def test_an_alarm_is_told_and_acted_on_before_anything_else_has_its_turn(bench) -> None:
    house = bench()
    house.link.start(0.0)
    house.panel.sound_fire_alarm(True)
    assert house.told == [FireAlarmChanged(on=True)]
    assert house.did == [True, "amplifier off"]
    house.panel.sound_fire_alarm(False)
    assert house.did == [True, "amplifier off"]  # the core says when it is over
    house.link.perform(BlockSound(on=False))
    assert house.did[-1] is False


def test_an_alarm_whose_edge_went_missing_is_found_at_the_next_look(bench) -> None:
    house = bench()
    house.link.start(0.0)
    house.panel.sound_fire_alarm(True, told=False)
    house.link.tick(1.0)
    assert house.told == [FireAlarmChanged(on=True)]
    assert house.did == [True, "amplifier off"]
    house.panel.sound_fire_alarm(False, told=False)
    house.link.tick(2.0)
    assert house.told[-1] == FireAlarmChanged(on=False)


@pytest.mark.parametrize(("settings", "alarms"), [(ALL, [True, False]), (PanelSettings(kind="simulated"), [])])
def test_a_panel_that_cannot_be_opened_is_told_tried_again_and_counts_as_an_alarm_where_one_is_wired(
    bench, settings: PanelSettings, alarms: list[bool]
) -> None:
    house = bench(settings)
    house.gone = True
    house.link.start(0.0)
    assert house.codes() == {"panel": "panel-away"}
    assert house.statuses[-1].health[0].detail == "A pin is in use: stop whoever has it."
    house.gone = False
    house.link.tick(RETRY_S / 2)
    assert house.panel is None
    house.link.tick(RETRY_S)
    assert house.codes() == {"panel": "ok"}
    assert [event.on for event in _events(house, FireAlarmChanged)] == alarms


def test_a_panel_that_breaks_is_closed_and_opened_again_with_its_lamp(bench) -> None:
    house = bench()
    house.link.start(0.0)
    house.link.perform(ShowLamp(lamp="speaking"))
    first = house.panel
    first.broken = True
    house.link.perform(ShowLamp(lamp="waiting"))
    assert house.codes() == {"panel": "panel-away"}
    house.link.tick(RETRY_S)
    assert house.panel is not first
    assert house.panel.lit == LAMP["waiting"]
    assert house.codes() == {"panel": "ok"}


def test_without_its_relay_nothing_would_be_heard_and_that_is_said(bench) -> None:
    house = bench()
    house.gone = True
    house.link.start(0.0)
    with pytest.raises(PanelError, match="kiosk doctor panel"):
        house.link.amplifier(True)
    none = bench(PanelSettings(kind="simulated", stop_pin=4))
    none.gone = True
    none.link.start(0.0)
    none.link.amplifier(True)


def test_a_house_without_a_panel_tells_nothing_of_one(bench) -> None:
    house = bench(PanelSettings())
    house.link.start(0.0)
    house.link.perform(ShowLamp(lamp="well"))
    house.link.amplifier(True)
    assert (house.told, house.statuses) == ([], [])


def test_a_mute_outlasts_a_restart(bench) -> None:
    until = datetime.now(UTC) + timedelta(minutes=20)
    before = bench()
    before.link.start(0.0)
    before.link.perform(KeepMute(mute=Mute(until=until)))
    after = bench()
    after.link.start(0.0)
    assert after.told == [MuteRestored(mute=Mute(until=until))]
    after.link.perform(KeepMute(mute=Mute()))
    last = bench()
    last.link.start(0.0)
    assert last.told == []


def test_a_kept_mute_that_makes_no_sense_is_no_mute(bench, tmp_path: Path) -> None:
    (tmp_path / "muted.json").write_bytes(b'{"until": "tomorrow"}')
    house = bench()
    house.link.start(0.0)
    assert house.told == []


def test_at_the_end_lamp_and_amplifier_are_off(bench) -> None:
    house = bench()
    house.link.start(0.0)
    house.link.perform(ShowLamp(lamp="speaking"))
    house.link.amplifier(True)
    house.link.close()
    assert not house.panel.amplifier_on
    assert house.panel.lit.on_s == 0
