"""A libcamera with simulated cameras below the real picamera2: what picamera2 0.3 asks of it, and no more.

`TWIN` says what its cameras do; the real one is a C++ library that only runs where its cameras are. Its memory comes
from `memfd_create` instead of the kernel's DMA heap.
"""

import itertools
import mmap
import os
import sys
import threading
import types
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np


@dataclass
class Twin:
    """What the simulated cameras do, and what was asked of them."""

    cameras: int = 1
    busy: bool = False
    silent_after: int = 10**9
    """A loose cable: after so many frames nothing comes any more."""
    formats: tuple[str, ...] = ("RGB888", "YUV420")
    autofocus: bool = True
    started_with: list[dict[str, Any]] = field(default_factory=list)
    configured: list[list[tuple[str, int, int]]] = field(default_factory=list)
    held: int = 0
    """Requests that picamera2 has and the camera has not."""
    acquired: int = 0


TWIN = Twin()


class StreamRole(Enum):
    StillCapture, Raw, VideoRecording, Viewfinder = range(4)


class ControlType(Enum):
    Integer32, Rectangle, Size = range(3)


class Orientation(Enum):
    Rotate0, Rotate0Mirror, Rotate180, Rotate180Mirror, Rotate90, Rotate90Mirror, Rotate270, Rotate270Mirror = range(8)


@dataclass(frozen=True)
class Size:
    width: int
    height: int


@dataclass(frozen=True)
class Rectangle:
    x: int
    y: int
    width: int
    height: int


class Transform:
    def __init__(self, other: Any = None, hflip: int = 0, vflip: int = 0, transpose: int = 0) -> None:
        own = (hflip, vflip, transpose)
        self.hflip, self.vflip, self.transpose = (other.hflip, other.vflip, other.transpose) if other else own

    def __hash__(self) -> int:
        return hash((self.hflip, self.vflip, self.transpose))

    def __str__(self) -> str:
        return "transform"


class ColorSpace:
    class YcbcrEncoding(Enum):
        Null, Rec709 = range(2)

    class Range(Enum):
        Full, Limited = range(2)

    def __init__(self, other: Any = None, primaries: str = "") -> None:
        self.primaries = other.primaries if other else primaries
        self.transferFunction = self.primaries
        self.ycbcrEncoding, self.range = ColorSpace.YcbcrEncoding.Rec709, ColorSpace.Range.Limited

    def __hash__(self) -> int:
        return hash(self.primaries)

    def __str__(self) -> str:
        return self.primaries

    Smpte170m = classmethod(lambda cls: cls(primaries="smpte170m"))
    Rec709 = classmethod(lambda cls: cls(primaries="rec709"))
    Sycc = classmethod(lambda cls: cls(primaries="sycc"))
    Raw = classmethod(lambda cls: cls(primaries="raw"))


_libcamera = types.SimpleNamespace(ColorSpace=ColorSpace, Transform=Transform)


class PixelFormat(str):
    __slots__ = ()


@dataclass(eq=False)
class Id:
    """Of a control or property."""

    name: str
    type: ControlType = ControlType.Integer32


@dataclass
class Limits:
    min: Any
    max: Any
    default: Any


controls = types.ModuleType("libcamera.controls")
for _name in (
    "FrameDurationLimits", "AeEnable", "AwbEnable", "AfMode", "LensPosition", "NoiseReductionMode", "ExposureTime",
    "AnalogueGain", "ExposureTimeMode", "AnalogueGainMode",
):  # fmt: skip
    setattr(controls, _name, Id(_name))
controls.draft = types.SimpleNamespace(NoiseReductionModeEnum=types.SimpleNamespace(Fast=1, Minimal=3, HighQuality=2))
sys.modules["libcamera.controls"] = controls
properties = types.SimpleNamespace()


class FrameMetadata:
    class Status(Enum):
        Success, Error = range(2)


class FrameBuffer:
    class Plane:
        fd = offset = length = 0

    def __init__(self, planes: list[Any]) -> None:
        self.planes = planes
        self.metadata = types.SimpleNamespace(status=FrameMetadata.Status.Success)


class Request:
    class Status(Enum):
        Pending, Complete, Cancelled = range(3)

    def __init__(self, cookie: int) -> None:
        self.cookie, self.buffers, self.metadata = cookie, {}, {}
        self.status = Request.Status.Pending

    def add_buffer(self, stream: Any, buffer: FrameBuffer) -> None:
        self.buffers[stream] = buffer

    def reuse(self) -> None:
        self.status = Request.Status.Pending

    def set_control(self, id: Id, value: Any) -> None:
        pass


class SensorConfiguration:
    bit_depth, output_size = 0, Size(0, 0)


class Formats:
    """What the sensor can do."""

    pixel_formats = ("SRGGB10_CSI2P",)

    def sizes(self, _format: str) -> list[Size]:
        return [Size(1640, 1232), Size(3280, 2464)]


