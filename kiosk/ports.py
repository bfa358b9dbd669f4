"""What the services ask of the world outside, and nothing more."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.announcements import Entry
from kiosk.domain.board import BoardRead
from kiosk.domain.panel import Blink
from kiosk.domain.traces import Trace
from kiosk.domain.words import Language

Pixels = NDArray[np.uint8]
Samples = NDArray[np.int16]


# -- watching ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One picture and its own time: `pixels` is height x width x 3, BGR, uint8; `t_s` is seconds of the source."""

    t_s: float
    pixels: Pixels
    gate: Pixels | None = None
    """The same picture small and grey (height x width, uint8) where the source has it for nothing; else None."""
    skipped: int = 0
    """How many frames of the source were passed over since the one given before."""


class Camera(Protocol):
    """A source of frames: a file, a folder, a device, a stream, a simulated street."""

    @property
    def live(self) -> bool:
        """Whether only the newest frame matters (a device or stream), not every one (a file)."""

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        """The next frame at or after `not_before_s`, waiting for it; None when a file has ended.

        Frames before that time are passed over without making pictures of them. A camera that gives only its newest
        frame gives that one, whatever its time.

        Raises:
            CameraError: the source cannot be read (any more); a live one may be opened again.
        """

    def close(self) -> None:
        """Lets the source go; safe to call twice."""


@dataclass(frozen=True, kw_only=True)
class Detection:
    """Something the detector saw: `box` is x0, y0, x1, y1 in 0..1 of the whole picture, `score` in 0..1."""

    box: tuple[float, float, float, float]
    score: float
    label: str
    """car, vehicle or person."""


class Detector(Protocol):
    """Finds vehicles in a picture."""

    @property
    def name(self) -> str:
        """The word settings and status use for it: ssd, motion, simulated."""

    @property
    def whole(self) -> bool:
        """Whether it wants every picture whole and in order, instead of square crops around the zones."""

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """What is in the frame.

        Raises:
            DetectionError: the model cannot be run.
        """


class Board(Protocol):
    """The computer itself."""

    def read(self) -> BoardRead:
        """What it tells of its heat and power at this moment."""


# -- announcing -------------------------------------------------------------------------------------------------


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


# -- the bus ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A message to publish; `topic` is below the venue's root, an empty payload with `retain` clears it."""

    topic: str
    payload: bytes
    qos: int = 1
    retain: bool = False
    whole: bool = False
    """`topic` is the whole name, not below the venue's root: for other programs' own topics."""


@dataclass(frozen=True, kw_only=True)
class BusConnected:
    """The broker accepted us and our subscriptions were sent."""


@dataclass(frozen=True, kw_only=True)
class BusLost:
    """The connection is gone or was never there; it is being tried again."""

    reason: str
    refused: bool = False
    """The broker answered and said no: trying again will not help before someone changes the password."""


@dataclass(frozen=True, kw_only=True)
class MessageArrived:
    """A message; `topic` is below the venue's root. It is acknowledged to the broker by `Bus.acknowledge` only."""

    topic: str
    payload: bytes
    retained: bool
    token: Any = None


BusEvent = BusConnected | BusLost | MessageArrived


class Bus(Protocol):
    """A connection to the broker. Events go to the `put` it was built with; nothing here blocks or raises offline."""

    def start(self) -> None:
        """Connects in the background and keeps trying."""

    def publish(self, message: Outgoing) -> None:
        """Hands the message over; sent now, or when the connection is back."""

    def acknowledge(self, arrival: MessageArrived) -> None:
        """Tells the broker that the message is safe with us."""

    def close(self, *, wait_s: float = 2.0) -> None:
        """Sends what is waiting, for at most `wait_s` seconds, and disconnects cleanly (no last will)."""


# -- the disk ---------------------------------------------------------------------------------------------------


class Journal(Protocol):
    """Every request and where it stands, safe from a pulled plug. One announcer uses it at a time."""

    @property
    def set_aside(self) -> Path | None:
        """Where a damaged journal was moved when a new one had to be started; None while all is well."""

    def read(self) -> Sequence[Entry]:
        """What is known, in the order of arrival.

        Raises:
            JournalError: it cannot be read now.
        """

    def write(self, entries: Iterable[Entry]) -> None:
        """Commits all `entries`, or none; ended ones are forgotten after KEPT newer ones.

        Raises:
            JournalError: they are not safe: the card is full, cannot be written, or another announcer has it.
        """

    def close(self) -> None:
        """Lets the file go."""


class TraceStore(Protocol):
    """The numbers of each stop, for as long as the owner wants them."""

    def keep(self, traces: Iterable[Trace]) -> None:
        """Writes each, whole or not at all; one that is there already is replaced.

        Raises:
            TraceError: the card is full or cannot be written.
        """

    def read(self, since: datetime | None = None) -> Iterator[Trace]:
        """Those that began at `since` or later (all without it), in the order in which they began.

        Raises:
            TraceError: they cannot be read.
        """

    def forget(self, before: datetime | None) -> None:
        """Deletes those that began before then (all when None), and the oldest of more than the store may hold.

        Raises:
            TraceError: they cannot be deleted.
        """


class RecordingStore(Protocol):
    """What people of the house recorded, by name; see `kiosk.messages.recording`. May be used from any thread."""

    def keep(self, sound: str, content: bytes) -> None:
        """Keeps a recording, whole or not at all; what is no recording, or not the one called `sound`, is refused.

        Raises:
            InputError: it is not what its name says.
            RecordingError: the card is full or cannot be written.
        """

    def read(self, sound: str) -> Sound | None:
        """The recording called `sound`; None when it is not there or not whole."""

    def kept(self) -> frozenset[str]:
        """The names of those that are there."""

    def forget_all_but(self, sounds: Collection[str]) -> None:
        """Deletes every other one.

        Raises:
            RecordingError: they cannot be deleted.
        """


class LastGoodCopy(Protocol):
    """Configuration that came over the bus, kept for a start without the console."""

    def save(self, name: str, payload: bytes) -> None:
        """Replaces the copy called `name`, whole or not at all."""

    def load(self, name: str) -> bytes | None:
        """The copy called `name`; None when there never was one."""

    @property
    def folder(self) -> Path:
        """Where the copies are."""
