"""What the buttons ask for, what the fire alarm and a mute forbid, and what the lamp shows."""

from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain import announce_events as e
from kiosk.domain.hush import ALARM_SETTLE_S, MUTE, Mute, MuteWish
from kiosk.domain.words import Words

World = Any  # the fixture's class lives in conftest.py


def press(world: World, button: str) -> None:
    world.do(e.ButtonPressed(button=button))


def newest(world: World) -> str:
    """The id of the announcement that was told last for the first time."""
    return list(world.published)[-1]


def alarm(world: World, on: bool) -> None:
    world.do(e.FireAlarmChanged(on=on))


def alarm_is_over(world: World) -> None:
    alarm(world, False)
    world.passes(ALARM_SETTLE_S + 0.1)


# -- announce ---------------------------------------------------------------------------------------------------------


def test_the_button_announces_the_car_that_waits_longest(world: World) -> None:
    world.incident("late", "raised", stopped_at=world.utc - timedelta(minutes=1))
    world.incident("early", "raised", stopped_at=world.utc - timedelta(minutes=9), place=Words(fr="au fond"))
    press(world, "announce")
    told = world.last(newest(world))
    assert (told.incident, told.by) == ("early", "bouton")
    assert "au fond" in told.text.fr
    world.hear()
    assert world.finals(newest(world)) == {("spoken", None)}


def test_pressing_again_announces_the_next_car_and_then_nothing(world: World) -> None:
    for number in range(2):
        world.incident(f"car-{number}", "raised", stopped_at=world.utc + timedelta(seconds=number))
    for _ in range(4):
        press(world, "announce")
        world.passes(0.4)
    assert [announcements[-1].incident for announcements in world.published.values()] == ["car-0", "car-1"]


def test_a_car_that_was_announced_is_not_announced_again_although_the_watcher_is_away(world: World) -> None:
    world.incident("car", "raised")
    press(world, "announce")
    world.hear()
    world.passes(300)
    press(world, "announce")
    assert len(world.published) == 1
    world.incident("car", "raised", at=world.utc, announced=1)  # the watcher proposes it once more
    press(world, "announce")
    world.hear()
    assert [told[-1].state for told in world.published.values()] == ["spoken", "spoken"]


@pytest.mark.parametrize("state", ["announced", "dismissed", "snoozed", "left", "lost_sight"])
def test_a_car_that_somebody_answered_is_no_proposal(world: World, state: str) -> None:
    world.incident("car", "raised")
    world.passes(1)
    world.incident("car", state, at=world.utc)
    press(world, "announce")
    assert not world.published


def test_a_car_that_the_broker_forgot_is_no_proposal(world: World) -> None:
    world.incident("car", "raised")
    world.do(e.BrokerReached())
    press(world, "announce")
    assert not world.published


def test_the_button_works_while_the_broker_is_away(world: World) -> None:
    world.incident("car", "raised")
    world.do(e.BrokerLost())
    press(world, "announce")
    world.hear()
    assert world.finals(newest(world)) == {("spoken", None)}


def test_what_a_button_asked_for_survives_a_power_cut(world: World) -> None:
    world.incident("car", "raised")
    press(world, "announce")
    asked = newest(world)
    world.kill()
    world.until_quiet()
    assert world.finals(asked) == {("spoken", None)}
    assert world.plays == [asked]


# -- repeat and stop --------------------------------------------------------------------------------------------------


def test_the_button_says_the_last_one_again(world: World) -> None:
    world.announce(text=Words(fr="La première."))
    world.passes(10)
    world.announce(text=Words(fr="La dernière."), priority="service")
    world.passes(10)
    press(world, "repeat")
    world.hear()
    told = world.last(newest(world))
    assert (told.text.fr, told.state, told.by) == ("La dernière.", "spoken", "bouton")


def test_nothing_is_repeated_where_nothing_was_heard(world: World) -> None:
    press(world, "repeat")
    world.ask(expires_at=world.utc)
    press(world, "repeat")
    assert world.plays == []


def test_what_was_cut_off_is_not_what_was_heard(world: World) -> None:
    world.announce(text=Words(fr="Toute la phrase."))
    cut = world.ask(text=Words(fr="Une phrase coupée."))
    world.speech_is_ready()
    world.words_begin()
    world.cancel(cut)
    world.sound_ends()
    press(world, "repeat")
    assert world.last(newest(world)).text.fr == "Toute la phrase."


