"""How much memory each service holds in a house that is at work, beside what it may hold."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ulid import ULID

from kiosk.bench.house import PATIENCE_S, House, bench_settings, open_broker
from kiosk.errors import KioskError
from kiosk.models import model_file
from kiosk.settings import CameraSettings, DetectionSettings, Settings, SoundSettings, SpeechSettings
from kiosk.street import demo_zones

LIMITS_MB = {"watcher": 250, "announcer": 80, "console": 120}
"""Resident: of a Pi with 1 GB, of which the system and the broker want the half."""
_ANNOUNCEMENTS = 5
_VENUE = "memory"


def measure(tell: Callable[[str], None], settings: Settings, *, seconds: float = 30.0) -> dict[str, Any]:
    """Runs watcher (simulated street), announcer, console and broker; says things, waits `seconds`, and looks.

    Raises:
        KioskError: a service does not come up.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-memory-")))
        (folder / "broker").mkdir()
        broker = open_broker(stack, folder / "broker")
        house = House(
            _settings(folder, settings), broker, zones=demo_zones(), services=("watcher", "announcer", "console")
        )
        stack.callback(house.stop)
        tell("opening a house with a watcher")
        house.start()
        until = time.monotonic() + seconds
        _announce(house, tell)
        house.witness.wait_for(lambda: False, max(0.0, until - time.monotonic()))
        services = {
            name: memory_of(one.process.pid) for name, one in house.services.items() if one.process is not None
        }  # fmt: skip
    return {
        "services": services,
        "limits_mb": LIMITS_MB,
        "within": {name: services[name]["rss_mb"] <= most for name, most in LIMITS_MB.items()},
        "announcements": _ANNOUNCEMENTS,
        "voice": settings.speech.kind,
    }


def _settings(folder: Path, settings: Settings) -> Settings:
    """The person's own voice and detector; a simulated street and a loudspeaker that any machine has."""
    return replace(
        bench_settings(folder, _VENUE),
        camera=CameraSettings(source="simulated", simulated_seed=1, simulated_start=time.time()),
        detection=DetectionSettings(kind=settings.detection.kind, model_folder=str(model_file(settings).parent)),
        speech=replace(settings.speech, time_limit_s=SpeechSettings().time_limit_s),
        sound=SoundSettings(kind="virtual"),
    )


def _announce(house: House, tell: Callable[[str], None]) -> None:
    """Different sentences, each said to its end, with the page open on a tablet."""
    for number in range(_ANNOUNCEMENTS):
        text = {"fr": f"La commande numéro {number} est prête.", "en": f"Order number {number} is ready at the bar."}
        tap = {"id": str(ULID()), "text": text}
        house.waiter.prepare(tap)
        announcement = house.waiter.tap(tap)
        house.witness.until(partial(house.witness.finals, announcement), "an announcement", PATIENCE_S)
        if "spoken" not in house.witness.told[announcement]:
            raise KioskError(f"An announcement was not spoken: {house.witness.told[announcement]}.")
        tell(f"{number + 1} of {_ANNOUNCEMENTS} announcements")


def memory_of(process: int) -> dict[str, float]:
    """Megabytes of a process alone, with its children, and their proportional share (shared pages are shared out)."""
    family = [process, *_children(process)]
    own = _rollup(process)
    return {
        "rss_mb": own["Rss"],
        "rss_with_children_mb": round(sum(_rollup(one)["Rss"] for one in family), 1),
        "pss_with_children_mb": round(sum(_rollup(one)["Pss"] for one in family), 1),
        "processes": len(family),
    }


def _children(process: int) -> list[int]:
    """Of all generations, as the kernel knows parents now."""
    parents: dict[int, int] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            parents[int(file.parent.name)] = int(file.read_text(errors="replace").rpartition(")")[2].split()[1])
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def _rollup(process: int) -> dict[str, float]:
    """`Rss` and `Pss` in megabytes: proc_pid_smaps(5)."""
    rows = [row.split() for row in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()]
    return {row[0].rstrip(":"): round(int(row[1]) / 1024, 1) for row in rows if row[0] in ("Rss:", "Pss:")}
