"""One long-lived piper at the other end of two pipes: a line of JSON goes in, sentences of PCM come out."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import IO, Any

import numpy as np

from kiosk.errors import SpeechError
from kiosk.ports import Sound

_CHILD = Path(__file__).with_name("piper_child.py")
_LEAVE_S = 2.0
_LINES_KEPT = 20

_Answer = tuple[dict[str, Any], bytes]


class PiperSilent(Exception):  # noqa: N818 - what became of one try, not an error for people
    """This process will not speak (any more); `hangs` when it was waited for in vain."""

    def __init__(self, reason: str, *, hangs: bool = False) -> None:
        super().__init__(reason)
        self.hangs = hangs


class PiperProcess:
    """A running piper, for one thread at a time. It ends with our end of its standard input."""

    def __init__(self, idle_s: float | None = None) -> None:
        """It ends by itself when it was asked nothing for `idle_s` seconds."""
        self._process, self._heard = _started(idle_s)
        self._answers: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
        self._said: deque[str] = deque(maxlen=_LINES_KEPT)
        self.resident_mb = 0
        """What it took of the memory when it spoke last."""
        self._threads = [
            threading.Thread(target=self._hear_words, name="piper words", daemon=True),
            threading.Thread(target=self._hear_answers, name="piper answers", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it may be asked."""
        return self._process.poll() is None

    def say(self, request: dict[str, object], *, first_s: float, next_s: float) -> Sound:
        """The sentences of one request as one sound; the first may take `first_s` seconds, each other `next_s`.

        Raises:
            PiperSilent: it died, hangs, or said something else; it must be closed then.
        """
        try:
            _pipe(self._process.stdin).write(json.dumps(request).encode() + b"\n")
            _pipe(self._process.stdin).flush()
        except (OSError, ValueError):  # a broken pipe, or closed on our side
            raise PiperSilent(self._last_words()) from None
        parts: list[bytes] = []
        rate_hz, wait_s = 0, first_s
        while True:
            header, pcm = self._answer(wait_s)
            if "bytes" not in header:
                self.resident_mb = int(header.get("resident_mb", 0))
                samples = np.frombuffer(b"".join(parts), "<i2").astype(np.int16)
                return Sound(samples=samples, rate_hz=rate_hz or 1)
            parts.append(pcm)
            rate_hz, wait_s = int(header["rate_hz"]), next_s

    def close(self) -> None:
        """Ends it: no process, thread or pipe is left; safe to call twice, and while it speaks."""
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # it is waiting for a slow disk, and dies after that
            self._process.wait(_LEAVE_S)
        for thread in self._threads:
            thread.join(_LEAVE_S)
        for pipe in (_pipe(self._process.stdin), _pipe(self._process.stdout), self._heard):
            with contextlib.suppress(OSError):
                pipe.close()

    def _answer(self, wait_s: float) -> _Answer:
        try:
            answer = self._answers.get(timeout=wait_s)
        except queue.Empty:
            raise PiperSilent(f"it gave no sound within {wait_s:g} s", hangs=True) from None
        if answer is None:
            self._answers.put(None)  # for whoever asks next
            raise PiperSilent(self._last_words())
        return answer

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVE_S)
        self._threads[0].join(_LEAVE_S)
        last = self._said[-1] if self._said else "no reason given"
        return f"its process ended with {self._process.returncode}: {last}"

    def _hear_answers(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # closed on our side
            while line := self._heard.readline():
                header = json.loads(line)
                pcm = self._heard.read(header.get("bytes", 0))
                if len(pcm) == header.get("bytes", 0):
                    self._answers.put((header, pcm))
        self._answers.put(None)

    def _hear_words(self) -> None:
        """Whatever it prints; the last lines of a program that died say why."""
        with contextlib.suppress(OSError, ValueError):
            for line in _pipe(self._process.stdout):
                if line.strip():
                    self._said.append(line.decode(errors="replace").strip())


def _started(idle_s: float | None) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """The child and our end of the pipe for its answers: a pipe of their own, which nothing that prints can spoil."""
    ours, its = os.pipe()
    command = [sys.executable, "-P", str(_CHILD), str(its), *([] if idle_s is None else [str(idle_s)])]
    pipe = subprocess.PIPE
    try:
        child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, pass_fds=[its])
    except OSError as error:
        os.close(ours)
        raise SpeechError(f"The voice cannot be started ({error.strerror}): restart the box.") from error
    finally:
        os.close(its)
    return child, os.fdopen(ours, "rb")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    """All three were asked for."""
    assert pipe is not None  # noqa: S101 - for the type checker
    return pipe
