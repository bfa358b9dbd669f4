"""What is written down of a stop: moments, decisions, endings; how little of a long one."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.detections import FrameLooked
from kiosk.domain.traces import MAX_MOMENTS, Trace, redecide
from kiosk.domain.venue import Zones
from kiosk.domain.watch_events import SightLost, ZonesChanged
from kiosk.messages.codec import MAX_BYTES, decode, encode


def test_a_raised_stop_has_its_decisions_with_their_reasons(street: Any) -> None:
    street.car(15)
    street.empty()
    (trace,) = street.traces()
    assert [(step.state, step.why) for step in trace.steps] == [
        ("noticed", "stopped"), ("raised", "dwell-over"), ("left", "gone")
    ]  # fmt: skip
    assert trace.raised and trace.ending == "gone"
    assert (trace.zone, trace.kind, trace.colour, trace.incident) == ("door", "car", "grey", "incident-1")
    assert trace.stood_s == trace.most_s == 14.0
    assert trace.looks == 15
    assert {one.outline for one in trace.moments} == {(0.4, 0.5, 0.6, 0.7)}


def test_a_stop_shorter_than_the_dwell_has_a_trace_too(street: Any) -> None:
    street.car(5)
    street.empty()
    (trace,) = street.traces()
    assert not trace.raised
    assert redecide(trace, 10.0).why_not == "too-short"
    assert redecide(trace, 3.0).raised_at is not None


def test_who_drives_through_leaves_no_trace(street: Any) -> None:
    street.car(1)
    street.empty(5)
    assert street.traces() == []


def test_a_bus_in_front_is_told_as_hidden(street: Any) -> None:
    street.car(5)
    street.hidden(8)
    street.car(4)
    street.empty()
    (trace,) = street.traces()
    assert 7.0 <= trace.hidden_s <= 9.0
    assert trace.stood_s == 16.0


def test_sight_that_was_lost_is_a_step_and_no_ending(street: Any) -> None:
    street.car(12)
    street.tell(SightLost(reason="camera-away"))
    street.car(3)
    (trace,) = street.traces()
    assert [(step.state, step.why) for step in trace.steps][-2:] == [
        ("lost_sight", "no-sight"), ("raised", "seen-again")
    ]  # fmt: skip
    assert trace.ending == ""


def test_new_zones_and_the_end_of_watching_end_a_trace(street: Any) -> None:
    street.car(5)
    street.tell(ZonesChanged(zones=Zones(zones=())))
    assert [one.ending for one in street.traces()] == ["zones-changed"]
    street.tell(ZonesChanged(zones=street.zones))
    street.empty(1)
    street.car(5)
    street.tracer.end()
    street.tell(SightLost(reason="stopped"))
    (trace,) = street.traces()
    assert trace.ending == "watcher-stopped"
    assert (trace.steps[-1].state, trace.steps[-1].why) == ("lost_sight", "watcher-stopped")


def test_a_covered_picture_adds_nothing(street: Any) -> None:
    street.car(5)
    before = street.tracer.running()
    street.tell(FrameLooked(t_s=street.t_s + 1.0, condition="covered"))
    assert [one.moments for one in street.tracer.running()] == [one.moments for one in before]


def test_a_car_that_stands_for_a_day_is_written_seldom_and_stays_small(street: Any) -> None:
    written = []
    for _ in range(24 * 60):
        street.car(3, after_s=20.0)
        written += street.traces()
    assert len(written) < 80
    payload = encode(written[-1])
    assert len(payload) < MAX_BYTES
    assert len(written[-1].moments) <= MAX_MOMENTS
    first_minutes = [one for one in written[-1].moments if one.t_s <= 120.0]
    assert len(first_minutes) >= 6, "every look of the first two minutes is kept"
    assert decode(payload, Trace) == written[-1]


_pieces = st.lists(st.tuples(st.sampled_from(("car", "hidden", "empty", "lost")), st.integers(1, 9)), max_size=12)


@settings(max_examples=60)
@given(pieces=_pieces, dwell_s=st.sampled_from((4.0, 10.0, 15.0)))
def test_decided_again_with_its_own_dwell_a_stop_is_what_it_was(new_street: Any, pieces: Any, dwell_s: float) -> None:
    """And with another dwell it is what another watcher with that dwell would have made of it."""
    ran, other = new_street(), new_street(dwell_s=dwell_s)
    for one in (ran, other):
        one.empty(1)
        for what, seconds in pieces:
            getattr(one, what)(seconds)
        one.tracer.end()
    traces = ran.traces()
    assert [t.raised for t in traces] == [redecide(t, 10.0).raised_at is not None for t in traces]
    assert sum(redecide(t, dwell_s).raised_at is not None for t in traces) == len(other.raised)
