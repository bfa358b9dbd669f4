"""What the house's etiquette refuses, what passes it, and what people are told beforehand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.domain import announce_events as e
from kiosk.domain.cars import MOST_REMINDERS
from kiosk.domain.clock import Now
from kiosk.domain.manners import Manners, Pronunciation, Volume, Window
from kiosk.domain.starter import STARTER
from kiosk.domain.venue import Template, Templates, Venue
from kiosk.domain.verdict import TWO_TAPS_S
from kiosk.domain.words import Words
from kiosk.errors import InputError

EVERY_DAY = tuple(range(7))
NO_LIMIT = {"most_per_hour": 0, "same_after_min": 0}
SIESTA = Manners(quiet=(Window(days=EVERY_DAY, start="14:00", end="16:00"),), **NO_LIMIT)
LUNCH = Manners(opening=(Window(days=EVERY_DAY, start="12:00", end="15:00"),), **NO_LIMIT)
HOUR_S, YEAR = 3600.0, timedelta(days=365)
# The world begins on a Tuesday at 12:00 UTC: 13:00 in Paris.

CAR = {"template": "car-badly-parked", "values": {"place": Words(fr="devant l'entrée")}, "incident": "car-1"}


@pytest.fixture
def house(new_world: Callable[..., Any]) -> Callable[..., Any]:
    """A world whose house has these manners."""
    return lambda **manners: new_world(Venue(manners=Manners(**{**NO_LIMIT, **manners})))


# -- hours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("manners", "hours", "reason"),
    [
        (SIESTA, 0.9, None), (SIESTA, 1.1, "quiet-hours"), (SIESTA, 3.1, None),
        (LUNCH, 1.9, None), (LUNCH, 2.1, "closed"), (LUNCH, -1.1, "closed"), (LUNCH, -0.9, None),
    ],
)  # fmt: skip
def test_the_wall_clock_of_the_house_decides(world: Any, manners: Manners, hours: float, reason: str | None) -> None:
    world.is_now(manners)
    world.passes(hours * HOUR_S)
    for priority in ("routine", "service", "urgent"):
        assert world.last(world.ask(priority=priority)).reason == reason


@pytest.mark.parametrize("manners", [SIESTA, LUNCH])
def test_an_emergency_is_heard_at_any_hour_and_nothing_else_is_even_if_somebody_insists(
    world: Any, manners: Manners
) -> None:
    world.is_now(manners)
    world.passes(2.5 * HOUR_S)
    assert world.last(world.ask(insist=True)).state == "refused"
    assert world.last(world.announce(priority="emergency")).state == "spoken"


def test_quiet_hours_that_begin_while_it_waits_are_kept(world: Any) -> None:
    world.is_now(SIESTA)
    world.passes(HOUR_S - 5)
    sounding, waiting = world.ask(), world.ask()
    world.speech_is_ready()
    world.words_begin()
    world.passes(10)
    world.sound_ends()
    world.passes(2)
    assert world.finals(sounding) == {("spoken", None)}
    assert world.finals(waiting) == {("refused", "quiet-hours")}


def test_quiet_hours_that_begin_while_the_voice_is_being_made_are_kept(world: Any) -> None:
    world.is_now(SIESTA)
    world.passes(HOUR_S - 1)
    announcement = world.ask()
    world.passes(2)
    world.speech_is_ready()
    assert world.finals(announcement) == {("refused", "quiet-hours")}
    assert world.plays == []


def test_quiet_hours_are_told_with_the_minute_at_which_they_end(world: Any) -> None:
    world.is_now(SIESTA)
    assert (world.allowances[-1].refuses, world.allowances[-1].until) == (None, None)
    world.passes(1.5 * HOUR_S)
    told = world.allowances[-1]
    assert (told.refuses, told.until) == ("quiet-hours", datetime(2026, 11, 24, 15, 0, tzinfo=UTC))


def test_closed_lasts_until_the_house_opens_and_is_not_quiet(world: Any) -> None:
    morning = (Window(days=EVERY_DAY, start="06:00", end="13:00"),)
    world.is_now(Manners(opening=LUNCH.opening, quiet=morning, **NO_LIMIT))
    world.passes(3 * HOUR_S)
    told = world.allowances[-1]
    assert (told.refuses, told.until) == ("closed", datetime(2026, 11, 25, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    "venue",
    [
        Venue(timezone="Lutèce"),
        Venue(manners=Manners(quiet=(Window(days=(0,), start="9:00", end="10:00"),))),
        Venue(manners=Manners(volumes=(Volume(during=Window(days=(0,), start="09:00", end="25:00"), gain_db=3),))),
    ],
)
def test_a_venue_that_makes_no_sense_is_refused_and_the_one_before_still_holds(world: Any, venue: Venue) -> None:
    world.is_now(SIESTA)
    world.passes(1.5 * HOUR_S)
    with pytest.raises(InputError):
        world.do(e.VenueChanged(venue=venue))
    assert world.last(world.ask()).reason == "quiet-hours"


# -- the clock --------------------------------------------------------------------------------------------------


def test_while_the_clock_is_not_set_routine_waits_for_a_person_who_insists(world: Any) -> None:
    world.is_now(SIESTA)
    world.clock_is(believed=False)
    assert world.finals(world.ask()) == {("refused", "clock-unset")}
    assert world.last(world.ask(insist=True)).state == "rendering"
    assert world.last(world.ask(priority="service")).state == "queued"
    assert world.allowances[-1].refuses == "clock-unset"
    assert ("clock", "clock-wrong") in world.health


def test_once_the_clock_is_set_the_hours_hold_for_what_waits_too(world: Any) -> None:
    world.is_now(SIESTA)
    world.clock_is(believed=False)
    insisted = world.ask(insist=True)
    world.utc += timedelta(hours=2)  # a time server was reached: it is 15:00
    world.clock_is(believed=True)
    world.speech_is_ready()
    assert world.finals(insisted) == {("refused", "quiet-hours")}
    assert world.health[-2:] == [("clock", "ok"), ("speech", "ok")]


def test_a_house_without_hours_does_not_need_the_clock(world: Any) -> None:
    world.clock_is(believed=False)
    assert world.last(world.announce()).state == "spoken"
    assert "clock" not in {part for part, _ in world.health}


def test_what_lay_there_when_the_power_went_is_not_said_before_it_is_known_for_how_long(world: Any) -> None:
    world.ask()
    short, long = world.ask(), world.ask(expires_at=world.utc + timedelta(minutes=25))
    world.clock_believed = False
    world.kill()
    world.passes(60)
    assert not world.rendering and not world.finals(short) | world.finals(long)
    world.utc += timedelta(minutes=12)  # so long was the power away
    world.clock_is(believed=True)
    world.until_quiet()
    assert world.finals(short) == {("expired", "expired")}
    assert world.finals(long) == {("spoken", None)}


def test_what_is_asked_after_a_start_without_clock_is_said_at_once(world: Any) -> None:
    world.ask()
    world.ask()
    world.clock_believed = False
    world.kill()
    world.passes(2)
    assert world.last(world.announce()).state == "spoken"


@pytest.mark.parametrize("jump", [YEAR, -YEAR])
def test_a_clock_that_jumps_a_year_loses_nothing_of_the_queue_and_doubles_nothing(world: Any, jump: timedelta) -> None:
    several = [world.ask() for _ in range(4)]
    world.speech_is_ready()
    world.utc += jump
    world.until_quiet()
    assert world.plays == several
    assert all(world.finals(one) == {("spoken", None)} for one in several)


# -- the silence budget -----------------------------------------------------------------------------------------


def test_no_more_than_so_many_are_heard_in_an_hour(house: Callable[..., Any]) -> None:
    world = house(most_per_hour=3)
    for _ in range(3):
        world.announce()
        world.passes(600)
    refused = world.ask(insist=True)
    assert world.finals(refused) == {("refused", "silence-budget")}
    world.passes(HOUR_S - 3 * 600 + 1)
    assert world.last(world.announce()).state == "spoken"
    assert world.finals(world.ask()) == {("refused", "silence-budget")}


def test_what_waits_has_its_place_already_and_gives_it_back_when_it_is_not_heard(house: Callable[..., Any]) -> None:
    world = house(most_per_hour=2)
    world.ask()
    waiting = world.ask()
    assert world.finals(world.ask()) == {("refused", "silence-budget")}
    world.cancel(waiting)
    assert world.last(world.ask()).state == "queued"


def test_what_was_cut_off_was_heard_and_what_was_never_begun_was_not(house: Callable[..., Any]) -> None:
    world = house(most_per_hour=2)
    cut = world.ask()
    world.speech_is_ready()
    world.words_begin()
    world.cancel(cut)
    world.sound_ends()
    early = world.ask()
    world.speech_is_ready()
    world.cancel(early)
    world.sound_ends()
    assert world.allowances[-1].left == 1
    world.kill()
    world.passes(1)
    assert world.allowances[-1].left == 1


def test_an_emergency_passes_and_does_not_count(house: Callable[..., Any]) -> None:
    world = house(most_per_hour=1)
    world.announce(priority="emergency")
    world.announce()
    assert world.last(world.announce(priority="emergency")).state == "spoken"
    world.passes(HOUR_S + 1)
    assert world.allowances[-1].left == 1


def test_what_an_emergency_interrupted_counts_once(house: Callable[..., Any]) -> None:
    world = house(most_per_hour=2)
    routine = world.ask()
    world.speech_is_ready()
    world.words_begin()
    world.ask(priority="emergency")
    world.sound_ends()
    world.hear()
    world.hear()
    assert world.finals(routine) == {("spoken", None)}
    assert world.allowances[-1].left == 1


def test_the_desk_is_told_how_many_are_left_and_when_the_next_is_free(house: Callable[..., Any]) -> None:
    world = house(most_per_hour=2)
    assert (world.allowances[-1].left, world.allowances[-1].free_at) == (2, None)
    world.announce()
    world.passes(90)
    world.announce()
    told = world.allowances[-1]
    assert (told.refuses, told.left) == ("silence-budget", 0)
    assert told.free_at == told.until == datetime(2026, 11, 24, 13, 1, tzinfo=UTC)
    world.passes(HOUR_S - 60)
    assert world.last(world.announce()).state == "spoken"


def test_the_allowance_is_told_when_it_changes_and_not_at_every_tick(house: Callable[..., Any]) -> None:
    world = house(most_per_hour=1)
    world.announce()
    before = len(world.allowances)
    for _ in range(100):
        world.passes(0.2)
    assert len(world.allowances) == before


def test_without_a_limit_there_is_nothing_to_count(world: Any) -> None:
    for _ in range(20):
        world.announce()
    assert {(told.left, told.refuses) for told in world.allowances} == {(None, None)}


@pytest.mark.parametrize("away", [timedelta(minutes=5), timedelta(minutes=-40), timedelta()])
def test_the_budget_survives_a_restart_even_with_the_time_saved_before_the_power_went(
    house: Callable[..., Any], away: timedelta
) -> None:
    world = house(most_per_hour=2)
    world.announce()
    world.announce()
    world.utc += away
    world.kill()
    world.passes(2)
    assert world.finals(world.ask()) == {("refused", "silence-budget")}
    world.passes(HOUR_S)
    assert world.last(world.announce()).state == "spoken"


@pytest.mark.parametrize("jump", [YEAR, -YEAR])
def test_a_clock_that_jumps_a_year_neither_opens_nor_locks_the_budget(
    house: Callable[..., Any], jump: timedelta
) -> None:
    world = house(most_per_hour=2)
    world.announce()
    world.announce()
    world.utc += jump
    world.passes(1)
    assert world.finals(world.ask()) == {("refused", "silence-budget")}
    world.passes(HOUR_S)
    assert world.last(world.announce()).state == "spoken"
    world.kill()
    world.utc -= jump
    world.passes(HOUR_S + 2)
    assert world.last(world.announce()).state == "spoken"


def test_once_the_clock_is_set_what_was_heard_before_the_start_is_dated_anew(house: Callable[..., Any]) -> None:
    world = house(most_per_hour=1)
    world.announce()
    world.clock_believed = False
    world.utc -= YEAR
    world.kill()
    world.passes(2)
    assert world.allowances[-1].left == 1  # who knows when that was
    world.utc += YEAR
    world.clock_is(believed=True)
    assert world.allowances[-1].left == 0


def test_a_budget_that_the_owner_lowers_holds_for_what_waits(house: Callable[..., Any]) -> None:
    world = house(most_per_hour=5)
    several = [world.ask() for _ in range(3)]
    world.is_now(Manners(most_per_hour=2, same_after_min=0))
    world.until_quiet()
    assert [world.last(one).reason for one in several] == [None, None, "silence-budget"]


# -- the same again ---------------------------------------------------------------------------------------------


def test_the_same_message_is_not_said_twice_within_the_house_s_minutes_unless_somebody_insists(
    house: Callable[..., Any],
) -> None:
    world = house(same_after_min=5)
    order = {"template": "order-ready", "values": {"number": "12"}}
    world.announce(**order)
    world.passes(299)
    assert world.finals(world.ask(**order)) == {("refused", "duplicate")}
    assert world.last(world.announce(**order, insist=True)).state == "spoken"
    world.passes(301)
    assert world.last(world.announce(**order)).state == "spoken"


def test_the_same_message_is_remembered_over_a_restart_and_after_its_topic_was_cleared(
    house: Callable[..., Any],
) -> None:
    world = house(same_after_min=30)
    order = {"template": "order-ready", "values": {"number": "12"}}
    world.announce(**order)
    world.passes(15 * 60)
    world.kill()
    world.passes(2)
    assert world.finals(world.ask(**order)) == {("refused", "duplicate")}


def test_insisting_does_not_put_the_same_message_into_the_queue_twice(world: Any) -> None:
    order = {"template": "order-ready", "values": {"number": "12"}}
    world.ask(**order)
    assert world.finals(world.ask(**order, insist=True)) == {("refused", "duplicate")}


def test_two_taps_are_one_even_in_a_house_that_lets_everything_be_said_again(house: Callable[..., Any]) -> None:
    world = house(same_after_min=0)
    world.announce(**CAR)
    world.passes(TWO_TAPS_S - 1)
    assert world.finals(world.ask(**CAR)) == {("refused", "duplicate")}
    world.passes(2)
    assert world.last(world.announce(**CAR)).state == "spoken"


def test_an_emergency_may_be_said_again_at_once_but_not_wait_twice(house: Callable[..., Any]) -> None:
    world = house(same_after_min=5)
    alarm = {"text": Words(fr="Merci de sortir."), "priority": "emergency"}
    first = world.ask(**alarm)
    assert world.finals(world.ask(**alarm)) == {("refused", "duplicate")}
    world.hear()
    assert world.finals(first) == {("spoken", None)}
    assert world.last(world.announce(**alarm)).state == "spoken"


@pytest.mark.parametrize("jump", [YEAR, -YEAR])
def test_a_clock_that_jumps_does_not_make_a_message_of_a_moment_ago_old(
    house: Callable[..., Any], jump: timedelta
) -> None:
    world = house(same_after_min=5)
    world.announce(**CAR)
    world.utc += jump
    assert world.finals(world.ask(**CAR)) == {("refused", "duplicate")}
    world.passes(301)
    assert world.last(world.announce(**CAR)).state == "spoken"


# -- cars -------------------------------------------------------------------------------------------------------


def test_after_the_last_reminder_somebody_must_insist(world: Any) -> None:
    world.incident("car-1", "announced", announced=MOST_REMINDERS - 1)
    assert world.last(world.announce(**CAR)).state == "spoken"
    world.incident("car-1", "announced", announced=MOST_REMINDERS, at=world.utc + timedelta(seconds=1))
    world.passes(60)
    assert world.finals(world.ask(**CAR)) == {("refused", "reminded")}
    assert world.last(world.announce(**CAR, insist=True)).state == "spoken"


@pytest.mark.parametrize(
    ("state", "reason"), [("left", "car-left"), ("dismissed", "dismissed"), ("snoozed", "snoozed")]
)
def test_what_is_not_true_any_more_is_withdrawn_wherever_it_stands(world: Any, state: str, reason: str) -> None:
    rendering, waiting = world.ask(**CAR), world.ask(**{**CAR, "incident": "car-2"})
    for car in ("car-1", "car-2"):
        world.incident(car, state)
    world.speech_is_ready()
    assert world.finals(rendering) == world.finals(waiting) == {("withdrawn", reason)}
    assert world.plays == []


def test_who_announces_a_car_that_was_put_off_means_it(world: Any) -> None:
    at = world.utc
    world.incident("car-1", "snoozed", at=at)
    world.passes(5)
    announcement = world.ask(**CAR)
    world.incident("car-1", "snoozed", at=at)  # the broker tells it once more, after a lost connection
    world.hear()
    assert world.finals(announcement) == {("spoken", None)}


def test_after_a_restart_a_car_that_was_put_off_while_nobody_listened_is_not_announced(world: Any) -> None:
    world.ask()
    before, after = world.ask(**CAR), world.ask(**{**CAR, "incident": "car-2"})
    world.passes(1)
    snoozed_at = {"car-1": world.utc, "car-2": world.utc - timedelta(seconds=30)}
    world.kill()
    for car, at in snoozed_at.items():
        world.incident(car, "snoozed", at=at)
    world.until_quiet()
    assert world.finals(before) == {("withdrawn", "snoozed")}
    assert world.finals(after) == {("spoken", None)}


def test_the_next_reminder_is_prepared_when_the_one_before_was_heard(world: Any) -> None:
    world.incident("car-1", "raised")
    world.incident("car-1", "announced", announced=1, at=world.utc + timedelta(seconds=9))
    assert len(world.prepared) == 2
    assert world.prepared[0] != world.prepared[1]


# -- between announcements --------------------------------------------------------------------------------------


def test_between_two_announcements_there_is_a_pause_and_the_music_stays_low(house: Callable[..., Any]) -> None:
    world = house(pause_s=2.0)
    world.ask()
    waiting = world.ask()
    world.hear()
    assert world.states(waiting) == ["queued"]
    world.passes(1.9)
    assert not world.rendering and world.speaking[-1] is True
    world.passes(0.2)
    assert list(world.rendering) == [waiting]
    world.hear()
    assert world.speaking[-2:] == [True, False]


def test_who_asks_when_nothing_waits_does_not_wait_and_an_emergency_never_does(house: Callable[..., Any]) -> None:
    world = house(pause_s=2.0)
    world.announce()
    fresh = world.ask()
    assert list(world.rendering) == [fresh]
    waiting = world.ask()
    world.hear()
    alarm = world.ask(priority="emergency")
    assert list(world.rendering) == [alarm]
    assert world.states(waiting) == ["queued"]


def test_a_stop_in_the_pause_lets_the_music_up(house: Callable[..., Any]) -> None:
    world = house(pause_s=2.0)
    world.ask()
    world.ask()
    world.hear()
    world.do(e.Stopping())
    assert world.speaking[-1] is False


def test_what_is_said_several_times_is_told_the_pause_of_the_house(house: Callable[..., Any]) -> None:
    world = house(repeat_after_s=2.5)
    world.ask(repeat=3)
    assert (world.renders[-1].repeat, world.renders[-1].repeat_after_s) == (3, 2.5)


# -- what is prepared -------------------------------------------------------------------------------------------


def test_sentences_without_a_value_are_prepared_when_they_arrive_and_again_when_they_changed(world: Any) -> None:
    world.do(e.TemplatesChanged(templates=STARTER))
    assert any("bienvenus" in text for text in world.prepared[-1])
    assert not any("anniversaire" in text for text in world.prepared[-1])
    before = len(world.prepared)
    world.do(e.TemplatesChanged(templates=STARTER))
    assert len(world.prepared) == before
    soup = Template(id="soup", name=Words(fr="Soupe"), fr=("La soupe est servie.", "{item} est servi."))
    world.do(e.TemplatesChanged(templates=Templates(templates=(*STARTER.templates, soup))))
    assert world.prepared[before:] == [("La soupe est servie.",)]


def test_a_template_in_two_languages_is_prepared_in_those_of_the_house(world: Any) -> None:
    world.do(e.VenueChanged(venue=Venue(languages=("en",))))
    soup = Template(id="soup", name=Words(fr="Soupe"), fr=("La soupe est servie.",), en=("Soup is served.",))
    world.do(e.TemplatesChanged(templates=Templates(templates=(soup,))))
    assert world.prepared[-1] == ("Soup is served.",)


def test_other_pronunciations_and_other_languages_are_prepared_and_other_hours_are_not(world: Any) -> None:
    soup = Template(id="soup", name=Words(fr="Soupe"), fr=("Le quinoa est servi.",), en=("Dinner is served.",))
    world.do(e.TemplatesChanged(templates=Templates(templates=(soup,))))
    before = len(world.prepared)
    house = world.venue
    for changed in (
        replace(house, manners=SIESTA), replace(house, languages=("fr", "en")),
        replace(house, pronunciations=(Pronunciation(written="quinoa", said="kinoa"),)),
    ):  # fmt: skip
        world.do(e.VenueChanged(venue=changed))
    assert world.prepared[before:] == [("Le quinoa est servi.", "Dinner is served."), ("Le kinoa est servi.",)]


def test_the_world_s_day_is_the_one_the_tests_above_speak_of(world: Any) -> None:
    assert isinstance(world.now, Now) and f"{world.utc:%A %H:%M}" == "Tuesday 12:00"
