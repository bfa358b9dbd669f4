"""Whatever happens in the street, in whatever order, the core keeps these promises."""

import json
from dataclasses import asdict, replace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.clock import Tick
from kiosk.domain.detections import FrameLooked, Likeness, Sighting
from kiosk.domain.incidents import Incident
from kiosk.domain.manners import Window
from kiosk.domain.stays import GONE
from kiosk.domain.venue import Zones
from kiosk.domain.watch_core import AnnouncementHeard, SightLost, ZonesChanged
from kiosk.messages.codec import decode, encode

HERE = (0.4, 0.5, 0.6, 0.7)
ENDED = ("left", "dismissed")
MAY_FOLLOW = {
    None: {"noticed"},
    "noticed": {"raised", "announced", "dismissed", "snoozed", "left", "lost_sight"},
    "raised": {"announced", "dismissed", "snoozed", "left", "lost_sight"},
    "announced": {"announced", "dismissed", "snoozed", "left", "lost_sight"},
    "snoozed": {"noticed", "raised", "announced", "dismissed", "snoozed", "left", "lost_sight"},
    "lost_sight": {"noticed", "raised", "announced", "dismissed", "snoozed", "left", "lost_sight"},
    "dismissed": set(),
    "left": set(),
}

corners = st.floats(0.0, 0.8)
boxes = st.builds(lambda x, y, w, h: (x, y, x + w, y + h), corners, corners, st.floats(0, 0.2), st.floats(0, 0.2))
near_here = st.builds(lambda d: (HERE[0] + d, HERE[1], HERE[2] + d, HERE[3]), st.floats(-0.1, 0.1))
sightings = st.builds(
    Sighting,
    box=near_here | boxes,
    score=st.floats(0.0, 1.0),
    label=st.sampled_from(["vehicle", "vehicle", "vehicle", "person"]),
    kind=st.sampled_from(["car", "vehicle"]),
    colour=st.sampled_from([None, "red", "grey"]),
)
steps_s = st.floats(-20.0, 20.0) | st.sampled_from([0.0, 0.2, 1.0, 5.0])
frames = st.tuples(
    st.just("frame"),
    steps_s,
    st.lists(sightings, max_size=3),
    st.none() | st.floats(0.0, 1.0),
    st.none() | st.floats(-100.0, 100.0),
    st.booleans(),
)
ids = st.sampled_from(["1", "2", "3"])
others = (
    st.tuples(st.sampled_from(["cover", "lost", "tick"]), st.floats(0.0, 700.0))
    | st.tuples(st.just("heard"), ids)
    | st.tuples(st.just("decide"), ids, st.sampled_from(["dismiss", "snooze", "handled"]), st.integers(1, 240))
    | st.tuples(st.just("zones"), st.booleans())
)
histories = st.lists(st.one_of(frames, frames, frames, frames, others), max_size=50)


def happen(scene: Any, what: tuple[Any, ...]) -> None:
    match what:
        case ("frame", step_s, seen, same, since_s, swept):
            scene.t_s += step_s
            likenesses = {key: Likeness(same=same, since_s=since_s) for key in scene.kept}
            scene.tell(FrameLooked(t_s=scene.t_s, sightings=tuple(seen), likenesses=likenesses, swept=swept))
        case ("while", count, seen):
            for _ in range(count):
                scene.frame(*seen)
        case ("cover", after_s):
            scene.cover(after_s=after_s)
        case ("lost", after_s):
            scene.tell(SightLost(reason="camera-lost"), after_s=after_s)
        case ("tick", after_s):
            scene.tell(Tick(), after_s=after_s)
        case ("heard", incident_id):
            scene.tell(AnnouncementHeard(incident_id=incident_id))
        case ("decide", incident_id, decision, minutes):
            scene.decide(incident_id, decision, minutes)
        case ("zones", same_zone):
            zones = scene.zones.zones if same_zone else ()
            scene.tell(ZonesChanged(zones=Zones(zones=zones, version=2)))


@given(history=histories)
@settings(max_examples=200)
def test_nothing_that_happens_breaks_it_and_every_incident_has_its_form_and_a_life_without_detours(
    new_scene: Any, history: list[tuple[Any, ...]]
) -> None:
    scene = new_scene()
    for what in history:
        happen(scene, what)
    last: dict[str, str] = {}
    for one in scene.said:
        assert one.state in MAY_FOLLOW[last.get(one.id)], scene.states
        last[one.id] = one.state
        assert json.loads(encode(one))["id"] == one.id
        assert 0.0 <= one.confidence <= 1.0 and one.stopped_s >= 0.0 and one.announced >= 0
        assert 0.0 <= one.outline[0] <= one.outline[2] <= 1.0
        assert one.zone == "door" and asdict(one)["dwell_s"] == scene.zones.zones[0].dwell_s


