"""What finds vehicles in a picture: the SSD model, plain movement, or a script for tests."""

from pathlib import Path

from kiosk.adapters.detection.motion import MotionDetector
from kiosk.adapters.detection.simulated import SimulatedDetector
from kiosk.adapters.detection.ssd import SsdDetector
from kiosk.ports import Detector
from kiosk.settings import DetectionSettings


def open_detector(settings: DetectionSettings, model: Path) -> Detector:
    """The detector that `settings.kind` names; `model` is the SSD's TFLite file.

    Raises:
        DetectionError: the model is missing or cannot be run; the sentence says what to do.
    """
    if settings.kind == "ssd":
        return SsdDetector(model, threads=settings.threads)
    if settings.kind == "motion":
        return MotionDetector()
    return SimulatedDetector()


__all__ = ["MotionDetector", "SimulatedDetector", "SsdDetector", "open_detector"]
