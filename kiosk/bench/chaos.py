"""The promise under a hail of SIGKILLs: what was acknowledged ends exactly once, and is heard at most once."""

import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.bench.chaos_clients import Book, Pace, Till, Waiter
from kiosk.bench.chaos_ear import WORDS_PER_MINUTE, EarFolder
from kiosk.bench.chaos_verdict import Verdict, verdict
from kiosk.bench.ear import CARD
from kiosk.bench.house import PATIENCE_S, READ_ALL, Broker, House, bench_settings
from kiosk.bench.mosquitto import TILL_RULES, Mosquitto
from kiosk.bench.witness import WITNESS
from kiosk.settings import SoundSettings, SpeechSettings
from kiosk.workers import Worker

TILLS = ("till-1", "till-2", "till-3")
_VENUE = "chaos"
_VICTIMS = ("announcer", "console", "broker")
_SHORT_S, _LONG_S, _AFTER_NEWS_S = (0.0, 0.7), (1.0, 3.2), (0.0, 0.02)
"""Until the next kill: while things start, or while all of it works, or at once when the announcer told something."""
_NEWS_S = 2.0
_OPEN_MOST = 10
"""Requests that nobody answered yet: the queue takes 20, and what it refuses shows nothing."""
_CALM_EVERY = 100
_SETTLE_S = 120.0
"""For everything that waits to be heard, on a slow machine, after the last kill."""
_MUSIC_S = 15.0
"""How long the music may stay low when nothing sounds: an announcer that starts, and looks for a broker that starts."""


@dataclass(frozen=True, kw_only=True)
class _Scene:
    """All that runs."""

    house: House
    mosquitto: Mosquitto
    ear: EarFolder
    book: Book
    tills: list[Till]


