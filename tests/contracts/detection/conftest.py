"""The simulated street with and without a car before the entrance, and each kind of detector that can look at it."""

from collections.abc import Callable

import pytest

from kiosk.adapters.detection import MotionDetector, SimulatedDetector, SsdDetector
from kiosk.domain.geometry import Box
from kiosk.models import model_file
from kiosk.ports import Detection, Detector, Frame
from kiosk.settings import Settings
from kiosk.street import Street, empty_street

EMPTY_FRAMES = 6


@pytest.fixture(scope="session")
def parked() -> tuple[Frame, Box]:
    """A picture of a standing car, cut square around it, and the car's box in it."""
    street = Street(seed=1)
    stop = next(one for one in street.stops(600.0) if one.kind == "car" and one.zone == "entrance")
    t_s = (stop.from_s + stop.until_s) / 2
    pixels = street.picture(t_s)
    height, width = pixels.shape[:2]
    x = min(max(0, int((stop.box[0] + stop.box[2]) / 2 * width) - height // 2), width - height)
    box = ((stop.box[0] * width - x) / height, stop.box[1], (stop.box[2] * width - x) / height, stop.box[3])
    return Frame(t_s=EMPTY_FRAMES, pixels=pixels[:, x : x + height].copy()), box


@pytest.fixture(scope="session")
def empty(parked: tuple[Frame, Box]) -> list[Frame]:
    """The same square of the street without anybody, some seconds long."""
    side = parked[0].pixels.shape[0]
    pixels = empty_street()[:, :side].copy()
    return [Frame(t_s=float(t_s), pixels=pixels) for t_s in range(EMPTY_FRAMES)]


@pytest.fixture(params=["ssd", "motion", "simulated"])
def detector(request: pytest.FixtureRequest, parked: tuple[Frame, Box]) -> Detector:
    """Each kind in turn."""
    frame, box = parked

    def script(seen: Frame) -> list[Detection]:
        return [Detection(box=box, score=0.9, label="car")] if seen.pixels is frame.pixels else []

    kinds: dict[str, Callable[[], Detector]] = {
        "ssd": lambda: SsdDetector(model_file(Settings())),
        "motion": MotionDetector,
        "simulated": lambda: SimulatedDetector(script),
    }
    return kinds[request.param]()
