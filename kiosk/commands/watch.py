"""Runs the watcher: looks at the camera, notices vehicles that stop in a zone, and publishes incidents over MQTT.

It runs until it gets SIGTERM or Ctrl-C. The source is [camera] in the settings: a video file, a folder of pictures,
/dev/videoN, an rtsp:// or http:// address, or the simulated street. No picture ever leaves this process: what goes
out is the zone, the kind and colour in words, an outline and seconds.
"""

import argparse
import threading

from kiosk.runtime import stopping_on_signals
from kiosk.settings import Settings
from kiosk.watcher import run_watcher


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting."""


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Watches until it is told to stop."""
    stop = threading.Event()
    with stopping_on_signals(stop):
        run_watcher(settings, stop)
    return 0
