"""`kiosk replay` and `kiosk models`: the same answer each time, faster than real time, one sentence per mistake."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import pytest

from kiosk.models import model_file
from kiosk.settings import Settings

Kiosk = Callable[..., "subprocess.CompletedProcess[str]"]
Replayed = Callable[..., tuple[list[dict[str, Any]], dict[str, Any]]]


@pytest.fixture
def refused(kiosk: Kiosk) -> Callable[..., tuple[int, str]]:
    """The exit code and the one sentence that `kiosk` says instead of doing what it was told."""

    def run(*words: object) -> tuple[int, str]:
        done = kiosk(*words)
        assert done.returncode != 0 and done.stdout == ""
        assert "Traceback" not in done.stderr
        lines = [line for line in done.stderr.splitlines() if not line.startswith("usage:") and line[:1] != " "]
        assert len(lines) == 1, done.stderr
        return done.returncode, lines[0]

    return run


@pytest.fixture
def short(recorded: Any, tmp_path: Path) -> Path:
    """The 7 s of the recording in which the car stops."""
    folder = tmp_path / "short"
    folder.mkdir()
    rows = ["file,seconds"]
    for number in range(int((recorded.stops_s - 2) * 5), int((recorded.stops_s + 5) * 5)):
        shutil.copy(recorded.folder / f"{number:04}.jpg", folder)
        rows.append(f"{number:04}.jpg,{number / 5}")
    (folder / "times.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_the_same_recording_is_told_the_same_way(replayed: Replayed, recorded: Any, short: Path) -> None:
    (events, first), (again, second) = (replayed(short, "--zones", recorded.zones) for _ in range(2))
    assert events == again and "raised" in {one["event"] for one in events}
    counted = ("event", "video_s", "frames_read", "frames_analysed", "detector_runs")
    assert [first[key] for key in counted] == [second[key] for key in counted]
    assert first["cpu_s"] < 2 * first["video_s"]  # 0.7 of it on a quiet laptop; this machine may be slower and busy
    assert 0 < first["frames_analysed"] <= first["frames_read"] == 35
    assert first["peak_rss_mb"] < 250
    _well_told(events)


def _well_told(events: list[dict[str, Any]]) -> None:
    assert [one["t"] for one in events] == sorted(one["t"] for one in events)
    for one in events:
        x0, y0, x1, y1 = one["outline"]
        assert 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1
        assert 0 <= one["stopped_s"] <= one["t"] + 0.001
        assert one["kind"] in ("car", "vehicle") and (one["colour"] is None or isinstance(one["colour"], str))


def test_a_video_file_is_told_like_the_folder_it_was_made_of_in_less_time_than_it_lasts(
    replayed: Replayed, recorded: Any, tmp_path: Path
) -> None:
    path = tmp_path / "clip.avi"
    pictures = sorted(recorded.folder.glob("*.jpg"))
    height, width = cv2.imread(str(pictures[0])).shape[:2]  # type: ignore[union-attr]
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 5.0, (width, height))
    for picture in pictures:
        video.write(cv2.imread(str(picture)))  # type: ignore[arg-type]
    video.release()
    of_folder, _ = replayed(recorded.folder, "--zones", recorded.zones, "--detector", "motion")
    of_video, summary = replayed(path, "--zones", recorded.zones, "--detector", "motion")
    assert summary["frames_read"] == len(pictures)
    assert summary["cpu_s"] < summary["video_s"]
    told = [(one["event"], pytest.approx(one["t"], abs=0.5)) for one in of_folder if one["zone"] == "entrance"]
    assert [(one["event"], one["t"]) for one in of_video if one["zone"] == "entrance"] == told


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("file,seconds\n0000.jpg,soon\n", "times.csv"),
        ("file,seconds\nnobody.jpg,0\n", "nobody.jpg"),
        ("file,seconds\n0000.jpg,nan\n", "times.csv"),
        ("file,seconds\n0000.jpg,1\n0001.jpg,0\n", "times.csv"),
    ],
)
def test_a_bad_table_of_times_is_named(
    refused: Callable[..., tuple[int, str]], recorded: Any, tmp_path: Path, table: str, words: str
) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    for name in ("0000.jpg", "0001.jpg"):
        shutil.copy(recorded.folder / name, folder)
    (folder / "times.csv").write_text(table, encoding="utf-8")
    code, said = refused("replay", folder, "--zones", recorded.zones, "--detector", "motion")
    assert code in (3, 4) and words in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "is not JSON"),
        (b"[]", 'must look like {"zones"'),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"zones": [{"id": "door"}]}', "has no 'place'"),
    ],
)
def test_a_zones_file_that_is_none_is_refused(
    refused: Callable[..., tuple[int, str]], recorded: Any, tmp_path: Path, content: bytes, words: str
) -> None:
    zones = tmp_path / "zones.json"
    zones.write_bytes(content)
    code, said = refused("replay", recorded.folder, "--zones", zones, "--detector", "motion")
    assert code == 3 and words in said


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--speed", "2"], "unrecognized arguments: --speed"),
        (["--dwell-s", "-1"], "--dwell-s"),
        (["--dwell-s", "long"], "--dwell-s"),
        (["--source-fps", "0"], "--source-fps"),
        (["--detector", "eyes"], "--detector"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(
    refused: Callable[..., tuple[int, str]], recorded: Any, more: list[str], words: str
) -> None:
    code, said = refused("replay", recorded.folder, "--zones", recorded.zones, *more)
    assert code == 2 and words in said


def test_a_live_source_is_not_replayed(refused: Callable[..., tuple[int, str]], recorded: Any) -> None:
    code, said = refused("replay", "simulated", "--zones", recorded.zones)
    assert code == 3 and "kiosk watch" in said


def test_a_missing_model_is_named_with_its_cure(
    refused: Callable[..., tuple[int, str]], recorded: Any, tmp_path: Path
) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[detection]\nmodel_folder = "{tmp_path}"\n', encoding="utf-8")
    code, said = refused("--settings", settings, "replay", recorded.folder, "--zones", recorded.zones)
    assert code == 4 and "kiosk models install" in said


def test_a_show_that_cannot_be_written_is_named(
    refused: Callable[..., tuple[int, str]], recorded: Any, tmp_path: Path
) -> None:
    show = tmp_path / "no-such-folder" / "show.mp4"
    code, said = refused("replay", recorded.folder, "--zones", recorded.zones, "--detector", "motion", "--show", show)
    assert code == 3 and "show.mp4" in said


def test_models_are_listed_and_not_fetched_twice(kiosk: Kiosk) -> None:
    listed = json.loads(kiosk("models", "list", "--json").stdout)
    installed = json.loads(kiosk("models", "install", "--json").stdout)
    assert (
        listed
        == installed
        == {
            "model": model_file(Settings()).stem,
            "installed": True,
            "fetched": False,
            "path": str(model_file(Settings())),
        }
    )


def test_a_model_that_is_not_there_is_listed_as_such(kiosk: Kiosk, tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[detection]\nmodel_folder = "{tmp_path}"\n', encoding="utf-8")
    done = kiosk("--settings", settings, "models", "list")
    assert done.returncode == 4 and "not installed" in done.stdout and "kiosk models install" in done.stdout
