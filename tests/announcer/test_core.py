"""One announcement after the other: what people are told, what is heard, and why not."""

from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain import announce_events as e
from kiosk.domain.announcements import KEPT, MAX_WAITING
from kiosk.domain.requests import Cancel, Request
from kiosk.domain.venue import Template, Templates, Venue
from kiosk.domain.words import Words

CAR = {"template": "car-badly-parked", "values": {"place": Words(fr="devant l'entrée", en="in front of the entrance")}}


def test_a_request_goes_through_every_state_to_spoken(world: Any) -> None:
    announcement = world.announce()
    assert world.states(announcement) == ["queued", "rendering", "chime", "speaking", "spoken"]
    assert world.speaking == [False, False, True, False]  # told at the start, again to the broker, then the music
    assert world.acknowledged == [announcement]
    assert world.last(announcement).duration_s == 3.0


def test_without_a_chime_no_chime_is_told(world: Any) -> None:
    announcement = world.announce(chime=False)
    assert world.states(announcement) == ["queued", "rendering", "speaking", "spoken"]


@pytest.mark.parametrize(("chime", "told"), [(True, "chime"), (False, "speaking")])
def test_nothing_is_told_to_be_heard_before_the_card_is_open(world: Any, chime: bool, told: str) -> None:
    announcement = world.ask(chime=chime)
    world.speech_is_ready()
    assert world.sounding == announcement
    assert world.states(announcement) == ["queued", "rendering"]
    world.words_begin()
    assert told in world.states(announcement)


def test_a_cancel_before_the_card_is_open_never_tells_that_it_was_heard(world: Any) -> None:
    announcement = world.ask()
    world.speech_is_ready()
    world.cancel(announcement)
    world.sound_ends()
    assert world.states(announcement) == ["queued", "rendering", "cancelled"]


def test_the_text_is_told_as_it_is_written_and_spoken_in_words(world: Any) -> None:
    world.ask()
    announcement = world.ask(text=Words(fr="Table 12, merci.", en="Table 12, please."), languages=("fr", "en"))
    assert world.last(announcement).text == Words(fr="Table 12, merci.", en="Table 12, please.")
    assert len(world.prepared[-1]) == 2
    assert not any("12" in text for text in world.prepared[-1])


def test_a_language_without_text_is_left_out(world: Any) -> None:
    world.ask()
    world.ask(text=Words(fr="Bonsoir."), languages=("fr", "en"))
    assert world.prepared[-1] == ("Bonsoir.",)


def test_the_more_urgent_is_heard_first_and_equals_in_turn(world: Any) -> None:
    first = world.ask()
    order = [world.ask(priority=p) for p in ("routine", "urgent", "service", "urgent")]
    assert [world.last(i).position for i in order] == [4, 1, 3, 2]
    for _ in range(5):
        world.hear()
    assert world.plays == [first, order[1], order[3], order[2], order[0]]


def test_the_music_stays_low_between_two_announcements(world: Any) -> None:
    world.ask()
    world.ask()
    world.hear()
    world.hear()
    assert world.speaking[2:] == [True, False]


def test_an_emergency_interrupts_and_what_it_interrupted_starts_again(world: Any) -> None:
    routine = world.ask()
    world.speech_is_ready()
    world.words_begin()
    emergency = world.ask(priority="emergency")
    assert world.stopped
    world.sound_ends()
    world.hear()
    world.hear()
    assert world.plays == [routine, emergency, routine]
    assert world.states(routine)[-5:] == ["queued", "rendering", "chime", "speaking", "spoken"]
    assert world.states(emergency)[-1] == "spoken"


def test_what_an_emergency_interrupted_keeps_its_words(world: Any) -> None:
    routine = world.ask(**CAR)
    world.speech_is_ready()
    text = world.last(routine).text
    world.ask(priority="emergency")
    world.sound_ends()
    world.hear()
    world.hear()
    assert world.last(routine).text == text


def test_an_emergency_overtakes_what_is_being_rendered(world: Any) -> None:
    routine = world.ask()
    emergency = world.ask(priority="emergency")
    world.speech_is_ready()
    assert world.sounding is None  # the routine one was ready, but it is not its turn any more
    world.hear()
    world.hear()
    assert world.plays == [emergency, routine]