class StreamConfiguration:
    def __init__(self) -> None:
        self.stream, self.formats = object(), Formats()
        self.size, self.pixel_format = Size(640, 480), PixelFormat("RGB888")
        self.stride = self.frame_size = self.buffer_count = 0
        self.color_space = ColorSpace.Rec709()

    def settle(self) -> bool:
        """Rows begin at multiples of 128 bytes, as in the Pi's image processor: they are longer than the picture."""
        if self.pixel_format not in TWIN.formats:
            return False
        yuv = self.pixel_format == "YUV420"
        self.stride = -(-self.size.width * (1 if yuv else 3) // 128) * 128
        self.frame_size = self.stride * self.size.height * (3 if yuv else 2) // 2
        return True


class CameraConfiguration(list):  # type: ignore[type-arg]
    class Status(Enum):
        Valid, Adjusted, Invalid = range(3)

    orientation, sensor_config = Orientation.Rotate0, None
    at = list.__getitem__

    def validate(self) -> Status:
        settled = [one.settle() for one in self]
        return self.Status.Valid if all(settled) else self.Status.Invalid


class Camera:
    def __init__(self, number: int) -> None:
        self.id, self.number = f"/base/i2c@{number}/imx708", number
        self.properties = {Id("Model"): "imx708", Id("ColorFilterArrangement"): 0}
        self._known = [i for i in vars(controls).values() if isinstance(i, Id)]
        self.controls = {
            id: Limits(0, 1, 0) for id in self._known if TWIN.autofocus or id.name not in ("AfMode", "LensPosition")
        }
        self._queue: list[Request] = []
        self._pictures = 0
        self._stop = threading.Event()
        self._config = CameraConfiguration()

    def acquire(self) -> None:
        if TWIN.busy:
            raise RuntimeError("Failed to acquire camera: Device or resource busy")
        TWIN.acquired += 1

    def release(self) -> None:
        TWIN.acquired -= 1

    def generate_configuration(self, roles: list[StreamRole]) -> CameraConfiguration:
        return CameraConfiguration(StreamConfiguration() for _ in roles)

    def configure(self, config: CameraConfiguration) -> int:
        self._config = config
        TWIN.configured.append([(str(one.pixel_format), one.size.width, one.size.height) for one in config])
        return 0

    def create_request(self, cookie: int) -> Request:
        TWIN.held += 1
        return Request(cookie)

    def queue_request(self, request: Request) -> None:
        TWIN.held -= 1
        self._queue.append(request)

    def start(self, wanted: dict[Id, Any]) -> None:
        given = {id.name: value for id, value in wanted.items()}
        TWIN.started_with.append(given)
        self._stop.clear()
        period_s = given["FrameDurationLimits"][0] / 1e6
        self._thread = threading.Thread(target=self._run, args=(period_s,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        for request in self._queue:
            request.status = Request.Status.Cancelled
        self._queue = []

    def _run(self, period_s: float) -> None:
        while not self._stop.wait(period_s):
            if self._queue and self._pictures < TWIN.silent_after:
                self._pictures += 1
                request = self._queue.pop(0)
                for config in self._config:
                    _paint(request.buffers[config.stream], config)
                request.status = Request.Status.Complete
                TWIN.held += 1
                CameraManager.singleton().tell(request)


def _paint(buffer: FrameBuffer, config: StreamConfiguration) -> None:
    """Blue on the left and red on the right; in the grey picture, columns that count up, and 255 beyond its width."""
    width, height = config.size.width, config.size.height
    with mmap.mmap(buffer.planes[0].fd, config.frame_size) as memory:
        if config.pixel_format == "YUV420":
            plane = np.frombuffer(memory, np.uint8).reshape(-1, config.stride)
            plane[:], plane[:height, :width] = 255, np.arange(width) % 200
        else:
            plane = np.frombuffer(memory, np.uint8).reshape(height, config.stride)
            rows = plane[:, : width * 3].reshape(height, width, 3)
            rows[:, : width // 2], rows[:, width // 2 :] = (255, 0, 0), (0, 0, 255)
            del rows
        del plane


class CameraManager:
    _one: "CameraManager | None" = None

    def __init__(self) -> None:
        self.event_fd = os.eventfd(0, os.EFD_NONBLOCK)
        self.cameras = [Camera(number) for number in range(TWIN.cameras)]
        self._ready: list[Request] = []
        self._lock = threading.Lock()

    @classmethod
    def singleton(cls) -> "CameraManager":
        cls._one = cls._one or cls()
        return cls._one

    def tell(self, request: Request) -> None:
        with self._lock:
            self._ready.append(request)
        os.eventfd_write(self.event_fd, 1)

    def get_ready_requests(self) -> list[Request]:
        with self._lock:
            ready, self._ready = self._ready, []
            if ready:
                os.eventfd_read(self.event_fd)
        return ready


class _Unused(type):
    """A class of such a package: whatever is asked of it is another one."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unused(name, (), {})


class _Nothing(types.ModuleType):
    """A package picamera2 imports for what we do not use (JPEG, DNG, H.264, windows)."""

    __all__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unused(name, (), {})


_UNUSED = (
    "PIL PIL.Image piexif simplejpeg pidng pidng.camdefs pidng.core av prctl videodev2 libarchive tqdm jsonschema "
    "OpenEXR pykms"
)
for _name in _UNUSED.split():
    sys.modules[_name] = _Nothing(_name)
_numbers = itertools.count(1)
sys.modules["videodev2"]._IOW = sys.modules["videodev2"]._IOWR = lambda *_: next(_numbers)  # type: ignore[attr-defined]


class MemoryHeap:
    """In the place of picamera2's DmaHeap."""

    def alloc(self, name: str, length: int) -> Any:
        fd = os.memfd_create(name)
        os.ftruncate(fd, length)
        return types.SimpleNamespace(get=lambda: fd, isValid=lambda: True)

    def close(self) -> None:
        pass


def use_memory() -> None:
    """Makes picamera2 take ordinary memory; call it before a camera is opened."""
    from picamera2.allocators import dmaallocator

    dmaallocator.DmaHeap = MemoryHeap
    dmaallocator.fcntl = types.SimpleNamespace(ioctl=lambda *_: 0)
