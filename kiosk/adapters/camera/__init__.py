"""Sources of frames: files, folders, the Pi's own camera, V4L2 devices, RTSP and HTTP streams, the simulated street."""

from pathlib import Path

from kiosk.adapters.camera.capture import DeviceCapture, StreamCapture
from kiosk.adapters.camera.mjpeg import MjpegCapture, open_mjpeg
from kiosk.adapters.camera.newest import NewestFrame
from kiosk.adapters.camera.picamera import SCHEME, PiCamera, camera_number
from kiosk.adapters.camera.pictures import PictureFolder
from kiosk.adapters.camera.shown import source_shown
from kiosk.adapters.camera.simulated import SimulatedStreet
from kiosk.adapters.camera.video import VideoFile
from kiosk.errors import CameraError
from kiosk.ports import Camera
from kiosk.settings import CameraSettings

_SCHEMES = ("rtsp://", "rtsps://", "http://", "https://")
_HANGS = 1.25
"""Of the time a source may be silent: after it the vendor's code hangs, and is left behind."""


def open_camera(settings: CameraSettings, *, source_fps: float | None = None, frames_per_s: float = 5.0) -> Camera:
    """The camera that `settings.source` names; `source_fps` replaces the own times of a file or folder.

    Of a live one so many `frames_per_s` will be looked at: it may spare the others.

    Raises:
        CameraError: the source is missing, busy, refused or damaged; the sentence says which and what to do.
    """
    source = settings.source
    period_s, stall_s = 1.0 / frames_per_s, settings.silence_s * _HANGS
    if source == "simulated":
        street = SimulatedStreet(seed=settings.simulated_seed, start=settings.simulated_start)
        return NewestFrame(street, period_s=period_s, stall_limit_s=stall_s)
    if _is_pi_camera(source):
        number = camera_number(source)
        pi_camera = PiCamera(
            number,
            width_px=settings.width_px,
            height_px=settings.height_px,
            frames_per_s=frames_per_s,
            read_limit_s=settings.silence_s,
        )
        return NewestFrame(pi_camera, period_s=period_s, stall_limit_s=stall_s)
    if source.lower().startswith(_SCHEMES):
        return NewestFrame(_opened_stream(source, settings.silence_s), period_s=period_s, stall_limit_s=stall_s)
    path = Path(source).expanduser()
    if path.is_char_device() or source.startswith("/dev/"):
        device = DeviceCapture(
            path, width_px=settings.width_px, height_px=settings.height_px, frames_per_s=frames_per_s
        )
        return NewestFrame(device, period_s=period_s, stall_limit_s=stall_s)
    if path.is_dir():
        return PictureFolder(path, source_fps=source_fps)
    if path.is_file():
        return VideoFile(path, source_fps=source_fps)
    raise CameraError(
        f"There is no video, folder or device at {source}: check the path, or give an address that starts with rtsp://."
    )


def is_recording(settings: CameraSettings) -> bool:
    """Whether the source is a file or a folder: it ends, and trying again does not mend it."""
    source = settings.source
    live = source == "simulated" or source.startswith("/dev/") or _is_pi_camera(source)
    return not live and not source.lower().startswith(_SCHEMES)


def _opened_stream(url: str, silence_s: float) -> MjpegCapture | StreamCapture:
    mjpeg = open_mjpeg(url, limit_s=silence_s) if url.lower().startswith("http") else None
    return mjpeg or StreamCapture(url, read_limit_s=silence_s)


def _is_pi_camera(source: str) -> bool:
    return source.partition(":")[0] == SCHEME


__all__ = ["is_recording", "open_camera", "source_shown"]
