"""What the chaos bench calls lost, doubled or without an end; each row of it must be able to come out against us."""

from collections.abc import Iterable

from kiosk.bench.chaos_ear import Stream, digits_of
from kiosk.bench.chaos_verdict import Sent, Verdict, verdict


def judged(told: dict[str, Iterable[str]], streams: list[Stream], *, acknowledged: bool = True) -> Verdict:
    """Two requests, `a` (number 0) and `b` (number 1)."""
    sent = [Sent(id="a", number=0, acknowledged=acknowledged), Sent(id="b", number=1, acknowledged=acknowledged)]
    return verdict(sent, told, streams)


def whole(number: int) -> Stream:
    return Stream(digits=digits_of(number), audible=True)


def begun(number: int, digits: int) -> Stream:
    return Stream(digits=digits_of(number)[:digits], audible=True)


def test_all_is_well_when_each_was_heard_once_or_cut_once() -> None:
    found = judged({"a": ["queued", "spoken"], "b": ["interrupted"]}, [whole(0), begun(1, 2)])
    assert (found.lost, found.doubled, found.without_final_state) == ((), (), ())


def test_a_request_nobody_told_of_is_lost_if_it_was_acknowledged() -> None:
    assert judged({"a": ["spoken"]}, [whole(0)]).lost == ("b",)
    assert judged({"a": ["spoken"]}, [whole(0)], acknowledged=False).lost == ()


def test_what_is_told_as_spoken_and_was_not_heard_is_lost() -> None:
    assert judged({"a": ["spoken"], "b": ["spoken"]}, [whole(0), begun(1, 4)]).lost == ("b",)


def test_an_end_that_never_came_or_came_in_two_ways_is_counted() -> None:
    found = judged({"a": ["queued", "chime"], "b": ["spoken", "interrupted"]}, [whole(1)])
    assert found.without_final_state == ("a", "b")


def test_what_was_heard_twice_is_doubled() -> None:
    told = {"a": ["spoken"], "b": ["interrupted"]}
    assert judged(told, [whole(0), whole(0), begun(1, 1)]).doubled == ("a",)


def test_a_second_beginning_of_the_same_announcement_is_doubled() -> None:
    told = {"a": ["spoken"], "b": ["interrupted"]}
    assert len(judged(told, [whole(0), begun(1, 5 - 1), begun(1, 5 - 1)]).doubled) == 1
    assert len(judged(told, [whole(0), begun(1, 0), begun(1, 0)]).doubled) == 1


def test_a_beginning_of_what_is_said_to_be_waiting_is_doubled() -> None:
    assert len(judged({"a": ["spoken"], "b": ["expired"]}, [whole(0), begun(1, 3)]).doubled) == 1


def test_short_beginnings_are_shared_out_so_that_none_is_blamed_wrongly() -> None:
    """The longer one can only be b's; a shorter one that came first must not take b from it."""
    found = judged({"a": ["interrupted"], "b": ["cancelled"]}, [begun(0, 0), begun(1, 4), begun(0, 0)])
    assert len(found.doubled) == 1
    assert judged({"a": ["interrupted"], "b": ["cancelled"]}, [begun(0, 0), begun(1, 4)]).doubled == ()


def test_a_sound_that_nobody_asked_for_is_told() -> None:
    assert judged({"a": ["spoken"], "b": ["spoken"]}, [whole(0), whole(1), whole(7)]).doubled == ("unknown",)
