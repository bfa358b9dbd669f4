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
    cost, notes = report["cpu_per_video_s"], report["notes"]
    shown = ", ".join(f"{name} {value}" for name, value in cost.items())
    return [
        f"Detector of both: {report['detector']}.",
        f"Processor seconds per second of video: {shown}: {report['times_cheaper_than_tutorial']} times cheaper "
        f"than the tutorial. ({notes['cpu_s']}; {notes['time_lapse']})",
        f"An empty street costs {report['idle_over_decode']} times decoding, traffic in which nothing stops "
        f"{report['nothing_stops_over_decode']} times.",
        f"F1: tutorial {report['f1']['tutorial']}, ours {report['f1']['ours']} (real clips: "
        f"{report['f1_real']['tutorial']} and {report['f1_real']['ours']}; simulated: "
        f"{report['f1_simulated']['tutorial']} and {report['f1_simulated']['ours']}).",
    ]


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