@given(history=histories)
@settings(max_examples=200)
def test_an_empty_street_ends_every_incident_and_ten_minutes_later_nothing_is_told_of_it(
    new_scene: Any, history: list[tuple[Any, ...]]
) -> None:
    scene = new_scene()
    for what in history:
        happen(scene, what)
    scene.t_s = max(scene.t_s, 1100.0 + sum(abs(what[1]) for what in history if isinstance(what[1], float)))
    scene.empty(4)
    last = {one.id: one.state for one in scene.said}
    assert all(last[i] in ENDED or i in scene.forgotten for i in last), scene.states
    scene.tell(Tick(), after_s=601.0)
    assert sorted(scene.forgotten) == sorted(last)


@given(history=st.lists(frames, max_size=40))
def test_a_car_is_raised_only_when_its_frames_lasted_as_long_as_the_dwell(
    new_scene: Any, history: list[tuple[Any, ...]]
) -> None:
    scene = new_scene()
    scene.empty(1)
    first_s = latest_s = scene.t_s
    for _, step_s, seen, same, _, swept in history:
        happen(scene, ("frame", step_s, seen, same, None, swept))
        latest_s = max(latest_s, scene.t_s)
        assert all(one.stopped_s <= latest_s - first_s + 0.01 for one in scene.said)
    assert all(one.stopped_s >= one.dwell_s for one in scene.said if one.state == "raised")


@given(history=st.lists(st.tuples(st.floats(0.0, 400.0), st.lists(sightings, max_size=3)), max_size=20))
def test_frames_that_are_not_newer_than_the_last_one_change_nothing(
    new_scene: Any, history: list[tuple[float, list[Sighting]]]
) -> None:
    scene = new_scene()
    scene.empty(1)
    for _ in range(5):
        scene.frame(Sighting(box=HERE, score=0.6))
    latest_s, before = scene.t_s, scene.states
    for back_s, seen in history:
        scene.tell(FrameLooked(t_s=latest_s - back_s, sightings=tuple(seen), swept=True))
    assert scene.states == before
    scene.frame(Sighting(box=HERE, score=0.6))
    assert scene.states == before


kinds_of_gaps = ["seen", "missed", "doubtful", "person", "bus", "cover", "lost", "light", "restart"]
gaps = st.lists(st.tuples(st.sampled_from(kinds_of_gaps), st.floats(0.1, 300.0)), max_size=30)


@given(gaps=gaps)
def test_no_gap_ends_a_stay_or_begins_another(new_scene: Any, gaps: list[tuple[str, float]]) -> None:
    scene = new_scene()
    scene.empty(1)
    car = Sighting(box=HERE, score=0.6)
    for _ in range(4):
        scene.frame(car)
    for what, after_s in gaps:
        _gap(scene, car, what, after_s)
    for _ in range(3):
        scene.frame(car, same=0.9)
    assert {one.id for one in scene.said} == {"1"}
    assert not any(one.state == "left" for one in scene.said)
    assert [one.state for one in scene.said].count("noticed") >= 1


def _gap(scene: Any, car: Sighting, what: str, after_s: float) -> None:
    match what:
        case "seen":
            scene.frame(car, after_s=after_s)
        case "missed":
            scene.frame(same=0.9, after_s=after_s)
        case "doubtful":
            scene.frame(same=0.55, after_s=after_s)
        case "person":
            scene.frame(Sighting(box=(0.42, 0.4, 0.58, 0.9), score=0.6, label="person"), same=0.2, after_s=after_s)
        case "bus":
            scene.frame(Sighting(box=(0.1, 0.45, 0.9, 1.0), score=0.8), same=0.0, after_s=after_s)
        case "cover":
            scene.cover(after_s=after_s)
        case "light":  # a hand before the lens, and when it is gone the sun has come out: the car looks different
            for _ in range(3):
                scene.frame(car, same=0.9)
            scene.cover(after_s=min(after_s, 118.0))
            scene.frame(car, same=0.1)
        case "restart":
            for _ in range(3):
                scene.frame(car, same=0.9)
            scene.restart(after_s=min(after_s, 170.0))
            for _ in range(4):
                scene.frame(car, same=0.9)
        case _:
            scene.tell(SightLost(reason="camera-lost"), after_s=after_s)


