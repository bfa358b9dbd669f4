"""Runs the announcer: takes requests over MQTT, speaks them one at a time, and publishes where each stands.

It runs until it gets SIGTERM or Ctrl-C; what sounds then is cut off, what is queued is spoken after the next start.
Needs the broker ([bus]), a voice ([speech]) and a sound card ([sound]); `kiosk doctor` checks each of them.
"""

import argparse
import threading

from kiosk.announcer import run_announcer
from kiosk.runtime import stopping_on_signals
from kiosk.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting."""


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Announces until it is told to stop."""
    stop = threading.Event()
    with stopping_on_signals(stop):
        run_announcer(settings, stop)
    return 0
