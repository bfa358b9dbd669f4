"""What finds vehicles in a picture: a model (NanoDet or SSD), plain movement, or a script for tests."""

from pathlib import Path

from kiosk.adapters.detection.motion import MotionDetector
from kiosk.adapters.detection.nanodet import NanoDetDetector
from kiosk.adapters.detection.simulated import SimulatedDetector
from kiosk.adapters.detection.ssd import SsdDetector
from kiosk.ports import Detector
from kiosk.settings import DetectionSettings


def open_detector(settings: DetectionSettings, model: Path) -> Detector:
    """The detector that `settings.kind` names; `model` is its model's file.

    Raises:
        DetectionError: the model is missing or cannot be run; the sentence says what to do.
    """
    if settings.kind == "ssd":
        return SsdDetector(model, threads=settings.threads)
    if settings.kind == "nanodet":
        return NanoDetDetector(model, threads=settings.threads)
    if settings.kind == "motion":
        return MotionDetector()
    return SimulatedDetector()


__all__ = ["MotionDetector", "NanoDetDetector", "SimulatedDetector", "SsdDetector", "open_detector"]
