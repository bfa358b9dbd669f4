"""The bus on one side, the pages on the other: one thread takes events in, any thread may look or publish.

Pages read `picture` and wait for the next one with `wait_for_news`; a slow tablet misses pictures in between and never
collects a backlog. Whatever the console publishes goes through `publish`; announcements go through `announce`, the one
door at which two tablets cannot pass at once.
"""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.clock import Tick
from kiosk.domain.picture import PictureGet
from kiosk.domain.requests import FINAL_STATES, Announcement, Request
from kiosk.domain.words import Words
from kiosk.errors import InputError, StoreError
from kiosk.messages.topics import (
    ANNOUNCEMENT,
    ANNOUNCER_STATUS,
    INCIDENT,
    PICTURE,
    PICTURE_GET,
    RECORDINGS_WANTED,
    REHEARSAL,
    REQUEST,
    SPEAKING,
    WATCHER_STATUS,
    Topic,
)  # fmt: skip
from kiosk.ports import Bus, BusConnected, BusLost, MessageArrived, Outgoing
from kiosk.workers import Worker
from web_console import picture as pictures
from web_console.arrivals import understand
from web_console.outbox import Outbox
from web_console.picture import Picture
from web_console.street_picture import asked
from web_console.taps import TapError, cannot_reach, refusal
from web_console.unanswered import Unanswered

_log = logging.getLogger(__name__)

SUBSCRIPTIONS: tuple[Topic, ...] = (
    WATCHER_STATUS, ANNOUNCER_STATUS, INCIDENT, ANNOUNCEMENT, SPEAKING, PICTURE, REHEARSAL,
    RECORDINGS_WANTED,
)  # fmt: skip
_TICK_S = 0.5


def _utc() -> datetime:
    return datetime.now(UTC)


