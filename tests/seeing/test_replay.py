"""`kiosk replay`: what it says of a recorded stop, and one sentence for each bad input."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import pytest

Kiosk = Callable[..., "subprocess.CompletedProcess[str]"]
Replayed = Callable[..., tuple[list[dict[str, Any]], dict[str, Any]]]


@pytest.mark.parametrize("detector", ["ssd", "motion"])
def test_a_stop_is_raised_once_at_its_dwell_and_left_when_it_goes(
    replayed: Replayed, recorded: Any, detector: str
) -> None:
    events, summary = replayed(recorded.folder, "--zones", recorded.zones, "--detector", detector)
    entrance = [one for one in events if one["zone"] == "entrance"]
    assert [one["event"] for one in entrance] == ["noticed", "raised", "left"]
    assert len({one["incident"] for one in entrance}) == 1
    assert recorded.stops_s + 3 - 1 <= entrance[1]["t"] <= recorded.stops_s + 3 + 1.5
    assert recorded.goes_s <= entrance[2]["t"]
    assert set(entrance[1]) == {"t", "event", "incident", "zone", "outline", "kind", "colour", "stopped_s"}
    assert summary["frames_read"] == len(list(recorded.folder.glob("*.jpg")))
    assert set(summary) == {
        *("event", "video_s", "frames_read", "frames_analysed"),
        *("detector_runs", "cpu_s", "wall_s", "peak_rss_mb"),
    }


def test_a_longer_dwell_on_the_command_line_raises_nothing(replayed: Replayed, recorded: Any) -> None:
    events, _ = replayed(recorded.folder, "--zones", recorded.zones, "--detector", "motion", "--dwell-s", 60)
    assert "raised" not in {one["event"] for one in events}


def test_the_frame_rate_on_the_command_line_replaces_the_times(replayed: Replayed, recorded: Any) -> None:
    _, summary = replayed(recorded.folder, "--zones", recorded.zones, "--detector", "motion", "--source-fps", 1)
    assert summary["video_s"] == summary["frames_read"] - 1


def test_without_json_people_read_sentences(kiosk: Kiosk, recorded: Any) -> None:
    done = kiosk("replay", recorded.folder, "--zones", recorded.zones, "--detector", "motion")
    assert done.returncode == 0 and "raised" in done.stdout and "in entrance" in done.stdout
    assert not done.stdout.startswith("{")


def test_a_video_to_look_at_has_a_picture_for_each_frame(kiosk: Kiosk, recorded: Any, tmp_path: Path) -> None:
    shown = tmp_path / "shown.mp4"
    kiosk("replay", recorded.folder, "--zones", recorded.zones, "--detector", "motion", "--show", shown)
    video = cv2.VideoCapture(str(shown))
    assert video.get(cv2.CAP_PROP_FRAME_COUNT) == len(list(recorded.folder.glob("*.jpg")))
    video.release()


def test_a_masked_street_is_neither_watched_nor_shown(replayed: Replayed, recorded: Any, tmp_path: Path) -> None:
    """A replay goes through the same eye as the watcher."""
    table, shown = json.loads(recorded.zones.read_text(encoding="utf-8")), tmp_path / "shown.mp4"
    masked = tmp_path / "masked.json"
    masked.write_text(json.dumps(table | {"masks": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}), encoding="utf-8")
    events, _ = replayed(recorded.folder, "--zones", masked, "--detector", "motion", "--show", shown)
    assert events == []
    video = cv2.VideoCapture(str(shown))
    _, picture = video.read()
    video.release()
    assert (picture.max(axis=2) < 30).mean() > 0.8, "black, but for the zones that are drawn over it"


def _refused(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_missing_video_is_named(kiosk: Kiosk, recorded: Any, tmp_path: Path) -> None:
    gone = tmp_path / "gone.mp4"
    assert "gone.mp4" in _refused(kiosk("replay", gone, "--zones", recorded.zones, "--detector", "motion"))


def test_a_damaged_video_is_named(kiosk: Kiosk, recorded: Any, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(b"\x00not a video" * 1000)
    assert "damaged.mp4" in _refused(kiosk("replay", damaged, "--zones", recorded.zones, "--detector", "motion"))


def test_a_folder_without_pictures_is_named(kiosk: Kiosk, recorded: Any, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "empty" in _refused(kiosk("replay", empty, "--zones", recorded.zones, "--detector", "motion"))


@pytest.mark.parametrize(
    ("polygon", "extra", "words"),
    [
        ([[0.1, 0.1], [0.5, 0.5], [0.5, 0.1], [0.1, 0.5]], {}, "crosses itself"),
        ([[0.1, 0.1], [0.5, 0.1], [0.5, 0.5]], {"colour": "red"}, "unknown key 'colour'"),
    ],
)
def test_a_bad_zones_file_is_refused_in_a_sentence(
    kiosk: Kiosk, recorded: Any, tmp_path: Path, polygon: list[list[float]], extra: dict[str, str], words: str
) -> None:
    zones = tmp_path / "zones.json"
    zone = {"id": "door", "place": {"fr": "ici", "en": "here"}, "polygon": polygon, "dwell_s": 3, **extra}
    zones.write_text(json.dumps({"zones": [zone]}), encoding="utf-8")
    assert words in _refused(kiosk("replay", recorded.folder, "--zones", zones, "--detector", "motion"))


def test_a_missing_zones_file_is_named(kiosk: Kiosk, recorded: Any, tmp_path: Path) -> None:
    assert "none.json" in _refused(kiosk("replay", recorded.folder, "--zones", tmp_path / "none.json"))