def measure(kills: int, seed: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Kills announcer, console and broker at random moments, `kills` times, while three tills and a waiter ask.

    Raises:
        KioskError: Mosquitto or aplay is missing, or a service does not come up at the first start.
    """
    began_s = time.monotonic()
    with ExitStack() as stack:
        chaos = _Chaos(_scene(stack, seed), stack, seed)
        chaos.run(kills, tell)
        found = chaos.report()
    return {**found, "seed": seed, "seconds": round(time.monotonic() - began_s, 1)}


def kept(found: dict[str, Any]) -> bool:
    """Whether the promise was kept."""
    return not any(found[what] for what in ("lost", "doubled", "without_final_state", "left_ducked"))


def _scene(stack: ExitStack, seed: int) -> _Scene:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-chaos-")))
    (folder / "broker").mkdir()
    mosquitto = Mosquitto(folder / "broker", {WITNESS: READ_ALL, **dict.fromkeys(TILLS, TILL_RULES)})
    stack.callback(mosquitto.stop)
    mosquitto.start()
    ear, book = EarFolder(folder / "ear"), Book()
    settings = replace(
        bench_settings(folder, _VENUE),
        speech=SpeechSettings(kind="simulated", words_per_minute=WORDS_PER_MINUTE),
        sound=SoundSettings(kind="aplay", card=CARD, lead_in_s=0.05),
    )
    broker = Broker(name="mosquitto", host=mosquitto.host, port=mosquitto.port, accounts=mosquitto.accounts)
    house = House(settings, broker, environment=ear.environment)
    stack.callback(house.stop)
    house.start()
    tills = [
        Till(user, mosquitto.accounts[user], host=broker.host, port=broker.port, venue=_VENUE, book=book, seed=seed + n)
        for n, user in enumerate(TILLS)
    ]
    for till in tills:
        stack.callback(till.close)
    return _Scene(house=house, mosquitto=mosquitto, ear=ear, book=book, tills=tills)


class _Chaos:
    """Kills, and now and then lets everything come to rest to look at what became of it."""

    def __init__(self, scene: _Scene, stack: ExitStack, seed: int) -> None:
        self._scene = scene
        self._witness = scene.house.witness
        self._chance = random.Random(seed)  # noqa: S311 - not a secret
        self._asking, self._stop = threading.Event(), threading.Event()
        self._killed: Counter[str] = Counter()
        self._left_ducked = 0
        pace = Pace(may_ask=self._may_ask, stop=self._stop)
        clients: list[Till | Waiter] = [*scene.tills, Waiter(scene.house.waiter, scene.book, seed)]
        for client in clients:
            worker = Worker(type(client).__name__, partial(_ask, client, pace), _failed).start()
            stack.callback(worker.stop, wait_s=PATIENCE_S)
        stack.callback(self._stop.set)

    def run(self, kills: int, tell: Callable[[str], None]) -> None:
        for done in range(1, kills + 1):
            self._asking.set()
            self._wait_for_a_moment()
            self._kill(self._chance.choice(_VICTIMS))
            if done % _CALM_EVERY == 0 or done == kills:
                self._come_to_rest()
                tell(f"{done} of {kills} kills: {len(self._scene.book.sent())} requests, {self._open()} unanswered")

    def report(self) -> dict[str, Any]:
        sent = self._scene.book.sent()
        told = {one.id: set(self._witness.told[one.id]) for one in sent}
        found = verdict(sent, told, self._scene.ear.streams())
        return {
            "kills": sum(self._killed.values()),
            "acknowledged": sum(one.acknowledged for one in sent),
            "lost": len(found.lost),
            "doubled": len(found.doubled),
            "without_final_state": len(found.without_final_state),
            "left_ducked": self._left_ducked,
            "killed": dict(self._killed),
            "sent": len(sent),
            "outcomes": dict(found.outcomes),
            "heard_whole": found.heard_whole,
            "heard_begun": found.heard_begun,
            "failures": _failures(found, self._witness.told),
        }

    def _wait_for_a_moment(self) -> None:
        """Most short, some long, and some of the kind that is rarely hit by chance."""
        kind = self._chance.random()
        if kind > 0.7:
            before = self._witness.messages
            self._witness.wait_for(lambda: self._witness.messages > before, _NEWS_S)
            self._stop.wait(self._chance.uniform(*_AFTER_NEWS_S))
            return
        self._stop.wait(self._chance.uniform(*(_SHORT_S if kind < 0.45 else _LONG_S)))

    def _kill(self, victim: str) -> None:
        self._killed[victim] += 1
        if victim == "broker":
            self._scene.mosquitto.kill()
            self._scene.mosquitto.start()
            return
        service = self._scene.house.services[victim]
        service.kill()
        service.start()

    def _may_ask(self) -> bool:
        while not self._stop.is_set():
            if self._asking.wait(0.2) and self._witness.wait_for(lambda: self._open() < _OPEN_MOST, 0.2):
                return True
        return False

    def _open(self) -> int:
        return sum(not self._witness.finals(one.id) for one in self._scene.book.sent())

    def _come_to_rest(self) -> None:
        """Nobody asks any more: everything ends, and the music is loud again, also when it dies as it speaks."""
        self._asking.clear()
        self._settle()
        self._witness.wait_for(self._music_is_loud, _MUSIC_S)
        before = len(self._scene.book.sent())
        self._scene.tills[0].ask()
        last = self._scene.book.sent()[before].id
        self._witness.wait_for(lambda: "speaking" in self._witness.told[last], _SETTLE_S)
        self._kill("announcer")
        self._settle()
        if not self._witness.wait_for(self._music_is_loud, _MUSIC_S):
            self._left_ducked += 1

    def _settle(self) -> None:
        tills = self._scene.tills
        self._witness.wait_for(lambda: all(till.acknowledged_all() for till in tills) and not self._open(), _SETTLE_S)

    def _music_is_loud(self) -> bool:
        return not self._witness.speaking or not self._witness.speaking[-1][1]


def _failures(found: Verdict, told: dict[str, dict[str, str | None]]) -> dict[str, Any]:
    """For whoever looks for the cause: what is wrong, and what was told of it."""
    wrong = {
        "lost": found.lost, "doubled": found.doubled, "without_final_state": found.without_final_state
    }  # fmt: skip
    return {what: {one: list(told.get(one, {})) for one in ids} for what, ids in wrong.items() if ids}


def _ask(client: Till | Waiter, pace: Pace, _: threading.Event) -> None:
    client.work(pace)


def _failed(event: object) -> None:
    """A client that died asks no more: the others go on, and what it was told stays true."""
