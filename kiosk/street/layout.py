"""Where things are in the drawn street: a 960x540 view from the venue's window across a road with two lanes."""

from kiosk.domain.venue import Zone, Zones
from kiosk.domain.words import Words

WIDTH_PX = 960
HEIGHT_PX = 540

FAR_PAVEMENT_Y = 282
FAR_KERB_Y = 314
FAR_LANE_Y = 352
"""Where wheels touch the ground in the lane that leads to the left."""
NEAR_LANE_Y = 404
"""Where wheels touch the ground in the lane that leads to the right."""
KERB_LANE_Y = 464
"""Where wheels touch the ground beside the near kerb, where nobody should stop for long."""
NEAR_KERB_Y = 476
FAR_WALK_Y = 303
NEAR_WALK_Y = 528

ENTRANCE_X = 350
BAY_X = 775
"""Middles of the two stopping places beside the near kerb."""


def px_per_m(ground_y: float) -> float:
    """How large a metre is drawn for something that stands at `ground_y` pixels from the top."""
    return 32.0 + (ground_y - FAR_LANE_Y) * 20.0 / (KERB_LANE_Y - FAR_LANE_Y)


def demo_zones() -> Zones:
    """The zones of the simulated street: in front of the entrance, and the delivery bay."""
    return Zones(
        zones=(
            Zone(
                id="entrance",
                place=Words(fr="devant l'entrée", en="in front of the entrance"),
                polygon=_strip(180, 520),
                dwell_s=15.0,
            ),
            Zone(
                id="delivery",
                place=Words(fr="sur la place de livraison", en="in the delivery bay"),
                polygon=_strip(600, 950),
                dwell_s=20.0,
            ),
        )
    )


def _strip(left_px: int, right_px: int) -> tuple[tuple[float, float], ...]:
    """The ground beside the near kerb, slanted as the view is, in 0..1 of the picture."""
    top_y, bottom_y = 424, 484
    corners = ((left_px + 12, top_y), (right_px - 12, top_y), (right_px, bottom_y), (left_px, bottom_y))
    return tuple((round(x / WIDTH_PX, 4), round(y / HEIGHT_PX, 4)) for x, y in corners)
