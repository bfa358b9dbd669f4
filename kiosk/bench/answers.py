"""How what the watcher told of a simulated scene compares with what is true of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.bench.truth import MIN_IOU, SLACK_S
from kiosk.domain.geometry import iou
from kiosk.replay import Told
from kiosk.street.scene import Scene, SceneStop

LATE_S = 2.0
"""A raise that comes later than this after it could be known is a mistake of its own, besides its time error."""
LEFT_WITHIN_S = 7.0
"""A going is told within this time of its being seen: two empty searches, up to ten seconds apart when it is quiet."""


@dataclass(kw_only=True)
class Answer:
    """The watcher's answer to one scene; `what` has one sentence for each mistake."""

    seed: int
    difficulty: str
    weather: str
    must: int = 0
    found: int = 0
    missed: int = 0
    false: int = 0
    late: int = 0
    left_due: int = 0
    left_wrong: int = 0
    """Goings that were not told, too early, or told while nothing could be known."""
    errors_s: list[float] = field(default_factory=list)
    """By how much each raise differed from the moment it could first be known."""
    what: list[str] = field(default_factory=list)
    frames: int = 0
    detector_runs: int = 0


def answer(scene: Scene, told: Sequence[Told]) -> Answer:
    """Compares the events of a whole scene with its truth."""
    found = Answer(seed=scene.seed, difficulty=scene.difficulty, weather=scene.weather)
    raised = [one for one in told if one.event == "raised"]
    lefts = {one.incident.id: one.t_s for one in told if one.event == "left"}
    for stop in sorted(scene.stops, key=lambda one: not one.must):
        mine = next((one for one in raised if _fits(scene, stop, one)), None)
        found.must += stop.must
        if mine is None:
            if stop.must:
                found.missed += 1
                found.what.append(f"missed: {_named(stop)}{_nearest(stop, told)}")
            continue
        raised.remove(mine)
        found.found += stop.must
        _time(found, scene, stop, mine)
        _going(found, scene, stop, lefts.get(mine.incident.id))
    for one in raised:
        found.false += 1
        found.what.append(f"false: raised in {one.incident.zone} at {one.t_s:.1f} s, {_outline(one)}")
    if scene.blind_from_s is not None:
        _blind(found, told, scene.blind_from_s)
    return found


def due_s(scene: Scene, stop: SceneStop) -> float:
    """When it can first be known that the stop is as long as its dwell."""
    zone = next(zone for zone in scene.zones.zones if zone.id == stop.truth.zone)
    return _seen_again_s(stop, stop.truth.from_s + zone.dwell_s)


def _seen_again_s(stop: SceneStop, t_s: float) -> float:
    return next((until_s for from_s, until_s in stop.hidden if from_s <= t_s <= until_s), t_s)


def _fits(scene: Scene, stop: SceneStop, one: Told) -> bool:
    zone = next(zone for zone in scene.zones.zones if zone.id == stop.truth.zone)
    earliest_s = stop.truth.from_s + zone.dwell_s - SLACK_S
    latest_s = min(stop.truth.until_s, scene.length_s, scene.blind_from_s or scene.length_s) + SLACK_S
    here = one.incident.zone == stop.truth.zone and iou(one.incident.outline, stop.truth.box) >= MIN_IOU
    return here and earliest_s <= one.t_s <= latest_s


def _time(found: Answer, scene: Scene, stop: SceneStop, mine: Told) -> None:
    zone = next(zone for zone in scene.zones.zones if zone.id == stop.truth.zone)
    early_s, known_s = stop.truth.from_s + zone.dwell_s, due_s(scene, stop)
    error_s = mine.t_s - (early_s if mine.t_s < early_s else max(known_s, min(mine.t_s, early_s)))
    error_s = 0.0 if early_s <= mine.t_s <= known_s else error_s
    found.errors_s.append(round(error_s, 2))
    if error_s > LATE_S:
        found.late += 1
        found.what.append(f"late by {error_s:.1f} s: {_named(stop)}")


def _going(found: Answer, scene: Scene, stop: SceneStop, left_s: float | None) -> None:
    gone_s = stop.truth.until_s
    if left_s is not None and left_s < gone_s - SLACK_S / 2:
        found.left_wrong += 1
        found.what.append(f"told to have left {gone_s - left_s:.1f} s too early: {_named(stop)}")
    if not stop.left_due:
        return
    found.left_due += 1
    if left_s is None:
        found.left_wrong += 1
        found.what.append(f"its going was not told: {_named(stop)}")
    elif left_s > _seen_again_s(stop, gone_s + 1.0) + LEFT_WITHIN_S:
        found.left_wrong += 1
        found.what.append(f"its going was told {left_s - gone_s:.1f} s late: {_named(stop)}")


def _blind(found: Answer, told: Sequence[Told], from_s: float) -> None:
    """After a large knock nothing may be told to have left, and what was told must be told to be lost."""
    lost = {one.incident.id for one in told if one.event == "lost_sight"}
    for one in told:
        if one.event == "left" and one.t_s > from_s:
            found.left_wrong += 1
            found.what.append(f"told to have left in {one.incident.zone} while the camera looks elsewhere")
    gone = {one.incident.id for one in told if one.event == "left" and one.t_s <= from_s}
    for one in told:
        if one.event == "raised" and one.t_s <= from_s and one.incident.id not in lost | gone:
            found.left_wrong += 1
            found.what.append(f"not told to be lost from sight in {one.incident.zone}")


def _named(stop: SceneStop) -> str:
    one = stop.truth
    return f"{one.colour} {one.kind} in {one.zone} from {one.from_s:.1f} to {one.until_s:.1f} s"


def _nearest(stop: SceneStop, told: Sequence[Told]) -> str:
    """What was told in its zone instead, for whoever looks into it."""
    there = [f"{one.event} at {one.t_s:.1f} s" for one in told if one.incident.zone == stop.truth.zone]
    return f" (told there: {', '.join(there[:6])})" if there else " (nothing was told there)"


def _outline(one: Told) -> str:
    return "outline " + " ".join(f"{v:.2f}" for v in one.incident.outline)
