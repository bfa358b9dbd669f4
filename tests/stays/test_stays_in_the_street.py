"""What happens in a street, and what the core makes of it: who hides whom, who swaps, who creeps, who was answered."""

from typing import Any

import pytest

from kiosk.domain.clock import Tick
from kiosk.domain.detections import Sighting
from kiosk.domain.watch_core import AnnouncementHeard, SightLost

HERE = (0.4, 0.5, 0.6, 0.7)
Box = tuple[float, float, float, float]


def car(box: Box = HERE, score: float = 0.6, colour: str | None = "grey") -> Sighting:
    return Sighting(box=box, score=score, kind="car", colour=colour)


def moved(dx: float = 0.0, dy: float = 0.0) -> Box:
    return (HERE[0] + dx, HERE[1] + dy, HERE[2] + dx, HERE[3] + dy)


def park(scene: Any, *seen: Sighting, for_s: int = 12) -> None:
    for _ in range(for_s):
        scene.frame(*(seen or (car(),)))


def test_a_bus_that_waits_before_the_car_for_longer_than_the_car_had_stood_ends_nothing(scene: Any) -> None:
    park(scene)
    bus = Sighting(box=(0.2, 0.45, 0.9, 1.0), score=0.8, kind="vehicle")
    for _ in range(60):
        scene.frame(bus, same=0.1)
    scene.frame(car(), same=0.9)
    assert scene.states == ["1 noticed", "1 raised"]


def test_a_van_in_second_row_hides_the_car_and_does_not_take_its_place(scene: Any) -> None:
    park(scene)
    van = Sighting(box=(0.42, 0.62, 0.62, 1.0), score=0.7, kind="vehicle")
    for _ in range(30):
        scene.frame(van, same=0.2)
    scene.frame(car())
    assert scene.states == ["1 noticed", "1 raised"]


def test_a_car_that_drives_off_is_followed_by_the_next_one_as_a_new_incident(scene: Any) -> None:
    park(scene)
    for step in range(1, 9):
        scene.frame(car(moved(dx=step * 0.08)), same=0.1, after_s=0.2)
    scene.empty()
    park(scene, car(colour="red"))
    assert scene.states == ["1 noticed", "1 raised", "1 left", "2 noticed", "2 raised"]
    assert scene.said[-1].colour == "red"


def test_two_cars_that_swap_places_are_four_stops(scene: Any) -> None:
    left, right = moved(dx=-0.18), moved(dx=0.18)
    park(scene, car(left, colour="red"), car(right, colour="blue"))
    scene.empty()
    park(scene, car(left, colour="blue"), car(right, colour="red"))
    raised = [(one.id, one.colour) for one in scene.said if one.state == "raised"]
    assert raised == [("1", "red"), ("2", "blue"), ("3", "blue"), ("4", "red")]


def test_a_car_that_creeps_forward_in_its_place_stays_the_same_stop(scene: Any) -> None:
    for step in range(40):
        scene.frame(car(moved(dx=step * 0.004)), same=0.45)
    assert scene.states == ["1 noticed", "1 raised"]
    assert scene.said[-1].stopped_s == pytest.approx(10.0, abs=1.0)


def test_traffic_that_rolls_on_slowly_is_not_a_stop(scene: Any) -> None:
    for step in range(60):
        scene.frame(car(moved(dx=(step * 0.05) % 0.3 - 0.15)), same=0.2)
    assert "1 raised" not in scene.states


def test_someone_walking_past_a_car_in_its_first_seconds_does_not_end_its_stay(scene: Any) -> None:
    scene.frame(car())
    scene.frame(car())
    scene.frame(car(), same=0.7)
    park(scene)
    assert scene.states == ["1 noticed", "1 raised"]


def test_a_car_that_takes_the_place_of_a_dismissed_one_is_told(scene: Any) -> None:
    park(scene)
    scene.decide("1", "dismiss")
    other = car(moved(dx=0.09), colour="red")
    scene.frame(other, same=0.1, after_s=2.0)
    park(scene, other)
    assert scene.states == ["1 noticed", "1 raised", "1 dismissed", "2 noticed", "2 raised"]


def test_a_dismissed_car_that_leaves_after_ten_minutes_is_forgotten_once(scene: Any) -> None:
    park(scene)
    scene.decide("1", "dismiss")
    park(scene, for_s=700)
    scene.empty()
    scene.tell(Tick(), after_s=1200.0)
    assert scene.forgotten == ["1"]
    assert scene.states[-1] == "1 dismissed"


def test_a_snooze_that_ends_before_the_dwell_does_not_raise(scene: Any) -> None:
    park(scene, for_s=3)
    scene.decide("1", "snooze", minutes=1)
    scene.t_s -= 57  # the clock on the wall goes on by a minute, the frames' own by three seconds
    scene.tell(Tick(), after_s=117.0)
    assert scene.states == ["1 noticed", "1 snoozed", "1 noticed"]


def test_a_snooze_that_ends_while_nothing_is_seen_says_that_nothing_is_known(scene: Any) -> None:
    park(scene)
    scene.decide("1", "snooze", minutes=1)
    scene.tell(SightLost(reason="camera-lost"))
    scene.tell(Tick(), after_s=61.0)
    assert scene.states[-1] == "1 lost_sight"


def test_an_announcement_heard_while_nothing_is_seen_is_counted_and_still_nothing_is_known(scene: Any) -> None:
    park(scene)
    scene.cover()
    scene.tell(AnnouncementHeard(incident_id="1"))
    assert (scene.said[-1].state, scene.said[-1].announced) == ("lost_sight", 1)
    scene.frame(car())
    assert (scene.said[-1].state, scene.said[-1].announced) == ("announced", 1)


def test_answers_to_an_incident_that_nobody_knows_or_that_is_over_change_nothing(scene: Any) -> None:
    park(scene)
    scene.decide("7", "dismiss")
    scene.empty()
    before = scene.states.copy()
    scene.decide("1", "snooze", minutes=1)
    scene.tell(AnnouncementHeard(incident_id="1"))
    scene.tell(Tick(), after_s=120.0)
    assert scene.states == before


def test_a_car_that_leaves_while_the_camera_is_covered_is_left_only_once_its_place_is_seen(scene: Any) -> None:
    park(scene)
    for _ in range(30):
        scene.cover(after_s=10.0)
    assert scene.states[-1] == "1 lost_sight"
    scene.empty()
    assert scene.states[-1] == "1 left"


def test_the_middle_of_a_stay_is_not_counted_twice_by_two_zones_of_the_same_street(new_scene: Any) -> None:
    """A car in the overlap of two zones is one incident in each; each has its own dwell."""
    scene = new_scene()
    door = scene.zones.zones[0]
    yard = type(door)(id="yard", place=door.place, polygon=door.polygon, dwell_s=5.0)
    scene = new_scene(zones=type(scene.zones)(zones=(door, yard)))
    scene.empty(1)
    park(scene)
    assert sorted((one.zone, one.stopped_s) for one in scene.said if one.state == "raised") == [
        ("door", 10.0),
        ("yard", 5.0),
    ]


def test_someone_loading_a_car_that_is_still_seen_beside_them_does_not_end_its_stay(scene: Any) -> None:
    """The detector's box of a half-hidden car jumps by a tenth, in less than a moment."""
    park(scene)
    someone = Sighting(box=(0.42, 0.45, 0.5, 0.75), score=0.7, label="person")
    for step in range(50):
        scene.frame(car(moved(dx=0.02 * (step % 2))), someone, same=0.4, after_s=0.2)
    park(scene)
    assert scene.states == ["1 noticed", "1 raised"]
