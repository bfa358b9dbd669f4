"""The reports of the benches as tables for people."""

from typing import Any

_HEAD = (
    "clip",
    "video s",
    "decode",
    "tutorial",
    "ours",
    "runs t/o",
    "MB t/o",
    "found t/o",
    "false t/o",
    "late s",
    "left",
)


def table(report: dict[str, Any]) -> str:
    """Rows of a clip each; processor seconds in the columns decode, tutorial and ours (t/o: tutorial / ours)."""
    rows = [_HEAD, *(_cells(clip) for clip in report["clips"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([*lines, "", *_closing(report)])


def _cells(clip: dict[str, Any]) -> tuple[str, ...]:
    tutorial, ours = clip["tutorial"], clip["ours"]
    return (
        clip["name"] + (" (time lapse)" if clip["time_lapse"] else ""),
        f"{clip['video_s']:.0f}",
        *(f"{clip[variant]['cpu_s']:.2f}" for variant in ("decode", "tutorial", "ours")),
        f"{tutorial['detector_runs']}/{ours['detector_runs']}",
        f"{tutorial['peak_rss_mb']:.0f}/{ours['peak_rss_mb']:.0f}",
        f"{tutorial['found']}/{ours['found']} of {ours['must']}",
        f"{tutorial['false']}/{ours['false']}",
        " ".join(f"{late:.1f}" for late in ours["late_s"]) or "-",
        f"{ours['left_seen']}/{ours['left_due']}",
    )


def _closing(report: dict[str, Any]) -> list[str]:
    cheaper = _or_dash(report["times_cheaper_than_tutorial"])
    return [
        f"Detector of both: {report['detector']}.",
        f"Processor seconds per second of video, time lapses left out: {_pairs(report['cpu_per_video_s'])}.",
        f"Ours is {cheaper} times cheaper than the tutorial.",
        f"An empty street costs {_or_dash(report['idle_over_decode'])} times decoding.",
        f"Traffic in which nothing stops, in times of decoding: {_pairs(report['nothing_stops_over_decode']) or '-'}.",
        f"F1: {_pairs(report['f1'])}; clips: {_pairs(report['f1_real'])}; simulated: {_pairs(report['f1_simulated'])}.",
        f"F1 if raises before the dwell is over count as right: {_pairs(report['f1_early_counts'])}.",
    ]


def _pairs(row: dict[str, float | None]) -> str:
    return ", ".join(f"{name} {_or_dash(value)}" for name, value in row.items())


def _or_dash(value: object) -> str:
    """A figure for which nothing was measured is a dash."""
    return "-" if value is None else str(value)


def sensitivity_table(report: dict[str, Any]) -> str:
    """In Markdown: recall and false alarms as they are, and with each constant or disturbance."""
    lines = ["| what | value | recall | false | F1 | left |", "| --- | --- | --- | --- | --- | --- |"]
    lines.append(_line("as it is", "", report["base"]))
    for one in report["constants"]:
        lines.append(_line(f"`{one['name']}`", f"{one['own']} -> {one['value']}", one))
    lines += [_line(name, "", one) for name, one in report["disturbances"].items()]
    return "\n".join(lines)


def _line(what: str, value: str, row: dict[str, Any]) -> str:
    left = f"{row['left_seen']} of {row['left_due']}"
    return f"| {what} | {value} | {row['recall']} | {row['false']} | {row['f1']} | {left} |"


def lines(report: dict[str, Any], indent: str = "") -> str:
    """One line a figure, figures of one kind below their name."""
    told = []
    for name, value in report.items():
        if isinstance(value, dict) and any(isinstance(inner, dict) for inner in value.values()):
            told += [f"{indent}{name}", lines(value, indent + "  ")]
        else:
            said = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else _or_dash(value)
            told.append(f"{indent}{name:<34}{said}")
    return "\n".join(told)