def test_an_emergency_does_not_interrupt_another(world: Any) -> None:
    world.ask(priority="emergency")
    world.speech_is_ready()
    world.ask(priority="emergency")
    assert not world.stopped


def test_what_was_interrupted_and_is_too_late_expires(world: Any) -> None:
    routine = world.ask(expires_at=world.utc + timedelta(seconds=2))
    world.speech_is_ready()
    world.ask(priority="emergency")
    world.passes(3)
    world.sound_ends()
    assert world.finals(routine) == {("expired", "expired")}


def test_what_waits_too_long_expires(world: Any) -> None:
    world.ask()
    late = world.ask(expires_at=world.utc + timedelta(seconds=10))
    world.passes(11)
    assert world.finals(late) == {("expired", "expired")}


def test_what_expires_while_it_is_rendered_is_not_heard(world: Any) -> None:
    late = world.ask(expires_at=world.utc + timedelta(seconds=10))
    world.mono_s += 11
    world.utc += timedelta(seconds=11)
    world.speech_is_ready()
    assert world.finals(late) == {("expired", "expired")}
    assert world.plays == []


def test_a_request_that_comes_too_late_is_expired(world: Any) -> None:
    late = world.ask(issued_at=world.utc - timedelta(minutes=6), expires_at=world.utc - timedelta(minutes=1))
    assert world.finals(late) == {("expired", "expired")}
    assert world.acknowledged == [late]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": Words(fr="a" * 401)}, "text-too-long"),
        ({"text": Words(fr="a" * 10_000)}, "text-too-long"),
        ({"text": Words(fr="  ", en="Only English")}, "empty-text"),
        ({"text": Words(fr="🙂 !!!")}, "empty-text"),
        ({"text": Words(fr="97 " * 133)}, "text-too-long"),
        ({"template": "no-such-template"}, "unknown-template"),
        ({"template": "order-ready", "values": {}}, "missing-value"),
        ({"template": "car-badly-parked", "values": {"place": "x" * 5_000}}, "bad-value"),
    ],
)
def test_what_cannot_be_said_is_refused_and_the_reason_told(world: Any, changes: Any, reason: str) -> None:
    announcement = world.ask(**changes)
    assert world.finals(announcement) == {("refused", reason)}
    assert len(world.last(announcement).text.fr) <= 400
    assert world.acknowledged == [announcement]


def test_a_retained_command_is_refused(world: Any) -> None:
    now = world.utc
    request = Request(
        id="retained-1", issued_at=now, expires_at=now + timedelta(minutes=1), by="x", text=Words(fr="Bonsoir.")
    )
    world.send(request, retained=True)
    assert world.finals("retained-1") == {("refused", "retained")}
    assert world.plays == []


def test_a_request_sent_again_is_answered_with_its_outcome_and_not_heard_again(world: Any) -> None:
    announcement = world.announce()
    told = len(world.published[announcement])
    world.ask(id=announcement, text=Words(fr="Autre chose."))
    world.until_quiet()
    assert [a.state for a in world.published[announcement][told:]] == ["spoken"]
    assert world.plays == [announcement]
    assert world.acknowledged == [announcement, announcement]


def test_a_request_sent_again_after_it_was_cleared_is_told_and_cleared_again(world: Any) -> None:
    announcement = world.announce()
    world.passes(601)
    assert world.cleared == [announcement]
    world.ask(id=announcement)
    assert world.last(announcement).state == "spoken"
    world.passes(601)
    assert world.cleared == [announcement, announcement]


def test_an_outcome_is_cleared_ten_minutes_after_its_end(world: Any) -> None:
    announcement = world.announce()
    world.passes(599)
    assert world.cleared == []
    world.passes(2)
    assert world.cleared == [announcement]


def test_a_clock_that_is_set_back_does_not_keep_outcomes_for_ever(world: Any) -> None:
    announcement = world.announce()
    world.utc -= timedelta(days=300)
    world.kill()
    world.passes(601)
    assert world.cleared == [announcement]


def test_two_tablets_at_once_announce_once(world: Any) -> None:
    first = world.ask(**CAR, incident="car-1")
    second = world.ask(template="car-badly-parked-second", values=CAR["values"], incident="car-1")
    world.until_quiet()
    assert world.plays == [first]
    assert world.finals(second) == {("refused", "duplicate")}


