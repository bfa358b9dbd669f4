"""From what was seen to incidents: stops, gaps, departures, decisions, and what is never said."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.clock import Now, Tick
from kiosk.domain.detections import FrameLooked, KeepInSight, Likeness, Sighting
from kiosk.domain.incidents import Decision, Incident
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.watch_core import (
    AnnouncementHeard,
    Decided,
    Effect,
    ForgetIncident,
    PublishIncident,
    SightLost,
    WatchCore,
    ZonesChanged,
)
from kiosk.domain.words import Words

DOOR = Zone(
    id="door",
    place=Words(fr="devant l'entrée", en="by the door"),
    polygon=((0.2, 0.4), (0.8, 0.4), (0.8, 0.9), (0.2, 0.9)),
    dwell_s=10.0,
)
HERE = (0.4, 0.5, 0.6, 0.7)
BESIDE = (0.0, 0.05, 0.2, 0.25)
START = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class Scene:
    """A core and the street before it; `looks` says how the place of every kept stay looks."""

    core: WatchCore = field(default_factory=lambda: WatchCore(Zones(zones=(DOOR,)), new_id=iter("abcdefghij").__next__))
    t_s: float = 0.0
    kept: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    said: list[Incident] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    def now(self) -> Now:
        return Now(mono_s=self.t_s, utc=START + timedelta(seconds=self.t_s))

    def tell(self, event: object) -> Sequence[Effect]:
        effects = self.core.handle(event, self.now())
        for effect in effects:
            if isinstance(effect, KeepInSight):
                self.kept = dict(effect.boxes)
            elif isinstance(effect, PublishIncident):
                self.said.append(effect.incident)
                self.states.append(effect.incident.state)
            elif isinstance(effect, ForgetIncident):
                self.forgotten.append(effect.incident_id)
        return effects

    def look(self, *seen: Sighting, same: float | None = None, after_s: float = 1.0, swept: bool = True) -> None:
        """One frame later; `same` is how every kept place compares (default: 1 with a vehicle in view, else 0)."""
        self.t_s += after_s
        likeness = Likeness(same=(1.0 if seen else 0.0) if same is None else same)
        likenesses = dict.fromkeys(self.kept, likeness)
        self.tell(FrameLooked(t_s=self.t_s, sightings=seen, likenesses=likenesses, swept=swept))

    def stop_here(self) -> None:
        """An empty street, then a car that stands until it is raised."""
        self.look()
        for _ in range(12):
            self.look(car())


def car(box: tuple[float, float, float, float] = HERE, score: float = 0.6, colour: str | None = "grey") -> Sighting:
    return Sighting(box=box, score=score, kind="car", colour=colour)


def person(box: tuple[float, float, float, float]) -> Sighting:
    return Sighting(box=box, score=0.6, label="person")


def decision(what: str, minutes: int | None = None) -> Decided:
    return Decided(
        incident_id="a",
        decision=Decision(
            id="d",
            decision=what,  # type: ignore[arg-type]
            by="Léa",
            issued_at=START,
            expires_at=START + timedelta(minutes=5),
            minutes=minutes,
        ),
    )


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_stop_is_noticed_then_raised_when_its_dwell_is_over_then_left(scene: Scene) -> None:
    scene.stop_here()
    scene.look()
    scene.look()
    assert scene.states == ["noticed", "raised", "left"]
    raised = scene.said[1]
    assert (raised.stopped_s, raised.zone, raised.kind, raised.colour) == (10.0, "door", "car", "grey")
    assert raised.stopped_at == START + timedelta(seconds=2)


def test_a_car_that_stands_beside_the_zone_is_nobodys_business(scene: Scene) -> None:
    for _ in range(30):
        scene.look(car(BESIDE))
    assert scene.states == []


def test_a_car_whose_roof_only_is_over_the_zone_is_not_in_it(scene: Scene) -> None:
    for _ in range(30):
        scene.look(car((0.4, 0.8, 0.6, 1.0)))
    assert scene.states == []


def test_a_passing_car_is_not_a_stop(scene: Scene) -> None:
    for step in range(8):
        x = step * 0.1
        scene.look(car((x, 0.5, x + 0.2, 0.7)), same=0.1)
    assert scene.states == []


def test_a_car_that_was_there_first_dwells_from_the_first_frame(scene: Scene) -> None:
    for _ in range(12):
        scene.look(car())
    assert scene.states == ["noticed", "raised"]
    assert scene.said[1].at_start and scene.said[1].stopped_s == 10.0


def test_a_detector_that_misses_a_car_does_not_end_its_stay_while_the_place_looks_the_same(scene: Scene) -> None:
    scene.stop_here()
    for _ in range(50):
        scene.look(same=0.9)
    assert scene.states == ["noticed", "raised"]


def test_a_person_before_the_car_does_not_end_its_stay(scene: Scene) -> None:
    scene.stop_here()
    for _ in range(20):
        scene.look(person((0.38, 0.4, 0.58, 0.8)), same=0.2)
    scene.look(car())
    assert scene.states == ["noticed", "raised"]


def test_one_search_that_finds_nothing_is_not_yet_an_absence(scene: Scene) -> None:
    scene.stop_here()
    scene.look()
    scene.look(car())
    assert "left" not in scene.states


def test_another_car_in_the_same_place_is_another_incident(scene: Scene) -> None:
    scene.stop_here()
    scene.look()
    scene.look()
    for _ in range(12):
        scene.look(car(colour="red"))
    assert scene.states == ["noticed", "raised", "left", "noticed", "raised"]
    assert scene.said[-1].id == "b" and scene.said[-1].colour == "red"


def test_a_weak_box_on_the_empty_place_does_not_hold_a_car_that_has_gone(scene: Scene) -> None:
    scene.stop_here()
    for _ in range(3):
        scene.look(car(score=0.33), same=0.0, after_s=60.0)
    assert scene.states[-1] == "left"


def test_a_covered_camera_is_lost_sight_and_never_left(scene: Scene) -> None:
    scene.stop_here()
    scene.t_s += 1
    scene.tell(FrameLooked(t_s=scene.t_s, condition="covered"))
    scene.look(car())
    assert scene.states == ["noticed", "raised", "lost_sight", "raised"]


def test_a_lost_camera_says_so_once(scene: Scene) -> None:
    scene.stop_here()
    scene.tell(SightLost(reason="camera-lost"))
    scene.tell(SightLost(reason="camera-lost"))
    assert scene.states == ["noticed", "raised", "lost_sight"]


def test_a_dismissed_car_is_not_raised_again_while_it_stands(scene: Scene) -> None:
    scene.stop_here()
    scene.tell(decision("dismiss"))
    for _ in range(100):
        scene.look(car(), after_s=10.0)
    assert scene.states == ["noticed", "raised", "dismissed"]
    assert scene.forgotten == ["a"]


def test_a_handled_car_has_ended(scene: Scene) -> None:
    scene.stop_here()
    scene.tell(decision("handled"))
    assert scene.states[-1] == "dismissed"


def test_a_snoozed_car_comes_back_after_the_minutes_that_were_asked(scene: Scene) -> None:
    scene.stop_here()
    scene.tell(decision("snooze", minutes=2))
    scene.look(car(), after_s=119.0)
    assert scene.states[-1] == "snoozed"
    scene.look(car(), after_s=2.0)
    assert scene.states[-1] == "raised"


def test_an_announcement_that_was_heard_is_counted(scene: Scene) -> None:
    scene.stop_here()
    scene.tell(AnnouncementHeard(incident_id="a"))
    scene.tell(AnnouncementHeard(incident_id="a"))
    assert (scene.said[-1].state, scene.said[-1].announced) == ("announced", 2)


def test_an_incident_is_forgotten_ten_minutes_after_its_end(scene: Scene) -> None:
    scene.stop_here()
    scene.look()
    scene.look()
    scene.t_s += 599
    scene.tell(Tick())
    assert scene.forgotten == []
    scene.t_s += 2
    scene.tell(Tick())
    assert scene.forgotten == ["a"]


def test_a_zone_that_did_not_change_keeps_its_car_when_another_is_drawn(scene: Scene) -> None:
    scene.stop_here()
    other = Zone(id="yard", place=Words(fr="la cour", en="the yard"), polygon=DOOR.polygon, dwell_s=5.0)
    scene.tell(ZonesChanged(zones=Zones(zones=(DOOR, other), version=2)))
    assert scene.forgotten == []
    scene.tell(ZonesChanged(zones=Zones(zones=(other,), version=3)))
    assert scene.forgotten == ["a"]


def test_a_frame_that_is_older_than_the_last_one_is_not_counted(scene: Scene) -> None:
    scene.look()
    for _ in range(3):
        scene.look(car())
    for _ in range(50):
        scene.tell(FrameLooked(t_s=1.0, sightings=(car(),), swept=True))
    assert scene.states == ["noticed"]


gaps = st.lists(st.tuples(st.sampled_from(["seen", "missed", "hidden", "covered"]), st.floats(0.1, 300.0)), max_size=30)


@given(gaps)
def test_no_gap_ends_a_stay(parts: list[tuple[str, float]]) -> None:
    scene = Scene()
    scene.stop_here()
    for what, after_s in parts:
        if what == "seen":
            scene.look(car(), after_s=after_s)
        elif what == "missed":
            scene.look(same=0.8, after_s=after_s)
        elif what == "hidden":
            scene.look(person((0.35, 0.4, 0.6, 0.85)), same=0.1, after_s=after_s)
        else:
            scene.t_s += after_s
            scene.tell(FrameLooked(t_s=scene.t_s, condition="covered"))
    scene.look(car())
    assert "left" not in scene.states
    assert {incident.id for incident in scene.said} == {"a"}


@given(st.lists(st.tuples(st.floats(-100.0, 100.0), st.floats(0.0, 1.0), st.booleans(), st.booleans()), max_size=40))
def test_whatever_is_seen_the_dwell_never_runs_ahead_of_the_frames(
    frames: list[tuple[float, float, bool, bool]],
) -> None:
    scene = Scene()
    first_s = latest_s = 0.0
    scene.tell(FrameLooked(t_s=0.0, swept=True))
    for step_s, same, seen, swept in frames:
        scene.t_s += step_s
        likenesses = {key: Likeness(same=same) for key in scene.kept}
        sightings = (car(),) if seen else ()
        scene.tell(FrameLooked(t_s=scene.t_s, sightings=sightings, likenesses=likenesses, swept=swept))
        latest_s = max(latest_s, scene.t_s)
        assert all(0.0 <= one.stopped_s <= latest_s - first_s + 0.01 for one in scene.said)  # told in hundredths
    raised = [one for one in scene.said if one.state == "raised"]
    assert all(one.stopped_s >= DOOR.dwell_s for one in raised)


@given(st.lists(st.sampled_from(["seen", "same", "unknown", "lost", "tick", "heard"]), max_size=40))
def test_nothing_but_an_observed_absence_says_left(events: list[str]) -> None:
    scene = Scene()
    scene.stop_here()
    for event in events:
        if event == "seen":
            scene.look(car())
        elif event in ("same", "unknown"):
            scene.look(same=0.9 if event == "same" else 0.55)
        else:
            scene.t_s += 1
            scene.tell(
                {"lost": SightLost(reason="frozen"), "tick": Tick()}.get(event, AnnouncementHeard(incident_id="a"))
            )
    assert "left" not in scene.states
