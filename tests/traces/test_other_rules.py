"""A stop as another zone would have judged it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.manners import Window
from kiosk.domain.trace_rules import as_if
from kiosk.domain.trace_words import WHY
from kiosk.domain.traces import Trace, redecide
from kiosk.domain.venue import Zone
from kiosk.domain.words import Words

PARIS = ZoneInfo("Europe/Paris")
DOOR = Zone(
    id="door", place=Words(fr="devant l'entrée"), polygon=((0.2, 0.4), (0.8, 0.4), (0.8, 0.9), (0.2, 0.9)), dwell_s=30.0
)  # fmt: skip
BESIDE = ((0.0, 0.0), (0.2, 0.0), (0.2, 0.4), (0.0, 0.4))
NIGHT = Window(days=tuple(range(7)), start="22:00", end="06:00")
FROM_ONE = Window(days=(1,), start="13:00", end="14:00")
"""The trace begins at 12:00 UTC on a Tuesday, which is 13:00 in Paris."""


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({"vehicles": ("van", "truck")}, "vehicles"),
        ({"hours": (NIGHT,)}, "hours"),
        ({"polygon": BESIDE}, "outside"),
        ({"min_size": 0.5}, "size"),
    ],
)
def test_another_rule_holds_a_stop_back_and_says_which(
    trace_of: Callable[..., Trace], changes: dict[str, Any], held: str
) -> None:
    trace = trace_of(stood_s=40)
    assert redecide(as_if(trace, DOOR, PARIS), 30.0).raised_at is not None
    verdict = redecide(as_if(trace, replace(DOOR, **changes), PARIS), 30.0)
    assert (verdict.raised_at, verdict.why_not, verdict.held) == (None, "held-back", held)
    assert held in WHY


def test_a_dwell_counts_from_the_beginning_of_the_hours(trace_of: Callable[..., Trace]) -> None:
    early = trace_of(began_at=datetime(2026, 11, 24, 11, 59, 20, tzinfo=UTC), stood_s=100)
    judged = as_if(early, replace(DOOR, hours=(FROM_ONE,)), PARIS)
    assert redecide(judged, 30.0).raised_at == datetime(2026, 11, 24, 12, 0, 30, tzinfo=UTC)
    assert redecide(judged, 61.0).raised_at is None


def test_hours_that_held_a_stop_back_then_are_lifted_and_a_queue_is_not(trace_of: Callable[..., Trace]) -> None:
    trace = trace_of(stood_s=40, most_s=0.0)
    at_night = replace(trace, moments=tuple(replace(one, held="hours", dwelt_s=0.0) for one in trace.moments))
    assert redecide(as_if(at_night, DOOR, PARIS), 30.0).raised_at is not None
    queue = replace(trace, moments=tuple(replace(one, held="lanes") for one in trace.moments))
    assert redecide(as_if(queue, DOOR, PARIS), 30.0).held == "lanes"


@given(stood_s=st.integers(1, 200), dwell_s=st.floats(1, 250), every=st.integers(1, 40))
def test_the_same_zone_judges_as_before(
    trace_of: Callable[..., Trace], stood_s: int, dwell_s: float, every: int
) -> None:
    whole = trace_of(stood_s=float(stood_s), dwell_s=DOOR.dwell_s)
    trace = replace(whole, moments=whole.moments[::every])
    assert as_if(trace, DOOR, PARIS) == trace
    assert redecide(as_if(trace, DOOR, PARIS), dwell_s) == redecide(trace, dwell_s)
