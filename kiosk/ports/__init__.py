"""What the services ask of the world outside, and nothing more."""

from kiosk.ports.announcing import Ear, Loudspeaker, Panel, Samples, Sound, SpeechEngine, StopSign
from kiosk.ports.bus import Bus, BusConnected, BusEvent, BusLost, MessageArrived, Outgoing
from kiosk.ports.disk import Journal, LastGoodCopy, RecordingStore, TraceStore
from kiosk.ports.watching import Board, Camera, Detection, Detector, Frame, Pixels

__all__ = [
    "Board", "Bus", "BusConnected", "BusEvent", "BusLost", "Camera", "Detection", "Detector", "Ear", "Frame",
    "Journal", "LastGoodCopy", "Loudspeaker", "MessageArrived", "Outgoing", "Panel", "Pixels", "RecordingStore",
    "Samples", "Sound", "SpeechEngine", "StopSign", "TraceStore",
]  # fmt: skip
