"""The view of the simulated street that a demo's desk shows."""

import time
from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from kiosk.errors import CameraError
from kiosk.settings import CameraSettings
from kiosk.street import Street
from kiosk.street_view import StreetView

STARTED_AGO_S = 12.0


@pytest.fixture
def view() -> Iterator[StreetView]:
    """The street of seed 1, which began 12 seconds ago."""
    opened = StreetView(CameraSettings(simulated_seed=1, simulated_start=time.time() - STARTED_AGO_S))
    yield opened
    opened.close()


def test_it_shows_the_same_street_at_the_same_moment_as_the_watcher_sees(view: StreetView) -> None:
    shown = cv2.imdecode(np.frombuffer(view.jpeg(), np.uint8), cv2.IMREAD_COLOR)
    assert shown is not None
    street = Street(seed=1)
    near = min(_difference(shown, street.picture(STARTED_AGO_S + after_s / 4)) for after_s in range(40))
    far = min(_difference(shown, street.picture(after_s / 4)) for after_s in range(20))
    assert near < far


def test_a_view_whose_painter_is_gone_says_so_in_a_sentence(view: StreetView) -> None:
    view.close()
    with pytest.raises(CameraError, match="restart the demo"):
        view.jpeg()


def _difference(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a.astype(int) - b.astype(int)).mean())
