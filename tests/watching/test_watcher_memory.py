"""What the watcher writes to its disk and takes up again, and what a broken disk or file does."""

import queue
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.adapters.copies import FileCopies
from kiosk.domain.clock import Now
from kiosk.domain.detections import FrameLooked, KeepInSight, Likeness, Sighting
from kiosk.domain.venue import Venue, Zones
from kiosk.domain.watch_core import WatchCore
from kiosk.messages.codec import encode
from kiosk.watcher_memory import WatcherMemory

BEGAN = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CAR = Sighting(box=(0.24, 0.77, 0.49, 0.88), score=0.6, kind="car")


class Disk:
    """Copies in a folder; how often each was written is counted, and the disk may break."""

    def __init__(self, folder: Path) -> None:
        self._copies, self.folder = FileCopies(folder), folder
        self.written: list[str] = []
        self.broken = False

    def save(self, name: str, payload: bytes) -> None:
        self.written.append(name)
        if self.broken:
            raise OSError(28, "No space left on device")
        self._copies.save(name, payload)

    def load(self, name: str) -> bytes | None:
        return self._copies.load(name)


class Life:
    """One life of a watcher before the demo's street, a frame a second."""

    def __init__(self, disk: Disk, zones: Zones, began_s: float) -> None:
        self.said: list[str] = []
        self.t_s, self._kept = began_s, KeepInSight(boxes={})
        self.memory = WatcherMemory(disk, queue.SimpleQueue[object]().put)
        self.core = WatchCore(zones)
        known = self.memory.continuity()
        self._take([] if known is None else self.core.resume(known, self.now()))

    def now(self) -> Now:
        return Now(mono_s=self.t_s, utc=BEGAN + timedelta(seconds=self.t_s))

    def watch(self, seconds: int, *seen: Sighting) -> None:
        for _ in range(seconds):
            self.t_s += 1.0
            likenesses = dict.fromkeys(self._kept.boxes, Likeness(same=1.0 if seen else 0.0))
            looked = FrameLooked(t_s=self.t_s, sightings=seen, likenesses=likenesses, swept=True)
            self._take(self.core.handle(looked, self.now()))
            self.memory.keep(self.core, self.now())

    def _take(self, effects: object) -> None:
        for effect in effects:  # type: ignore[attr-defined]
            if isinstance(effect, KeepInSight):
                self._kept = effect
            else:
                self.said.append(f"{effect.incident.id} {effect.incident.state}")


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "watcher")


@pytest.fixture
def lives(disk: Disk, zones: Zones) -> Iterator[list[Life]]:
    made: list[Life] = []
    yield made
    for life in made:
        life.memory.stop()


def test_a_second_life_goes_on_where_the_first_was_cut_off(disk: Disk, zones: Zones, lives: list[Life]) -> None:
    first = Life(disk, zones, 0.0)
    first.watch(20, CAR)
    first.memory.stop()  # no last word to the disk: only what the thread had been given is written
    (id,) = {said.split()[0] for said in first.said}
    lives.append(Life(disk, zones, 40.0))
    lives[0].watch(5, CAR)
    assert lives[0].said == [f"{id} lost_sight", f"{id} raised"]


def test_nothing_is_written_while_nothing_stands_and_once_a_minute_while_something_does(
    disk: Disk, zones: Zones, lives: list[Life]
) -> None:
    lives.append(Life(disk, zones, 0.0))
    lives[0].watch(600)
    lives[0].memory.stop()
    assert disk.written == []
    lives.append(Life(disk, zones, 1000.0))
    lives[1].watch(600, CAR)
    lives[1].memory.stop()
    assert 10 <= len(disk.written) <= 14


def test_a_full_card_is_tried_again_and_stops_nothing(disk: Disk, zones: Zones, lives: list[Life]) -> None:
    lives.append(Life(disk, zones, 0.0))
    disk.broken = True
    lives[0].watch(90, CAR)
    lives[0].memory.copy("zones", encode(zones))
    lives[0].memory.keep(lives[0].core, lives[0].now(), at_once=True)
    lives[0].memory.stop()
    assert len(disk.written) >= 3 and not (disk.folder / "standing.json").exists()


@pytest.mark.parametrize("payload", [b"", b"{", b'{"saved_at":"2026-11-24T12:00:00"}', b"\xff" * 100, b"[" * 70_000])
def test_a_damaged_file_is_a_start_from_nothing(disk: Disk, zones: Zones, lives: list[Life], payload: bytes) -> None:
    FileCopies(disk.folder).save("standing", payload)
    lives.append(Life(disk, zones, 0.0))
    assert lives[0].said == []


def test_nobody_else_may_read_where_vehicles_stood(disk: Disk, zones: Zones, lives: list[Life]) -> None:
    lives.append(Life(disk, zones, 0.0))
    lives[0].watch(20, CAR)
    lives[0].memory.stop()
    assert (disk.folder / "standing.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        (None, "Europe/Paris"),
        (encode(replace(Venue(), timezone="America/Montreal")), "America/Montreal"),
        (encode(replace(Venue(), timezone="Paris")), "Europe/Paris"),
        (b"{", "Europe/Paris"),
    ],
)
def test_the_venues_time_zone_is_the_last_good_one(
    disk: Disk, lives: list[Life], payload: bytes | None, name: str
) -> None:
    if payload is not None:
        FileCopies(disk.folder).save("venue", payload)
    memory = WatcherMemory(disk, queue.SimpleQueue[object]().put)
    assert memory.timezone() == ZoneInfo(name)
    memory.stop()
