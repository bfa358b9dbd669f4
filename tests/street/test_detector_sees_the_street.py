"""The real detector recognises what is drawn: without that the demonstration would show nothing."""

import pytest

from kiosk.adapters.detection import open_detector
from kiosk.domain.detections import FrameLooked, Sighting
from kiosk.looking import Looker
from kiosk.models import model_file
from kiosk.ports import Detector, Frame
from kiosk.settings import Settings
from kiosk.street import Street, demo_zones
from kiosk.street.street import StopTruth

Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def detector() -> Detector:
    settings = Settings()
    return open_detector(settings.detection, model_file(settings))


def test_every_vehicle_that_stops_is_seen_where_it_stands(detector: Detector) -> None:
    """Mostly: a passing bus or pedestrian may hide it for a moment, as in a real street."""
    street = Street(seed=1)
    for stop in street.stops(320.0):
        looks = [_looked(detector, street, stop.from_s + after_s) for after_s in (1.0, 3.0, 5.0)]
        seen = [any(_overlap(s.box, stop.box) > 0.5 and s.score > 0.4 for s in look.sightings) for look in looks]
        assert sum(seen) >= 2, stop


def test_the_first_car_is_seen_as_a_grey_car(detector: Detector) -> None:
    street = Street(seed=1)
    first = street.stops(60.0)[0]
    sighting = _best(_looked(detector, street, first.from_s + 3.0), first)
    assert (sighting.kind, sighting.colour) == ("car", "grey")
    assert sighting.score > 0.6


def _looked(detector: Detector, street: Street, t_s: float) -> FrameLooked:
    looker = Looker(demo_zones(), detector)
    looker.look(Frame(t_s=t_s - 1.0, pixels=street.picture(t_s - 1.0)))  # what is at rest shows only in the next one
    return looker.look(Frame(t_s=t_s, pixels=street.picture(t_s)))


def _best(looked: FrameLooked, stop: StopTruth) -> Sighting:
    return max(looked.sightings, key=lambda sighting: _overlap(sighting.box, stop.box))


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((one[2] - one[0]) * (one[3] - one[1]) + (other[2] - other[0]) * (other[3] - other[1]) - shared)
