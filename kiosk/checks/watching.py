"""Does the camera give pictures, and is the detector's model there?"""

import time
from collections.abc import Sequence

import numpy as np

from kiosk.adapters.camera import open_camera, source_shown
from kiosk.adapters.detection import open_detector
from kiosk.messages.status import PartHealth
from kiosk.models import is_installed, model_file
from kiosk.ports import Frame
from kiosk.settings import Settings


def check_camera(settings: Settings) -> Sequence[PartHealth]:
    """Opens the source and waits for one picture, which goes no further than its size."""
    source = source_shown(settings.camera.source)  # an address may hold the camera's password
    camera = open_camera(settings.camera)
    try:
        frame = camera.read()
    finally:
        camera.close()
    if frame is None:
        return (PartHealth(part="camera", state="failed", code="camera-ended", detail=source),)
    height_px, width_px = frame.pixels.shape[:2]
    return (PartHealth(part="camera", state="ok", detail=f"{source}, {width_px}x{height_px}"),)


def check_model(settings: Settings) -> Sequence[PartHealth]:
    """Compares the model with what it must be, and runs the detector on a black picture."""
    kind, path = settings.detection.kind, model_file(settings)
    if kind == "ssd" and not is_installed(path):
        told = f"{path} is not the model any more" if path.exists() else f"{path} is not there"
        return (PartHealth(part="model", state="degraded", code="model-missing", detail=told),)
    detector = open_detector(settings.detection, path)
    started = time.monotonic()
    detector.detect(Frame(t_s=0.0, pixels=np.zeros((300, 300, 3), np.uint8)))
    return (PartHealth(part="model", state="ok", detail=f"{kind}, {time.monotonic() - started:.2f} s a picture"),)
