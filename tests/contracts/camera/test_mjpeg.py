"""Motion JPEG over HTTP: passwords, pictures passed over, and answers that are not what they should be."""

import base64
import hashlib
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.adapters.camera.mjpeg import MjpegCapture, open_mjpeg
from kiosk.errors import CameraError

JPEG = cv2.imencode(".jpg", np.full((48, 64, 3), 90, np.uint8))[1].tobytes()
PART = b"--next\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n"
MULTIPART = "multipart/x-mixed-replace; boundary=next"
LIMIT_S = 30.0


def parts(*jpegs: bytes) -> bytes:
    return b"".join(PART % (len(jpeg), jpeg) for jpeg in jpegs)


def basic(user: str, password: str) -> Callable[[str], bool]:
    wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    return lambda header: header == wanted


def digest(user: str, password: str) -> Callable[[str], bool]:
    """As in RFC 2617 with qop=auth, which network cameras use."""

    def right(header: str) -> bool:
        said = dict(re.findall(r'(\w+)="?([^",]*)"?', header))
        if not header.startswith("Digest "):
            return False
        ha1 = hashlib.md5(f"{user}:camera:{password}".encode()).hexdigest()  # noqa: S324 - the protocol's
        ha2 = hashlib.md5(f"GET:{said['uri']}".encode()).hexdigest()  # noqa: S324
        seal = ":".join([ha1, said["nonce"], said["nc"], said["cnonce"], said["qop"], ha2])
        return said["response"] == hashlib.md5(seal.encode()).hexdigest()  # noqa: S324

    return right


Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a camera that answers with these bytes, or asks for a password; its address without `http://`."""
    running: list[http.server.ThreadingHTTPServer] = []

    def start(body: bytes, *, kind: str = MULTIPART, asks: str = "", right: Callable[[str], bool] | None = None) -> str:
        class Camera(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802 - the standard library's name
                denied = right is not None and not right(self.headers.get("Authorization", ""))
                self.send_response(401 if denied else 200)
                self.send_header(*(("WWW-Authenticate", asks) if denied else ("Content-Type", kind)))
                self.end_headers()
                if not denied:
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Keeps the test's output clean."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Camera)
        running.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return f"127.0.0.1:{server.server_address[1]}/video.mjpg?channel=1"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def opened(address: str) -> MjpegCapture:
    camera = open_mjpeg(f"http://{address}", limit_s=LIMIT_S)
    assert camera is not None
    return camera


@pytest.mark.parametrize(
    ("asks", "user", "right"),
    [
        ('Basic realm="camera"', "l%C3%A9a", basic("léa", "a:b@c")),
        ('Digest realm="camera", nonce="6a5f", qop="auth", algorithm=MD5', "lea", digest("lea", "a:b@c")),
    ],
    ids=["basic", "digest"],
)
def test_a_password_in_the_address_is_given_when_it_is_asked_for(
    serve: Serve, asks: str, user: str, right: Callable[[str], bool]
) -> None:
    address = serve(parts(JPEG), asks=asks, right=right)
    camera = opened(f"{user}:a%3Ab%40c@{address}")
    assert camera.read().pixels.shape == (48, 64, 3)
    camera.close()
    with pytest.raises(CameraError, match=r"\(HTTP 401\): check the address and the camera's password") as raised:
        opened(f"mallory:secret@{address}")
    assert "secret" not in str(raised.value) and "channel" not in str(raised.value)


def test_another_way_of_asking_for_a_password_is_left_to_ffmpeg(serve: Serve) -> None:
    address = serve(parts(JPEG), asks='Bearer realm="camera"', right=lambda header: False)
    assert open_mjpeg(f"http://lea:secret@{address}", limit_s=LIMIT_S) is None


def test_pictures_that_are_passed_over_or_damaged_are_not_decoded(serve: Serve) -> None:
    camera = opened(serve(parts(b"\xff\xd8 no picture", JPEG, JPEG)))
    first, second = camera.read(), camera.read()
    assert (first.skipped, second.skipped) == (1, 0)
    with pytest.raises(CameraError, match="stopped giving pictures"):
        camera.read()
    camera.close()


def test_a_picture_cut_by_the_end_of_the_stream_is_not_given(serve: Serve) -> None:
    camera = opened(serve(parts(JPEG, JPEG)[:-40]))
    camera.read()
    with pytest.raises(CameraError, match="stopped giving pictures"):
        camera.read()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\x47" * 1880, "video/mp2t"),  # another format
        (b"--next\r\nContent-Type: image/jpeg\r\n\r\n" + JPEG, MULTIPART),  # a part that does not state its length
        (b"--next\r\nContent-Length: 99999999999\r\n\r\n", MULTIPART),  # nor one that nobody believes
        (b"--next\r\nContent-Length: -5\r\n\r\n", MULTIPART),
        (b"", MULTIPART),
    ],
)
def test_what_states_no_pictures_of_known_length_is_left_to_ffmpeg(serve: Serve, body: bytes, kind: str) -> None:
    assert open_mjpeg(f"http://{serve(body, kind=kind)}", limit_s=LIMIT_S) is None


@settings(max_examples=60)
@given(noise=st.binary(max_size=400), cut=st.integers(0, 700))
def test_whatever_bytes_come_they_are_pictures_or_an_error(noise: bytes, cut: int) -> None:
    camera = MjpegCapture(FakeAnswer((parts(JPEG) + noise + parts(JPEG))[:cut]), 0, "the camera")  # type: ignore[arg-type]
    with pytest.raises(CameraError):
        while True:
            assert camera.read().pixels.shape == (48, 64, 3)


class FakeAnswer:
    """The bytes of an answer, as `http.client` gives them."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, length: int) -> bytes:
        some, self._body = self._body[:length], self._body[length:]
        return some

    def readline(self, most: int) -> bytes:
        end = self._body.find(b"\n", 0, most) + 1 or most
        return self.read(end)
