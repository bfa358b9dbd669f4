"""One drawn street on disk in the form of a clip with truth, and what the bench measured on it."""

import json
from pathlib import Path

import pytest

from kiosk.bench.clips import Clip
from kiosk.bench.simulated import Scene, drawn
from kiosk.bench.watch import Measured, measure
from kiosk.settings import Settings

EMPTY = Scene(name="empty-for-a-moment", seed=None, length_s=5.0)


def write_clip(folder: Path, clip: Clip) -> Path:
    """Writes `truth.json` and `zones.json` beside the clip's video, as people do for their own clips."""
    truth = {
        "source": clip.source.name,
        "dwell_s": clip.truth.dwell_s,
        "duration_s": clip.truth.duration_s,
        "frames": len(clip.truth.times),
        "stops": [{**vars(stop), "what": "drawn"} for stop in clip.truth.stops],
        "note": "what else is said here is for people",
    }
    zones = [
        {"id": z.id, "place": {"fr": z.place.fr, "en": z.place.en}, "polygon": z.polygon, "dwell_s": z.dwell_s}
        for z in clip.zones.zones
    ]
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    (folder / "zones.json").write_text(json.dumps({"zones": zones}), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one clip: a car stops before the entrance, and its dwell is over some seconds before the end."""
    root = tmp_path_factory.mktemp("clips")
    folder = root / "entrance"
    folder.mkdir()
    clip = drawn(Scene(name="entrance", seed=1, length_s=13.5, dwell_s=4.0), folder)
    write_clip(folder, clip)
    return root


@pytest.fixture(scope="session")
def measured(clips: Path) -> list[Measured]:
    """The three variants on that clip and on an empty street."""
    return measure(clips, Settings(), lambda _: None, scenes=(EMPTY,))
