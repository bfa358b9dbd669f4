"""`kiosk replay --traces-out` and `--traces`: a recording leaves traces, and they are decided again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main

Replayed = Callable[..., tuple[list[dict[str, Any]], dict[str, Any]]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Exit code, output and complaint of `kiosk replay` with these words."""

    def run(*words: object) -> tuple[int, str, str]:
        code = main(["replay", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture(scope="session")
def traces(recorded: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The traces of the recorded stop of some 8 s, whose zone has a dwell of 3 s."""
    folder = tmp_path_factory.mktemp("traces")
    words = ["replay", recorded.folder, "--zones", recorded.zones, "--detector", "motion", "--traces-out", folder]
    assert main([*map(str, words), "--json"]) == 0
    return folder


def _rows(output: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    rows = [json.loads(line) for line in output.splitlines()]
    return rows[:-1], rows[-1]


def test_a_recorded_stop_is_decided_again_with_another_dwell(told: Any, traces: Path, recorded: Any) -> None:
    code, output, _ = told("--traces", traces, "--zone", "entrance", "--json")
    (stop,), summary = _rows(output)
    assert code == 0
    assert (stop["raised"], stop["would_be_raised"], stop["dwell_s"], stop["kind"]) == (True, True, 3.0, "vehicle")
    assert summary == {"event": "summary", "stops": 1, "raised": 1, "would_be_raised": 1}
    (stop,), summary = _rows(told("--traces", traces, "--dwell", 90, "--zone", "entrance", "--json")[1])
    assert (stop["would_be_raised"], stop["why_not"], stop["raised_at"]) == (False, "too-short", None)
    assert summary["would_be_raised"] == 0


def test_people_read_a_table_and_the_story_of_each_stop(told: Any, traces: Path) -> None:
    _, output, _ = told("--traces", traces, "--dwell", 5, "--zone", "entrance", "--explain")
    assert ": not raised" not in output and "raised at " in output
    assert "Stopped at" in output and "proposed, it stayed for too long" in output
    assert output.splitlines()[-1] == "1 vehicle stopped; 1 would have been raised (1 were)."


def test_a_zones_file_gives_each_zone_its_dwell(told: Any, traces: Path, recorded: Any, tmp_path: Path) -> None:
    longer = tmp_path / "zones.json"
    longer.write_text(recorded.zones.read_text().replace('"dwell_s": 3', '"dwell_s": 77'))
    (stop,), _ = _rows(told("--traces", traces, "--zones", longer, "--zone", "entrance", "--json")[1])
    assert stop["dwell_s"] == 77.0 and not stop["would_be_raised"]


def test_only_the_last_days_are_told_where_that_is_asked(told: Any, traces: Path) -> None:
    assert told("--traces", traces, "--since", "7d")[1].startswith("No stop is remembered here")


def test_without_a_folder_the_watchers_own_traces_are_meant(
    told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    code, output, _ = told("--traces", "--dwell", 30)
    assert code == 0 and "No stop is remembered here" in output


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--traces", "no-such-folder"), "There is no folder of traces no-such-folder"),
        (("evening.mp4", "--traces"), "Name either the source 'evening.mp4' or --traces, not both."),
        (("evening.mp4",), "Name a recording and its --zones FILE, or --traces"),
    ],
)
def test_a_mistake_is_one_sentence(told: Any, words: tuple[str, ...], complaint: str) -> None:
    code, _, said = told(*words)
    assert code == 3
    assert said.startswith(f"kiosk: {complaint}") and said.count("\n") == 1
