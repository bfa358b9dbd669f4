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
    sensitivity = benches.add_parser("sensitivity", help="what becomes of the results when a constant moves by a third")
    sensitivity.add_argument("--clips", type=Path, metavar="DIR", required=True, help="a folder of clips with truth")
    sensitivity.add_argument("--only", default="", metavar="TEXT", help="only clips with this in their name")
    sensitivity.add_argument("--constants", default="", metavar="TEXT", help="only constants with this in their name")
    sensitivity.add_argument(
        "--disturb", action="store_true", help="disturbed copies of the clips instead of constants"
    )
    sensitivity.add_argument("--json", action="store_true", help="print one JSON object")
    sensitivity.set_defaults(bench_run=_sensitivity)
    _add_announcing(benches)
    _add_street(benches.add_parser("street", help="simulated scenes with every difficulty: misses and false alarms"))


def _add_announcing(benches: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    announce = benches.add_parser("announce", help="from the tap to the first sample, beside pyttsx3 and piper alone")
    announce.add_argument("--taps", type=int, default=100, metavar="N", help="how many of each (default: 100)")
    announce.add_argument("--only", choices=("espeak",), default="", help="leave out piper, which takes the longest")
    announce.add_argument("--json", action="store_true", help="print one JSON object")
    announce.set_defaults(bench_run=_announce)
    chaos = benches.add_parser("chaos", help="SIGKILLs of announcer, console and broker: nothing lost, nothing twice")
    chaos.add_argument("--kills", type=int, default=500, metavar="N", help="how many (default: 500)")
    chaos.add_argument("--seed", type=int, default=1, metavar="N", help="of what is killed when (default: 1)")
    chaos.add_argument("--json", action="store_true", help="print one JSON object")
    chaos.set_defaults(bench_run=_chaos)
    voice = benches.add_parser("voice", help="is it understood: English phrases recognised back, for each voice")
    voice.add_argument("--json", action="store_true", help="print one JSON object")
    voice.set_defaults(bench_run=_voice)
    memory = benches.add_parser("memory", help="what each service of a house at work holds, beside what it may hold")
    memory.add_argument("--json", action="store_true", help="print one JSON object")
    memory.set_defaults(bench_run=_memory)


def _add_street(street: argparse.ArgumentParser) -> None:
    from kiosk.street.difficulties import DIFFICULTIES

    street.add_argument("--scenes", type=int, default=60, metavar="N", help="how many scenes (default: 60)")
    street.add_argument("--first", type=int, default=0, metavar="SEED", help="the seed of the first scene (default: 0)")
    street.add_argument("--only", choices=tuple(DIFFICULTIES), metavar="DIFFICULTY", help="only scenes with this one")
    street.add_argument("--json", action="store_true", help="print one JSON object")
    street.set_defaults(bench_run=_street)


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Measures; 0 when it could be measured, whatever came out; 1 when chaos broke a promise."""
    return int(given.bench_run(given, settings))


def _watch(given: argparse.Namespace, settings: Settings) -> int:
    from kiosk.bench.table import table
    from kiosk.bench.watch import measure, report

    found = report(measure(given.clips, settings, _tell, only=given.only), settings.detection.kind)
    print(json.dumps(found) if given.json else table(found))
    return 0


def _sensitivity(given: argparse.Namespace, settings: Settings) -> int:
    from kiosk.bench.sensitivity import report, trials, tried
    from kiosk.bench.table import sensitivity_table

    chosen = trials(constants=None if given.disturb else given.constants, disturbed=given.disturb)
    found = report(chosen, tried(given.clips, chosen, settings, _tell, only=given.only))
    print(json.dumps(found) if given.json else sensitivity_table(found))
    return 0


def _announce(given: argparse.Namespace, settings: Settings) -> int:
    from kiosk.bench.announce import measure
    from kiosk.bench.table import lines

    found = measure(max(1, given.taps), _tell, only=given.only)
    print(json.dumps(found) if given.json else lines(found))
    return 0


def _chaos(given: argparse.Namespace, settings: Settings) -> int:
    from kiosk.bench.chaos import kept, measure
    from kiosk.bench.table import lines

    found = measure(max(1, given.kills), given.seed, _tell)
    print(json.dumps(found) if given.json else lines(found))
    return 0 if kept(found) else 1


def _voice(given: argparse.Namespace, settings: Settings) -> int:
    from kiosk.bench.phrases import phrases
    from kiosk.bench.table import lines
    from kiosk.bench.voice import measure

    found = measure(phrases(), _tell)
    print(json.dumps(found) if given.json else lines(found))
    return 0


def _memory(given: argparse.Namespace, settings: Settings) -> int:
    from kiosk.bench.memory import measure
    from kiosk.bench.table import lines

    found = measure(_tell, settings)
    print(json.dumps(found) if given.json else lines(found))
    return 0


def _street(given: argparse.Namespace, settings: Settings) -> int:
    from kiosk.bench.street import measure, table
    from kiosk.street.difficulties import seeds

    found = measure(seeds(given.scenes, first=given.first, only=given.only), settings, _tell)
    print(json.dumps(found) if given.json else table(found))
    return 0


def _tell(what: str) -> None:
    """Progress goes to standard error, so that the output is the result alone."""
    print(f"  {what}", file=sys.stderr, flush=True)
