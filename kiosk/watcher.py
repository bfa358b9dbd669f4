"""The watcher: the camera is looked at, stopped vehicles become incidents, and incidents go out over MQTT."""

import logging
import threading
from contextlib import ExitStack
from pathlib import Path

from kiosk.adapters.board import open_board
from kiosk.adapters.bus import open_bus
from kiosk.adapters.camera import is_recording, open_camera
from kiosk.adapters.copies import FileCopies
from kiosk.adapters.detection import MotionDetector, open_detector
from kiosk.adapters.traces import open_traces
from kiosk.board_watch import BoardWatch
from kiosk.domain.venue import Zones
from kiosk.domain.zones import check_zones, read_zones
from kiosk.errors import DetectionError, InputError
from kiosk.eye import Eye
from kiosk.home_assistant import HomeAssistant, OverheardBus, OverheardCore
from kiosk.messages.codec import decode
from kiosk.messages.status import PartHealth
from kiosk.messages.topics import WATCHER_STATUS, ZONES
from kiosk.models import model_file
from kiosk.ports import Detector, LastGoodCopy
from kiosk.runtime import Inbox, notify_systemd, run
from kiosk.service_status import ServiceStatus, last_will
from kiosk.settings import Settings
from kiosk.sight import Sight
from kiosk.watcher_memory import WatcherMemory
from kiosk.watcher_shell import WatcherShell
from kiosk.watcher_traces import WatcherTraces
from kiosk.watcher_wire import READ
from kiosk.workers import Worker

_log = logging.getLogger(__name__)


def run_watcher(settings: Settings, stop: threading.Event) -> None:
    """Watches until `stop` is set.

    Raises:
        CameraError: the file or folder to watch cannot be read.
        InputError: the zones file cannot be used.
        BusError: the password or certificate file cannot be used.
    """
    if is_recording(settings.camera):
        open_camera(settings.camera).close()  # a mistyped path is said at once, not tried again for ever
    with ExitStack() as stack:
        inbox = Inbox()
        copies = FileCopies(settings.state_folder / "watcher")
        zones = _first_zones(copies, settings.watching.zones_file)
        detector, detector_health = _detector(settings)
        eye = Eye(zones, detector, inbox.put)
        bus = open_bus(settings, client="watcher", subscriptions=READ, will=last_will(WATCHER_STATUS), put=inbox.put)
        stack.callback(bus.close)
        home = HomeAssistant(settings, "watcher", copies, bus.publish, zones.zones)
        bus = OverheardBus(bus, home)
        status = ServiceStatus(WATCHER_STATUS, bus.publish)
        status.report(detector_health)
        traces = WatcherTraces(open_traces(settings), settings.watching.trace_days, inbox.put)
        memory = WatcherMemory(copies, inbox.put)
        shell = WatcherShell(zones, eye, bus, status, memory, traces, at_start=settings.watching.at_start)
        stack.push(lambda kind, *_: shell.stop(clean=kind is None))
        shell.start()
        bus.start()
        sight = Sight(
            open_camera=lambda: open_camera(settings.camera, frames_per_s=settings.watching.frames_per_s),
            look=eye.look,
            put=inbox.put,
            settings=settings.camera,
            frames_per_s=settings.watching.frames_per_s,
        )
        stack.callback(Worker("camera", sight.watch, inbox.put).start().stop)
        board = BoardWatch(open_board(settings.board), put=inbox.put, spare=sight.spare)
        stack.callback(Worker("board", board.watch, inbox.put).start().stop)
        notify_systemd("READY=1")
        run(OverheardCore(shell, home), inbox, shell.perform, stop=stop)
        notify_systemd("STOPPING=1")


def _first_zones(copies: LastGoodCopy, zones_file: str) -> Zones:
    """The zones the console sent last, else those of the zones file, else none."""
    try:
        payload = copies.load(ZONES.pattern)
        if payload is not None:
            return check_zones(decode(payload, Zones))
    except (OSError, InputError) as error:
        _log.warning("the last good copy of the zones cannot be used: %s", error)
    if not zones_file:
        return Zones(zones=())
    try:
        return read_zones(Path(zones_file).expanduser().read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"The zones file {zones_file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"The zones file {zones_file} is not a text in UTF-8: save it again.") from error


def _detector(settings: Settings) -> tuple[Detector, PartHealth]:
    """The detector the settings ask for; without the SSD's model, plain movement, and it is said."""
    try:
        detector = open_detector(settings.detection, model_file(settings))
    except DetectionError as error:
        _log.warning("only movement is watched: %s", error)
        return MotionDetector(), PartHealth(part="detector", state="degraded", code="model-missing", detail=str(error))
    return detector, PartHealth(part="detector", state="ok", detail=detector.name)
