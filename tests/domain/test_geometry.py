"""Boxes and polygons: values in, values out, the empty and the degenerate included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.geometry import (
    Box,
    Point,
    area,
    bounds,
    containment,
    covered,
    crosses_itself,
    iou,
    polygon_area,
    share_inside,
    shift,
    wheels,
)

UNIT = (0.0, 0.0, 1.0, 1.0)
LEFT = (0.0, 0.0, 0.5, 1.0)
RIGHT = (0.5, 0.0, 1.0, 1.0)
LINE = (0.5, 0.0, 0.5, 1.0)
POINT = (0.3, 0.3, 0.3, 0.3)
SQUARE: tuple[Point, ...] = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))

sides = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
boxes = st.tuples(sides, sides).map(lambda p: (p[0][0], p[1][0], p[0][1], p[1][1]))


@pytest.mark.parametrize(
    ("a", "b", "expected_iou", "expected_containment", "expected_covered"),
    [
        (UNIT, UNIT, 1.0, 1.0, 1.0),
        (UNIT, LEFT, 0.5, 1.0, 0.5),  # a part of it
        (LEFT, RIGHT, 0.0, 0.0, 0.0),  # they share an edge only
        ((0.0, 0.0, 0.4, 0.4), (0.6, 0.6, 1.0, 1.0), 0.0, 0.0, 0.0),  # apart
        ((0.0, 0.0, 0.6, 1.0), (0.4, 0.0, 1.0, 1.0), 0.2, 1 / 3, 1 / 3),
        (LINE, UNIT, 0.0, 0.0, 0.0),  # no width
        (POINT, POINT, 0.0, 0.0, 0.0),  # no area at all
    ],
)
def test_overlaps(a: Box, b: Box, expected_iou: float, expected_containment: float, expected_covered: float) -> None:
    assert iou(a, b) == pytest.approx(expected_iou)
    assert containment(a, b) == pytest.approx(expected_containment)
    assert covered(a, by=b) == pytest.approx(expected_covered)


@given(boxes, boxes)
def test_overlaps_are_shares_and_do_not_depend_on_the_order(a: Box, b: Box) -> None:
    for share in (iou(a, b), containment(a, b), covered(a, by=b)):
        assert 0.0 <= share <= 1.0 + 1e-9
    assert iou(a, b) == pytest.approx(iou(b, a))
    assert containment(a, b) == pytest.approx(containment(b, a))


@pytest.mark.parametrize(
    ("a", "b", "sizes"),
    [
        (UNIT, UNIT, 0.0),
        ((0.0, 0.0, 0.2, 0.2), (0.1, 0.0, 0.3, 0.2), 0.5),
        ((0.0, 0.0, 0.2, 0.2), (0.0, 0.0, 0.4, 0.2), 0.5),  # it grew to one side
        (POINT, UNIT, 0.0),  # no size to measure by
    ],
)
def test_a_shift_is_measured_in_sizes(a: Box, b: Box, sizes: float) -> None:
    assert shift(a, b) == pytest.approx(sizes)


@pytest.mark.parametrize(
    ("polygon", "expected"),
    [
        (SQUARE, 1.0),
        (tuple(reversed(SQUARE)), 1.0),  # drawn the other way round
        (((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)), 0.5),
        (((0.0, 0.0), (0.5, 0.5), (1.0, 1.0)), 0.0),  # a line
    ],
)
def test_areas_of_polygons(polygon: tuple[Point, ...], expected: float) -> None:
    assert polygon_area(polygon) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((0.2, 0.2, 0.4, 0.4), 1.0),
        ((-0.5, 0.0, 0.5, 1.0), 0.5),
        ((2.0, 2.0, 3.0, 3.0), 0.0),
    ],
)
def test_the_share_of_a_box_in_a_polygon(box: Box, expected: float) -> None:
    assert share_inside(box, SQUARE) == pytest.approx(expected, abs=0.05)


@given(boxes)
def test_wheels_are_in_the_lower_third_of_the_box(box: Box) -> None:
    low = wheels(box)
    assert box[0] - 1e-9 <= low[0] <= low[2] <= box[2] + 1e-9
    assert box[1] - 1e-9 <= low[1] <= low[3] == box[3]
    assert area(low) == pytest.approx(area(box) / 6, abs=1e-9)


@pytest.mark.parametrize(
    ("polygon", "crosses"),
    [
        (SQUARE, False),
        (((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)), False),
        (((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)), True),  # a bow tie
        (((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 0.0), (0.0, 1.0)), True),  # a corner on another edge
        (((0.0, 0.0), (1.0, 0.0), (0.6, 0.5), (1.0, 1.0), (0.0, 1.0)), False),  # bent inwards
        (((0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (1.0, 1.0)), True),  # the same corner twice
    ],
)
def test_a_polygon_that_crosses_itself_is_found_from_any_corner_on(polygon: tuple[Point, ...], crosses: bool) -> None:
    for start in range(len(polygon)):
        turned = polygon[start:] + polygon[:start]
        assert crosses_itself(turned) is crosses
        assert crosses_itself(turned[::-1]) is crosses


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20))
def test_bounds_hold_every_point(points: list[Point]) -> None:
    x0, y0, x1, y1 = bounds(points)
    assert all(x0 <= x <= x1 and y0 <= y <= y1 for x, y in points)