class Live:
    """The console's end of the bus: build it, build a bus with its `put` and `will`, then `start` it with that bus."""

    def __init__(
        self,
        *,
        record: Callable[[Announcement], None],
        utc: Callable[[], datetime] = _utc,
        unanswered: Unanswered | None = None,
    ) -> None:
        """`record` stores each final announcement for the history before the broker is told it is safe.

        `unanswered` keeps taps over a death of this console; without it they die too.
        """
        self._record, self._utc = record, utc
        self._unanswered = unanswered or Unanswered(None)
        self._inbox: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._news = threading.Condition()
        self._picture = Picture()
        self._outbox = Outbox(utc())
        self._closed = False
        self._acts: dict[str, Callable[[bytes], None]] = {}
        self._worker = Worker("live", self._work, self.put)

    # -- the bus's side ---------------------------------------------------------------------------------------------

    @property
    def will(self) -> Outgoing:
        """What the broker says for us when we vanish."""
        return self._outbox.status("lost")

    def put(self, event: object) -> None:
        """Takes a bus event in, from any thread, without waiting."""
        self._inbox.put(event)

    def start(self, bus: Bus) -> None:
        """Starts the thread and the connection."""
        self._worker.start()
        self._outbox.use(bus)

    def close(self) -> None:
        """Says that the console stopped on purpose, and lets the bus go."""
        self._worker.stop_sign.set()
        self.put(Tick())  # wakes the thread
        self._worker.stop()
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._outbox.close()

    # -- the pages' side --------------------------------------------------------------------------------------------

    @property
    def picture(self) -> Picture:
        """The venue as it is known now."""
        return self._picture

    @property
    def connected(self) -> bool:
        """Whether the broker accepted us and is there."""
        return self._picture.broker == "connected"

    def now(self) -> datetime:
        """This instant, UTC."""
        return self._utc()

    @property
    def alive(self) -> bool:
        """Whether the thread that takes events in is running: without it the pages would show an old picture."""
        return self._worker.alive

    @property
    def closed(self) -> bool:
        """Whether the console is stopping: whoever waits for news goes home."""
        return self._closed

    def wait_for_news(self, seen: int, timeout_s: float) -> Picture:
        """The newest picture, as soon as its version is not `seen`, at the latest after `timeout_s`."""
        with self._news:
            self._news.wait_for(lambda: self._closed or self._picture.version != seen, timeout_s)
            return self._picture

    def publish(self, topic: Topic, value: object, *names: str) -> None:
        """Publishes `value` on `topic` (`names` fill its `+`); what the broker keeps is told again to a new broker."""
        self._outbox.publish(topic, value, *names)

    def send(self, topic: Topic, payload: bytes, *names: str) -> None:
        """Publishes bytes as `publish` does values: what is no JSON."""
        self._outbox.send(topic, payload, *names)

    def act_on(self, topic: Topic, act: Callable[[bytes], None]) -> None:
        """`act` answers what arrives on `topic`, in the thread that takes events in; before `start`."""
        self._acts[topic.pattern] = act

    def announce(self, request: Request, *, shown: Words, announced: int | None = None) -> None:
        """Sends `request` once; the same id again does nothing more, so a tap may safely be repeated.

        `shown` is the sentence as the person saw it, `announced` how often the card said it had been announced.

        Raises:
            TapError: a service is away, the car left, or somebody else is announcing it; the words say which.
        """
        with self._news:
            if request.id in self._picture.asked or request.id in self._picture.announcements:
                return
            why_not = refusal(self._picture, request, announced)
            if why_not is not None:
                raise TapError(why_not)
            self._show(pictures.tapped(self._picture, request, shown, self.now()))
        self._unanswered.add(request)
        self.publish(REQUEST, request)
        self._unanswered.save(request)  # after it was sent: the disk must not keep the guests waiting

    def command(self, service: str, topic: Topic, value: object, *names: str) -> None:
        """Publishes a command for `service` (watcher or announcer), if it is there to hear it.

        Raises:
            TapError: it is not; the words name cause and cure.
        """
        away = cannot_reach(self._picture, service)
        if away is not None:
            raise TapError(away)
        self.publish(topic, value, *names)

    def show_street(self, get: PictureGet) -> None:
        """Asks the watcher for a picture of the empty street, which comes as `picture.street`.

        Raises:
            TapError: the watcher is not there; the words name cause and cure.
        """
        self.command("watcher", PICTURE_GET, get)
        with self._news:
            self._show(replace(self._picture, street=asked(self._picture.street, self.now())))

    # -- the thread -------------------------------------------------------------------------------------------------

    def _work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                event = self._inbox.get(timeout=_TICK_S)
            except queue.Empty:
                event = Tick()
            self._take(event)

    def _take(self, event: object) -> None:
        if isinstance(event, MessageArrived):
            self._message(event)
        elif isinstance(event, BusConnected | BusLost):
            with self._news:
                self._show(pictures.connected(self._picture, event, self.now()))
            if isinstance(event, BusConnected):
                self._outbox.tell_again()
                for request in self._unanswered.requests(self.now()):
                    self.publish(REQUEST, request)
        with self._news:
            self._show(pictures.time_passed(self._picture, self.now()))

    def _message(self, arrival: MessageArrived) -> None:
        """Shows what the message changes; it is safe with us once a final announcement is in the history."""
        try:
            if arrival.topic in self._acts:
                self._act(arrival)
                return
            change = understand(arrival)
        except InputError as error:
            self._outbox.messages_refused += 1
            _log.warning("refused a message on %s: %s", arrival.topic, error)
            self._outbox.acknowledge(arrival)
            return
        with self._news:
            self._show(change.make(self._picture))
        if change.announcement is not None:
            self._unanswered.answered(change.announcement.id)
        if change.announcement is None or self._recorded(change.announcement):
            self._outbox.acknowledge(arrival)

    def _act(self, arrival: MessageArrived) -> None:
        """A memory that cannot be read now must not end the thread: whoever asked will ask again."""
        try:
            self._acts[arrival.topic](arrival.payload)
        except StoreError as error:
            _log.error("%s is not answered: %s", arrival.topic, error)
        self._outbox.acknowledge(arrival)

    def _recorded(self, announcement: Announcement) -> bool:
        """Whether the announcement is in the history, or has not come to its end yet."""
        if announcement.state not in FINAL_STATES:
            return True
        try:
            self._record(announcement)
        except StoreError as error:
            _log.error("the history was not written: %s", error)
            with self._news:
                self._show(replace(self._picture, history_full=True))
            return False
        return True

    def _show(self, picture: Picture) -> None:
        """Replaces the picture, with a new version if anything in it changed; the lock is held."""
        if picture != self._picture:
            self._picture = replace(picture, version=self._picture.version + 1)
            self._news.notify_all()
