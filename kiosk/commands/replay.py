"""Runs the watcher over a video or a folder of pictures and prints what it would have said; nothing is announced.

A folder's pictures take their times from its times.csv (file,seconds) where there is one. With --traces nothing is
looked at: the stops that the watcher remembers are decided again with another dwell ("with 90 s?").
"""

import argparse
import json
import math
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from kiosk.adapters.camera import is_recording, open_camera
from kiosk.adapters.detection import open_detector
from kiosk.adapters.traces import FileTraces
from kiosk.commands.replay_traces import add_trace_arguments, numbered_traces, replay_traces
from kiosk.domain.tracing import Tracer
from kiosk.domain.venue import Zones
from kiosk.domain.watch_core import WatchCore
from kiosk.domain.zones import check_zones, read_zones
from kiosk.errors import InputError
from kiosk.eye import Eye
from kiosk.models import model_file
from kiosk.replay import Replay, Told, numbered_ids
from kiosk.settings import Settings
from kiosk.show import open_show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kiosk replay`."""
    parser.add_argument("source", nargs="?", help="a video file or a folder of pictures")
    parser.add_argument("--zones", type=Path, metavar="FILE", help="the zones, as JSON (with --traces: to judge by)")
    parser.add_argument("--dwell-s", "--dwell", type=_positive, metavar="S", help="replaces the dwell of every zone")
    parser.add_argument("--source-fps", type=_positive, metavar="N", help="replaces the source's own times")
    parser.add_argument("--detector", choices=("ssd", "motion"), help="what finds vehicles (default: the settings)")
    parser.add_argument("--show", type=Path, metavar="OUT.mp4", help="writes a video with zones, outlines and states")
    parser.add_argument("--traces-out", type=Path, metavar="FOLDER", help="writes the trace of each stop")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_trace_arguments(parser.add_argument_group("with traces instead of a source"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Replays; 0 when the whole source was read."""
    if given.traces is not None:
        zones = None if given.zones is None else _zones(given.zones, given.dwell_s)
        return replay_traces(given, settings, zones)
    if given.source is None or given.zones is None:
        raise InputError("Name a recording and its --zones FILE, or --traces for the stops the watcher remembers.")
    return _replay(given, settings)


def _replay(given: argparse.Namespace, settings: Settings) -> int:
    zones = _zones(given.zones, given.dwell_s)
    camera_settings = replace(settings.camera, source=given.source)
    if not is_recording(camera_settings):
        raise InputError(f"'{given.source}' is not a recording: `kiosk watch` watches live sources.")
    detection = replace(settings.detection, kind=given.detector or settings.detection.kind)
    tracer = Tracer(new_id=numbered_traces()) if given.traces_out else None
    with ExitStack() as stack:
        detector = open_detector(detection, model_file(settings))
        camera = open_camera(camera_settings, source_fps=given.source_fps)
        stack.callback(camera.close)
        show = stack.enter_context(open_show(given.show, zones)) if given.show else None
        replay = Replay(
            camera=camera,
            eye=Eye(zones, detector),
            core=WatchCore(zones, new_id=numbered_ids(), at_start=settings.watching.at_start),
            frames_per_s=settings.watching.frames_per_s,
            show=show,
            tracer=tracer,
        )
        for told in replay.events():
            print(json.dumps(told.row()) if given.json else _sentence(told), flush=True)
    if tracer is not None:
        tracer.end()
        FileTraces(given.traces_out).keep(tracer.take())
    print(json.dumps(replay.summary.row()) if given.json else _closing(replay))
    return 0


def _zones(path: Path, dwell_s: float | None) -> Zones:
    try:
        zones = read_zones(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"The zones file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"The zones file {path} is not text in UTF-8: save it as such.") from error
    if dwell_s is None:
        return zones
    return check_zones(replace(zones, zones=tuple(replace(zone, dwell_s=dwell_s) for zone in zones.zones)))


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value


def _sentence(told: Told) -> str:
    one = told.incident
    what = f"{one.colour} {one.kind}" if one.colour else one.kind
    return f"{told.t_s:9.2f} s  {told.event:10} {what} in {one.zone}, stopped {one.stopped_s:.1f} s  ({one.id[-4:]})"


def _closing(replay: Replay) -> str:
    s = replay.summary
    return (
        f"{s.video_s:.1f} s of video in {s.wall_s:.1f} s: {s.frames_read} frames read, {s.frames_analysed} analysed, "
        f"{s.detector_runs} detector runs, {s.cpu_s:.1f} s of processor time, {s.peak_rss_mb:.0f} MB at most."
    )
