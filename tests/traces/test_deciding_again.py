"""Would it have been raised with another dwell, when, and why not; and the numbers an owner is given."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.rehearsal import MAX_STOPS, RehearsalGet, raised_with, rehearse, since_of
from kiosk.domain.trace_words import WHY, duration, story, why_not
from kiosk.domain.traces import MAX_MOMENTS, MAX_STEPS, Moment, Step, Trace, redecide, redecide_all, shortened, thinned
from kiosk.domain.zone_rules import SILENT
from kiosk.messages.codec import MAX_BYTES, encode

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
GET = RehearsalGet(id="01JD", by="Odile", issued_at=START, expires_at=START + timedelta(minutes=1))
TraceOf = Callable[..., Trace]


def test_with_a_shorter_dwell_it_would_have_been_raised_when_that_was_over(trace_of: TraceOf) -> None:
    assert redecide(trace_of(stood_s=40), 12.5).raised_at == START + timedelta(seconds=12.5)


def test_between_moments_that_lie_far_apart_the_instant_is_still_known(trace_of: TraceOf) -> None:
    whole = trace_of(stood_s=600)
    sparse = replace(whole, moments=whole.moments[::60])
    assert redecide(sparse, 90.0).raised_at == START + timedelta(seconds=90)


def test_hidden_when_its_dwell_was_over_it_is_raised_when_it_is_seen_again(trace_of: TraceOf) -> None:
    trace = trace_of(stood_s=40)
    hidden = tuple(replace(one, seen=not 20 <= one.t_s < 31) for one in trace.moments)
    assert redecide(replace(trace, moments=hidden), 25.0).raised_at == START + timedelta(seconds=31)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stood_s": 20.0}, "it did not stay long enough"),
        ({"most_s": 12.0, "hide": {"seen": False}}, "it was hidden by then"),
        ({"most_s": 12.0, "hide": {"seen": False, "sure": False}}, "it was not surely a vehicle"),
        ({"most_s": 12.0, "hide": {"held": "lanes"}}, "traffic stood beside it"),
        ({"most_s": 0.0, "hide": {"held": "hours", "dwelt_s": 0.0}}, "outside the zone's hours"),
    ],
)
def test_what_would_not_have_been_raised_says_why(trace_of: TraceOf, changes: Any, words: str) -> None:
    hide = changes.pop("hide", {})
    trace = trace_of(**({"stood_s": 40.0} | changes))
    moments = tuple(replace(one, **hide) if one.t_s > 12 else one for one in trace.moments)
    verdict = redecide(replace(trace, moments=moments), 30.0)
    assert verdict.raised_at is None
    assert why_not(verdict).en == words


def test_two_lives_of_the_watcher_make_one_stop_of_one_incident(trace_of: TraceOf) -> None:
    before = trace_of(incident="one", stood_s=40)
    after = trace_of(incident="one", began_at=START + timedelta(minutes=1), stood_s=90)
    (verdict,) = redecide_all([before, after], {}, 60.0)
    assert verdict.trace.id == after.id
    (verdict,) = redecide_all([before, after], {}, 20.0)
    assert verdict.raised_at == START + timedelta(seconds=20)


def test_each_zone_has_its_own_dwell_unless_one_is_given_for_all(trace_of: TraceOf) -> None:
    traces = [trace_of(zone="door", dwell_s=30.0), trace_of(zone="bay", dwell_s=60.0, number=2)]
    assert [one.dwell_s for one in redecide_all(traces, {})] == [30.0, 60.0]
    assert [one.dwell_s for one in redecide_all(traces, {}, 90.0)] == [90.0, 90.0]
    assert [one.dwell_s for one in redecide_all(traces, {"bay": 15.0})] == [30.0, 15.0]


def test_a_part_of_another_vehicle_is_no_stop(trace_of: TraceOf) -> None:
    part = trace_of(ending="merged")
    assert redecide_all([part], {}) == []
    assert rehearse(GET, [part], START, 7).zones == {}


# -- bounds -----------------------------------------------------------------------------------------------------------

_moments = st.lists(
    st.builds(
        Moment, t_s=st.just(0.0), dwelt_s=st.floats(0, 9), seen=st.booleans(), sure=st.booleans(), score=st.just(0.5),
        belief=st.just(0.3), same=st.none(), outline=st.just((0.1, 0.2, 0.3, 0.4)), held=st.sampled_from(("", "lanes")),
    ),
    min_size=1, max_size=MAX_MOMENTS * 3,
)  # fmt: skip


@given(moments=_moments)
def test_thinned_out_the_beginning_the_end_and_the_order_remain(moments: list[Moment]) -> None:
    numbered = [replace(one, t_s=float(n)) for n, one in enumerate(moments)]
    kept = thinned(numbered)
    assert len(kept) <= MAX_MOMENTS
    assert kept[:100] == numbered[:100] and kept[-1] == numbered[-1]
    assert [one.t_s for one in kept] == sorted({one.t_s for one in kept})
    assert kept == numbered or len(numbered) > MAX_MOMENTS


def test_the_largest_trace_is_below_what_is_read(trace_of: TraceOf) -> None:
    longest = Moment(
        t_s=123456.78, dwelt_s=123456.78, seen=False, sure=False, score=0.123, belief=0.123, same=0.123,
        outline=(0.1234, 0.1234, 0.1234, 0.1234), held="vehicles",
    )  # fmt: skip
    steps = [Step(t_s=123456.78, state="lost_sight", why="watcher-stopped")] * 500
    trace = trace_of(zone="é" * 120, moments=(longest,) * MAX_MOMENTS, steps=shortened(steps))
    assert len(trace.steps) == MAX_STEPS
    assert len(encode(trace)) < MAX_BYTES


# -- what an owner is given -------------------------------------------------------------------------------------------


def test_the_answer_holds_for_each_stop_the_longest_dwell_that_raises_it(trace_of: TraceOf) -> None:
    traces = [trace_of(most_s=12.9), trace_of(most_s=40.0, number=2), trace_of(zone="bay", number=3, incident="x")]
    answer = rehearse(GET, traces, START, 7)
    t = int(START.timestamp())
    assert answer.zones == {"door": ((t, 12), (t, 40)), "bay": ((t, 40),)}
    assert raised_with(answer.zones["door"], 13) == [(t, 40)]
    assert answer.since == since_of(GET, START) == START - timedelta(days=7)


def test_of_too_many_stops_the_oldest_are_left_out_and_it_is_said(trace_of: TraceOf) -> None:
    zones = [f"{n:02}" + "\x01" * 118 for n in range(32)]
    short = trace_of(stood_s=1.0, most_s=14400.0)
    traces = [
        replace(short, id=str(n), zone=zones[n % 32], stopped_at=START - timedelta(hours=100) + timedelta(seconds=n))
        for n in range(MAX_STOPS + 50)
    ]
    answer = rehearse(GET, traces, START, 7)
    assert sum(len(stops) for stops in answer.zones.values()) == MAX_STOPS
    assert answer.since == traces[50].stopped_at
    assert len(encode(answer)) < MAX_BYTES


# -- in words ---------------------------------------------------------------------------------------------------------


def test_a_stop_is_told_in_a_sentence_of_both_languages(trace_of: TraceOf) -> None:
    steps = (Step(t_s=1.0, state="noticed", why="stopped"), Step(t_s=10.0, state="raised", why="dwell-over"))
    words = story(trace_of(stood_s=130.0, looks=34, hidden_s=40.2, steps=steps), lambda at: f"{at:%H:%M:%S}")
    assert words.fr == (
        "Arrêtée depuis 12:00:00 pendant 2 min 10 s, vue 34 fois, cachée 40 s ; 12:00:01 : remarquée, elle s'est "
        "arrêtée ; 12:00:10 : proposée, elle y est restée trop longtemps."
    )
    assert words.en == (
        "Stopped at 12:00:00 for 2 min 10 s, seen 34 times, hidden for 40 s; 12:00:01: noticed, it stopped; "
        "12:00:10: proposed, it stayed for too long."
    )


def test_every_reason_has_its_words() -> None:
    assert {*SILENT, "lanes", "too-short", "not-sure", "hidden", "gone", "merged"} <= set(WHY)
    assert all(words.fr and words.en for words in WHY.values())


@pytest.mark.parametrize(("seconds", "text"), [(45.4, "45 s"), (60, "1 min"), (130, "2 min 10 s"), (3900, "1 h 05")])
def test_durations_as_people_say_them(seconds: float, text: str) -> None:
    assert duration(seconds).fr == text
