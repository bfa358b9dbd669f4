"""What a sound card would be given: an ALSA file device that writes into a pipe, read with a clock in the hand.

ALSA's file device writes only what is beyond the player's buffer (200 ms with our player, 500 ms with `aplay` alone):
what it is given would be seen late. Every player of the bench therefore gets a small buffer, from an `aplay` that
stands before the real one in PATH and becomes it.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kiosk.errors import KioskError

RATE_HZ = 22050
"""Of every stream in the bench: our setting, espeak-ng's own and piper's medium voices' own."""
CARD = "ear"
_AUDIBLE = 33
"""-60 dBFS: softer than the quietest room lets through."""
_AT_ONCE = 65536
_BUFFER = "--buffer-time=20000 --period-time=5000"
"""Microseconds; of options given twice `aplay` takes the last."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """When (monotonic seconds) the device's file got its first byte, and when its first audible sample is heard.

    The device keeps no time: a sample counts as heard when a card that started at the first byte would play it.
    """

    first_s: float
    audible_s: float


class Ear:
    """`environment` gives a child process this device, as `ear` and as its default card."""

    def __init__(self, folder: Path) -> None:
        pipe, config = folder / "ear", folder / "asound.conf"
        os.mkfifo(pipe)
        config.write_text(
            f'pcm.null {{ type null }}\npcm.{CARD} {{ type file slave.pcm "null" file "{pipe}" format "raw" }}\n'
            f'pcm.!default {{ type plug slave.pcm "{CARD}" }}\n',
            encoding="utf-8",
        )
        self.environment = {"ALSA_CONFIG_PATH": str(config), "PATH": f"{small_buffer(folder)}:{os.environ['PATH']}"}
        self._pipe = os.open(pipe, os.O_RDWR)  # also for writing: it never ends while no player has it open
        self._news = threading.Condition()
        self._first_s: float | None = None
        self._silent, self._audible_s = 0, 0.0
        self._closing = False
        self._thread = threading.Thread(target=self._read, name="ear", daemon=True)
        self._thread.start()

    def forget(self) -> None:
        """What is heard from now on is new."""
        with self._news:
            self._first_s, self._silent, self._audible_s = None, 0, 0.0

    def wait(self, limit_s: float) -> Heard | None:
        """What was heard since `forget`, once there is an audible sample; None after `limit_s` seconds."""
        with self._news:
            if not self._news.wait_for(lambda: self._audible_s > 0.0, limit_s) or self._first_s is None:
                return None
            return Heard(first_s=self._first_s, audible_s=self._audible_s)

    def close(self) -> None:
        """Stops listening."""
        self._closing = True
        os.write(self._pipe, bytes(2))  # wakes the thread
        self._thread.join()
        os.close(self._pipe)

    def _read(self) -> None:
        while not self._closing:
            content = os.read(self._pipe, _AT_ONCE)
            now_s = time.monotonic()
            with self._news:
                self._hear(content, now_s)
                self._news.notify_all()

    def _hear(self, content: bytes, now_s: float) -> None:
        if self._first_s is None:
            self._first_s = now_s
        if self._audible_s:
            return
        loud = np.flatnonzero(
            np.abs(np.frombuffer(content[: len(content) // 2 * 2], "<i2").astype(np.int32)) > _AUDIBLE
        )
        if len(loud):
            self._audible_s = self._first_s + (self._silent + int(loud[0])) / RATE_HZ
        self._silent += len(content) // 2


def small_buffer(folder: Path) -> Path:
    """A folder to put first into PATH: its `aplay` has a small buffer.

    Raises:
        KioskError: there is no aplay.
    """
    real = shutil.which("aplay")
    if real is None:
        raise KioskError("The program aplay is missing: apt install alsa-utils.")
    ours = folder / "bin" / "aplay"
    ours.parent.mkdir()
    ours.write_text(f'#!/bin/sh\nexec {real} "$@" {_BUFFER}\n', encoding="utf-8")
    ours.chmod(0o755)
    return ours.parent


@contextmanager
def listening(folder: Path) -> Iterator[Ear]:
    """An ear with its files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    ear = Ear(folder)
    try:
        yield ear
    finally:
        ear.close()
