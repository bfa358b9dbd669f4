"""Does the camera give pictures, and is the detector's model there?"""

from collections.abc import Sequence

from kiosk.adapters.camera import open_camera
from kiosk.messages.status import PartHealth
from kiosk.settings import Settings


def check_camera(settings: Settings) -> Sequence[PartHealth]:
    """Opens the source and waits for one picture, which goes no further than its size."""
    camera = open_camera(settings.camera)
    try:
        frame = camera.read()
    finally:
        camera.close()
    if frame is None:
        return (PartHealth(part="camera", state="failed", code="camera-ended", detail=settings.camera.source),)
    height_px, width_px = frame.pixels.shape[:2]
    return (PartHealth(part="camera", state="ok", detail=f"{settings.camera.source}, {width_px}x{height_px}"),)


def check_model(settings: Settings) -> Sequence[PartHealth]:
    return ()
