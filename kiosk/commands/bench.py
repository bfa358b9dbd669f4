"""Measures the kiosk on this machine, side by side with what people use today. Every figure can come out against us."""

import argparse
import json
import sys
from pathlib import Path

from kiosk.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kiosk bench`."""
    benches = parser.add_subparsers(dest="bench", required=True, metavar="BENCH")
    watch = benches.add_parser(
        "watch", help="watching: what is found and what it costs, beside the tutorials' pipeline"
    )
    watch.add_argument(
        "--clips", type=Path, metavar="DIR", help="a folder of clips with truth, besides simulated streets"
    )
    watch.add_argument("--only", default="", metavar="TEXT", help="only clips and streets with this in their name")
    watch.add_argument("--json", action="store_true", help="print one JSON object")
    watch.set_defaults(bench_run=_watch)


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Measures; 0 when it could be measured, whatever came out."""
    return int(given.bench_run(given, settings))


def _watch(given: argparse.Namespace, settings: Settings) -> int:
    from kiosk.bench.table import table
    from kiosk.bench.watch import measure, report

    found = report(measure(given.clips, settings, _tell, only=given.only))
    print(json.dumps(found) if given.json else table(found))
    return 0


def _tell(what: str) -> None:
    """Progress goes to standard error, so that the output is the result alone."""
    print(f"  {what}", file=sys.stderr, flush=True)
