"""What checks by ear that something was heard: a microphone or a loop-back on an ALSA card, or the simulated one.

What it hears stays in memory, for as long as it takes to compare it with what was played.
"""

import contextlib
import os
import subprocess
import threading
import time

import numpy as np

from kiosk.adapters.sound.child import start_child
from kiosk.adapters.sound.chime import silence
from kiosk.adapters.sound.simulated import SimulatedLoudspeaker
from kiosk.errors import SoundError
from kiosk.ports import Ear, Loudspeaker, Sound
from kiosk.settings import SoundSettings

HEARD_MOST_S = 20.0
"""Longer sounds are compared by their beginning; 20 s are 0.9 MB."""
_END_S = 2.0
_BUFFER = ("--buffer-time=500000", "--period-time=20000")  # microseconds; by default it hands over 0.125 s at once
_READ_BYTES = 4096
_SILENCE_BEFORE_S = 0.2


def open_ear(settings: SoundSettings, loudspeaker: Loudspeaker) -> Ear:
    """The ear that `settings.ear` names; the simulated loudspeaker has one beside it.

    Raises:
        SoundError: a loudspeaker made of files cannot be heard.
    """
    if isinstance(loudspeaker, SimulatedLoudspeaker):
        return SimulatedEar(loudspeaker, rate_hz=settings.rate_hz)
    if settings.kind != "aplay":
        raise SoundError(f'sound.ear cannot hear sound.kind = "{settings.kind}": leave it empty.')
    return ArecordEar(device=settings.ear, rate_hz=settings.rate_hz)


class ArecordEar:
    """Listens with one `arecord` on `device` (an ALSA name) at `rate_hz` samples a second."""

    def __init__(self, *, device: str, rate_hz: int) -> None:
        self._device, self._rate_hz = device, rate_hz
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._heard, self._some = bytearray(), threading.Event()

    @property
    def heard_s(self) -> float:
        """See `kiosk.ports.Ear`."""
        return len(self._heard) / 2 / self._rate_hz

    def start(self, *, limit_s: float = 10.0) -> None:
        """See `kiosk.ports.Ear`."""
        said = os.memfd_create("arecord-said")
        try:
            self._heard, self._some = bytearray(), threading.Event()
            form = ["-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(self._rate_hz), *_BUFFER]
            self._process = start_child(
                ["arecord", "-q", "-D", self._device, *form],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said,
            )  # fmt: skip
            self._reader = threading.Thread(target=self._read, args=(self._process,), name="ear", daemon=True)
            self._reader.start()
            give_up = time.monotonic() + limit_s
            while not self._some.wait(0.01):
                if self._process.poll() is not None or time.monotonic() > give_up:
                    self.stop()
                    raise self._failure(os.pread(said, 10_000, 0).decode(errors="replace").strip())
        finally:
            os.close(said)

    def stop(self) -> Sound:
        """See `kiosk.ports.Ear`."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):  # its driver hangs, and it dies after that
                process.wait(_END_S)
        if self._reader is not None:
            self._reader.join(_END_S)
        heard, self._heard = self._heard, bytearray()
        return Sound(samples=np.frombuffer(bytes(heard[: len(heard) // 2 * 2]), "<i2").astype(np.int16),
                     rate_hz=self._rate_hz)  # fmt: skip

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        """Reads on when it has heard enough: arecord must not wait."""
        assert process.stdout is not None  # noqa: S101 - Popen was given PIPE
        most, heard = round(HEARD_MOST_S * self._rate_hz) * 2, self._heard
        with process.stdout as pipe:
            while piece := pipe.read(_READ_BYTES):
                if len(heard) < most:
                    heard += piece
                    self._some.set()

    def _failure(self, said: str) -> SoundError:
        last = said.splitlines()[-1] if said else "it gives no sound"
        return SoundError(
            f"The microphone {self._device} cannot be used ({last}): `arecord -L` lists them; set sound.ear."
        )


class SimulatedEar:
    """Hears what the simulated loudspeaker plays, after a moment of silence."""

    def __init__(self, loudspeaker: SimulatedLoudspeaker, *, rate_hz: int) -> None:
        self._loudspeaker, self._rate_hz = loudspeaker, rate_hz
        self._from: int | None = None

    @property
    def heard_s(self) -> float:
        """See `kiosk.ports.Ear`."""
        return self._whole().duration_s

    def start(self, *, limit_s: float = 10.0) -> None:
        """See `kiosk.ports.Ear`."""
        self._from = len(self._loudspeaker.heard)

    def stop(self) -> Sound:
        """See `kiosk.ports.Ear`."""
        whole, self._from = self._whole(), None
        return whole

    def _whole(self) -> Sound:
        if self._from is None:
            return silence(0.0, self._rate_hz)
        streams = [heard.sound.samples for heard in self._loudspeaker.heard[self._from :]]
        before = silence(_SILENCE_BEFORE_S, self._rate_hz).samples
        most = round(HEARD_MOST_S * self._rate_hz)
        return Sound(samples=np.concatenate([before, *streams])[:most], rate_hz=self._rate_hz)
