"""Between the watcher's core and its parts: messages and frames become events, effects become messages."""

import logging
from collections.abc import Sequence
from typing import Literal

from kiosk.domain.clock import Now, Tick
from kiosk.domain.detections import FrameLooked, KeepInSight
from kiosk.domain.picture import GatherFrames, InstallationMode, PictureGet, PublishPicture, StreetGathered
from kiosk.domain.rehearsal import RehearsalGet
from kiosk.domain.venue import Zones
from kiosk.domain.watch_core import (
    AnnouncementHeard,
    Decided,
    ForgetIncident,
    PublishIncident,
    SightLost,
    TimezoneChanged,
    WatchCore,
    ZonesChanged,
)
from kiosk.domain.zone_rules import AtStart
from kiosk.errors import InputError, KioskError
from kiosk.eye import Eye
from kiosk.messages.codec import encode
from kiosk.messages.status import Measured, PartHealth
from kiosk.messages.topics import INCIDENT, PICTURE, REHEARSAL, Topic
from kiosk.ports import Bus, BusConnected, BusLost, MessageArrived, Outgoing
from kiosk.runtime import clock, notify_systemd
from kiosk.service_status import ServiceStatus
from kiosk.sight import CameraEnded, CameraLost, CameraSeen
from kiosk.watcher_memory import WatcherMemory
from kiosk.watcher_traces import RehearsalReady, TracesTried, WatcherTraces
from kiosk.watcher_wire import (
    DecisionArrived,
    DecisionTooLate,
    Heard,
    IncidentKept,
    VenueArrived,
    WatcherWire,
    ZonesArrived,
)
from kiosk.workers import WorkerFailed

_log = logging.getLogger(__name__)

_COUNTS_EVERY_S = 30.0