@given(what=st.lists(st.sampled_from(["seen", "missed", "person", "cover", "heard", "tick"]), max_size=60))
def test_a_dismissed_car_is_never_raised_again_while_it_stands(new_scene: Any, what: list[str]) -> None:
    scene = new_scene()
    scene.empty(1)
    car = Sighting(box=HERE, score=0.6)
    for _ in range(12):
        scene.frame(car)
    scene.decide("1", "dismiss")
    for one in what:
        if one in ("heard", "tick"):
            scene.tell(AnnouncementHeard(incident_id="1") if one == "heard" else Tick(), after_s=120.0)
        else:
            _gap(scene, car, one, 60.0)
    assert scene.states == ["1 noticed", "1 raised", "1 dismissed"]


halves_and_whole = st.sampled_from([(0.3, 0.5, 0.48, 0.7), (0.5, 0.5, 0.68, 0.7), (0.3, 0.48, 0.68, 0.7)])
parts = st.builds(Sighting, box=halves_and_whole, score=st.sampled_from([0.32, 0.5, 0.7, 0.9]))
nothing_differs = st.lists(
    st.one_of(
        st.tuples(
            st.just("frame"),
            st.floats(0.0, 200.0) | st.just(1.0),
            st.lists(parts, max_size=3) | st.lists(sightings, max_size=4),
            st.just(1.0) | st.none() | st.floats(GONE, 1.0),
            st.none() | st.floats(-100.0, 100.0),
            st.booleans(),
        ),
        st.tuples(st.just("while"), st.integers(1, 8), st.lists(parts, max_size=3)),
        others.filter(lambda what: what[0] != "zones"),
    ),
    max_size=40,
)


@given(history=nothing_differs)
@settings(max_examples=150)
def test_nothing_is_said_to_have_left_unless_its_place_was_seen_without_it(
    new_scene: Any, history: list[tuple[Any, ...]]
) -> None:
    """Whatever is found, merged, hidden, covered, answered: as long as no place ever looks different."""
    scene = new_scene()
    for what in history:
        happen(scene, what)
    assert not any(one.state == "left" for one in scene.said), scene.states


@given(history=nothing_differs, restarts=st.sets(st.integers(0, 39), max_size=4), gap_s=st.floats(0.0, 400.0))
def test_nothing_is_said_to_have_left_over_a_restart_while_something_is_found_in_its_place(
    new_scene: Any, history: list[tuple[Any, ...]], restarts: set[int], gap_s: float
) -> None:
    scene = new_scene()
    for number, what in enumerate(history):
        if number in restarts:
            scene.restart(after_s=gap_s)
        if what[0] in ("frame", "while"):
            known = [one.outline for one in scene.said]
            there = [Sighting(box=box, score=0.1) for box in known]
            what = (*what[:2], [*what[2], *there], *what[3:])
        happen(scene, what)
    assert not any(one.state == "left" for one in scene.said), scene.states


RULES: list[dict[str, Any]] = [
    {"vehicles": ("bus", "car")},
    {"vehicles": ("truck",)},
    {"hours": (Window(days=(1,), start="13:00", end="13:02"), Window(days=(1,), start="13:04", end="12:00"))},
    {"lanes": (((0.0, 0.2), (1.0, 0.2), (1.0, 0.4), (0.0, 0.4)),)},
    {"same_vehicle_s": 0.0, "min_size": 0.0},
]


@given(
    history=st.lists(frames | others | st.tuples(st.just("restart"), st.floats(0.0, 400.0)), max_size=50),
    rules=st.sampled_from(RULES),
    at_start=st.sampled_from(["dwell", "quiet"]),
    motion=st.floats(0.0, 1.0),
)
@settings(max_examples=100)
def test_whatever_the_owner_wants_every_incident_has_a_life_without_detours(
    new_scene: Any, history: list[tuple[Any, ...]], rules: dict[str, Any], at_start: str, motion: float
) -> None:
    zone = replace(new_scene().zones.zones[0], **rules)
    scene = new_scene(zones=Zones(zones=(zone,)), at_start=at_start, timezone=ZoneInfo("Europe/Paris"))
    for what in history:
        if what[0] == "restart":
            scene.restart(after_s=what[1])
        else:
            happen(scene, what)
        if what[0] == "frame":
            scene.frame(*what[2], same=what[3], lane_motion=motion)
    last: dict[str, Incident] = {}
    for one in scene.said:
        before = last.get(one.id)
        told_again = before is not None and before.state in ENDED and before == one  # to a broker, after a restart
        assert told_again or one.state in MAY_FOLLOW[before.state if before else None], scene.states
        assert one.stopped_s >= one.dwell_s or one.state != "raised" or (before and before.state == "lost_sight")
        assert decode(encode(one), Incident) == one
        last[one.id] = one
