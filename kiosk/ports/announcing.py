"""What the announcer asks of the world outside: a voice, a loudspeaker, an ear, a panel."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.panel import Blink
from kiosk.domain.words import Language

Samples = NDArray[np.int16]


@dataclass(frozen=True, kw_only=True)
class Sound:
    """Mono PCM, signed 16 bit: `samples` has shape (n,), `rate_hz` samples a second."""

    samples: Samples
    rate_hz: int

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate_hz


class SpeechEngine(Protocol):
    """Turns a text into a sound; never plays it."""

    @property
    def name(self) -> str:
        """The word settings and status use for it."""

    def render(self, text: str, language: Language) -> Sound:
        """The text spoken, checked: a plausible length, not silent.

        Raises:
            SpeechError: after one retry there is still no good sound.
        """

    def close(self) -> None:
        """Lets child processes go."""


class Loudspeaker(Protocol):
    """Plays one stream of samples at a time."""

    def play(self, parts: Iterable[Sound], *, name: str, stop: "StopSign", on_part: Callable[[int], None]) -> bool:
        """Plays `parts` without a gap as one stream named `name`, or until `stop` is set (fades, silent within 200 ms).

        `parts` may be made while they are heard: each is then asked for a little before it is due, and must not wait.

        `on_part(i)` is called when the device is open and the first sample of part `i` was given to it. Returns True
        when every sample was taken and the device drained, False when stopped.

        Raises:
            SoundError: the device is missing or failed in mid-play.
        """

    def cut(self) -> None:
        """Silent at once, from any thread, even if it clicks: for a fire alarm. `stop` was set before."""

    def close(self) -> None:
        """Lets the device go."""


class Ear(Protocol):
    """A microphone or a loop-back that hears what the loudspeaker plays; it keeps nothing."""

    @property
    def heard_s(self) -> float:
        """Seconds heard since `start`."""

    def start(self, *, limit_s: float = 10.0) -> None:
        """Begins to listen; returns when the first samples have come.

        Raises:
            SoundError: it is missing, or gives nothing within `limit_s` seconds.
        """

    def stop(self) -> Sound:
        """Ends listening and hands over what was heard since `start`, at most 20 s; safe to call twice."""


class StopSign(Protocol):
    """What `threading.Event` offers to a player."""

    def is_set(self) -> bool:
        """Whether to stop now."""

    def wait(self, timeout: float | None = None) -> bool:
        """Waits at most `timeout` seconds; True when set."""


class Panel(Protocol):
    """Buttons, lamp, amplifier relay and fire-alarm contact. What moves is told to the `put` it was built with.

    What is not fitted is passed over; what cannot be read or switched raises PanelError.
    """

    def fire_alarm(self) -> bool:
        """Whether the contact says fire at this moment, or its wire is cut; False where none is fitted."""

    def lamp(self, blink: Blink) -> None:
        """Lights the lamp in this way until told otherwise."""

    def amplifier(self, on: bool) -> None:
        """Switches the amplifier's relay."""

    def close(self) -> None:
        """Lamp and amplifier off; lets the pins go."""
