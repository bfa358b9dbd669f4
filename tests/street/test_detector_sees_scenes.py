"""The real detector recognises what the difficulties draw: what it cannot know is no measure of the watcher."""

from dataclasses import replace

import pytest

from kiosk.adapters.detection import open_detector
from kiosk.domain.geometry import iou
from kiosk.looking import Looker
from kiosk.models import model_file
from kiosk.ports import Detector, Frame
from kiosk.settings import Settings
from kiosk.street.difficulties import scene, seeds

BY = ("night", "infrared", "rain-at-night", "snow", "tree-shadows", "noise", "stream", "motorcycle")


@pytest.fixture(scope="module")
def detector() -> Detector:
    settings = Settings()
    return open_detector(settings.detection, model_file(settings))


@pytest.mark.parametrize("difficulty", BY)
def test_a_vehicle_that_must_be_raised_is_seen_for_what_it_is(detector: Detector, difficulty: str) -> None:
    shown = scene(seeds(1, only=difficulty)[0])
    stop = next(one for one in shown.stops if one.must)
    only = next(drive for drive in shown.drives if drive.id == stop.truth.id)
    alone = replace(shown, drives=(only,), walks=())
    zones = replace(shown.zones, zones=tuple(zone for zone in shown.zones.zones if zone.id == stop.truth.zone))
    looker = Looker(zones, detector)
    scores = []
    for after_s in (2.0, 4.0, 6.0):  # far apart: what is at rest shows only when compared with an earlier picture
        t_s = stop.truth.from_s + after_s
        looked = looker.look(Frame(t_s=t_s, pixels=alone.picture(t_s)))
        scores += [seen.score for seen in looked.sightings if iou(seen.box, stop.truth.box) > 0.4]
    assert max(scores, default=0.0) > 0.4
