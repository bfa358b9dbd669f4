"""A recording of the simulated street on disk, and the `kiosk` command as an installer types it."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import pytest

from kiosk.street import Street, demo_zones

FPS = 5
BEFORE_S = 8.0
"""The motion detector learns the street meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A folder of pictures with their times, its zones, and when the car stops and goes in it."""

    folder: Path
    zones: Path
    stops_s: float
    goes_s: float


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """A car comes, stops before the entrance for some 8 s, and leaves."""
    root = tmp_path_factory.mktemp("recorded")
    folder = root / "frames"
    folder.mkdir()
    street = Street(seed=1)
    stop = next(s for s in street.stops(600.0) if s.zone == "entrance" and 7.5 < s.until_s - s.from_s < 9.0)
    rows = ["file,seconds"]
    for number in range(int((stop.until_s - stop.from_s + BEFORE_S + 7.0) * FPS)):
        cv2.imwrite(str(folder / f"{number:04}.jpg"), street.picture(stop.from_s - BEFORE_S + number / FPS))
        rows.append(f"{number:04}.jpg,{number / FPS:.3f}")
    (folder / "times.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    zones = root / "zones.json"
    shape = [
        {"id": z.id, "place": {"fr": z.place.fr, "en": z.place.en}, "polygon": z.polygon, "dwell_s": 3}
        for z in demo_zones().zones
    ]
    zones.write_text(json.dumps({"zones": shape}), encoding="utf-8")
    return Recorded(folder=folder, zones=zones, stops_s=BEFORE_S, goes_s=BEFORE_S + stop.until_s - stop.from_s)


@pytest.fixture
def kiosk() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs `kiosk` with these words."""

    def run(*words: object) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "kiosk", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)

    return run


@pytest.fixture
def replayed(
    kiosk: Callable[..., "subprocess.CompletedProcess[str]"],
) -> Callable[..., tuple[list[dict[str, Any]], dict[str, Any]]]:
    """The events and the summary of `kiosk replay ... --json`."""

    def run(*words: object) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        done = kiosk("replay", *words, "--json")
        assert done.returncode == 0, done.stderr
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        return rows[:-1], rows[-1]

    return run
