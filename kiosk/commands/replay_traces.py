"""`kiosk replay --traces`: what would have been proposed with another dwell, from the stops the watcher remembers."""

import argparse
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.adapters.copies import FileCopies
from kiosk.adapters.traces import FileTraces, open_traces
from kiosk.domain.trace_rules import as_if
from kiosk.domain.trace_words import duration, story, why_not
from kiosk.domain.traces import Verdict, redecide_all
from kiosk.domain.venue import Zones
from kiosk.errors import InputError
from kiosk.settings import Settings
from kiosk.watcher_memory import venue_timezone

_OWN = object()
"""Stands for the watcher's own traces where no folder is named."""
_UNITS_S = {"d": 86400, "h": 3600, "m": 60}
_MOST_DAYS = 10_000


def add_trace_arguments(parser: "argparse._ArgumentGroup") -> None:
    """The options for traces."""
    parser.add_argument(
        "--traces", type=Path, nargs="?", const=_OWN, metavar="FOLDER", help="default: the watcher's own traces"
    )
    parser.add_argument("--zone", metavar="ID", help="only this zone")
    parser.add_argument("--since", type=_since, metavar="7d", help="only the last days, hours (12h) or minutes (30m)")
    parser.add_argument("--explain", action="store_true", help="tell each stop's story")


def replay_traces(given: argparse.Namespace, settings: Settings, zones: Zones | None) -> int:
    """Prints a row for each stop and a last one with the counts; 0 even where there is none.

    Raises:
        InputError: the folder does not exist, or a source was named too.
        TraceError: the traces cannot be read.
    """
    if given.source is not None:
        raise InputError(f"Name either the source '{given.source}' or --traces, not both.")
    own = given.traces is _OWN
    if not own and not given.traces.is_dir():
        raise InputError(f"There is no folder of traces {given.traces}: `kiosk replay SOURCE --traces-out` makes one.")
    store = open_traces(settings) if own else FileTraces(given.traces)
    since = None if given.since is None else datetime.now(UTC) - given.since
    traces = (one for one in store.read(since) if given.zone in (None, one.zone))
    timezone = venue_timezone(FileCopies(settings.state_folder / "watcher"))
    ruled = {zone.id: zone for zone in zones.zones} if zones else {}
    judged = (as_if(one, ruled[one.zone], timezone) if one.zone in ruled else one for one in traces)
    verdicts = redecide_all(judged, {}, given.dwell_s)
    _tell_rows(verdicts, as_json=given.json, explain=given.explain)
    return 0


def numbered_traces() -> Callable[[], str]:
    """Ends of trace names that are the same in every run."""
    count = iter(range(1, 16**8))
    return lambda: f"{next(count):08x}"


def _tell_rows(verdicts: list[Verdict], *, as_json: bool, explain: bool) -> None:
    raised = sum(one.trace.raised for one in verdicts)
    would = sum(one.raised_at is not None for one in verdicts)
    if as_json:
        for one in verdicts:
            print(json.dumps(_row(one, explain=explain), ensure_ascii=False))
        print(json.dumps({"event": "summary", "stops": len(verdicts), "raised": raised, "would_be_raised": would}))
        return
    if not verdicts:
        print("No stop is remembered here: the watcher keeps those of the last days ([watching] trace_days).")
        return
    print(f"{'stopped':19}  {'zone':16}  {'what':16}  {'stood':>10}  {'then':6}  {'dwell':>8}  with it")
    for one in verdicts:
        print(_line(one))
        if explain:
            print(f"    {story(one.trace, _clock).en}")
    vehicles = "1 vehicle" if len(verdicts) == 1 else f"{len(verdicts)} vehicles"
    print(f"{vehicles} stopped; {would} would have been raised ({raised} were).")


def _row(one: Verdict, *, explain: bool) -> dict[str, object]:
    trace = one.trace
    row: dict[str, object] = {
        "event": "stop",
        "trace": trace.id,
        "incident": trace.incident,
        "zone": trace.zone,
        "kind": trace.kind,
        "colour": trace.colour,
        "stopped_at": trace.stopped_at.isoformat(),
        "stood_s": trace.stood_s,
        "ending": trace.ending,
        "raised": trace.raised,
        "dwell_s": one.dwell_s,
        "would_be_raised": one.raised_at is not None,
        "raised_at": None if one.raised_at is None else one.raised_at.isoformat(),
        "why_not": one.held or one.why_not,
    }
    return {**row, "story": story(trace, _clock).en} if explain else row


def _line(one: Verdict) -> str:
    trace = one.trace
    what = f"{trace.colour} {trace.kind}" if trace.colour else trace.kind
    then = "raised" if trace.raised else "-"
    verdict = f"raised at {_clock(one.raised_at)}" if one.raised_at else f"not raised: {why_not(one).en}"
    return (
        f"{trace.stopped_at.astimezone():%Y-%m-%d %H:%M:%S}  {trace.zone[:16]:16}  {what[:16]:16}  "
        f"{duration(trace.stood_s).en:>10}  {then:6}  {duration(one.dwell_s).en:>8}  {verdict}"
    )


def _clock(at: datetime) -> str:
    """The time of day where this command runs."""
    return f"{at.astimezone():%H:%M:%S}"


def _since(text: str) -> timedelta:
    given = re.fullmatch(r"(\d{1,7})([dhm])", text.strip())
    if given is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 7d, 12h or 30m")
    seconds = int(given[1]) * _UNITS_S[given[2]]
    return timedelta(seconds=min(seconds, _MOST_DAYS * 86400))
