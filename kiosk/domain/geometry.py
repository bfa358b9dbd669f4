"""Boxes and polygons in 0..1 of the picture: areas, overlaps, and which points lie inside."""

from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1, with x0 <= x1 and y0 <= y1."""
Point = tuple[float, float]

_GRID = 12
"""Points a side when the share of a box inside a polygon is counted: within about 1 % of the exact area."""


def area(box: Box) -> float:
    """The box's area; 0 for an empty one."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def shared_area(a: Box, b: Box) -> float:
    """The area where the two boxes overlap."""
    return area((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))


def iou(a: Box, b: Box) -> float:
    """Intersection over union (Jaccard index), 0..1."""
    shared = shared_area(a, b)
    return shared / (area(a) + area(b) - shared) if shared else 0.0


def containment(a: Box, b: Box) -> float:
    """How much of the smaller box lies in the larger one, 0..1."""
    smaller = min(area(a), area(b))
    return shared_area(a, b) / smaller if smaller else 0.0


def covered(box: Box, by: Box) -> float:
    """How much of `box` the box `by` covers, 0..1."""
    return shared_area(box, by) / area(box) if area(box) else 0.0


def shift(a: Box, b: Box) -> float:
    """How far the centre moved from `a` to `b`, in sizes of `a` (the mean of its sides)."""
    size = ((a[2] - a[0]) + (a[3] - a[1])) / 2
    dx = (b[0] + b[2] - a[0] - a[2]) / 2
    dy = (b[1] + b[3] - a[1] - a[3]) / 2
    return ((dx * dx + dy * dy) ** 0.5) / size if size else 0.0


def bounds(points: Sequence[Point]) -> Box:
    """The smallest box around the points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def polygon_area(polygon: Sequence[Point]) -> float:
    """The area inside the polygon (shoelace formula)."""
    pairs = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def inside(polygon: Sequence[Point], point: Point) -> bool:
    """Whether the point lies in the polygon (even-odd rule)."""
    x, y = point
    within = False
    for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            within = not within
    return within


def share_inside(box: Box, polygon: Sequence[Point]) -> float:
    """How much of the box lies in the polygon, 0..1, counted on a grid of points."""
    steps = [(i + 0.5) / _GRID for i in range(_GRID)]
    points = [(box[0] + (box[2] - box[0]) * i, box[1] + (box[3] - box[1]) * j) for i in steps for j in steps]
    return sum(inside(polygon, point) for point in points) / len(points)


def wheels(box: Box) -> Box:
    """Where a vehicle in `box` stands: the middle half of its width, the lower third of its height.

    The sides are left out because a detector's box reaches further than the wheels do, more so where the vehicle is
    seen at an angle or cut by the picture's edge.
    """
    quarter = (box[2] - box[0]) / 4
    return (box[0] + quarter, box[3] - (box[3] - box[1]) / 3, box[2] - quarter, box[3])


def crosses_itself(polygon: Sequence[Point]) -> bool:
    """Whether two edges that are not neighbours touch."""
    edges = list(zip(polygon, [*polygon[1:], polygon[0]], strict=True))
    last = len(edges) - 1
    return any(
        _touch(*edges[i], *edges[j])
        for i in range(len(edges))
        for j in range(i + 2, len(edges))
        if not (i == 0 and j == last)
    )


def _touch(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    def between(p: Point, q: Point, r: Point) -> bool:
        return min(p[0], q[0]) <= r[0] <= max(p[0], q[0]) and min(p[1], q[1]) <= r[1] <= max(p[1], q[1])

    s1, s2, s3, s4 = side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
    if (s1 > 0) != (s2 > 0) and (s3 > 0) != (s4 > 0) and 0 not in (s1, s2, s3, s4):
        return True
    on_edge = ((s1, a, b, c), (s2, a, b, d), (s3, c, d, a), (s4, c, d, b))
    return any(s == 0 and between(p, q, r) for s, p, q, r in on_edge)
