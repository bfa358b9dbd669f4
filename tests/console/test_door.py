"""The console's web server stops while somebody is still being sent a file."""

import gc
import socket
import threading
from pathlib import Path

import pytest
from flask import Flask, Response, send_file

from web_console.door import door, serve

MORE_THAN_THE_KERNEL_TAKES_BYTES = 20_000_000


@pytest.fixture
def house(tmp_path: Path) -> Flask:
    """An application with one large file."""
    (tmp_path / "file").write_bytes(bytes(MORE_THAN_THE_KERNEL_TAKES_BYTES))
    app = Flask(__name__)

    @app.get("/")
    def file() -> Response:
        return send_file(tmp_path / "file", mimetype="application/octet-stream")

    return app


def test_a_file_that_is_being_sent_when_the_console_stops_is_closed(house: Flask) -> None:
    stop = threading.Event()
    rest = {"threads": 2, "behind_proxy": False, "alive": lambda: None, "leaving": lambda: None}
    with door("127.0.0.1", 0) as at, socket.socket() as tablet:
        serving = threading.Thread(target=serve, args=(house, at), kwargs={"stop": stop, **rest})
        serving.start()
        tablet.connect(at.getsockname())
        tablet.sendall(b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n")
        assert tablet.recv(15) == b"HTTP/1.1 200 OK"
        stop.set()
        serving.join(60.0)
        assert not serving.is_alive()
    gc.collect()  # a file that was left open is a warning now, and a warning is an error
