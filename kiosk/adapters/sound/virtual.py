"""A loudspeaker made of WAV files: takes as long as a real one; the console plays what it wrote."""

import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from kiosk.adapters.sound.stream import checked_name, prepared, stream
from kiosk.adapters.wav import to_wav
from kiosk.errors import SoundError
from kiosk.ports import Samples, Sound, StopSign

KEPT = 50
"""How many sounds stay in the folder; 50 announcements of 10 s are 22 MB."""


class VirtualLoudspeaker:
    """Writes `<folder>/<name>.wav` when a stream ends, or what was heard of it when it is stopped."""

    def __init__(self, *, folder: Path, rate_hz: int, gain_db: float = 0.0) -> None:
        self._folder, self._rate_hz, self._gain_db = folder, rate_hz, gain_db
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob("*.part"):  # a power cut came in mid-write
                left.unlink()
        except OSError as error:
            raise SoundError(f"The folder {folder} cannot be used for sounds: {error.strerror}.") from error

    def play(self, parts: Iterable[Sound], *, name: str, stop: StopSign, on_part: Callable[[int], None]) -> bool:
        """See `kiosk.ports.Loudspeaker`."""
        checked_name(name)
        ready = prepared(parts, rate_hz=self._rate_hz, gain_db=self._gain_db)
        kept = isinstance(parts, Sequence)  # what somebody says live is written nowhere
        taken: list[Samples] = [np.zeros(0, np.int16)]
        due = time.monotonic()

        def hear(samples: Samples) -> None:
            nonlocal due
            if kept:
                taken.append(samples)
            due += len(samples) / self._rate_hz
            stop.wait(max(0.0, due - time.monotonic()))

        whole = stream(ready, stop=stop, on_part=on_part, write=hear)
        if kept:
            self._keep(name, Sound(samples=np.concatenate(taken), rate_hz=self._rate_hz))
        return whole

    def cut(self) -> None:
        """Nothing is heard any more when `stop` is set."""

    def close(self) -> None:
        """Nothing to let go."""

    def _keep(self, name: str, sound: Sound) -> None:
        """A reader sees the whole file or none; the oldest ones go."""
        half = self._folder / f"{name}.part"
        try:
            half.write_bytes(to_wav(sound))
            half.replace(self._folder / f"{name}.wav")
            for old in sorted(self._folder.glob("*.wav"), key=lambda p: p.stat().st_mtime_ns)[:-KEPT]:
                old.unlink()
        except OSError as error:
            with contextlib.suppress(OSError):
                half.unlink(missing_ok=True)
            raise SoundError(
                f"{half.with_suffix('.wav')} cannot be written: {error.strerror}. Free some space."
            ) from error
