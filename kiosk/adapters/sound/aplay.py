"""A loudspeaker on an ALSA card: one `aplay` a stream, raw samples on its standard input."""

import contextlib
import fcntl
import logging
import os
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterable
from typing import IO

from kiosk.adapters.sound.child import start_child
from kiosk.adapters.sound.stream import checked_name, prepared, stream
from kiosk.errors import SoundError
from kiosk.ports import Samples, Sound, StopSign

_log = logging.getLogger(__name__)

_AHEAD_S = 0.12  # the longest that this thread may be kept waiting without a gap being heard
_STUCK_S = 10.0  # a busy Pi takes seconds to start aplay and to open a card, a Bluetooth one as long again
_FULL_S = 0.005  # between two looks at the stop sign while the card takes nothing
_LOOK_S = 0.002  # between two looks at the pipe while the card opens: what a listener may be late
_END_S = 2.0
_FADED_S = 0.3  # what was given ahead, the fade, and a busy machine; then the card is silenced the hard way
_PIPE_BYTES = 8192  # with the default of 64 KiB a card that is slow to open would be 1.5 s behind
# Microseconds; by default aplay waits for a full 0.5 s, and takes samples in pieces of a quarter of its buffer.
_BUFFER = ("--buffer-time=200000", "--period-time=20000", "--start-delay=50000")

_CURES = (
    (r"card index|No such (device|file)|Unknown PCM", "is not there: `aplay -L` lists the cards; set sound.card"),
    (r"busy", "is in use by another program: stop it, or set sound.card to one that mixes, such as `default`"),
    (r"Permission denied", "may not be used by this user: add it to the group `audio`"),
    (r"non available|hw params|Invalid argument", "does not take these samples: write `plughw:` instead of `hw:`"),
)


class AplayLoudspeaker:
    """Plays on `card` (an ALSA name) at `rate_hz` samples a second; gives up when it takes none for `stuck_s`."""

    def __init__(self, *, card: str, rate_hz: int, gain_db: float = 0.0, stuck_s: float = _STUCK_S) -> None:
        self._card, self._rate_hz, self._gain_db, self._stuck_s = card, rate_hz, gain_db, stuck_s
        self._process: subprocess.Popen[bytes] | None = None

    def play(self, parts: Iterable[Sound], *, name: str, stop: StopSign, on_part: Callable[[int], None]) -> bool:
        """See `kiosk.ports.Loudspeaker`."""
        checked_name(name)
        ready = prepared(parts, rate_hz=self._rate_hz, gain_db=self._gain_db)
        said = os.memfd_create("aplay-said")  # not a pipe: nobody reads it while aplay runs
        try:
            process = self._process = self._start(said)
            try:
                whole = self._feed(process, ready, stop, on_part) and self._drained(process, stop)
            except BrokenPipeError:
                if stop.is_set():
                    return False  # it was cut
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(self._stuck_s)
                raise self._failure(_text(said)) from None
            finally:
                self._process = None
                _end(process)
            if whole and process.returncode != 0:
                raise self._failure(_text(said))
            if remark := _text(said):
                _log.warning("aplay on %s: %s", self._card, remark)
            return whole
        finally:
            os.close(said)

    def cut(self) -> None:
        """See `kiosk.ports.Loudspeaker`: the kernel drops what the card still holds when its user is killed."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """Nothing to let go: no aplay outlives its stream."""

    def _start(self, said: int) -> subprocess.Popen[bytes]:
        command = ["aplay", "-q", "-D", self._card, "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(self._rate_hz)]
        process = start_child([*command, *_BUFFER], stdin=subprocess.PIPE, stdout=said, stderr=said)
        fcntl.fcntl(_input_of(process).fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        os.set_blocking(_input_of(process).fileno(), False)
        return process

    def _feed(
        self, process: subprocess.Popen[bytes], parts: Iterable[Sound], stop: StopSign, on_part: Callable[[int], None]
    ) -> bool:
        def write(samples: Samples) -> None:
            left = memoryview(samples.astype("<i2").tobytes())
            pipe, fades = _input_of(process).fileno(), stop.is_set()
            give_up = time.monotonic() + (_FADED_S if fades else self._stuck_s)
            while left and (fades or not stop.is_set()):
                try:
                    left = left[os.write(pipe, left) :]
                except BlockingIOError:
                    select.select([], [pipe], [], _FULL_S)
                    if time.monotonic() > give_up and fades:
                        return
                    if time.monotonic() > give_up:
                        raise self._stuck() from None

        sounds = False

        def begun() -> None:
            nonlocal sounds
            self._until_taken(process, stop)
            sounds = not stop.is_set()

        whole = stream(parts, stop=stop, on_part=on_part, write=write, begun=begun, ahead_s=_AHEAD_S)
        if sounds and not whole:
            _let_fade(process)
        return whole

    def _until_taken(self, process: subprocess.Popen[bytes], stop: StopSign) -> None:
        """Waits until the pipe is empty: it takes samples before aplay runs, aplay only when the card is open."""
        give_up = time.monotonic() + self._stuck_s
        while _held_bytes(process) and not stop.wait(_LOOK_S):
            if process.poll() is not None:
                raise BrokenPipeError
            if time.monotonic() > give_up:
                raise self._stuck()

    def _drained(self, process: subprocess.Popen[bytes], stop: StopSign) -> bool:
        _input_of(process).close()
        give_up = time.monotonic() + self._stuck_s
        while process.poll() is None:
            if stop.wait(0.01):
                return False
            if time.monotonic() > give_up:
                raise self._stuck()
        return True

    def _stuck(self) -> SoundError:
        return SoundError(f"The sound card {self._card} has stopped taking samples: unplug it and plug it in again.")

    def _failure(self, said: str) -> SoundError:
        for sign, cure in _CURES:
            if re.search(sign, said, re.IGNORECASE):
                return SoundError(f"The sound card {self._card} {cure}.")
        last = said.splitlines()[-1] if said else "it gave no reason"
        return SoundError(f"The sound card {self._card} failed ({last}): check that it is plugged in.")


def _input_of(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdin is not None  # noqa: S101 - Popen was given PIPE
    return process.stdin


def _held_bytes(process: subprocess.Popen[bytes]) -> int:
    """What the pipe holds that aplay has not read yet: ioctl_pipe, pipe(7)."""
    return int.from_bytes(fcntl.ioctl(_input_of(process), termios.FIONREAD, bytes(4)), sys.byteorder)


def _let_fade(process: subprocess.Popen[bytes]) -> None:
    """Lets the card play the little it was given ahead, to the end of the fade."""
    with contextlib.suppress(BrokenPipeError):
        _input_of(process).close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_FADED_S)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Silent at once: the kernel drops what the card still holds when its user is killed."""
    if process.poll() is None:
        process.kill()  # before the pipe is closed: at its end aplay would play on what it has begun to take
        with contextlib.suppress(subprocess.TimeoutExpired):  # it is waiting for a slow disk, and dies after that
            process.wait(_END_S)
    with contextlib.suppress(BrokenPipeError):
        _input_of(process).close()


def _text(said: int) -> str:
    return os.pread(said, 10_000, 0).decode(errors="replace").strip()
