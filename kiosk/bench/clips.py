"""Clips with known truth on disk: a folder each, with a video or pictures, `zones.json` and `truth.json`."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.bench.truth import Stop, Truth
from kiosk.domain.venue import Zones
from kiosk.domain.zones import read_zones
from kiosk.errors import InputError


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A recording (`source`: a video file or a folder of pictures), its zones and its truth."""

    name: str
    kind: Literal["real", "simulated"]
    source: Path
    zones: Zones
    truth: Truth
    idle: bool = False
    """Whether the street is empty in it from beginning to end."""


@dataclass(frozen=True, kw_only=True)
class _TruthFile:
    """The form of `truth.json`; what else it says is for people."""

    source: str
    dwell_s: float
    duration_s: float
    frames: int
    stops: tuple[Stop, ...]


def clips_in(folder: Path) -> list[Clip]:
    """The clips of a folder, in order of name.

    Raises:
        InputError: there is none, or one of them is not in the form it should be.
    """
    try:
        folders = sorted(one for one in folder.iterdir() if (one / "truth.json").is_file())
    except OSError as error:
        raise InputError(f"The clips in {folder} cannot be read: {error.strerror}.") from error
    if not folders:
        raise InputError(
            f"There is no clip in {folder}: each needs a folder of its own with truth.json and zones.json."
        )
    return [_clip(one) for one in folders]


def _clip(folder: Path) -> Clip:
    try:
        known = msgspec.json.decode((folder / "truth.json").read_bytes(), type=_TruthFile)
        zones = read_zones((folder / "zones.json").read_text(encoding="utf-8"))
        times = _times(folder / known.source, known)
    except OSError as error:
        raise InputError(f"The clip {folder.name} cannot be read: {error.filename}: {error.strerror}.") from error
    except (msgspec.DecodeError, ValueError, IndexError) as error:
        raise InputError(f"The clip {folder.name} is not in the form of a clip: {error}.") from error
    truth = Truth(times=times, dwell_s=known.dwell_s, duration_s=known.duration_s, stops=known.stops)
    return Clip(name=folder.name, kind="real", source=folder / known.source, zones=zones, truth=truth)


def _times(source: Path, known: _TruthFile) -> tuple[float, ...]:
    """The seconds of the frames: from `times.csv` where there is one, else evenly spread."""
    table = source / "times.csv"
    if table.exists():
        rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
        return tuple(float(row[-1]) for row in rows[1:])
    return tuple(i * known.duration_s / (known.frames - 1) for i in range(known.frames))
