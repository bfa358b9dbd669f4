"""The watcher is unplugged and comes back: what goes on, what begins anew, and what nobody can know."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.clock import Tick
from kiosk.domain.continuity import Continuity
from kiosk.domain.detections import Sighting
from kiosk.domain.venue import Zones
from kiosk.domain.watch_core import ZonesChanged
from kiosk.messages.codec import MAX_BYTES, decode, encode

HERE = (0.4, 0.5, 0.6, 0.7)
CAR = Sighting(box=HERE, score=0.6, kind="car", colour="grey")
ELSEWHERE = Sighting(box=(0.62, 0.5, 0.79, 0.7), score=0.6, kind="car", colour="red")


def park(scene: Any, *seen: Sighting, for_s: int = 12) -> None:
    for _ in range(for_s):
        scene.frame(*(seen or (CAR,)))


def test_a_car_that_still_stands_there_goes_on_with_its_incident_and_its_clock(scene: Any) -> None:
    park(scene, for_s=5)
    scene.restart(after_s=20.0)
    assert scene.states == ["1 noticed", "1 lost_sight"]
    park(scene, for_s=4)
    assert scene.states == ["1 noticed", "1 lost_sight", "1 raised"]
    assert scene.said[-1].stopped_s == pytest.approx(scene.t_s - 2.0, abs=1.0)
    assert scene.said[-1].stopped_at == scene.said[0].stopped_at
    assert not scene.said[-1].at_start


def test_a_car_that_was_raised_is_raised_again_and_not_twice(scene: Any) -> None:
    park(scene)
    scene.restart()
    park(scene)
    assert scene.states == ["1 noticed", "1 raised", "1 lost_sight", "1 raised"]


def test_how_often_it_was_announced_is_not_forgotten(scene: Any) -> None:
    park(scene)
    scene.hear("1")
    scene.restart()
    park(scene)
    assert (scene.said[-1].state, scene.said[-1].announced) == ("announced", 1)


def test_a_dismissed_car_stays_dismissed_and_is_still_cleared_after_ten_minutes(scene: Any) -> None:
    park(scene)
    scene.decide("1", "dismiss")
    scene.restart()
    park(scene, for_s=60)
    assert scene.states == ["1 noticed", "1 raised", "1 dismissed", "1 dismissed"]
    scene.tell(Tick(), after_s=600.0)
    assert scene.forgotten == ["1"]
    scene.restart()
    park(scene, for_s=60)
    assert scene.states[-1] == "1 dismissed" and len(scene.states) == 4


def test_a_snooze_ends_when_it_would_have_ended(scene: Any) -> None:
    park(scene)
    scene.decide("1", "snooze", minutes=1)
    scene.restart(after_s=20.0)
    park(scene, for_s=30)
    assert scene.states[-1] == "1 snoozed"
    park(scene, for_s=15)
    assert scene.states[-1] == "1 raised"


def test_a_place_that_is_seen_empty_after_the_restart_has_been_left(scene: Any) -> None:
    park(scene)
    scene.restart()
    scene.empty(4)
    assert scene.states[-1] == "1 lost_sight"
    scene.empty(1)
    assert scene.states[-1] == "1 left"


def test_a_weak_box_or_a_bus_before_the_place_is_not_an_empty_place(scene: Any) -> None:
    park(scene)
    scene.restart()
    weak, bus = Sighting(box=HERE, score=0.1), Sighting(box=(0.2, 0.45, 0.9, 1.0), score=0.8)
    for seen in (weak, bus) * 10:
        scene.frame(seen, same=0.0)
    assert "1 left" not in scene.states


def test_what_is_not_found_in_time_is_never_known_to_have_left(scene: Any) -> None:
    park(scene)
    scene.restart()
    for _ in range(30):
        scene.cover(after_s=10.0)
    scene.tell(Tick(), after_s=601.0)
    assert scene.states[-1] == "1 lost_sight"
    assert scene.forgotten == ["1"]
    park(scene)
    assert scene.states[-1] == "2 raised"


def test_after_a_night_without_power_it_is_another_car(scene: Any) -> None:
    park(scene)
    scene.restart(after_s=8 * 3600.0)
    park(scene, for_s=14)
    assert scene.states == ["1 noticed", "1 raised", "2 noticed", "2 raised"]
    assert scene.said[-1].at_start and scene.said[-1].stopped_s == 10.0


def test_a_car_that_is_seen_to_come_after_the_place_was_empty_is_another_one(scene: Any) -> None:
    park(scene)
    scene.restart()
    for _ in range(4):
        scene.frame(same=0.0, after_s=1.9)
    park(scene)
    assert scene.states[-3:] == ["1 left", "2 noticed", "2 raised"]


def test_neighbours_keep_their_own_incidents(scene: Any) -> None:
    beside = Sighting(box=(0.52, 0.5, 0.72, 0.7), score=0.6, kind="car", colour="red")
    park(scene, CAR, beside)
    before = {one.id: one.outline for one in scene.said}
    scene.restart()
    park(scene, beside, CAR)
    after = {one.id: one.outline for one in scene.said if one.state == "raised"}
    assert len(before) == 2 and after == before


def test_a_restart_during_a_restart_loses_nothing(scene: Any) -> None:
    park(scene)
    for _ in range(4):
        scene.restart(after_s=20.0)
    park(scene)
    assert {one.id for one in scene.said} == {"1"} and scene.states[-1] == "1 raised"


def test_a_zone_that_was_drawn_anew_meanwhile_forgets_its_cars(scene: Any) -> None:
    park(scene)
    scene.restart()
    scene.tell(ZonesChanged(zones=Zones(zones=())))
    assert scene.forgotten == ["1"]


def test_a_clock_without_a_battery_that_comes_back_behind_changes_no_stop(scene: Any) -> None:
    park(scene, for_s=5)
    scene.restart(after_s=20.0, clock_back_s=3600.0)
    park(scene, for_s=4)
    assert scene.states[-1] == "1 noticed"  # nobody knows how long it was off: nothing is added
    park(scene, for_s=6)
    assert scene.states[-1] == "1 raised"


def test_a_car_that_was_there_first_stays_quiet_over_a_restart(new_scene: Any) -> None:
    scene = new_scene(at_start="quiet")
    park(scene, for_s=30)
    scene.restart()
    park(scene, for_s=30)
    assert scene.states == []


def test_what_is_written_holds_no_more_than_is_read_and_nothing_of_a_picture(new_scene: Any) -> None:
    scene = new_scene()
    places = [(0.2 + 0.1 * i, 0.4 + 0.1 * j) for i in range(5) for j in range(4)]
    cars = [Sighting(box=(x, y, x + 0.09, y + 0.09), score=0.6, kind="car") for x, y in places]
    zones = tuple(replace(scene.zones.zones[0], id=f"zone {n}", min_size=0.0) for n in range(8))
    scene.tell(ZonesChanged(zones=Zones(zones=zones)))
    park(scene, *cars)
    file = encode(scene.core.remembered(scene.now()))
    assert 10_000 < len(file) <= MAX_BYTES
    assert decode(file, Continuity).vehicles[0].incident is not None
    names = {key for one in json.loads(file)["vehicles"] for key in one}
    assert names == {
        "zone", "box", "since_at", "seen_at", "at_start", "votes", "incident", "raised", "snoozed_until", "ended_at"
    }  # fmt: skip


steps = st.lists(
    st.one_of(
        st.tuples(st.just("frame"), st.floats(0.2, 2.0)),
        st.tuples(st.just("missed"), st.floats(0.2, 2.0)),
        st.tuples(st.just("restart"), st.floats(0.0, 170.0)),
    ),
    max_size=12,
)


@given(before=st.integers(4, 30), steps=steps)
def test_a_restart_changes_the_clock_of_a_stop_by_no_more_than_the_gap(
    new_scene: Any, before: int, steps: list[tuple[str, float]]
) -> None:
    scene, gaps_s = new_scene(), 0.0
    scene.empty(1)
    stopped_s = scene.t_s + 1.0
    park(scene, for_s=before)
    for what, step_s in [*steps, ("restart", 5.0)]:
        if what == "restart":
            scene.restart(after_s=step_s)
            park(scene, for_s=4)  # until it is surely a vehicle again
            gaps_s += step_s
            continue
        scene.frame(*([CAR] if what == "frame" else []), same=0.95, after_s=step_s)
        known = next((view for view in scene.core.views() if view.incident), None)
        if known is not None:
            stood_s = known.stay.stopped_s(scene.t_s)
            assert scene.t_s - stopped_s - gaps_s - 1.0 <= stood_s <= scene.t_s - stopped_s + 0.01
    assert {one.id for one in scene.said} == {"1"}
    assert scene.said[-1].state == ("raised" if scene.t_s - stopped_s >= 10.0 else "noticed")
    assert not any(one.state == "left" for one in scene.said)


@given(
    st.datetimes(datetime(1971, 1, 2), datetime(2199, 1, 1)), st.lists(st.sampled_from([CAR, ELSEWHERE]), max_size=3)
)
def test_whatever_the_clock_says_after_a_restart_nothing_breaks(
    new_scene: Any, wall: datetime, seen: list[Sighting]
) -> None:
    scene = new_scene()
    scene.empty(1)
    park(scene, for_s=3)
    scene.restart(after_s=1.0)
    scene.start = wall.replace(tzinfo=UTC)
    for _ in range(8):
        scene.frame(*seen)
    scene.restart(after_s=1.0)
    assert all(one.stopped_s >= 0 for one in scene.said)
