"""The tutorials' pipeline with the real ByteTrack and PolygonZone: a fair opponent does what it is known to do."""

import sys
from collections.abc import Sequence

import numpy as np
import pytest

from kiosk.adapters.detection import SimulatedDetector
from kiosk.bench.truth import Raised
from kiosk.bench.tutorial import TutorialPipeline, check_installed, looked_rate
from kiosk.domain.venue import Zone, Zones
from kiosk.domain.words import Words
from kiosk.errors import BenchError
from kiosk.ports import Detection, Frame

ZONES = Zones(
    zones=(
        Zone(
            id="door",
            place=Words(fr="devant l'entrée", en="by the door"),
            polygon=((0.2, 0.5), (0.8, 0.5), (0.8, 0.9), (0.2, 0.9)),
            dwell_s=2.0,
        ),
    )
)
IN_ZONE = (0.4, 0.4, 0.6, 0.7)
BESIDE = (0.4, 0.1, 0.6, 0.4)


def seen(box: tuple[float, float, float, float], *, label: str = "car") -> Sequence[Detection]:
    return [Detection(box=box, score=0.7, label=label)]


def told(per_frame: Sequence[Sequence[Detection]], frames_per_s: float = 5.0) -> list[Raised]:
    """What is raised when the detector says this, frame after frame."""
    says = iter(per_frame)
    pipeline = TutorialPipeline(ZONES, SimulatedDetector(lambda _: next(says)), frames_per_s)
    pixels = np.zeros((200, 300, 3), np.uint8)
    raised = [one for i in range(len(per_frame)) for one in pipeline.look(Frame(t_s=i / frames_per_s, pixels=pixels))]
    assert pipeline.runs == len(per_frame)
    return raised


def test_a_vehicle_is_raised_once_when_it_was_in_the_zone_for_the_dwells_frames() -> None:
    (one,) = told([seen(IN_ZONE)] * 30)
    assert one.t_s == pytest.approx(2.0)  # ten frames after the first
    assert one.outline == pytest.approx(IN_ZONE, abs=0.01)


def test_frames_are_counted_at_the_rate_that_is_looked_at() -> None:
    (one,) = told([seen(IN_ZONE)] * 30, frames_per_s=2.0)
    assert one.t_s == pytest.approx(2.0)


def test_wheels_beside_the_zone_do_not_count() -> None:
    assert told([seen(BESIDE)] * 30) == []


def test_a_person_does_not_count() -> None:
    assert told([seen(IN_ZONE, label="person")] * 30) == []


def test_a_vehicle_out_of_sight_for_longer_than_the_trackers_memory_is_raised_again() -> None:
    """Which is what is wrong with it: the bench must be able to show it."""
    assert len(told([*[seen(IN_ZONE)] * 15, *[[]] * 40, *[seen(IN_ZONE)] * 15])) == 2


def test_a_short_gap_is_bridged() -> None:
    assert len(told([*[seen(IN_ZONE)] * 15, *[[]] * 10, *[seen(IN_ZONE)] * 15])) == 1


@pytest.mark.parametrize(
    ("times", "rate"),
    [
        ((0.0, 0.2, 0.4, 0.6), 5.0),
        ((0.0, 0.04, 0.08), 5.0),  # never more than is looked at
        ((0.0, 1.0, 2.0, 3.0, 300.0), 1.0),  # a gap in a time lapse
        ((0.0,), 5.0),
    ],
)
def test_the_rate_is_that_of_the_median_gap(times: tuple[float, ...], rate: float) -> None:
    assert looked_rate(times, 5.0) == pytest.approx(rate)


def test_without_supervision_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    check_installed()
    monkeypatch.setitem(sys.modules, "supervision", None)  # as where it is not installed
    with pytest.raises(BenchError, match=r"make bench.*--no-deps supervision=="):
        check_installed()
