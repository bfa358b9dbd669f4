"""Where piper's voices lie: two files each, `NAME.onnx` and `NAME.onnx.json`, in one folder."""

import os
from dataclasses import dataclass
from pathlib import Path

from kiosk.settings import Settings


@dataclass(frozen=True, kw_only=True)
class PiperModel:
    """One voice: `file` is its model, `speaker` the name of one of several people in it, empty for the only one."""

    name: str
    file: Path
    speaker: str = ""


def piper_model(wanted: str, folder: Path) -> PiperModel:
    """The voice that the settings call `wanted`, such as fr_FR-siwis-medium or fr_FR-upmc-medium#jessica."""
    name, _, speaker = wanted.partition("#")
    return PiperModel(name=name, file=folder / f"{name}.onnx", speaker=speaker)


def voice_folder(settings: Settings) -> Path:
    """Where the voices are: where the settings say, else beside this user's models.

    A service that runs under its own user finds those that were installed into its state folder; on a laptop all state
    folders share one copy.
    """
    if settings.speech.voice_folder:
        return Path(settings.speech.voice_folder).expanduser()
    own = settings.state_folder / "voices"
    of_a_service = os.environ.get("STATE_DIRECTORY") or settings.state_folder.is_relative_to("/var/lib")
    if of_a_service or own.exists():
        return own
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(shared) / "kiosk/voices"