def test_stop_silences_what_sounds_and_empties_the_queue(world: World) -> None:
    sounding, waiting = world.ask(), world.ask()
    world.speech_is_ready()
    world.words_begin()
    press(world, "stop")
    world.sound_ends()
    assert world.finals(sounding) == world.finals(waiting) == {("cancelled", "by-person")}


# -- mute -------------------------------------------------------------------------------------------------------------


def test_holding_stop_refuses_announcements_for_half_an_hour(world: World) -> None:
    world.do(e.ButtonHeld(button="stop"))
    assert world.mute == Mute(until=world.utc + MUTE)
    refused = world.ask()
    assert world.finals(refused) == {("refused", "muted")}
    world.passes(MUTE.total_seconds())
    assert world.mute == Mute()
    assert world.announce() in world.plays


def test_holding_stop_again_lifts_it(world: World) -> None:
    world.do(e.ButtonHeld(button="stop"))
    world.do(e.ButtonHeld(button="stop"))
    assert world.mute == Mute()
    assert world.announce() in world.plays


def test_holding_another_button_means_nothing(world: World) -> None:
    world.do(e.ButtonHeld(button="announce"))
    assert world.mute is None


def test_an_emergency_is_heard_although_the_house_is_muted(world: World) -> None:
    world.do(e.ButtonHeld(button="stop"))
    assert world.finals(world.announce(priority="emergency")) == {("spoken", None)}


def test_what_sounds_or_waits_when_the_house_is_muted_ends(world: World) -> None:
    sounding, waiting = world.ask(), world.ask()
    world.speech_is_ready()
    world.words_begin()
    world.do(e.ButtonHeld(button="stop"))
    world.sound_ends()
    emergency = world.announce(priority="emergency")
    assert world.finals(sounding) == {("interrupted", "muted")}
    assert world.finals(waiting) == {("refused", "muted")}
    assert world.plays == [sounding, emergency]


@pytest.mark.parametrize(
    ("until_min", "refused"),
    [(12, True), (-1, False), (60 * 24 * 365, True)],  # still on; long over; written by a clock that was a year ahead
)
def test_a_mute_outlasts_a_restart_for_as_long_as_it_can_be_meant(world: World, until_min: int, refused: bool) -> None:
    world.do(e.MuteRestored(mute=Mute(until=world.utc + timedelta(minutes=until_min))))
    assert (world.finals(world.ask()) == {("refused", "muted")}) is refused
    world.passes(MUTE.total_seconds() + 1)
    assert world.mute == Mute()


# -- the fire alarm ---------------------------------------------------------------------------------------------------


def test_a_fire_alarm_silences_what_sounds_and_it_is_not_played_later(world: World) -> None:
    sounding = world.ask()
    world.speech_is_ready()
    world.words_begin()
    alarm(world, True)
    assert world.stopped
    assert world.blocked
    world.sound_ends()
    assert world.finals(sounding) == {("interrupted", "fire-alarm")}
    alarm_is_over(world)
    world.until_quiet()
    assert world.plays == [sounding]


@pytest.mark.parametrize("priority", ["routine", "service", "urgent", "emergency"])
def test_a_fire_alarm_refuses_everything_until_it_is_over(world: World, priority: str) -> None:
    alarm(world, True)
    refused = world.ask(priority=priority)
    assert world.finals(refused) == {("refused", "fire-alarm")}
    alarm_is_over(world)
    assert not world.blocked
    assert world.finals(world.announce(priority=priority)) == {("spoken", None)}


def test_what_waits_for_its_turn_when_the_alarm_begins_is_refused(world: World) -> None:
    sounding, waiting = world.ask(), world.ask()
    world.speech_is_ready()
    world.words_begin()
    emergency = world.ask(priority="emergency")
    alarm(world, True)
    assert {*world.finals(waiting), *world.finals(emergency)} == {("refused", "fire-alarm")}
    world.sound_ends()
    world.until_quiet()
    assert world.plays == [sounding]


def test_what_is_being_rendered_when_the_alarm_begins_is_refused(world: World) -> None:
    rendering = world.ask()
    alarm(world, True)
    world.speech_is_ready()
    assert world.finals(rendering) == {("refused", "fire-alarm")}
    assert world.plays == []


