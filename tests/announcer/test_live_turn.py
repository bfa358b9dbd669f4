"""A live announcement among the others: it has its turn, its rank and exactly one end."""

from typing import Any

import pytest

from kiosk.domain import announce_events as e
from kiosk.domain.requests import Request
from kiosk.domain.words import Words


def ask(world: Any, **changes: Any) -> str:
    announcement: str = world.ask(text=None, live=True, **changes)
    return announcement


def test_it_waits_for_its_turn_and_the_queue_goes_on_after_it(world: Any) -> None:
    first, live, last = world.ask(), ask(world, priority="service"), world.ask(priority="service")
    assert world.last(live).position == 1 and world.last(last).position == 2
    assert world.last(live).text == Words(fr="En direct", en="Live")
    for _ in range(3):
        world.hear()
    assert world.plays == [first, live, last]
    assert world.states(live) == ["queued", "rendering", "chime", "speaking", "spoken"]
    assert world.violations == []


def test_two_people_who_wish_to_speak_both_may_one_after_the_other(world: Any) -> None:
    one, two = ask(world, by="Léa"), ask(world, by="Karim")
    world.hear()
    three = ask(world, by="Léa")
    world.hear()
    world.hear()
    assert [world.finals(i) for i in (one, two, three)] == [{("spoken", None)}] * 3


def test_a_tablet_that_vanished_is_told_and_the_next_one_begins(world: Any) -> None:
    live, following = ask(world), world.ask()
    world.speech_is_ready()
    world.words_begin()
    world.sounding = None
    world.do(e.SoundEnded(announcement=live, whole=True, lost=True))
    assert world.finals(live) == {("interrupted", "live-lost")}
    world.hear()
    assert world.finals(following) == {("spoken", None)}


def test_an_emergency_takes_the_loudspeaker_and_gives_it_back(world: Any) -> None:
    live = ask(world)
    world.speech_is_ready()
    world.words_begin()
    alarm = world.ask(priority="emergency")
    assert world.stopped
    world.sound_ends()
    assert world.last(live).state == "queued"
    world.hear()
    assert world.finals(alarm) == {("spoken", None)}
    world.hear()
    assert world.finals(live) == {("spoken", None)}


@pytest.mark.parametrize("moment", ["speech_is_ready", "sound_starts", "words_begin"])
def test_a_power_cut_ends_it_and_it_is_not_begun_again(world: Any, moment: str) -> None:
    live = ask(world)
    world.speech_is_ready()
    getattr(world, moment)()
    world.kill()
    world.until_quiet()
    assert world.finals(live) == {("interrupted", "power-cut")}
    assert world.plays == [live]


@pytest.mark.parametrize("wrong", [{"text": Words(fr="Bonsoir.")}, {"template": "welcome"}, {"repeat": 2}])
def test_a_live_request_says_nothing_by_itself(world: Any, wrong: dict[str, Any]) -> None:
    plain = {"id": "one", "issued_at": world.utc, "expires_at": world.utc, "by": "Léa", "live": True}
    assert Request(**plain).live
    with pytest.raises(ValueError, match="no template and no text"):
        Request(**{**plain, **wrong})
