"""The demo's broker: amqtt in a thread of this process, on loopback, with accounts. Venues run Mosquitto.

amqtt keeps nothing over a restart, and does not send again what was not acknowledged when a connection broke: good
enough for a laptop, where the announcer's journal holds what matters.
"""

import asyncio
import contextlib
import hmac
import logging
import os
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from amqtt.adapters import StreamReaderAdapter, StreamWriterAdapter
from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig, ListenerConfig, ListenerType
from amqtt.plugins.base import BaseAuthPlugin

from kiosk.errors import BusError

_WAIT_S = 30.0  # a busy Pi takes seconds for it
_GOODBYE_S = 1.0


class AccountsPlugin(BaseAuthPlugin):  # type: ignore[misc]  # amqtt has no types
    """Lets in whoever gives the password of their account; nobody anonymous."""

    @dataclass
    class Config:
        """What amqtt hands to the plugin."""

        accounts: dict[str, str] = field(default_factory=dict)

    async def authenticate(self, *, session: Any) -> bool:
        """Whether the session's user and password are an account's."""
        known = self.config.accounts.get(session.username or "")
        given = session.password or ""
        return known is not None and hmac.compare_digest(known.encode(), given.encode())


class EmbeddedBroker:
    """A context manager: the broker accepts connections inside it, on `port`."""

    def __init__(self, host: str, port: int, accounts: dict[str, str]) -> None:
        """`port` 0 takes a free one; `accounts` are user -> password."""
        self.host, self.port = host, port
        self._accounts = accounts
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="embedded-broker", daemon=True)
        self._broker: Any = None
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()
        self._ready: Future[None] = Future()

    def __enter__(self) -> "EmbeddedBroker":
        """Starts the broker.

        Raises:
            BusError: the port is in use, or the broker did not start.
        """
        self._thread.start()
        self._ready.result(_WAIT_S)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stops the broker; clients see a closed connection."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_WAIT_S)

    def _run(self) -> None:
        for name in ("amqtt", "transitions"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # it logs every packet, and closed sockets as errors
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._start())
        except Exception as error:  # noqa: BLE001 - whatever stops it is told to the thread that waits
            self._ready.set_exception(self._refusal(error))
        else:
            self._ready.set_result(None)
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._stop())
            self._loop.close()

    def _refusal(self, error: Exception) -> BusError:
        return BusError(
            f"The broker cannot listen on {self.host}:{self.port}: {_cause(error)}. "
            "Stop the program that uses the port, or choose another one."
        )

    async def _start(self) -> None:
        plugin = f"{AccountsPlugin.__module__}.{AccountsPlugin.__name__}"
        # An external listener: the sockets are ours, so the port may be 0, and is surely free again at the end.
        listeners = {"default": ListenerConfig(type=ListenerType.EXTERNAL)}
        self._broker = Broker(BrokerConfig(listeners=listeners, plugins={plugin: {"accounts": self._accounts}}))
        await self._broker.start()
        self._server = await asyncio.start_server(self._accept, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            await self._broker.external_connected(StreamReaderAdapter(reader), StreamWriterAdapter(writer), "default")
        finally:
            writer.transport.abort()
            self._connections.discard(writer)

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        with contextlib.suppress(Exception):  # whatever amqtt says on its way out is of no use to anybody
            await asyncio.wait_for(self._broker.shutdown(), _GOODBYE_S)
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for writer in list(self._connections):
            writer.transport.abort()


def _cause(error: BaseException) -> str:
    """amqtt wraps what happened; the operating system's own words are further down."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, OSError) and at.errno:
            return os.strerror(at.errno)
        at = at.__cause__ or at.__context__
    return str(error)