def test_an_interrupted_one_does_not_start_again_after_the_alarm(world: World) -> None:
    """An emergency had taken its turn, and it was to begin anew after that."""
    first = world.ask()
    world.speech_is_ready()
    world.words_begin()
    emergency = world.ask(priority="emergency")
    alarm(world, True)
    world.sound_ends()
    alarm_is_over(world)
    world.until_quiet()
    assert world.finals(first) == {("interrupted", "fire-alarm")}
    assert world.finals(emergency) == {("refused", "fire-alarm")}
    assert world.plays == [first]


def test_a_contact_that_chatters_keeps_the_silence(world: World) -> None:
    for _ in range(5):
        alarm(world, True)
        world.passes(ALARM_SETTLE_S * 0.6)
        alarm(world, False)
        world.passes(ALARM_SETTLE_S * 0.6)
        assert world.blocked
    world.passes(ALARM_SETTLE_S)
    assert not world.blocked


def test_a_start_in_the_middle_of_an_alarm_says_nothing(world: World) -> None:
    waiting = world.ask()
    world.kill()
    alarm(world, True)
    world.until_quiet()
    assert world.finals(waiting) == {("refused", "fire-alarm")}
    assert world.plays == []


# -- the lamp ---------------------------------------------------------------------------------------------------------


def test_the_lamp_tells_an_evening(world: World) -> None:
    world.lamps.clear()
    world.incident("car", "raised")
    press(world, "announce")  # the car is being dealt with
    world.speech_is_ready()
    world.words_begin()
    world.sound_ends()
    world.passes(10)
    assert world.lamps == ["waiting", "well", "speaking", "well"]
    world.do(e.ButtonHeld(button="stop"))
    world.do(e.ButtonHeld(button="stop"))
    alarm(world, True)
    alarm_is_over(world)
    assert world.lamps[4:] == ["muted", "well", "fault", "well"]


def test_the_lamp_shows_what_does_not_work(world: World) -> None:
    for breaks, mends in (
        (world.sound_fails, world.sound_ends),
        (lambda: world.do(e.BrokerLost()), lambda: world.do(e.BrokerReached())),
    ):
        world.lamps.clear()
        world.ask()
        world.speech_is_ready()
        world.words_begin()
        breaks()
        assert world.lamps[-1] == "fault"
        world.passes(10)
        world.ask()
        world.speech_is_ready()
        world.words_begin()
        mends()
        world.sound_ends()
        for _ in range(3):
            world.passes(10)
            world.hear()
        assert world.lamps[-1] == "well"


def test_a_full_card_shows_until_it_is_written_again(world: World) -> None:
    world.journal.full = True
    world.ask()
    assert world.lamps[-1] == "fault"
    world.journal.full = False
    world.passes(10)
    assert world.lamps[-1] == "well"


def _wish(world: World, minutes: int, **changes: object) -> MuteWish:
    plain = {"id": "wish-1", "issued_at": world.utc, "expires_at": world.utc + timedelta(minutes=1), "by": "Léa"}
    return MuteWish(**{**plain, "minutes": minutes, **changes})


def test_the_desk_can_mute_the_house_and_lift_a_mute_of_the_panel(world: World) -> None:
    world.do(e.ButtonHeld(button="stop"))
    world.do(e.MuteAsked(wish=_wish(world, 0)))
    assert world.announce() in world.plays
    world.do(e.MuteAsked(wish=_wish(world, 10, id="wish-2")))
    assert world.mute == Mute(until=world.utc + timedelta(minutes=10))


def test_a_wish_that_is_too_late_or_known_changes_nothing(world: World) -> None:
    wish = _wish(world, 10)
    world.do(e.MuteAsked(wish=wish))
    world.do(e.ButtonHeld(button="stop"))
    world.do(e.MuteAsked(wish=wish))  # the broker sends it once more
    assert world.mute == Mute()
    world.passes(120)
    world.do(e.MuteAsked(wish=_wish(world, 10, id="wish-2", expires_at=world.utc)))
    assert world.mute == Mute()


@pytest.mark.parametrize("minutes", [-1, 31])
def test_nobody_is_muted_for_longer_than_half_an_hour(world: World, minutes: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 30"):
        _wish(world, minutes)
