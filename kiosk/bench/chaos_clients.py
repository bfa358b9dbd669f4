"""Who asks while everything dies: tills that publish over MQTT, and a waiter who taps on the console."""

import http.client
import random
import threading
import urllib.error
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from paho.mqtt.client import Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from ulid import ULID

from kiosk.bench.chaos_ear import MOST, text_of
from kiosk.bench.chaos_verdict import Sent
from kiosk.demo_visit import Visit
from kiosk.domain.requests import Cancel, Priority, Request
from kiosk.domain.words import Words
from kiosk.errors import KioskError
from kiosk.messages.codec import encode
from kiosk.messages.topics import CANCEL, REQUEST, root

_LIFE = timedelta(minutes=20)
"""Longer than the bench may take to come back: what expires is told as expired, and shows nothing."""
_PRIORITIES: tuple[Priority, ...] = ("routine", "service", "urgent")  # an emergency lets others begin anew, by contract


class Book:
    """Every request that was sent, and which of them were acknowledged; safe for all clients at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: dict[str, Sent] = {}

    def new(self) -> Sent:
        """The next request, on its way.

        Raises:
            KioskError: there are no numbers left that the ear could tell apart.
        """
        with self._lock:
            if len(self._sent) == MOST:
                raise KioskError(f"The ear tells {MOST} announcements apart: ask for fewer kills.")
            one = Sent(id=str(ULID()), number=len(self._sent), acknowledged=False)
            self._sent[one.id] = one
            return one

    def acknowledge(self, one: Sent) -> None:
        """Somebody said that they have it."""
        with self._lock:
            self._sent[one.id] = replace(one, acknowledged=True)

    def sent(self) -> list[Sent]:
        """All of them, in order."""
        with self._lock:
            return list(self._sent.values())


@dataclass(frozen=True, kw_only=True)
class Pace:
    """When to ask: `may_ask` waits until there is room in the queue, and is False once nobody shall ask any more."""

    may_ask: Callable[[], bool]
    stop: threading.Event


class Till:
    """A cash register's script: QoS 1, reconnects, and sends again what its broker has not acknowledged."""

    def __init__(self, user: str, password: str, *, host: str, port: int, venue: str, book: Book, seed: int) -> None:
        self._book, self._root, self._user = book, root(venue), user
        self._chance = random.Random(seed)  # noqa: S311 - not a secret
        self._waiting: dict[int, Sent] = {}
        self._lock = threading.Lock()
        self._client = Client(CallbackAPIVersion.VERSION2, client_id=user, clean_session=False, protocol=MQTTv311)
        self._client.username_pw_set(user, password)
        self._client.reconnect_delay_set(1, 1)
        self._client.on_publish = self._acknowledged
        self._client.connect_async(host, port, keepalive=15)
        self._client.loop_start()

    def work(self, pace: Pace) -> None:
        """Asks until `pace` says stop; now and then it changes its mind."""
        while pace.may_ask():
            asked = self.ask()
            if self._chance.random() < 0.05:
                self._send(CANCEL.pattern, encode(_cancel(asked, self._user)))
            pace.stop.wait(self._chance.uniform(0.0, 0.6))

    def acknowledged_all(self) -> bool:
        """Whether nothing of it waits for the broker."""
        with self._lock:
            return not self._waiting

    def close(self) -> None:
        """Leaves."""
        self._client.disconnect()
        self._client.loop_stop()

    def ask(self) -> str:
        """Sends one request; returns its id."""
        one, now = self._book.new(), datetime.now(UTC)
        request = Request(
            id=one.id, issued_at=now, expires_at=now + _LIFE, by=self._user, text=Words(fr=text_of(one.number)),
            chime=False, priority=self._chance.choice(_PRIORITIES),
        )  # fmt: skip
        with self._lock:  # the answer may come before `publish` has returned
            self._waiting[self._send(REQUEST.pattern, encode(request))] = one
        return one.id

    def _send(self, topic: str, payload: bytes) -> int:
        return self._client.publish(self._root + topic, payload, qos=1).mid

    def _acknowledged(self, _c: Client, _u: Any, mid: int, _r: Any, _p: Any) -> None:
        with self._lock:
            one = self._waiting.pop(mid, None)
        if one is not None:
            self._book.acknowledge(one)


class Waiter:
    """Taps on the console; a tap that was not taken is tapped again, as on a tablet: with the same id."""

    def __init__(self, visit: Visit, book: Book, seed: int) -> None:
        self._visit, self._book = visit, book
        self._chance = random.Random(seed)  # noqa: S311 - not a secret

    def work(self, pace: Pace) -> None:
        """Asks until `pace` says stop."""
        while pace.may_ask():
            one = self._book.new()
            tap = {"id": one.id, "text": {"fr": text_of(one.number), "en": ""}}
            while not self._taken(tap) and not pace.stop.wait(0.2):
                continue
            if pace.stop.is_set():
                return
            self._book.acknowledge(one)
            pace.stop.wait(self._chance.uniform(0.0, 0.6))

    def _taken(self, tap: dict[str, Any]) -> bool:
        try:
            return bool(self._visit.tap(tap))
        except (KioskError, urllib.error.URLError, http.client.HTTPException, OSError):
            return False  # the console is dead, or says that a service is away


def _cancel(announcement: str, by: str) -> Cancel:
    now = datetime.now(UTC)
    return Cancel(
        id=str(ULID()), announcement=announcement, by=by, issued_at=now, expires_at=now + timedelta(minutes=1)
    )
