"""The amplifier's relay around sounds: on before, off some time after, and off at once when it must be."""

import threading
from collections.abc import Callable

import pytest

from kiosk.amplifier import Amplifier, amplifier_of
from kiosk.errors import PanelError
from kiosk.settings import PanelSettings

LIMIT_S = 60.0


class Relay:
    """What the relay was told, oldest first."""

    def __init__(self) -> None:
        self.told: list[bool] = []
        self.broken = False
        self._news = threading.Condition()

    def switch(self, on: bool) -> None:
        if self.broken:
            raise PanelError("The relay is gone: fit it again.")
        with self._news:
            self.told.append(on)
            self._news.notify_all()

    def until(self, true: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(true, LIMIT_S), self.told


@pytest.fixture
def relay() -> Relay:
    return Relay()


def test_it_is_on_while_something_is_played_and_off_by_itself_afterwards(relay: Relay) -> None:
    amplifier = Amplifier(relay.switch, warm_s=0.0, off_after_s=0.01)
    with amplifier.awake(threading.Event()):
        assert relay.told == [True]
    relay.until(lambda: relay.told == [True, False])


class Patience:
    """A stop sign that is never set and says how long it was waited for."""

    def __init__(self) -> None:
        self.waited_s: list[float | None] = []

    def is_set(self) -> bool:
        return False

    def wait(self, timeout: float | None = None) -> bool:
        self.waited_s.append(timeout)
        return False


def test_it_is_given_time_to_wake_but_only_when_it_was_off(relay: Relay) -> None:
    amplifier = Amplifier(relay.switch, warm_s=0.2, off_after_s=LIMIT_S)
    stop = Patience()
    for _ in range(2):
        with amplifier.awake(stop):
            assert stop.waited_s == [0.2]
    amplifier.off()
    with amplifier.awake(stop):
        assert stop.waited_s == [0.2, 0.2]
    amplifier.off()


def test_a_queue_does_not_make_it_click(relay: Relay) -> None:
    amplifier = Amplifier(relay.switch, warm_s=0.0, off_after_s=LIMIT_S)
    for _ in range(3):
        with amplifier.awake(threading.Event()):
            pass
    assert False not in relay.told
    amplifier.off()
    assert relay.told[-1] is False


def test_off_is_at_once_and_what_was_to_switch_it_off_later_is_forgotten(relay: Relay) -> None:
    amplifier = Amplifier(relay.switch, warm_s=0.0, off_after_s=0.05)
    with amplifier.awake(threading.Event()):
        pass
    amplifier.off()
    with amplifier.awake(threading.Event()):
        relay.until(lambda: relay.told == [True, False, True])
        threading.Event().wait(0.2)  # longer than the timer of the first sound would have taken
        assert relay.told == [True, False, True]
    relay.until(lambda: relay.told[-1] is False)


def test_waking_is_cut_short_and_what_is_silenced_before_does_not_switch_it_on(relay: Relay) -> None:
    stop = threading.Event()
    stop.set()
    amplifier = Amplifier(relay.switch, warm_s=LIMIT_S, off_after_s=0.0)
    with amplifier.awake(stop):
        assert True not in relay.told


def test_a_sound_that_fails_leaves_it_off_all_the_same(relay: Relay) -> None:
    amplifier = Amplifier(relay.switch, warm_s=0.0, off_after_s=0.01)
    with pytest.raises(ZeroDivisionError), amplifier.awake(threading.Event()):
        raise ZeroDivisionError
    relay.until(lambda: relay.told == [True, False])


def test_a_relay_that_cannot_be_switched_on_is_told_and_one_that_cannot_be_switched_off_stops_nothing(
    relay: Relay,
) -> None:
    amplifier = Amplifier(relay.switch, warm_s=0.0, off_after_s=0.0)
    relay.broken = True
    with pytest.raises(PanelError, match="fit it again"), amplifier.awake(threading.Event()):
        raise AssertionError("nothing would be heard")
    amplifier.off()


@pytest.mark.parametrize("settings", [PanelSettings(relay_pin=13), PanelSettings(kind="gpio")])
def test_nobody_waits_for_a_relay_that_is_not_there(relay: Relay, settings: PanelSettings) -> None:
    stop = Patience()
    with amplifier_of(settings, relay.switch).awake(stop):
        assert stop.waited_s == []
    assert relay.told == [True, False]
