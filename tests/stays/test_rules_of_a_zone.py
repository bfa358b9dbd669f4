"""What an owner said of a zone, and what that makes of the vehicles in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.clock import Tick
from kiosk.domain.detections import Sighting
from kiosk.domain.manners import Window
from kiosk.domain.schedule import Timetable
from kiosk.domain.venue import Zones
from kiosk.domain.watch_core import SightLost, TimezoneChanged

HERE = (0.4, 0.5, 0.6, 0.7)
CAR = Sighting(box=HERE, score=0.6, kind="car", colour="grey")
BUS = Sighting(box=HERE, score=0.6, kind="bus")
PARIS, LONDON = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/London")
LANE = ((0.0, 0.2), (1.0, 0.2), (1.0, 0.4), (0.0, 0.4))
JAM = tuple(Sighting(box=(x, 0.2, x + 0.12, 0.38), score=0.6) for x in (0.02, 0.2, 0.38, 0.56, 0.74, 0.88))


def with_rules(new_scene: Any, at: datetime | None = None, at_start: str = "dwell", **rules: Any) -> Any:
    """A street whose zone has these rules, watched by the clock of Paris from `at` on."""
    zone = replace(new_scene().zones.zones[0], **rules)
    timezone = PARIS if at is not None else None
    start = at or datetime(2026, 11, 24, 12, tzinfo=UTC)
    scene = new_scene(zones=Zones(zones=(zone,)), timezone=timezone, start=start, at_start=at_start)
    scene.empty(1)
    return scene


def park(scene: Any, *seen: Sighting, for_s: int = 12, **how: Any) -> None:
    for _ in range(for_s):
        scene.frame(*(seen or (CAR,)), **how)


# -- hours ------------------------------------------------------------------------------------------------------

MORNING = (Window(days=(0, 1, 2, 3, 4), start="08:00", end="11:00"),)
SECONDS_BEFORE_EIGHT = datetime(2026, 11, 24, 6, 59, 30, tzinfo=UTC)  # a Tuesday; Paris is an hour ahead


def test_outside_its_hours_nobody_is_told_of_a_vehicle(new_scene: Any) -> None:
    scene = with_rules(new_scene, datetime(2026, 11, 24, 10, 0, tzinfo=UTC), hours=MORNING)
    park(scene, for_s=100)
    assert scene.states == []


def test_a_car_that_parked_before_the_hours_begin_is_raised_a_whole_dwell_after_they_do(new_scene: Any) -> None:
    scene = with_rules(new_scene, SECONDS_BEFORE_EIGHT, hours=MORNING)
    park(scene, for_s=60)
    assert scene.states == ["1 noticed", "1 raised"]
    noticed, raised = scene.said
    assert f"{noticed.stopped_at.astimezone(PARIS):%H:%M:%S}" == "08:00:00"
    assert f"{raised.at.astimezone(PARIS):%H:%M:%S}" == "08:00:10"
    assert raised.stopped_s == 10.0


def test_at_the_end_of_the_hours_a_proposal_needs_nobody_any_more_and_never_says_that_the_car_left(
    new_scene: Any,
) -> None:
    scene = with_rules(new_scene, datetime(2026, 11, 24, 9, 59, 30, tzinfo=UTC), hours=MORNING)
    park(scene, for_s=60)
    assert scene.states == ["1 noticed", "1 raised", "1 dismissed"]
    assert f"{scene.said[-1].at.astimezone(PARIS):%H:%M:%S}" == "11:00:00"
    scene.tell(Tick(), after_s=600.0)
    assert scene.forgotten == ["1"]


def test_the_hours_end_even_while_nothing_is_seen(new_scene: Any) -> None:
    scene = with_rules(new_scene, datetime(2026, 11, 24, 9, 59, 30, tzinfo=UTC), hours=MORNING)
    park(scene, for_s=20)
    scene.tell(SightLost(reason="camera-away"))
    scene.tell(Tick(), after_s=60.0)
    assert scene.states == ["1 noticed", "1 raised", "1 lost_sight", "1 dismissed"]


def test_the_same_car_is_a_new_incident_when_the_next_hours_begin(new_scene: Any) -> None:
    twice = (*MORNING, Window(days=(1,), start="11:01", end="12:00"))
    scene = with_rules(new_scene, datetime(2026, 11, 24, 9, 59, 30, tzinfo=UTC), hours=twice)
    park(scene, for_s=120)
    assert scene.states == ["1 noticed", "1 raised", "1 dismissed", "2 noticed", "2 raised"]


def test_a_car_that_a_person_dismissed_is_not_told_again_when_the_next_hours_begin(new_scene: Any) -> None:
    twice = (*MORNING, Window(days=(1,), start="11:01", end="12:00"))
    scene = with_rules(new_scene, datetime(2026, 11, 24, 9, 59, 30, tzinfo=UTC), hours=twice)
    park(scene, for_s=15)
    scene.decide("1", "dismiss")
    park(scene, for_s=150)
    assert scene.states == ["1 noticed", "1 raised", "1 dismissed"]


def test_the_hours_are_those_of_the_venue_wherever_it_is(new_scene: Any) -> None:
    scene = with_rules(new_scene, datetime(2026, 11, 24, 7, 30, tzinfo=UTC), hours=MORNING)
    scene.tell(TimezoneChanged(timezone=LONDON))
    park(scene, for_s=20)
    assert scene.states == []  # half past seven in London
    scene.tell(TimezoneChanged(timezone=PARIS))
    park(scene, for_s=20)
    assert scene.states == ["1 noticed", "1 raised"]


def test_a_recording_does_not_know_its_time_of_day_and_is_judged_at_any(new_scene: Any) -> None:
    scene = with_rules(new_scene, hours=MORNING)
    park(scene)
    assert scene.states == ["1 noticed", "1 raised"]


times = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
hours = st.lists(
    st.builds(Window, days=st.sets(st.integers(0, 6), min_size=1).map(tuple), start=times, end=times), max_size=3
).map(tuple)


@given(hours=hours, minute=st.integers(0, 7 * 1440), steps=st.lists(st.floats(0.5, 900.0), max_size=40))
def test_whatever_the_hours_nothing_is_said_outside_them_and_no_dwell_began_before_them(
    new_scene: Any, hours: tuple[Window, ...], minute: int, steps: list[float]
) -> None:

    scene = with_rules(new_scene, datetime(2026, 10, 21, tzinfo=UTC) + timedelta(minutes=minute), hours=hours)
    for step_s in steps:
        scene.frame(CAR, after_s=step_s)
    table = Timetable(hours, PARIS)
    for one in scene.said:
        open_s = table.open_s(one.at)
        if one.state in ("noticed", "raised"):
            assert open_s is not None and one.stopped_s <= open_s + 0.01
        assert one.state in ("noticed", "raised", "dismissed")
    raised = [one for one in scene.said if one.state == "raised"]
    assert all(one.stopped_s >= one.dwell_s for one in raised)


# -- vehicles ---------------------------------------------------------------------------------------------------


def test_a_zone_that_minds_buses_leaves_cars_alone(new_scene: Any) -> None:
    scene = with_rules(new_scene, vehicles=("bus", "truck"))
    park(scene, CAR)
    assert scene.states == []


@pytest.mark.parametrize("kind", ["bus", "vehicle"])
def test_a_zone_that_minds_buses_raises_a_bus_and_whatever_may_be_one(new_scene: Any, kind: str) -> None:
    scene = with_rules(new_scene, vehicles=("bus",))
    park(scene, replace(BUS, kind=kind))  # type: ignore[arg-type]
    assert scene.states == ["1 noticed", "1 raised"]


def test_half_of_the_looks_do_not_make_a_kind_known(new_scene: Any) -> None:
    scene = with_rules(new_scene, vehicles=("bus",))
    for _ in range(8):
        park(scene, CAR, for_s=1)
        park(scene, BUS, for_s=1)
    assert scene.states[-1] == "1 raised"


def test_a_vehicle_that_turns_out_to_be_a_car_is_no_longer_told_where_only_buses_matter(new_scene: Any) -> None:
    scene = with_rules(new_scene, vehicles=("bus",))
    park(scene, BUS, for_s=3)
    park(scene, CAR, for_s=12)
    assert scene.states == ["1 noticed", "1 dismissed"]


def test_boxes_smaller_than_the_owner_wants_are_no_vehicles(new_scene: Any) -> None:
    scene = with_rules(new_scene, min_size=0.2)  # the car covers 0.13 of the zone
    park(scene)
    assert scene.states == []


# -- already there ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at_start", "states"), [("dwell", ["1 noticed", "1 raised"]), ("quiet", [])])
def test_a_car_that_was_there_first_dwells_from_the_start_or_is_left_alone(
    new_scene: Any, at_start: str, states: list[str]
) -> None:
    scene = new_scene(at_start=at_start)
    scene.frame(CAR)
    assert scene.states == []  # never at second zero
    park(scene, for_s=30)
    assert scene.states == states
    if states:
        assert scene.said[-1].stopped_s == 10.0


def test_who_comes_after_the_quiet_one_has_left_is_told(new_scene: Any) -> None:
    scene = new_scene(at_start="quiet")
    park(scene, for_s=30)
    scene.empty(3)
    park(scene)
    assert scene.states == ["1 noticed", "1 raised"]


# -- lanes ------------------------------------------------------------------------------------------------------


def test_a_car_in_a_queue_is_noticed_and_waits_until_the_queue_has_gone(new_scene: Any) -> None:
    scene = with_rules(new_scene, lanes=(LANE,))
    park(scene, CAR, *JAM, for_s=40)
    assert scene.states == ["1 noticed", "1 noticed"]
    assert [one.in_queue for one in scene.said] == [False, True], "the tablet says why it is not proposed"
    assert [view.held for view in scene.core.views()] == ["lanes"]
    park(scene, CAR, for_s=10, lane_motion=0.2)
    assert scene.states == ["1 noticed", "1 noticed"]
    park(scene, CAR, for_s=5, lane_motion=0.2)
    assert scene.states == ["1 noticed", "1 noticed", "1 raised"]
    assert not scene.said[-1].in_queue
    assert scene.said[-1].stopped_s > 50  # the dwell went on


def test_a_car_that_drives_on_with_the_queue_was_never_raised(new_scene: Any) -> None:
    scene = with_rules(new_scene, lanes=(LANE,))
    park(scene, CAR, *JAM, for_s=60)
    for _ in range(5):
        scene.frame(same=0.0, lane_motion=0.3)
    assert scene.states == ["1 noticed", "1 noticed", "1 left"]


def test_beside_flowing_or_empty_lanes_a_car_is_raised_at_its_dwell(new_scene: Any) -> None:
    for motion in (0.0, 0.3):
        scene = with_rules(new_scene, lanes=(LANE,))
        park(scene, for_s=13, lane_motion=motion)
        assert scene.states == ["1 noticed", "1 raised"]


def test_a_zone_without_lanes_has_no_veto(new_scene: Any) -> None:
    scene = with_rules(new_scene)
    park(scene, CAR, *JAM)
    assert scene.states == ["1 noticed", "1 raised"]


def test_what_was_raised_before_the_queue_came_stays_raised(new_scene: Any) -> None:
    scene = with_rules(new_scene, lanes=(LANE,))
    park(scene, for_s=13)
    park(scene, CAR, *JAM, for_s=20)
    scene.cover()
    park(scene, CAR, *JAM, for_s=5)
    assert scene.states == ["1 noticed", "1 raised", "1 lost_sight", "1 raised"]


def test_lanes_are_searched_only_while_a_car_is_about_to_be_raised(new_scene: Any) -> None:
    scene = with_rules(new_scene, lanes=(LANE,), dwell_s=60.0)
    park(scene, for_s=45)
    assert scene.lanes == frozenset()
    park(scene, for_s=10)
    assert scene.lanes == {"door"}
    park(scene, for_s=10)
    assert scene.lanes == frozenset() and scene.states[-1] == "1 raised"


# -- the same vehicle -------------------------------------------------------------------------------------------


def test_a_car_that_is_back_in_its_place_in_another_light_is_the_same_one(new_scene: Any) -> None:
    scene = with_rules(new_scene, same_vehicle_s=120.0)
    park(scene)
    scene.cover(after_s=90.0)
    scene.frame(CAR, same=0.1, after_s=1.0)
    park(scene)
    assert scene.states == ["1 noticed", "1 raised", "1 lost_sight", "1 raised"]


@pytest.mark.parametrize(
    ("seen", "after_s"),
    [
        (CAR, 130.0),  # too long ago
        (replace(CAR, colour="red"), 60.0),  # another colour
        (replace(CAR, box=(0.5, 0.5, 0.7, 0.7)), 60.0),  # not quite there
    ],
)
def test_another_look_in_another_place_another_colour_or_after_too_long_is_another_car(
    new_scene: Any, seen: Sighting, after_s: float
) -> None:
    scene = with_rules(new_scene, same_vehicle_s=120.0)
    park(scene)
    scene.cover(after_s=after_s)
    scene.frame(seen, same=0.1, after_s=1.0)
    park(scene, seen)
    assert scene.states[-2:] == ["2 noticed", "2 raised"]


def test_a_car_that_looks_the_same_is_the_same_one_however_long_it_was_out_of_sight(new_scene: Any) -> None:
    scene = with_rules(new_scene, same_vehicle_s=10.0)
    park(scene)
    scene.cover(after_s=3600.0)
    park(scene)
    assert {one.id for one in scene.said} == {"1"}


def test_who_takes_a_place_that_was_seen_empty_is_another_car_at_once(new_scene: Any) -> None:
    scene = with_rules(new_scene, same_vehicle_s=120.0)
    park(scene)
    scene.empty(1)
    scene.frame(CAR, same=0.1, after_s=6.0)
    park(scene)
    assert scene.states[-3:] == ["1 left", "2 noticed", "2 raised"]


# -- parts of one vehicle ---------------------------------------------------------------------------------------

CAB, TRAILER, LORRY = (0.3, 0.5, 0.48, 0.7), (0.5, 0.5, 0.68, 0.7), (0.3, 0.48, 0.68, 0.7)


def test_a_part_that_turns_out_to_belong_to_a_larger_vehicle_hands_its_incident_on(new_scene: Any) -> None:
    scene = with_rules(new_scene)
    park(scene, Sighting(box=CAB, score=0.32), for_s=4)
    park(scene, Sighting(box=LORRY, score=0.7), for_s=12)
    assert not any(one.state == "left" for one in scene.said)
    assert scene.states[-1].endswith("raised")
    assert len({one.id for one in scene.said}) == 1


@pytest.mark.parametrize(
    ("answer", "last"),
    [
        (None, {"1": "raised", "2": "dismissed"}),  # the other one needs nobody any more
        ("snooze", {"1": "dismissed", "2": "snoozed"}),  # what a person has dealt with remains
        ("dismiss", {"1": "dismissed", "2": "dismissed"}),
    ],
)
def test_two_halves_that_turn_out_to_be_one_lorry_are_one_incident_and_neither_has_left(
    new_scene: Any, answer: str | None, last: dict[str, str]
) -> None:
    scene = with_rules(new_scene)
    park(scene, Sighting(box=CAB, score=0.6), for_s=2)
    park(scene, Sighting(box=CAB, score=0.6), Sighting(box=TRAILER, score=0.6))
    if answer:
        scene.decide("2", answer)
    park(scene, Sighting(box=LORRY, score=0.9), for_s=30)
    assert {one.id: one.state for one in scene.said} == last
    assert len(scene.core.views()) == 1


def test_a_car_that_the_detector_finds_less_and_less_and_that_is_then_hidden_has_not_left(new_scene: Any) -> None:
    scene = with_rules(new_scene)
    park(scene, Sighting(box=HERE, score=0.32))
    for _ in range(12):
        scene.frame(same=1.0)  # it stands there, and the searches find nothing
    for _ in range(20):
        scene.frame(same=None)
    assert [one.state for one in scene.said] == ["noticed", "raised"]
