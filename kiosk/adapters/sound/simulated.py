"""A loudspeaker that keeps in memory what would have been heard; it takes no time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from kiosk.adapters.sound.stream import checked_name, prepared, stream
from kiosk.ports import Samples, Sound, StopSign


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One stream: its name, what was heard of it, and whether that is all of it."""

    name: str
    sound: Sound
    whole: bool


class SimulatedLoudspeaker:
    """Plays into `heard`, oldest first."""

    def __init__(self, *, rate_hz: int, gain_db: float = 0.0) -> None:
        self.heard: list[Heard] = []
        self._rate_hz, self._gain_db = rate_hz, gain_db

    def play(self, parts: Iterable[Sound], *, name: str, stop: StopSign, on_part: Callable[[int], None]) -> bool:
        """See `kiosk.ports.Loudspeaker`."""
        checked_name(name)
        ready = prepared(parts, rate_hz=self._rate_hz, gain_db=self._gain_db)
        taken: list[Samples] = [np.zeros(0, np.int16)]
        whole = False
        try:
            whole = stream(ready, stop=stop, on_part=on_part, write=taken.append)
        finally:
            sound = Sound(samples=np.concatenate(taken), rate_hz=self._rate_hz)
            self.heard.append(Heard(name=name, sound=sound, whole=whole))
        return whole

    def cut(self) -> None:
        """Nothing is heard any more when `stop` is set."""

    def close(self) -> None:
        """Nothing to let go."""
