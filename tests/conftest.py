"""For every test: a real Mosquitto with the access rules we ship, and settings that reach it."""

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import hypothesis
import pytest

from kiosk.bench.mosquitto import Mosquitto, free_port
from kiosk.settings import BusSettings, Settings, SoundSettings, SpeechSettings

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("kiosk", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("kiosk")

TESTER = "tester"
OTHERS = ("till", "music", "home")
"""Whose rows of the access list are commented out until a house has them."""
_READY_S = 60.0  # a busy machine is slow, not wrong


class RealMosquitto(Mosquitto):
    """The real broker on a free loopback port, with firmware_config's settings and access list.

    `accounts` are user -> password: the three services, a till, a music system, Home Assistant, and
    `tester`, who may write and read everything.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, {TESTER: "topic readwrite #\n"}, optional=OTHERS)


class NetworkCamera:
    """A real video server on loopback, in a process of its own, that gives a file: `rtsp`, `mjpeg` or `mpegts`."""

    def __init__(self, kind: str) -> None:
        self.kind, self._port = kind, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the pictures are; the same after it has come back."""
        return (
            f"rtsp://127.0.0.1:{self._port}/street" if self.kind == "rtsp" else f"http://127.0.0.1:{self._port}/street"
        )

    def serve(self, video: Path) -> None:
        """Starts it; every client sees the video from its beginning, at its own pace."""
        servers = Path(__file__).parent / "servers"
        arguments = [str(video), str(self._port)]
        if self.kind == "rtsp":
            command = ["/usr/bin/python3", str(servers / "rtsp.py"), *arguments]
        elif self.kind == "mpegts":
            command = [sys.executable, str(servers / "http_ts.py"), *arguments]
        else:
            form = ["-c:v", "mjpeg", "-f", "mpjpeg", "-content_type", "multipart/x-mixed-replace;boundary=ffmpeg"]
            command = ["ffmpeg", "-v", "error", "-re", "-i", str(video), *form, "-listen", "1", self.url]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        if self.kind == "rtsp":
            assert self._process.stdout and self._process.stdout.readline() == b"ready\n"
        else:
            _wait_for_listener(self._port)

    def stall(self) -> None:
        """Stops it in the middle: connections stay, nothing comes."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def die(self) -> None:
        """Pulls its plug."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate(timeout=_READY_S)


def _wait_for_listener(port: int) -> None:
    """Looks into the kernel's table: a connection would be taken for the one client that such a server has."""
    row = f"0100007F:{port:04X} 00000000:0000 0A"
    until = time.monotonic() + _READY_S
    while row not in Path("/proc/net/tcp").read_text(encoding="ascii"):
        assert time.monotonic() < until, f"nothing listens on port {port}"
        time.sleep(0.02)


@pytest.fixture
def network_camera() -> Iterator[Callable[[str], NetworkCamera]]:
    """Makes network cameras: `network_camera("rtsp")`, then `serve(video)`."""
    made: list[NetworkCamera] = []

    def make(kind: str) -> NetworkCamera:
        made.append(NetworkCamera(kind))
        return made[-1]

    yield make
    for camera in made:
        camera.die()


@pytest.fixture
def mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealMosquitto]:
    """A running Mosquitto with our access rules; `stop`, `kill`, `start` and `restart` are the test's to use."""
    broker = RealMosquitto(tmp_path_factory.mktemp("mosquitto"))
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def settings_for(mosquitto: RealMosquitto, tmp_path: Path) -> Callable[[str], Settings]:
    """`settings_for("announcer")`: settings of that service (or of `tester`) at the running Mosquitto.

    Its state folder is the test's own; speech and sound are the simulated ones.
    """

    def build(service: str) -> Settings:
        bus = BusSettings(
            host=mosquitto.host, port=mosquitto.port, user=service, password_file=str(mosquitto.password_file(service))
        )
        state = tmp_path / f"state-{service}"
        state.mkdir(exist_ok=True)
        return Settings(
            state_folder=state, bus=bus, speech=SpeechSettings(kind="simulated"), sound=SoundSettings(kind="simulated")
        )

    return build


@pytest.fixture
def no_room() -> Callable[[], AbstractContextManager[None]]:
    """While it holds, no file of this process can grow: what a full card does to a write."""

    @contextmanager
    def full() -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return full
