"""Where the announcer keeps what people of the house recorded: files, or memory for tests."""

from kiosk.adapters.recordings.files import FileRecordings
from kiosk.adapters.recordings.simulated import SimulatedRecordings
from kiosk.ports import RecordingStore
from kiosk.settings import Settings


def open_recordings(settings: Settings) -> RecordingStore:
    """In memory where the journal is; a folder that cannot be used shows at the first recording."""
    if settings.journal.kind == "simulated":
        return SimulatedRecordings()
    return FileRecordings(settings.state_folder / "announcer" / "recordings")


__all__ = ["FileRecordings", "SimulatedRecordings", "open_recordings"]