def test_the_same_wish_just_after_it_was_heard_is_a_duplicate_and_later_it_is_meant(world: Any) -> None:
    world.announce(template="order-ready", values={"number": "12"})
    assert world.finals(world.ask(template="order-ready", values={"number": "12"})) == {("refused", "duplicate")}
    world.passes(15)
    assert world.states(world.announce(template="order-ready", values={"number": "12"}))[-1] == "spoken"


def test_other_values_are_another_wish(world: Any) -> None:
    world.ask(template="order-ready", values={"number": "12"})
    assert world.states(world.ask(template="order-ready", values={"number": "13"})) == ["queued"]


def test_after_a_cancel_the_same_may_be_asked_again_at_once(world: Any) -> None:
    world.ask()
    world.cancel(world.ask(**CAR))
    again = world.ask(**CAR)
    world.until_quiet()
    assert world.finals(again) == {("spoken", None)}


def test_a_full_queue_refuses_the_routine_and_takes_the_urgent(world: Any) -> None:
    world.ask()
    for _ in range(MAX_WAITING):
        world.ask()
    assert world.finals(world.ask()) == {("refused", "queue-full")}
    assert world.states(world.ask(priority="urgent")) == ["queued"]


def test_a_cancel_takes_what_waits_out_of_the_queue(world: Any) -> None:
    world.ask()
    waiting, behind = world.ask(), world.ask()
    world.cancel(waiting)
    assert world.finals(waiting) == {("cancelled", "by-person")}
    assert world.last(behind).position == 1


def test_a_cancel_silences_what_sounds(world: Any) -> None:
    announcement = world.ask()
    world.speech_is_ready()
    world.words_begin()
    world.cancel(announcement)
    assert world.stopped
    world.sound_ends()
    assert world.finals(announcement) == {("cancelled", "by-person")}
    assert world.speaking[-1] is False


def test_a_cancel_that_comes_a_moment_too_late_does_not_change_what_was_heard(world: Any) -> None:
    announcement = world.ask()
    world.speech_is_ready()
    sounding = world.sounding
    world.cancel(announcement)
    world.do(e.SoundEnded(announcement=sounding, whole=True))
    assert world.finals(announcement) == {("spoken", None)}


def test_a_cancel_of_all_ends_everything_at_once(world: Any) -> None:
    several = [world.ask() for _ in range(4)]
    world.speech_is_ready()
    token = world.cancel("all")
    world.sound_ends()
    assert all(world.finals(i) == {("cancelled", "by-person")} for i in several)
    assert token in world.acknowledged
    assert world.plays == several[:1]


def test_a_cancel_while_an_emergency_interrupts_wins(world: Any) -> None:
    routine = world.ask()
    world.speech_is_ready()
    world.ask(priority="emergency")
    world.cancel(routine)
    world.sound_ends()
    world.until_quiet()
    assert world.finals(routine) == {("cancelled", "by-person")}


def test_a_cancel_sent_twice_is_carried_out_once(world: Any) -> None:
    world.ask()
    token = world.cancel("all")
    later = world.ask()
    cancel = e.CancelArrived(cancel=_cancel_like(world, token), token="again")
    world.do(cancel)
    assert world.finals(later) == set()
    assert "again" in world.acknowledged


def _cancel_like(world: Any, token: str) -> Any:
    return Cancel(
        id=token, announcement="all", by="Tom", issued_at=world.utc, expires_at=world.utc + timedelta(minutes=1)
    )


def test_a_car_that_left_withdraws_what_waits_and_what_is_in_its_chime(world: Any) -> None:
    chiming = world.ask(**CAR, incident="car-1")
    other = world.ask(**CAR, incident="car-2")
    world.speech_is_ready()
    world.incident("car-2", "left")
    world.incident("car-1", "left")
    world.sound_ends()
    assert world.finals(chiming) == world.finals(other) == {("withdrawn", "car-left")}


def test_once_the_words_began_a_car_that_left_does_not_cut_them(world: Any) -> None:
    announcement = world.ask(**CAR, incident="car-1")
    world.speech_is_ready()
    world.words_begin()
    world.incident("car-1", "left")
    assert not world.stopped
    world.sound_ends()
    assert world.finals(announcement) == {("spoken", None)}


