"""Home Assistant is told what it may show of one service, and told again when anything of it changes or goes.

It listens to what the service says and hears anyway, so that no core and no shell knows of it.
"""

import json
import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

from kiosk.domain.clock import Now
from kiosk.domain.incidents import Incident
from kiosk.domain.requests import Announcement
from kiosk.domain.venue import Templates, Venue, Zone, Zones
from kiosk.errors import InputError
from kiosk.messages import discovery
from kiosk.messages.at_home import LastSpoken, last_spoken, zone_state
from kiosk.messages.codec import decode, encode
from kiosk.messages.discovery import Entity, Home, key_of
from kiosk.messages.status import Service, Status
from kiosk.messages.topics import (
    ANNOUNCEMENT,
    ANNOUNCER_LAST,
    INCIDENT,
    TEMPLATES,
    VENUE,
    ZONE_STATE,
    ZONES,
    root,
)
from kiosk.ports import Bus, BusConnected, BusLost, LastGoodCopy, MessageArrived, Outgoing
from kiosk.runtime import Core
from kiosk.settings import Settings

_log = logging.getLogger(__name__)

_KEPT = "home-assistant"
_ANNOUNCEMENTS, _INCIDENTS = ANNOUNCEMENT.at(""), INCIDENT.at("")


class HomeAssistant:
    """What the broker keeps for Home Assistant about `service`; nothing while `bus.home_assistant` is off.

    Which topics were filled is kept in `copies`, so that they are emptied when the setting is turned off, or when a
    zone or a sentence is deleted while the service does not run.
    """

    def __init__(
        self,
        settings: Settings,
        service: Service,
        copies: LastGoodCopy,
        send: Callable[[Outgoing], None],
        zones: Sequence[Zone] = (),
    ) -> None:
        self._service, self._copies, self._send = service, copies, send
        self._on, self._root = settings.bus.home_assistant, root(settings.venue.slug)
        self._slug, self._prefix = settings.venue.slug, settings.bus.home_assistant_prefix
        self._venue, self._zones = Venue(), tuple(zones)
        self._templates: Templates | None = None
        self._incidents: dict[str, Incident] = {}
        self._seen = False
        self._last: LastSpoken | None = None
        self._connected = self._again = False
        self._told: dict[str, bytes] = {}
        self._kept = self._kept_topics()
        self._lock = threading.Lock()  # the console's pages publish from many threads
        self._recall_venue()

    def heard(self, event: object) -> None:
        """Something reached the service."""
        with self._lock:
            if isinstance(event, BusLost):
                self._connected = False
            elif isinstance(event, BusConnected):
                self._connected = self._again = True
                self._tell()
            elif isinstance(event, MessageArrived) and self._learn(event.topic, event.payload):
                self._tell()

    def said(self, message: Outgoing) -> None:
        """The service published `message`."""
        with self._lock:
            if self._service == "console" and message.topic == "console/status":
                self._connected = self._again = True
                self._tell()
            elif self._learn(message.topic, message.payload):
                self._tell()

    # -- what it learns -----------------------------------------------------------------------------------------

    def _learn(self, topic: str, payload: bytes) -> bool:
        """Whether the message said something that Home Assistant may want to know; one that cannot be read does not."""
        if not self._on:
            return False
        try:
            return self._read(topic, payload)
        except InputError:  # whoever it was for has said so
            return False

    def _read(self, topic: str, payload: bytes) -> bool:
        if topic == VENUE.pattern and payload:
            self._venue = decode(payload, Venue)
        elif topic == ZONES.pattern and payload and self._service == "watcher":
            self._zones = decode(payload, Zones).zones
        elif topic == TEMPLATES.pattern and payload and self._service == "console":
            self._templates = decode(payload, Templates)
        elif topic == "watcher/status" and self._service == "watcher":
            parts = {part.part: part.state for part in decode(payload, Status).health}
            self._seen = parts.get("camera") == "ok"
        elif topic.startswith(_INCIDENTS) and "/" not in topic.removeprefix(_INCIDENTS):
            return self._incident(topic.removeprefix(_INCIDENTS), payload)
        elif topic.startswith(_ANNOUNCEMENTS) and self._service == "announcer" and payload:
            return self._announcement(topic, payload)
        else:
            return False
        return True

    def _incident(self, id: str, payload: bytes) -> bool:
        if self._service != "watcher":
            return False
        if payload:
            self._incidents[id] = decode(payload, Incident)
        else:
            self._incidents.pop(id, None)
        return True

    def _announcement(self, topic: str, payload: bytes) -> bool:
        if topic.removeprefix(_ANNOUNCEMENTS) in ("request", "cancel", "prepare"):
            return False
        last = last_spoken(decode(payload, Announcement))
        if last is None or self._last is not None and last.at <= self._last.at:
            return False
        self._last = last
        return True

    def _recall_venue(self) -> None:
        """The venue as the service knew it last: its own message may come only after the first of ours."""
        try:
            payload = self._copies.load(VENUE.pattern)
            if payload is not None:
                self._venue = decode(payload, Venue)
        except (OSError, InputError) as error:
            _log.warning("the last good copy of the venue cannot be used: %s", error)

    # -- what it tells ------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        """Publishes what is new (all of it again to a new broker) and empties what is gone."""
        if not self._connected or self._on and self._service == "console" and self._templates is None:
            return  # without the sentences all buttons would seem to be gone
        wanted = self._wanted()
        gone = self._kept - wanted.keys()
        if self._on and self._last is None:
            gone -= {self._root + ANNOUNCER_LAST.pattern}  # an earlier life said it
        if wanted.keys() - self._kept:
            self._keep(self._kept | wanted.keys())  # before: else a pulled plug leaves what nobody would empty
        for topic, payload in wanted.items():
            if self._again or self._told.get(topic) != payload:
                self._publish(topic, payload)
        for topic in sorted(gone):
            self._publish(topic, b"")
        if gone:
            self._keep(self._kept - gone)
        self._told, self._again = wanted, False

    def _wanted(self) -> dict[str, bytes]:
        """Every whole topic that the broker should keep, and its payload."""
        if not self._on:
            return {}
        home = Home(slug=self._slug, prefix=self._prefix, venue=self._venue)
        wanted = {entity.topic: entity.payload() for entity in self._entities(home)}
        if self._service == "watcher":
            for zone in self._zones:
                mine = [one for one in self._incidents.values() if one.zone == zone.id]
                state = zone_state(mine, seen=self._seen)
                wanted[self._root + ZONE_STATE.at(key_of(zone.id))] = encode(state)
        if self._last is not None:
            wanted[self._root + ANNOUNCER_LAST.pattern] = encode(self._last)
        return wanted

    def _entities(self, home: Home) -> tuple[Entity, ...]:
        own = discovery.of_service(home, self._service)
        if self._service == "watcher":
            return own + sum((discovery.of_zone(home, zone) for zone in self._zones), ())
        if self._service == "announcer":
            return own + discovery.of_announcer(home)
        templates = self._templates.templates if self._templates else ()
        return own + sum((discovery.of_template(home, one) for one in templates), ())

    def _publish(self, topic: str, payload: bytes) -> None:
        self._send(Outgoing(topic=topic, payload=payload, retain=True, whole=True))

    # -- what it keeps ------------------------------------------------------------------------------------------

    def _kept_topics(self) -> frozenset[str]:
        try:
            payload = self._copies.load(_KEPT)
            return frozenset(str(topic) for topic in json.loads(payload)) if payload else frozenset()
        except (OSError, ValueError) as error:
            _log.warning("what Home Assistant was told before is not known any more: %s", error)
            return frozenset()

    def _keep(self, topics: frozenset[str]) -> None:
        self._kept = topics
        try:
            self._copies.save(_KEPT, json.dumps(sorted(topics)).encode())
        except OSError as error:
            _log.warning("what Home Assistant is told cannot be kept: %s", error.strerror)


class OverheardBus:
    """A `Bus` whose messages `home` hears."""

    def __init__(self, bus: Bus, home: HomeAssistant) -> None:
        self._bus, self._home = bus, home

    def start(self) -> None:
        """See `kiosk.ports.Bus`."""
        self._bus.start()

    def publish(self, message: Outgoing) -> None:
        """See `kiosk.ports.Bus`."""
        self._bus.publish(message)
        self._home.said(message)

    def acknowledge(self, arrival: MessageArrived) -> None:
        """See `kiosk.ports.Bus`."""
        self._bus.acknowledge(arrival)

    def close(self, *, wait_s: float = 2.0) -> None:
        """See `kiosk.ports.Bus`."""
        self._bus.close(wait_s=wait_s)


class OverheardCore:
    """A `kiosk.runtime.Core` whose events `home` hears, in the same thread."""

    def __init__(self, core: Core, home: HomeAssistant) -> None:
        self._core, self._home = core, home

    def handle(self, event: object, now: Now) -> Sequence[Any]:
        """See `kiosk.runtime.Core`."""
        effects = self._core.handle(event, now)
        self._home.heard(event)
        return effects
