"""A room: a real aplay plays into it, a real arecord listens in it, and between them are loudspeaker, air and noise."""

import contextlib
import fcntl
import os
import select
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk.ports import Sound
from kiosk.settings import SoundSettings

RATE_HZ = 22050
_PIECE = 441  # 20 ms: what arecord takes at once, so that no piece is torn
_CARD_S = 0.3  # what the room holds back, as a sound card does: a busy machine is late now and then
_PIPE_BYTES = 4096
_ON_ITS_WAY_S = 0.15  # what the pipe to the microphone holds


class SoundRoom(threading.Thread):
    """Carries what the cards `speaker` and `hdmi` are given to the card `mic`, for as long as it runs.

    `gain` and `hdmi_gain` are what the microphone hears of each, `noise` the room's own level, 1 being full scale.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(name="room", daemon=True)
        self.gain, self.hdmi_gain, self.noise = 0.3, 0.0, 0.0003
        self.stop_sign = threading.Event()
        self._random = np.random.default_rng(20261124)
        self._lines = {name: _fifo(folder / name) for name in ("speaker", "hdmi", "mic")}
        fcntl.fcntl(self._lines["mic"], fcntl.F_SETPIPE_SZ, _PIPE_BYTES)  # what nobody listens to is gone
        self._held = {name: _Held() for name in ("speaker", "hdmi")}

    def run(self) -> None:
        began_s, pieces = time.monotonic(), 0
        while not self.stop_sign.wait(max(0.0, began_s + pieces * _PIECE / RATE_HZ - time.monotonic())):
            pieces += 1
            played = {name: self._held[name].piece(self._lines[name]) for name in self._held}
            heard = self.gain * played["speaker"] + self.hdmi_gain * played["hdmi"]
            heard += self.noise * 32767 * self._random.standard_normal(_PIECE)
            piece = np.clip(np.round(heard), -32768, 32767).astype("<i2").tobytes()
            with contextlib.suppress(BlockingIOError):  # nobody listens
                os.write(self._lines["mic"], piece)

    def until_silent(self) -> None:
        """Waits until everything that was played has been heard."""
        give_up = time.monotonic() + 60.0
        while any(held.waits or _unread(self._lines[name]) for name, held in self._held.items()):
            assert time.monotonic() < give_up, "it is still playing"
            self.stop_sign.wait(_PIECE / RATE_HZ)
        self.stop_sign.wait(_ON_ITS_WAY_S)

    def end(self) -> None:
        """Stops it; a second call changes nothing."""
        self.stop_sign.set()
        self.join(60.0)
        while self._lines:
            os.close(self._lines.popitem()[1])


class _Held:
    """What a card was given and has not played yet; it begins to play _CARD_S after it was given something."""

    def __init__(self) -> None:
        self._bytes, self._plays = b"", False

    @property
    def waits(self) -> bool:
        return bool(self._bytes)

    def piece(self, line: int) -> np.ndarray:
        with contextlib.suppress(BlockingIOError):
            self._bytes += os.read(line, 65536)
        self._plays = len(self._bytes) > (0 if self._plays else 2 * _CARD_S * RATE_HZ)
        if not self._plays:
            return np.zeros(_PIECE)
        now, self._bytes = self._bytes[: 2 * _PIECE], self._bytes[2 * _PIECE :]
        samples = np.frombuffer(now[: len(now) // 2 * 2], "<i2")
        return np.pad(samples.astype(np.float64), (0, _PIECE - len(samples)))


def _unread(line: int) -> bool:
    return bool(select.select([line], [], [], 0)[0])


def _fifo(path: Path) -> int:
    os.mkfifo(path)
    return os.open(path, os.O_RDWR | os.O_NONBLOCK)


@pytest.fixture
def sound_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundRoom]:
    """A room with the ALSA cards `speaker`, `hdmi` and `mic`."""
    folder = tmp_path / "room"
    folder.mkdir()
    room = SoundRoom(folder)
    card = 'pcm.{0} {{ type file slave.pcm "null" file "{1}/{0}" format "raw" hint {{ show on description "{0}" }} }}\n'
    mic = 'pcm.mic {{ type file slave.pcm "null" file "/dev/null" infile "{0}/mic" format "raw" }}\n'
    config = tmp_path / "room.conf"
    config.write_text(
        "pcm.null { type null }\n" + card.format("speaker", folder) + card.format("hdmi", folder) + mic.format(folder)
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))
    room.start()
    yield room
    room.end()


@pytest.fixture
def in_the_room(sound_room: SoundRoom) -> Callable[..., SoundSettings]:
    """The settings of the sound in that room, with changes."""

    def settings(**changes: object) -> SoundSettings:
        plain = {"card": "speaker", "ear": "mic", "rate_hz": RATE_HZ, "lead_in_s": 0.3}
        return SoundSettings(**{**plain, **changes})

    return settings


@pytest.fixture
def tone() -> Callable[..., Sound]:
    """Makes a sine of `duration_s` seconds, `hz` and `peak` (0..1)."""

    def make(duration_s: float = 0.2, hz: float = 440.0, peak: float = 0.5) -> Sound:
        wave = np.sin(2 * np.pi * hz * np.arange(round(duration_s * RATE_HZ)) / RATE_HZ)
        return Sound(samples=np.round(wave * peak * 32767).astype(np.int16), rate_hz=RATE_HZ)

    return make


@pytest.fixture
def hiss() -> Callable[[float], Sound]:
    """Makes soft noise of so many seconds: as good as speech to be found again, and shorter."""
    random = np.random.default_rng(1)

    def make(duration_s: float) -> Sound:
        wave = 2000 * random.standard_normal(round(duration_s * RATE_HZ))
        return Sound(samples=np.round(wave).astype(np.int16), rate_hz=RATE_HZ)

    return make
