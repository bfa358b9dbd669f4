"""The demo's services: the real commands as child processes, started again when they stop."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

COMMANDS = {"watcher": "watch", "announcer": "announce", "console": "console"}
_LAST_WORDS_CHARS = 300
_STARTS_MOST = 5
"""A service that stops this often will not come back by itself: the demo says so and ends."""


@dataclass(kw_only=True)
class Service:
    """One child process and where its words go."""

    name: str
    settings_file: Path
    log_file: Path
    process: subprocess.Popen[bytes] | None = None
    starts: int = field(default=0)
    environment: dict[str, str] = field(default_factory=dict)
    """Added to our own."""

    def start(self) -> None:
        """Starts `kiosk <command>` with its own settings; what it prints goes to its log."""
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kiosk", "--settings", str(self.settings_file), COMMANDS[self.name]],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
            )
        self.starts += 1

    def stop(self, *, wait_s: float = 5.0) -> None:
        """Asks the process to end, then makes it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(wait_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(wait_s)

    def kill(self) -> None:
        """Ends the process as a power cut would: SIGKILL."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def last_words(self) -> str:
        """The end of its log, for the person in front of the screen."""
        lines = self.log_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1][-_LAST_WORDS_CHARS:] if lines else "it said nothing"


def keep_running(services: list[Service], stop: threading.Event, tell: Callable[[str], None]) -> bool:
    """Starts again what ended, until `stop` is set; False when one service keeps ending."""
    while not stop.wait(0.5):
        for service in services:
            if service.process is None or service.process.poll() is None:
                continue
            tell(f"The {service.name} stopped (exit {service.process.returncode}): {service.last_words()}")
            if service.starts >= _STARTS_MOST:
                return False
            service.start()
    return True
