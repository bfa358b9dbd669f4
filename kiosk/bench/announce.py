"""From the tap to the first sample: the real console, broker, announcer and player, beside what people use today."""

import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from ulid import ULID

from kiosk.bench.ear import CARD, Ear, Heard, listening
from kiosk.bench.house import PATIENCE_S, House, bench_settings, open_broker
from kiosk.bench.recorded import TEMPLATE, record, wait_until_fetched
from kiosk.bench.rivals import Rival, english_piper_voice, piper_command, pyttsx3_direct
from kiosk.errors import KioskError
from kiosk.settings import SoundSettings, SpeechSettings

SENTENCE = "The grey car parked in front of the entrance is in the way; would its driver kindly move it? Number {}."
"""As long as our starter sentences; the number makes each one new."""
RECORDED = "recorded"
"""A person's own voice around a number that espeak-ng says: a house has both."""
_READING_S = 0.5
"""A person looks at the sheet at least this long before the tap; and twice as long as the voice was seen to take."""
_SOUND_S = 20.0


@dataclass(kw_only=True)
class Timings:
    """Milliseconds to the device's first sample and to the first audible one, by what was measured."""

    first: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    audible: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    silent: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, what: str, since_s: float, heard: Heard | None) -> None:
        """Takes one in; what was not heard at all is counted."""
        if heard is None:
            self.silent[what] += 1
            return
        self.first[what].append((heard.first_s - since_s) * 1000)
        self.audible[what].append((heard.audible_s - since_s) * 1000)


def measure(taps: int, tell: Callable[[str], None], *, only: str = "") -> dict[str, Any]:
    """`taps` rounds, each with a tap that is prepared and one that is not for each engine, and each rival once.

    `only` leaves out piper (`espeak`), which takes the longest.

    Raises:
        KioskError: a part is missing or does not come up.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-bench-")))
        (folder / "broker").mkdir()
        broker = open_broker(stack, folder / "broker")
        ear = stack.enter_context(listening(folder / "ear"))
        houses: dict[str, House] = {}
        voice = None if only == "espeak" else english_piper_voice()
        for engine, speech in _engines(voice).items():
            tell(f"opening a house that speaks with {engine}")
            settings = replace(bench_settings(folder, engine), speech=speech, sound=SoundSettings(card=CARD))
            houses[engine] = House(settings, broker, environment=ear.environment)
            stack.callback(houses[engine].stop)
            if engine == RECORDED:
                record(houses[engine])
            houses[engine].start()
            if engine == RECORDED:
                wait_until_fetched(houses[engine])
        timings = _Bench(houses, ear, voice).run(taps, tell)
        return _report(timings, taps=taps, broker=broker.name)


def _engines(voice: Path | None) -> dict[str, SpeechSettings]:
    """What can speak English here, with piper's `voice`; the first one is what a new house has."""
    espeak = SpeechSettings(kind="pyttsx3", time_limit_s=PATIENCE_S)
    engines = {"espeak": espeak, RECORDED: espeak}
    if voice is not None:
        engines["piper"] = SpeechSettings(
            kind="piper", piper_fr="", piper_en=voice.stem, voice_folder=str(voice.parent), time_limit_s=PATIENCE_S
        )
    return engines