class WatcherShell:
    """A `kiosk.runtime.Core` around the pure one, and the one place where its effects are performed."""

    def __init__(
        self,
        zones: Zones,
        eye: Eye,
        bus: Bus,
        status: ServiceStatus,
        memory: WatcherMemory,
        traces: WatcherTraces,
        *,
        at_start: AtStart = "dwell",
    ) -> None:
        self._core = WatchCore(zones, at_start=at_start, timezone=memory.timezone())
        self._eye, self._bus, self._status, self._memory = eye, bus, status, memory
        self._wire, self._installation, self._traces = WatcherWire(), InstallationMode(), traces
        self._report_zones(zones)
        self._published: dict[str, bytes] = {}
        """What the broker should keep: the payload of each incident of this life, by its id."""
        self._counts_due_s = 0.0

    def start(self) -> None:
        """Goes on with what stood there when the last life of this watcher ended."""
        continuity = self._memory.continuity()
        for effect in self._core.resume(continuity, clock()) if continuity else ():
            self.perform(effect)

    def stop(self, *, clean: bool) -> None:
        """Says that nothing is known of the vehicles any more, then that this was a clean stop or a failure."""
        self._traces.end()
        for effect in self._core.handle(SightLost(reason="stopped"), clock()):
            self.perform(effect)
        self._memory.keep(self._core, clock(), at_once=True)
        self._memory.stop()
        self._traces.stop(clock())
        self._status.end("stopped" if clean else "lost")

    def handle(self, event: object, now: Now) -> Sequence[object]:
        """See `kiosk.runtime.Core`."""
        match event:
            case MessageArrived():
                return self._message(event, now)
            case BusConnected() | BusLost():
                self._broker(event)
                # Nobody is there to see a picture, and the broker must not get one later.
                return self._installation.close() if isinstance(event, BusLost) else ()
            case StreetGathered():
                return self._installation.handle(event, now)
            case CameraSeen() | CameraLost() | CameraEnded():
                return self._camera(event, now)
            case TracesTried():
                state: Literal["ok", "degraded"] = "ok" if event.code == "ok" else "degraded"
                self._status.report(PartHealth(part="traces", state=state, code=event.code, detail=event.detail))
                return ()
            case RehearsalReady():
                self._tell(REHEARSAL, encode(event.rehearsal))
                return ()
            case WorkerFailed():
                raise KioskError(f"The {event.worker} part stopped ({event.error}): start the watcher again.")
            case FrameLooked():
                self._looked(event)
            case PartHealth():
                self._status.report(event)
            case Measured():
                self._status.measure(event)
            case Tick() if now.mono_s >= self._counts_due_s:
                self._counts_due_s = now.mono_s + _COUNTS_EVERY_S
                self._status.tell_counts()
        effects = [*self._core.handle(event, now), *self._installation.handle(event, now)]
        self._traces.see(self._core, event, now)
        self._memory.keep(self._core, now)
        return effects

    def perform(self, effect: object) -> None:
        """Does what the core decided."""
        match effect:
            case PublishIncident():
                self._published[effect.incident.id] = encode(effect.incident)
                self._keep(effect.incident.id)
                self._traces.tell(effect.incident)
            case ForgetIncident():
                self._published.pop(effect.incident_id, None)
                self._keep(effect.incident_id)
            case KeepInSight():
                self._eye.keep_in_sight(effect)
            case GatherFrames():
                self._eye.gather(effect.on)
            case PublishPicture():
                self._tell(PICTURE, effect.jpeg)

    def _tell(self, topic: Topic, payload: bytes) -> None:
        """Says it once; the broker does not keep it."""
        self._bus.publish(Outgoing(topic=topic.pattern, payload=payload, qos=topic.qos))

    def _keep(self, incident: str) -> None:
        """Makes the broker keep what is published of the incident; an empty payload clears it."""
        payload = self._published.get(incident, b"")
        self._bus.publish(Outgoing(topic=INCIDENT.at(incident), payload=payload, qos=1, retain=True))

    # -- parts --------------------------------------------------------------------------------------------------

    def _broker(self, event: BusConnected | BusLost) -> None:
        if isinstance(event, BusLost):
            code = "broker-refused" if event.refused else "broker-away"
            _log.warning("%s", event.reason)
            notify_systemd(f"STATUS={event.reason}")
            self._status.report(PartHealth(part="broker", state="failed", code=code, detail=event.reason))
            return
        notify_systemd("STATUS=The broker is reached.")
        self._status.report(PartHealth(part="broker", state="ok"))
        self._status.tell()  # the broker may have published our last will meanwhile
        for incident in self._published:
            self._keep(incident)  # the broker may have lost its memory

    def _camera(self, event: CameraSeen | CameraLost | CameraEnded, now: Now) -> Sequence[object]:
        if isinstance(event, CameraSeen):
            self._status.report(PartHealth(part="camera", state="ok"))
            return ()
        code = "camera-away" if isinstance(event, CameraLost) else "camera-ended"
        _log.warning("no pictures: %s", event.reason or "the recording is over")
        self._status.report(PartHealth(part="camera", state="failed", code=code, detail=event.reason))
        lost = SightLost(reason=code)
        return [*self._core.handle(lost, now), *self._installation.handle(lost, now)]

    def _looked(self, looked: FrameLooked) -> None:
        self._status.count("frames")
        self._status.count("detector_runs", looked.runs)
        if looked.condition == "ok":
            self._status.report(PartHealth(part="camera", state="ok"))
        elif looked.condition != "unsure":  # what it is will be told in the next seconds
            self._status.report(PartHealth(part="camera", state="degraded", code=f"camera-{looked.condition}"))

    # -- messages -----------------------------------------------------------------------------------------------

    def _message(self, arrival: MessageArrived, now: Now) -> Sequence[object]:
        """Whatever is wrong with a message is logged and counted; it never stops the service."""
        try:
            return self._said(arrival, now)
        except InputError as error:
            _log.warning("a message on %s is refused: %s", arrival.topic, error)
            self._status.count("messages_refused")
            self._status.tell_counts()
            return ()
        finally:
            self._bus.acknowledge(arrival)

    def _said(self, arrival: MessageArrived, now: Now) -> Sequence[object]:
        match self._wire.meaning(arrival, now.utc):
            case ZonesArrived(zones=zones):
                self._memory.copy(arrival.topic, arrival.payload)
                self._eye.use(zones)
                self._report_zones(zones)
                changed = ZonesChanged(zones=zones)
                effects = self._core.handle(changed, now)
                self._traces.see(self._core, changed, now)
                return effects
            case VenueArrived(timezone=timezone):
                self._memory.copy(arrival.topic, arrival.payload)
                return self._core.handle(TimezoneChanged(timezone=timezone), now)
            case DecisionArrived(incident=incident, decision=decision):
                return self._core.handle(Decided(incident_id=incident, decision=decision), now)
            case Heard(incident=incident):
                return self._core.handle(AnnouncementHeard(incident_id=incident), now)
            case PictureGet() as asked:
                _log.info("%s asked for a picture of the empty street", asked.by)
                return self._installation.handle(asked, now)
            case RehearsalGet() as get:
                self._traces.rehearse(get, now)
            case DecisionTooLate(incident=incident) if incident in self._published:
                self._keep(incident)
            case IncidentKept(incident=incident) if incident not in self._published:
                self._keep(incident)  # an earlier life of this watcher left it
        return ()

    def _report_zones(self, zones: Zones) -> None:
        health = PartHealth(part="zones", state="ok")
        if not zones.zones:
            health = PartHealth(part="zones", state="degraded", code="no-zones")
        self._status.report(health)
