"""A sound card that writes what it hears, one loudspeaker of each kind, and a look at this process's children."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.sound.simulated import SimulatedLoudspeaker
from kiosk.adapters.wav import from_wav
from kiosk.ports import Loudspeaker, Sound
from kiosk.settings import SoundSettings

RATE_HZ = 22050


@pytest.fixture
def alsa_ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Sound]:
    """An ALSA device called `ear` in place of a sound card; tells what it was given last."""
    raw = tmp_path / "heard.raw"
    config = tmp_path / "asound.conf"
    config.write_text(f'pcm.null {{ type null }}\npcm.ear {{ type file slave.pcm "null" file "{raw}" format "raw" }}\n')
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))

    def heard() -> Sound:
        samples = np.fromfile(raw, "<i2") if raw.exists() else np.zeros(0, "<i2")
        raw.unlink(missing_ok=True)
        return Sound(samples=samples.astype(np.int16), rate_hz=RATE_HZ)

    return heard


@dataclass(frozen=True)
class Room:
    """A loudspeaker and what a guest would hear of it: `heard(name)` is the stream of that name."""

    loudspeaker: Loudspeaker
    heard: Callable[[str], Sound]

    def play(self, *parts: Sound, name: str = "one", stop_at: int | None = None) -> tuple[bool, list[int]]:
        """Plays, stopping as part `stop_at` begins; gives what `play` returned and the parts that began."""
        stop, begun = threading.Event(), []

        def on_part(i: int) -> None:
            begun.append(i)
            if i == stop_at:
                stop.set()

        return self.loudspeaker.play(parts, name=name, stop=stop, on_part=on_part), begun


@pytest.fixture(params=["aplay", "virtual", "simulated"])
def open_room(request: pytest.FixtureRequest, tmp_path: Path, alsa_ear: Callable[[], Sound]) -> Callable[..., Room]:
    """Opens a room with a loudspeaker of each kind in turn; takes its gain."""
    kind, folder = request.param, tmp_path / "heard"

    def room(gain_db: float = 0.0) -> Room:
        settings = SoundSettings(kind=kind, card="ear", rate_hz=RATE_HZ, gain_db=gain_db)
        loudspeaker = open_loudspeaker(settings, folder)
        if isinstance(loudspeaker, SimulatedLoudspeaker):
            streams = loudspeaker.heard
            return Room(loudspeaker, lambda name: next(h.sound for h in reversed(streams) if h.name == name))
        if kind == "virtual":
            return Room(loudspeaker, lambda name: from_wav((folder / f"{name}.wav").read_bytes()))
        return Room(loudspeaker, lambda name: alsa_ear())

    return room


@pytest.fixture
def tone() -> Callable[..., Sound]:
    """Makes a sine of `duration_s` seconds, `hz` and `peak` (0..1)."""

    def make(duration_s: float = 0.2, hz: float = 440.0, peak: float = 0.5, rate_hz: int = RATE_HZ) -> Sound:
        wave = np.sin(2 * np.pi * hz * np.arange(round(duration_s * rate_hz)) / rate_hz)
        return Sound(samples=np.round(wave * peak * 32767).astype(np.int16), rate_hz=rate_hz)

    return make


@pytest.fixture
def children() -> Callable[[], dict[int, str]]:
    """Tells the children this process got since: their ids and command lines, zombies included."""
    before: dict[int, str] = {}

    def look() -> dict[int, str]:
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and int(entry.name) not in before and _parent(entry) == os.getpid():
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        return found

    before = look()
    return look


@pytest.fixture
def eventually() -> Iterator[Callable[[Callable[[], object]], None]]:
    """Waits until something is true, at most a minute."""
    pause = threading.Event()

    def wait(true: Callable[[], object]) -> None:
        give_up = time.monotonic() + 60
        while not true():
            assert time.monotonic() < give_up, "it did not become true within 60 s"
            pause.wait(0.02)

    yield wait


def _parent(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None