def test_losing_sight_of_a_car_withdraws_nothing(world: Any) -> None:
    announcement = world.ask(**CAR, incident="car-1")
    world.incident("car-1", "lost_sight")
    world.hear()
    assert world.finals(announcement) == {("spoken", None)}


def test_a_request_for_a_car_that_has_left_is_withdrawn(world: Any) -> None:
    world.incident("car-1", "left")
    assert world.finals(world.ask(**CAR, incident="car-1")) == {("withdrawn", "car-left")}


def test_no_voice_and_no_sound_are_told_and_the_next_one_mends_the_health(world: Any) -> None:
    mute, silent = world.ask(), world.ask()
    world.speech_fails()
    world.speech_is_ready()
    world.sound_fails()
    assert world.finals(mute) == {("failed", "no-voice")}
    assert world.finals(silent) == {("failed", "no-sound")}
    assert ("speech", "no-voice") in world.health
    assert ("sound", "no-sound") in world.health
    world.announce()
    assert world.health[-2:] == [("speech", "ok"), ("sound", "ok")]


def test_the_same_words_are_never_heard_twice_in_a_row(world: Any) -> None:
    texts = []
    for _ in range(7):
        texts.append(world.last(world.announce(**CAR)).text.fr)
        world.passes(60)
    assert all(a != b for a, b in zip(texts, texts[1:], strict=False))
    assert len(set(texts)) >= 3


def test_cancelled_variants_do_not_bring_the_one_before_them_back(world: Any) -> None:
    heard = world.last(world.announce(**CAR)).text.fr
    world.passes(60)
    world.ask()
    between = [world.ask(**CAR, incident=f"car-{n}") for n in range(2)]
    after = world.ask(**CAR, incident="car-3")
    assert world.last(after).text.fr == heard  # three variants: its turn, if the two before it are heard
    for announcement in between:
        world.cancel(announcement)
    world.hear()
    world.hear()
    assert world.last(after).state == "spoken"
    assert world.last(after).text.fr != heard


def test_the_variant_a_person_saw_is_said_unless_it_was_heard_last(world: Any) -> None:
    template = Template(id="t", name=Words(fr="t"), fr=("Un.", "Deux.", "Trois."))
    world.do(e.TemplatesChanged(templates=Templates(templates=(template,))))
    assert world.last(world.announce(template="t", variant=2)).text.fr == "Trois."
    world.passes(60)
    assert world.last(world.announce(template="t", variant=2)).text.fr != "Trois."
    world.passes(60)
    assert world.last(world.announce(template="t", variant=99)).state == "spoken"


def test_after_a_restart_the_words_still_differ_from_the_last_ones(world: Any) -> None:
    before = world.last(world.announce(**CAR)).text.fr
    world.kill()
    world.passes(60)
    assert world.last(world.announce(**CAR)).text.fr != before


def test_a_raised_incident_is_prepared_once_in_the_languages_of_the_house(world: Any) -> None:
    world.do(e.VenueChanged(venue=Venue(languages=("fr", "en"))))
    before = len(world.prepared)
    for _ in range(3):
        world.incident("car-1", "raised")
    assert len(world.prepared) == before + 1
    assert "devant l'entrée" in world.prepared[-1][0]
    assert "in front of the entrance" in world.prepared[-1][1]


def test_what_was_prepared_is_what_is_said(world: Any) -> None:
    world.incident("car-1", "raised")
    values = {"place": Words(fr="devant l'entrée"), "kind": "car", "colour": "grey"}
    world.ask(priority="urgent")
    world.ask(template="car-badly-parked", values=values, incident="car-1")
    assert world.prepared[0] == world.prepared[1]


def test_after_a_power_cut_what_sounded_is_interrupted_and_what_waited_is_heard(world: Any) -> None:
    sounding, waiting = world.ask(), world.ask()
    world.speech_is_ready()
    world.kill()
    world.until_quiet()
    assert world.finals(sounding) == {("interrupted", "power-cut")}
    assert world.finals(waiting) == {("spoken", None)}
    assert world.plays == [sounding, waiting]


def test_after_a_restart_what_waited_listens_first_to_what_the_broker_held(world: Any) -> None:
    world.ask(expires_at=world.utc + timedelta(minutes=1))
    waiting = world.ask(**CAR, incident="car-1")
    world.kill()
    assert not world.rendering
    world.incident("car-1", "left")
    world.until_quiet()
    assert world.finals(waiting) == {("withdrawn", "car-left")}


