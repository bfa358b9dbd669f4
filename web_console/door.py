"""The console's port, and the web server behind it."""

import errno
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from waitress import create_server, wasyncore

from kiosk.errors import KioskError
from web_console.protection import MAX_BODY_BYTES

_LOOK_UP_S = 0.5
_IDLE_S = 60
_CONNECTIONS = 200


class PortError(KioskError):
    """The console cannot listen where it should."""

    exit_code = 4


@contextmanager
def door(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to `host` and `port` (0: any free one).

    Raises:
        PortError: the port is in use or may not be used, or the address is not of this machine.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
            bound.listen(64)
        except (OSError, OverflowError) as error:
            raise PortError(_in_words(host, port, error)) from error
        yield bound


def serve(
    app: Flask,
    at: socket.socket,
    *,
    threads: int,
    behind_proxy: bool,
    stop: threading.Event,
    alive: Callable[[], None],
    leaving: Callable[[], None],
) -> None:
    """Answers requests until `stop` is set; calls `alive` about twice a second, and `leaving` so that streams end."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every request that waits a moment
    channels: dict[int, object] = {}
    server = create_server(
        app,
        map=channels,
        sockets=[at],
        threads=threads,
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE_S,
        # Flask refuses a large body in words; this only keeps it from filling the disk.
        max_request_body_size=4 * MAX_BODY_BYTES,
        clear_untrusted_proxy_headers=not behind_proxy,
        ident=None,
    )
    try:
        while not stop.is_set():
            wasyncore.loop(timeout=_LOOK_UP_S, use_poll=True, map=channels, count=1)
            alive()
    finally:
        leaving()
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=2)
        for channel in list(server.active_channels.values()):
            channel.handle_close()  # with the file it is still sending, which close_all would leave open
        wasyncore.close_all(channels)


def address(at: socket.socket) -> str:
    """What a person types to come here from another machine, as HOST:PORT."""
    host, port = at.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - this is a comparison
        host = _own_address()
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _own_address() -> str:
    """This machine's address on its network; connecting a UDP socket only asks the routing table."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _in_words(host: str, port: int, error: OSError | OverflowError) -> str:
    if isinstance(error, OverflowError):
        return f"{port} is not a port: set console.port to a number between 1 and 65535."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use, perhaps by another console: stop it, or set console.port to another number."
    if error.errno == errno.EACCES:
        return f"Port {port} needs root: set console.port to a number above 1023."
    return f"The console cannot listen on {host}, port {port}: {error.strerror}; check console.host."
