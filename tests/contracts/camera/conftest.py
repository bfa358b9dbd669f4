"""Real sources of frames, small and made on the fly: a video, a folder, and an HTTP camera that stalls and dies."""

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.ports import Pixels
from kiosk.settings import CameraSettings

WIDTH_PX, HEIGHT_PX = 96, 64


def picture(number: int) -> Pixels:
    """A plain picture whose brightness tells its number (0..20)."""
    return np.full((HEIGHT_PX, WIDTH_PX, 3), 20 + number * 11, np.uint8)


@pytest.fixture
def number_in() -> Callable[[Pixels], int]:
    """Reads the number of a `picture` back, whatever compression did to it."""
    return lambda pixels: round((float(pixels.mean()) - 20) / 11)


@pytest.fixture
def make_video(tmp_path: Path) -> Callable[..., Path]:
    """Writes a video of `frames` numbered pictures; `grain` makes each a few kilobytes long."""

    def make(name: str = "street.mp4", frames: int = 15, fps: float = 5.0, grain: bool = False) -> Path:
        path = tmp_path / name
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (WIDTH_PX, HEIGHT_PX))
        for number in range(frames):
            noise = np.random.default_rng(number).integers(0, 60, (HEIGHT_PX, WIDTH_PX, 3), np.uint8)
            writer.write(cv2.add(picture(number), noise) if grain else picture(number))
        writer.release()
        return path

    return make


@pytest.fixture
def make_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a folder of three numbered pictures, with `times` as its times.csv where given."""

    def make(times: str | None = "file,seconds\n0.png,0.0\n1.png,0.9\n2.png,61.5\n") -> Path:
        folder = tmp_path / "pictures"
        folder.mkdir()
        for number in range(3):
            cv2.imwrite(str(folder / f"{number}.png"), picture(number))
        if times is not None:
            (folder / "times.csv").write_text(times, encoding="utf-8")
        return folder

    return make


class HttpCamera:
    """A network camera on loopback (motion JPEG); it can stall, die, and come back at the same address."""

    def __init__(self) -> None:
        self.connections = 0
        self._flowing = threading.Event()
        self._gone = threading.Event()
        self._server: http.server.ThreadingHTTPServer | None = None
        self._port = 0
        self.come_back()

    @property
    def url(self) -> str:
        """Where the pictures are, with a password that must never be shown."""
        return f"http://owner:secret@127.0.0.1:{self._port}/stream"

    def stall(self) -> None:
        """Keeps the connection and sends nothing more."""
        self._flowing.clear()

    def die(self) -> None:
        """Cuts every connection and refuses new ones."""
        self._gone.set()
        self._flowing.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def come_back(self) -> None:
        """Answers again."""
        self._gone = threading.Event()
        self._flowing.set()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self._port), self._requests())
        self._server.daemon_threads = True
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def _requests(self) -> type[http.server.BaseHTTPRequestHandler]:
        camera, gone = self, self._gone

        class Pictures(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802 - the standard library's name
                camera.connections += 1
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
                self.end_headers()
                number = 0
                while not gone.wait(0.02):
                    if not camera._flowing.wait(0.02):
                        continue
                    jpeg = cv2.imencode(".jpg", picture(number % 20))[1].tobytes()
                    head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                    try:
                        self.wfile.write(head.encode() + jpeg + b"\r\n")
                    except OSError:
                        return
                    number += 1

            def log_message(self, *_: object) -> None:
                """Keeps the test's output clean."""

        return Pictures


@pytest.fixture
def http_camera() -> Iterator[HttpCamera]:
    """A running network camera."""
    camera = HttpCamera()
    yield camera
    camera.die()


@pytest.fixture(params=["video", "folder", "stream", "simulated"])
def any_source(request: pytest.FixtureRequest) -> CameraSettings:
    """Settings for a source of each kind in turn."""
    if request.param == "video":
        return CameraSettings(source=str(request.getfixturevalue("make_video")()))
    if request.param == "folder":
        return CameraSettings(source=str(request.getfixturevalue("make_folder")()))
    if request.param == "stream":
        return CameraSettings(source=request.getfixturevalue("http_camera").url)
    return CameraSettings(source="simulated")