def test_a_clean_stop_cuts_what_sounds_and_begins_nothing(world: Any) -> None:
    sounding, waiting = world.ask(), world.ask()
    world.speech_is_ready()
    world.do(e.Stopping())
    world.sound_ends()
    assert world.finals(sounding) == {("interrupted", "power-cut")}
    assert world.states(waiting) == ["queued"]
    assert not world.rendering


def test_with_a_full_card_a_request_is_refused_and_the_broker_keeps_it(world: Any) -> None:
    world.journal.full = True
    announcement = world.ask()
    world.until_quiet()
    world.ask(id=announcement)
    assert world.finals(announcement) == {("refused", "no-journal")}
    assert world.acknowledged == []
    world.journal.full = False
    world.passes(3)
    assert world.acknowledged == [announcement, announcement]
    assert world.plays == []


def test_when_the_card_fills_up_nothing_sounds_that_was_not_committed(world: Any) -> None:
    announcement = world.ask()
    world.journal.full = True
    world.speech_is_ready()
    assert world.plays == []
    world.passes(3)
    world.journal.full = False
    world.until_quiet()
    assert world.finals(announcement) == {("spoken", None)}
    assert world.violations == []


def test_an_end_that_could_not_be_committed_is_told_when_it_is(world: Any) -> None:
    announcement = world.ask()
    world.speech_is_ready()
    world.journal.full = True
    world.sound_ends()
    assert world.finals(announcement) == set()
    world.journal.full = False
    world.passes(3)
    assert world.finals(announcement) == {("spoken", None)}


def test_a_start_with_a_full_card_refuses_and_takes_up_its_queue_when_there_is_room(world: Any) -> None:
    world.ask()
    waiting = world.ask()
    world.journal.full = True
    world.kill()
    assert world.finals(world.ask()) == {("refused", "no-journal")}
    world.journal.full = False
    world.until_quiet()
    assert world.finals(waiting) == {("spoken", None)}


def test_a_journal_started_anew_gets_all_that_still_matters(world: Any) -> None:
    waiting = [world.ask() for _ in range(3)]
    world.journal = type(world.journal)()
    world.do(e.JournalStartedAnew())
    assert [entry.id for entry in world.journal.read()] == waiting


def test_memory_is_bounded(world: Any) -> None:
    for _ in range(KEPT + 200):
        world.ask(text=Words())
    world.passes(700)
    world.ask(text=Words())
    assert len(world.journal.read()) <= KEPT + 1
    assert len(world._core._book) <= KEPT + 1


def test_a_cancel_is_acknowledged_only_once_it_is_committed(world: Any) -> None:
    world.ask()
    waiting = world.ask()
    world.journal.full = True
    token = world.cancel(waiting)
    assert token not in world.acknowledged
    world.journal.full = False
    world.passes(3)
    assert token in world.acknowledged
    world.kill()
    world.until_quiet()
    assert world.finals(waiting) == {("cancelled", "by-person")}


def test_what_was_refused_while_the_journal_could_not_be_read_stays_refused(world: Any) -> None:
    world.ask()
    waiting = world.ask()
    world.journal.full = True
    world.kill()
    world.ask(id=waiting)
    world.journal.full = False
    world.until_quiet()
    assert world.finals(waiting) == {("refused", "no-journal")}
    assert waiting not in world.plays


def test_what_was_refused_while_the_journal_could_not_be_read_does_not_overwrite_what_waits(world: Any) -> None:
    world.ask()
    waiting = world.ask()
    world.journal.full = True
    world.kill()
    refused = [world.ask() for _ in range(3)]
    world.journal.full = False
    world.passes(3)
    world.kill()
    world.until_quiet()
    assert world.finals(waiting) == {("spoken", None)}
    assert all(world.finals(one) == {("refused", "no-journal")} for one in refused)


def test_an_end_that_could_not_be_told_for_ten_minutes_is_told_before_it_is_cleared(world: Any) -> None:
    announcement = world.ask()
    world.journal.full = True
    world.cancel(announcement)
    world.passes(700)
    world.journal.full = False
    world.passes(3)
    assert world.finals(announcement) == {("cancelled", "by-person")}
    assert world.cleared == []
    world.passes(601)
    assert world.cleared == [announcement]
