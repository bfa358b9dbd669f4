"""Installation mode: when the watcher gathers a picture of the empty street, and when it must not; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.clock import Now
from kiosk.domain.watch_core import SightLost

OPEN_S = 15 * 60.0
"""For so long after an owner opened it; then it closes itself."""
GATHER_S = 20.0
"""Passers-by are gone from a place within half of it; longer, and the owner waits longer."""
REST_S = 60.0
"""From a picture to the gathering of the next one, however often somebody asks: this is no film."""


@dataclass(frozen=True, kw_only=True)
class PictureGet:
    """An owner's wish to see the empty street, on `camera/picture/get`; the first one opens the installation mode."""

    id: str
    by: str
    issued_at: datetime
    expires_at: datetime

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None or self.expires_at.tzinfo is None:
            raise ValueError("issued_at and expires_at need a time zone")


@dataclass(frozen=True, kw_only=True)
class StreetGathered:
    """Enough frames were gathered for one picture; `jpeg` is it."""

    jpeg: bytes


@dataclass(frozen=True, kw_only=True)
class GatherFrames:
    """Frames have to be gathered from now on, beginning with none; or forgotten, and no more gathered."""

    on: bool


@dataclass(frozen=True, kw_only=True)
class PublishPicture:
    """The picture has to be told, once."""

    jpeg: bytes


class InstallationMode:
    """Closed until an owner asks; open for 15 minutes; whoever asks meanwhile is answered, at most once a minute."""

    def __init__(self) -> None:
        self._closes_s: float | None = None
        self._rested_s = float("-inf")
        self._asked = self._gathering = False

    def close(self) -> Sequence[object]:
        """Ends it at once; whatever was gathered has to be forgotten."""
        self._closes_s = None
        self._asked = self._gathering = False
        return (GatherFrames(on=False),)

    def handle(self, event: object, now: Now) -> Sequence[object]:
        """What has to be done because `event` happened at `now`; any event will do to notice that time is up."""
        effects: tuple[object, ...] = ()
        if self._closes_s is not None and now.mono_s >= self._closes_s:
            effects = tuple(self.close())
        match event:
            case PictureGet():
                if self._closes_s is None:
                    self._closes_s = now.mono_s + OPEN_S
                self._asked = not self._gathering
            case StreetGathered(jpeg=jpeg) if self._gathering:
                self._gathering = False
                self._rested_s = now.mono_s + REST_S
                effects += (PublishPicture(jpeg=jpeg),)
            case SightLost() if self._gathering:
                effects += (GatherFrames(on=True),)  # the camera may come back turned: from none again
        if self._asked and now.mono_s >= self._rested_s:
            self._asked, self._gathering = False, True
            effects += (GatherFrames(on=True),)
        return effects