class _Bench:
    """The rounds."""

    def __init__(self, houses: dict[str, House], ear: Ear, voice: Path | None) -> None:
        self._houses, self._ear = houses, ear
        self._timings, self._number = Timings(), 0
        self._reading_s = dict.fromkeys(houses, _READING_S)
        self._rivals: dict[str, Rival] = {"pyttsx3": pyttsx3_direct}
        if voice is not None:
            self._rivals["piper"] = piper_command(voice)

    def run(self, taps: int, tell: Callable[[str], None]) -> Timings:
        for engine, house in self._houses.items():
            self._tap(engine, house, prepare_s=0.0)  # whoever opens the house has heard it once
            tell(f"{engine} is warm")
        for done in range(taps):
            for engine, house in self._houses.items():
                self._cold(engine, house)
                since_s, heard = self._tap(engine, house, prepare_s=self._reading_s[engine])
                self._timings.add(f"prepared {engine}", since_s, heard)
            for name, rival in self._rivals.items():
                self._rival(name, rival)
            if (done + 1) % 10 == 0:
                tell(f"{done + 1} of {taps} rounds")
        return self._timings

    def _cold(self, engine: str, house: House) -> None:
        since_s, heard = self._tap(engine, house, prepare_s=0.0)
        self._timings.add(f"cold {engine}", since_s, heard)
        if heard is not None:
            self._reading_s[engine] = max(self._reading_s[engine], 2 * (heard.first_s - since_s))

    def _tap(self, engine: str, house: House, *, prepare_s: float) -> tuple[float, Heard | None]:
        """One tap on a new sentence, and Stop as soon as something was heard."""
        tap = self._new(recorded=engine == RECORDED)
        if prepare_s:
            house.waiter.prepare(tap)
            house.witness.wait_for(lambda: False, prepare_s)
        self._ear.forget()
        since_s = monotonic()
        announcement = house.waiter.tap(tap)
        heard = self._ear.wait(_SOUND_S)
        if not house.witness.finals(announcement):
            house.waiter.cancel(announcement)
        house.witness.until(lambda: house.witness.finals(announcement), "the end of an announcement", PATIENCE_S)
        refused = house.witness.told[announcement].get("refused")
        if refused is not None:
            raise KioskError(f"The announcer refused a sentence ({refused}): the bench does not know this rule yet.")
        return since_s, heard

    def _rival(self, name: str, rival: Rival) -> None:
        self._ear.forget()
        spoken = rival(self._sentence(), self._ear.environment)
        heard = self._ear.wait(1.0) if spoken is not None else None
        self._timings.add(name, spoken.started_s if spoken else 0.0, heard)
        if spoken is not None and heard is not None and spoken.ready_s > spoken.started_s:
            self._timings.first[f"{name} call"].append((heard.first_s - spoken.ready_s) * 1000)

    def _new(self, *, recorded: bool) -> dict[str, Any]:
        """A tap whose sentence was never said; of a recorded one, the number was never said."""
        what: dict[str, Any] = {"text": {"fr": "", "en": self._sentence()}}
        if recorded:
            what = {"template": TEMPLATE, "values": {"number": str(self._number)}, "languages": ["en"]}
        return {"id": str(ULID()), **what}

    def _sentence(self) -> str:
        self._number += 1
        return SENTENCE.format(self._number)


def _report(timings: Timings, *, taps: int, broker: str) -> dict[str, Any]:
    first = {what: summary(values) for what, values in timings.first.items()}
    audible = {what: summary(values) for what, values in timings.audible.items()}
    prepared = first["prepared espeak"]
    return {
        "taps": taps,
        "broker": broker,
        "first_sample": "the ALSA file device of the player writes its first byte",
        "prepared_ms": prepared,
        "prepared_by_engine_ms": _of("prepared ", first),
        "cold_ms": _of("cold ", first),
        "pyttsx3_direct_ms": first.get("pyttsx3"),
        "pyttsx3_call_ms": first.get("pyttsx3 call"),
        "piper_command_ms": first.get("piper"),
        "times_faster_than_pyttsx3": _times(first.get("pyttsx3"), prepared),
        "times_faster_than_pyttsx3_call": _times(first.get("pyttsx3 call"), prepared),
        "times_faster_than_piper_command": _times(first.get("piper"), first.get("prepared piper")),
        "first_audible_ms": audible,
        "silent": {what: timings.silent[what] for what in (*timings.first, *timings.silent)},
    }


def summary(values: list[float]) -> dict[str, float]:
    """Median and 95th percentile (nearest rank), to a tenth."""
    ranked = sorted(values)
    p95 = ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
    return {"median": round(statistics.median(ranked), 1), "p95": round(p95, 1)}


def _of(prefix: str, first: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {what.removeprefix(prefix): value for what, value in first.items() if what.startswith(prefix)}


def _times(slower: dict[str, float] | None, faster: dict[str, float] | None) -> float | None:
    return round(slower["median"] / faster["median"], 1) if slower and faster else None
