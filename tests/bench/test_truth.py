"""How raises are compared with what truly happened: each case is small enough to be judged by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bench.truth import Raised, Score, Stop, Truth, scored, total

BOX = (0.2, 0.2, 0.4, 0.4)
ELSEWHERE = (0.6, 0.6, 0.8, 0.8)
STOP = Stop(from_s=10.0, to_s=40.0, gone_by_s=42.0, box=BOX, must=True)
TRUTH = Truth(times=tuple(float(t) for t in range(61)), dwell_s=15.0, duration_s=60.0, stops=(STOP,))


def raised(t_s: float, outline: tuple[float, float, float, float] = BOX, incident: str = "1") -> Raised:
    return Raised(t_s=t_s, outline=outline, incident=incident)


@pytest.mark.parametrize(
    ("t_s", "found"),
    [
        (25.0, 1),  # at the dwell's end
        (24.0, 1),  # one second early is within the slack
        (23.9, 0),
        (41.0, 1),  # late, but before it went
        (43.0, 1),  # one second after its going
        (43.1, 0),
    ],
)
def test_a_raise_counts_between_the_dwells_end_and_the_going(t_s: float, found: int) -> None:
    score = scored(TRUTH, [raised(t_s)], [])
    assert (score.found, score.false) == (found, 1 - found)


def test_whether_a_vehicle_was_found_at_all_is_asked_apart() -> None:
    assert scored(TRUTH, [raised(12.0)], [], early_counts=True).found == 1
    assert scored(TRUTH, [raised(8.9)], [], early_counts=True).false == 1  # it did not stand yet
    assert scored(TRUTH, [raised(12.0)], []).found == 0


def test_a_raise_elsewhere_is_false_and_the_stop_is_missed() -> None:
    score = scored(TRUTH, [raised(25.0, ELSEWHERE)], [])
    assert (score.must, score.found, score.false) == (1, 0, 1)


@pytest.mark.parametrize(("shift", "found"), [(0.11, 1), (0.13, 0)])
def test_outlines_overlap_by_a_quarter_of_their_union_or_another_vehicle_is_meant(shift: float, found: int) -> None:
    """Two squares of side 0.2, one moved by 0.12: the shared part is 0.4 of one, 0.4 / 1.6 = 0.25 of the union."""
    assert scored(TRUTH, [raised(25.0, (0.2 + shift, 0.2, 0.4 + shift, 0.4))], []).found == found


def test_the_second_raise_of_one_stop_is_false() -> None:
    score = scored(TRUTH, [raised(25.0), raised(30.0, incident="2")], [])
    assert (score.found, score.false, score.precision, score.recall) == (1, 1, 0.5, 1.0)


@pytest.mark.parametrize("raises", [0, 1])
def test_a_stop_that_need_not_be_raised_may_be(raises: int) -> None:
    truth = replace(TRUTH, stops=(replace(STOP, must=False),))
    score = scored(truth, [raised(25.0)] * raises, [])
    assert (score.must, score.found, score.false, score.f1) == (0, 0, 0, 1.0)


def test_a_raise_serves_the_stop_that_must_be_raised_first() -> None:
    truth = replace(TRUTH, stops=(replace(STOP, must=False), STOP))
    assert scored(truth, [raised(25.0)], []).found == 1


def test_lateness_counts_from_the_first_frame_at_which_it_was_due() -> None:
    truth = replace(TRUTH, times=(0.0, 10.0, 27.0, 50.0))
    assert scored(truth, [raised(28.5)], []).late_s == (1.5,)


def test_without_a_frame_after_the_dwell_it_is_due_when_the_stop_ends() -> None:
    truth = replace(TRUTH, times=(0.0, 10.0, 20.0))
    assert scored(truth, [raised(40.0)], []).late_s == (0.0,)


@pytest.mark.parametrize(("left", "seen"), [(["1"], 1), (["2"], 0), ([], 0)])
def test_a_stop_that_ends_is_due_one_left_for_its_own_incident(left: list[str], seen: int) -> None:
    score = scored(TRUTH, [raised(25.0)], left)
    assert (score.left_due, score.left_seen) == (1, seen)


@pytest.mark.parametrize("gone_by_s", [60.0, 40.0])
def test_no_left_is_due_when_the_vehicle_stays_or_its_going_was_not_seen(gone_by_s: float) -> None:
    truth = replace(TRUTH, stops=(replace(STOP, to_s=40.0, gone_by_s=gone_by_s),))
    assert scored(truth, [raised(25.0)], ["1"]).left_due == 0


def test_where_nothing_stops_and_nothing_is_raised_all_is_right() -> None:
    score = scored(replace(TRUTH, stops=()), [], [])
    assert (score.recall, score.precision, score.f1) == (1.0, 1.0, 1.0)


def test_counts_of_many_clips_are_added_before_shares_are_taken() -> None:
    both = total([Score(must=1, found=1), Score(must=3, found=1, false=2, late_s=(0.5, 0.1))])
    assert (both.must, both.found, both.false, both.late_s) == (4, 2, 2, (0.1, 0.5))
    assert (both.recall, both.precision, both.f1) == (0.5, 0.5, 0.5)


def test_nothing_found_is_an_f1_of_zero() -> None:
    assert Score(must=2, false=1).f1 == 0.0


@given(st.lists(st.floats(0.0, 60.0), max_size=6), st.integers(0, 4))
def test_every_raise_is_either_matched_or_false(times: list[float], stops: int) -> None:
    truth = replace(TRUTH, stops=(STOP,) * stops)
    score = scored(truth, [raised(t, incident=str(i)) for i, t in enumerate(times)], [])
    assert score.found + score.false == len(times)
    assert score.found <= score.must == stops


def test_a_time_lapse_has_fewer_than_one_frame_a_second() -> None:
    assert not TRUTH.time_lapse
    assert replace(TRUTH, times=TRUTH.times[:59]).time_lapse
