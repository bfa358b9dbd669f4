"""MQTT 3.1.1 through paho: its callbacks only put events into the inbox, and every wait has a limit."""

import logging
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTMessageInfo, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.reasoncodes import ReasonCode

from kiosk.adapters.bus.password import read_password
from kiosk.adapters.bus.unsent import MOST, Unsent
from kiosk.errors import BusError
from kiosk.ports import BusConnected, BusEvent, BusLost, MessageArrived, Outgoing
from kiosk.settings import BusSettings

_log = logging.getLogger(__name__)

KEEPALIVE_S = 15
"""A dead peer is noticed after 1.5 times this, and the broker then speaks our last will."""
_RETRY_FIRST_S, _RETRY_MOST_S = 1, 30
_STOP_LEAST_S = 0.5
_REFUSALS = frozenset({132, 133, 134, 135, 138})
"""CONNACK reasons that trying again does not cure: version, client id, password, authorisation, banned."""


class MqttBus:
    """A `Bus` over TCP, with or without TLS."""

    def __init__(
        self,
        settings: BusSettings,
        *,
        root: str,
        client_id: str,
        user: str,
        keep_session: bool,
        filters: Sequence[tuple[str, int]],
        will: Outgoing | None,
        put: Callable[[BusEvent], None],
    ) -> None:
        self._settings, self._root, self._user, self._put = settings, root, user, put
        self._filters = list(filters)
        self._client_id = client_id
        self._unsent = Unsent()
        self._state = threading.Condition()  # guards the next four; never held across a call into paho
        self._online = False
        self._closing = False
        self._connection = 0
        self._told: BusEvent | None = None
        self._last_sent: MQTTMessageInfo | None = None
        self._client = self._build(client_id, keep_session, will)

    def start(self) -> None:
        """Connects in the background and keeps trying, after 1 s, 2 s, 4 s ... 30 s."""
        self._client.connect_async(self._settings.host, self._settings.port, keepalive=KEEPALIVE_S)
        self._client.loop_start()

    def publish(self, message: Outgoing) -> None:
        """Sends now, or when the connection is back: at most 1000 wait, of a retained topic only the newest."""
        with self._state:
            if not self._online:
                self._unsent.add(message)
                return
        self._send(message)

    def acknowledge(self, arrival: MessageArrived) -> None:
        """Acknowledges QoS 1; after a reconnection the broker sends the message again, and that one is acknowledged."""
        if arrival.token is None:
            return
        connection, mid = arrival.token
        if connection == self._connection:
            self._client.ack(mid, 1)

    def close(self, *, wait_s: float = 2.0) -> None:
        """Sends what is waiting, for at most `wait_s` seconds, and disconnects cleanly (no last will)."""
        until = time.monotonic() + wait_s
        with self._state:
            if self._closing:
                return
            refused = isinstance(self._told, BusLost) and self._told.refused  # it will not let us in meanwhile
            self._state.wait_for(lambda: self._online or not self._unsent or refused, wait_s)
            self._closing = True
        if self._last_sent is not None:
            try:
                self._last_sent.wait_for_publish(max(0.0, until - time.monotonic()))
            except (RuntimeError, ValueError):
                _log.warning("the last message was not sent before the connection closed")
        self._client.disconnect()
        # paho's own join has no time limit
        stopper = threading.Thread(target=self._client.loop_stop, name="bus-stop", daemon=True)
        stopper.start()
        stopper.join(max(_STOP_LEAST_S, until - time.monotonic()))

    # -- paho -------------------------------------------------------------------------------------------------------

    def _build(self, client_id: str, keep_session: bool, will: Outgoing | None) -> Client:
        client = Client(
            CallbackAPIVersion.VERSION2, client_id=client_id, clean_session=not keep_session, protocol=MQTTv311,
            manual_ack=True)  # fmt: skip
        if self._settings.user or self._settings.password_file:
            client.username_pw_set(self._user, read_password(self._settings.password_file, self._user))
        if self._settings.tls_ca_file:
            try:
                client.tls_set(ca_certs=self._settings.tls_ca_file)
            except OSError as error:
                raise BusError(
                    f"The broker's certificate authority {self._settings.tls_ca_file} cannot be used: {error}. "
                    "Correct bus.tls_ca_file."
                ) from error
        if will is not None:
            client.will_set(self._root + will.topic, will.payload, will.qos, will.retain)
        client.reconnect_delay_set(_RETRY_FIRST_S, _RETRY_MOST_S)
        client.max_queued_messages_set(MOST)
        client.on_connect, client.on_connect_fail = self._on_connect, self._on_connect_fail
        client.on_disconnect, client.on_subscribe = self._on_disconnect, self._on_subscribe
        client.on_message = self._on_message
        client.on_socket_open = _send_at_once
        return client

    def _on_connect(self, _c: Client, _u: Any, _f: ConnectFlags, reason: ReasonCode, _p: Any) -> None:
        if reason.is_failure:
            refused = reason.value in _REFUSALS
            why = f"{self._broker} refuses user '{self._user}' ({reason})"
            cure = ": check bus.user and bus.password_file, and the broker's own list of passwords" if refused else ""
            self._tell(BusLost(reason=why + cure, refused=refused))
            return
        with self._state:
            self._connection += 1
        # Whoever reads nothing subscribes to a topic nobody writes, for the answer: see _on_subscribe.
        self._client.subscribe(self._filters or [(self._client_id, 0)])
        self._tell(BusConnected())

    def _on_subscribe(self, _c: Client, _u: Any, _mid: int, reasons: list[ReasonCode], _p: Any) -> None:
        """What waited is sent only now: by this time paho has sent again what the last connection left unanswered.

        Sent earlier, an older retained message would overtake a newer one and stay at the broker.
        """
        denied = [name for (name, _), reason in zip(self._filters, reasons, strict=False) if reason.is_failure]
        if denied:
            what = ", ".join(denied)
            self._tell(BusLost(reason=f"{self._broker} does not let user '{self._user}' read {what}", refused=True))
            return
        self._send_what_waits()

    def _on_connect_fail(self, _c: Client, _u: Any) -> None:
        error = sys.exc_info()[1]  # paho calls this while it handles the error, and passes no reason
        words = getattr(error, "strerror", None) or str(error)
        self._tell(
            BusLost(reason=f"{self._broker} cannot be reached ({words}): check that it runs, bus.host and bus.port")
        )

    def _on_disconnect(self, _c: Client, _u: Any, _f: DisconnectFlags, _r: ReasonCode, _p: Any) -> None:
        with self._state:
            self._online = False
            refused = isinstance(self._told, BusLost)
        if not refused:
            self._tell(BusLost(reason=f"{self._broker} closed the connection"))

    def _on_message(self, client: Client, _u: Any, message: MQTTMessage) -> None:
        token = (self._connection, message.mid) if message.qos else None
        try:
            topic = message.topic.removeprefix(self._root)
        except UnicodeDecodeError:
            _log.warning("a message whose topic is not UTF-8 is ignored")
            client.ack(message.mid, message.qos)
            return
        self._put(MessageArrived(topic=topic, payload=bytes(message.payload), retained=message.retain, token=token))

    # -- ours -------------------------------------------------------------------------------------------------------

    @property
    def _broker(self) -> str:
        return f"The broker at {self._settings.host}:{self._settings.port}"

    def _tell(self, event: BusEvent) -> None:
        """Puts `event`, unless it was the last one told (a broker that is away is told once, not at each try)."""
        with self._state:
            if self._closing or event == self._told:
                return
            self._told = event
        self._put(event)

    def _send_what_waits(self) -> None:
        while True:
            with self._state:
                message = self._unsent.take()
                if message is None:
                    self._online = True
                    self._state.notify_all()
                    return
            self._send(message)

    def _send(self, message: Outgoing) -> None:
        topic = message.topic if message.whole else self._root + message.topic
        sent = self._client.publish(topic, message.payload, message.qos, message.retain)
        if sent.rc == MQTTErrorCode.MQTT_ERR_QUEUE_SIZE:
            _log.warning("the broker acknowledges nothing: %s is dropped", message.topic)
        elif message.qos:
            self._last_sent = sent


def _send_at_once(_c: Client, _u: Any, connection: Any) -> None:
    """Without this, a state that follows another waits for the broker's TCP acknowledgement: 40 ms on Linux."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
