"""When something stands or drives before a parked vehicle, so that a camera cannot know whether it is still there."""

from collections.abc import Sequence

from kiosk.domain.geometry import Box, covered
from kiosk.street.drives import Drive
from kiosk.street.layout import px_per_m
from kiosk.street.people import Walk

HIDDEN_SHARE = 0.5
"""Of its outline, behind others: what still shows would not tell a person much."""
_STEP_S = 0.2
_PERSON_WIDE = 0.24
"""Of a person's height, in mid-stride."""
_GRID = 10


def hidden_times(
    of: Drive, from_s: float, until_s: float, drives: Sequence[Drive], walks: Sequence[Walk]
) -> tuple[tuple[float, float], ...]:
    """The times (from, until) between `from_s` and `until_s` at which half of the place of `of` is behind others.

    The place is where it stands at `from_s`, also after it has gone.
    """
    pose = of.pose(from_s)
    if pose is None:
        return ()
    place, ground_y = of.box_px(pose), pose.ground_y
    spans: list[tuple[float, float]] = []
    t_s = from_s
    while t_s <= until_s:
        before = [*_vehicles_before(of, ground_y, t_s, drives), *_people_before(ground_y, t_s, walks)]
        if _share_covered(place, before) >= HIDDEN_SHARE:
            joined = spans and t_s - spans[-1][1] <= 1.5 * _STEP_S
            spans[-1:] = [(spans[-1][0], t_s)] if joined else [*spans[-1:], (t_s, t_s)]
        t_s += _STEP_S
    return tuple(spans)


def _vehicles_before(of: Drive, ground_y: float, t_s: float, drives: Sequence[Drive]) -> list[Box]:
    poses = [(drive, drive.pose(t_s)) for drive in drives if drive is not of]
    return [drive.box_px(pose) for drive, pose in poses if pose is not None and pose.ground_y > ground_y]


def _people_before(ground_y: float, t_s: float, walks: Sequence[Walk]) -> list[Box]:
    boxes: list[Box] = []
    for walk in walks:
        x, feet_y = walk.x_px(t_s), walk.side.feet_y
        if x is not None and feet_y > ground_y:
            tall = walk.height_m * px_per_m(feet_y)
            boxes.append((x - tall * _PERSON_WIDE / 2, feet_y - tall, x + tall * _PERSON_WIDE / 2, feet_y))
    return boxes


def _share_covered(place: Box, boxes: Sequence[Box]) -> float:
    """How much of `place` the boxes cover together, counted on a grid where there are several."""
    near = [box for box in boxes if covered(place, by=box) > 0.02]
    if len(near) <= 1:
        return covered(place, by=near[0]) if near else 0.0
    steps = [(i + 0.5) / _GRID for i in range(_GRID)]
    points = [
        (place[0] + (place[2] - place[0]) * u, place[1] + (place[3] - place[1]) * v) for u in steps for v in steps
    ]
    hits = sum(any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in near) for x, y in points)
    return hits / len(points)
