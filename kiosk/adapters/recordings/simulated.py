"""Recordings in memory, gone with the process: tests."""

from collections.abc import Collection

from kiosk.adapters.recordings.named import checked
from kiosk.ports import Sound


class SimulatedRecordings:
    """A dictionary by name."""

    def __init__(self) -> None:
        self._sounds: dict[str, Sound] = {}

    def keep(self, sound: str, content: bytes) -> None:
        """See `kiosk.ports.RecordingStore`."""
        self._sounds[sound] = checked(sound, content)

    def read(self, sound: str) -> Sound | None:
        """See `kiosk.ports.RecordingStore`."""
        return self._sounds.get(sound)

    def kept(self) -> frozenset[str]:
        """See `kiosk.ports.RecordingStore`."""
        return frozenset(self._sounds)

    def forget_all_but(self, sounds: Collection[str]) -> None:
        """See `kiosk.ports.RecordingStore`."""
        for one in self.kept() - frozenset(sounds):
            del self._sounds[one]
