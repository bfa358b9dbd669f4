"""Proof by ear: while something is played a microphone listens, and what it heard is compared with what was sent."""

import time
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from kiosk.adapters.samples import resampled
from kiosk.adapters.sound.comparison import Comparison, compared, verdict
from kiosk.adapters.sound.ear import open_ear
from kiosk.errors import SoundError
from kiosk.messages.status import PartHealth
from kiosk.ports import Ear, Loudspeaker, Sound, StopSign
from kiosk.settings import SoundSettings

PART = "hearing"
"""How the status calls it: beside `sound`, which says whether the card took the samples."""
_PATIENCE_S, _AGAIN_S = 1.0, 300.0  # guests do not wait for a microphone: a dead one costs a second in five minutes
_LINGER_S = 0.4
"""The card, the air and the microphone's own buffer are behind by at most so much; a Bluetooth one too."""


class Hearing:
    """Listens with `ear` to one sound at a time; nothing that it hears is kept."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self._began_s = 0.0

    def begin(self, *, limit_s: float = 10.0) -> None:
        """Listens from now on.

        Raises:
            SoundError: the microphone is missing or gives nothing within `limit_s` seconds.
        """
        self._began_s = 0.0
        self._ear.start(limit_s=limit_s)

    def sound_begins(self) -> None:
        """The first sample was taken by the card: delays count from here."""
        self._began_s = self._ear.heard_s

    def forget(self) -> None:
        """Ends listening without a look at what was heard."""
        self._ear.stop()

    def found(self, sent: Sequence[Sound], stop: StopSign) -> PartHealth:
        """Ends listening and compares with `sent`."""
        stop.wait(_LINGER_S)
        heard = self._ear.stop()
        whole = np.concatenate([resampled(part, heard.rate_hz).samples for part in sent])
        comparison = compared(Sound(samples=whole, rate_hz=heard.rate_hz), heard)
        code = verdict(comparison)
        return PartHealth(
            part=PART, state="ok" if code == "ok" else "degraded", code=code,
            detail=_in_words(comparison, self._began_s),
        )  # fmt: skip


class EachHeard:
    """Checks each announcement where the settings ask for it (`sound.check_each`); `report` takes what is found."""

    def __init__(self, settings: SoundSettings, report: Callable[[PartHealth], None]) -> None:
        self._settings, self._report = settings, report
        self._wanted = settings.check_each and settings.ear != ""
        self._hearing: Hearing | None = None
        self._sent: Sequence[Sound] | None = None
        self._again_at_s = 0.0

    def begin(self, parts: Iterable[Sound], loudspeaker: Loudspeaker) -> None:
        """Listens, if `parts` are known as a whole; a microphone that does not work is told and stops nothing."""
        self._sent = None
        if not self._wanted or not isinstance(parts, Sequence) or time.monotonic() < self._again_at_s:
            return
        try:
            if self._hearing is None:
                self._hearing = Hearing(open_ear(self._settings, loudspeaker))
            self._hearing.begin(limit_s=_PATIENCE_S)
        except SoundError as error:
            self._again_at_s = time.monotonic() + _AGAIN_S
            self._report(no_ear(error))
        else:
            self._sent = parts

    def sound_begins(self) -> None:
        """See `Hearing.sound_begins`."""
        if self._hearing is not None and self._sent is not None:
            self._hearing.sound_begins()

    def end(self, *, whole: bool, stop: StopSign) -> None:
        """Reports what was heard of a sound that was played whole; forgets any other."""
        if self._hearing is None or self._sent is None:
            return
        if whole:
            self._report(self._hearing.found(self._sent, stop))
        else:
            self._hearing.forget()
        self._sent = None


def no_ear(error: SoundError) -> PartHealth:
    """The microphone cannot be used: nothing is known about what is heard."""
    return PartHealth(part=PART, state="degraded", code="no-ear", detail=str(error))


def _in_words(comparison: Comparison, began_s: float) -> str:
    if comparison.silent:
        return "the microphone gives nothing but zeros"
    if not comparison.found:
        return "the microphone hears the room only"
    late_ms = 1000 * (comparison.delay_s - began_s)
    return (
        f"{comparison.above_room_db:.0f} dB above the room, {comparison.level_db:+.0f} dB beside what was sent,"
        f" after {late_ms:.0f} ms"
    )
