"""Clips on disk: what is read of them, and one sentence for each thing that is wrong."""

import json
import shutil
from pathlib import Path

import pytest

from kiosk.bench.clips import clips_in
from kiosk.errors import InputError


@pytest.fixture
def copied(clips: Path, tmp_path: Path) -> Path:
    """The clips, to be damaged."""
    shutil.copytree(clips, tmp_path / "clips")
    return tmp_path / "clips"


def test_a_clip_is_read_with_its_zones_its_truth_and_evenly_spread_times(clips: Path) -> None:
    (clip,) = clips_in(clips)
    assert (clip.name, clip.kind, clip.source.name) == ("entrance", "real", "entrance.mp4")
    assert [zone.id for zone in clip.zones.zones] == ["entrance", "delivery"]
    assert [stop.must for stop in clip.truth.stops] == [True]
    assert clip.truth.times[0] == 0.0
    assert clip.truth.times[-1] == pytest.approx(clip.truth.duration_s)


def test_a_table_of_times_beside_the_pictures_is_believed(copied: Path) -> None:
    folder = copied / "entrance"
    truth = json.loads((folder / "truth.json").read_text())
    (folder / "frames").mkdir()
    (folder / "frames/times.csv").write_text("file,seconds\n0.jpg,0.0\n1.jpg,7.5\n")
    (folder / "truth.json").write_text(json.dumps({**truth, "source": "frames"}))
    (clip,) = clips_in(copied)
    assert clip.truth.times == (0.0, 7.5)
    assert clip.truth.time_lapse


def test_a_folder_without_clips_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rf"no clip in {tmp_path}.*truth\.json"):
        clips_in(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone cannot be read"):
        clips_in(tmp_path / "gone")


@pytest.mark.parametrize(
    ("file", "text", "what"),
    [
        ("truth.json", "{}", "missing required field"),
        ("truth.json", "not JSON", "not in the form"),
        ("zones.json", "{}", "zones file"),
    ],
)
def test_a_damaged_clip_is_named_with_what_is_wrong(copied: Path, file: str, text: str, what: str) -> None:
    (copied / "entrance" / file).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=what):
        clips_in(copied)


def test_a_clip_without_zones_is_named(copied: Path) -> None:
    (copied / "entrance/zones.json").unlink()
    with pytest.raises(InputError, match=r"entrance.*zones\.json"):
        clips_in(copied)
