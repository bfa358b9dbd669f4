"""The announcer in this process, on a bus in memory: what a message does, whatever it contains."""

import itertools
import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.adapters.bus import open_bus
from kiosk.adapters.copies import FileCopies
from kiosk.announcer import run_announcer
from kiosk.announcer_wire import READ
from kiosk.domain.manners import Manners
from kiosk.domain.requests import FINAL_STATES, Announcement
from kiosk.domain.venue import Venue
from kiosk.messages.codec import decode, encode
from kiosk.messages.status import Status
from kiosk.messages.topics import ANNOUNCEMENT, ANNOUNCER_STATUS, SPEAKING, VENUE
from kiosk.ports import MessageArrived, Outgoing
from kiosk.settings import BusSettings, JournalSettings, Settings, SoundSettings, SpeechSettings

LIMIT_S = 60.0
BOUNDLESS = Venue(manners=Manners(most_per_hour=0, same_after_min=0, pause_s=0))
BOUNDLESS_COPY = encode(BOUNDLESS)
WRITABLE = [topic.pattern.replace("+", "x") for topic in READ]
_hosts = itertools.count(1)


class House:
    """An announcer in a thread, and everything it told."""

    def __init__(self, folder: Path, venue: bytes = BOUNDLESS_COPY) -> None:
        self.settings = Settings(
            state_folder=folder, bus=BusSettings(kind="memory", host=f"house-{next(_hosts)}"),
            speech=SpeechSettings(kind="simulated"), sound=SoundSettings(kind="simulated"),
            journal=JournalSettings(kind="simulated"),
        )  # fmt: skip
        self.told: dict[str, list[Announcement]] = defaultdict(list)
        self.cleared: set[str] = set()
        self.statuses: list[Status] = []
        self._ids = itertools.count(1)
        self._news = threading.Condition()
        FileCopies(folder / "announcer").save(VENUE.pattern, venue)
        topics = (ANNOUNCEMENT, ANNOUNCER_STATUS, SPEAKING)
        self._bus = open_bus(self.settings, client="tester", subscriptions=topics, will=None, put=self._put)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=run_announcer, args=(self.settings, self._stop))
        self._bus.start()
        self._thread.start()
        self.until(lambda: self.statuses)

    def send(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        self._bus.publish(Outgoing(topic=topic, payload=payload, qos=1, retain=retain))

    def ask(self, **changes: Any) -> str:
        """Sends a request as JSON; returns its id."""
        number = next(self._ids)
        now = datetime.now(UTC)
        plain = {
            "id": f"id-{number}", "issued_at": now.isoformat(), "expires_at": (now + timedelta(minutes=5)).isoformat(),
            "by": "Léa", "text": None if changes.get("template") else {"fr": f"Phrase numéro {number}."},
        }  # fmt: skip
        self.send("announcements/request", json.dumps({**plain, **changes}).encode())
        return f"id-{number}"

    def final(self, announcement: str) -> Announcement:
        """Waits for its end."""
        self.until(lambda: any(a.state in FINAL_STATES for a in self.told[announcement]))
        return self.told[announcement][-1]

    def until(self, true: Callable[[], object]) -> None:
        with self._news:
            assert self._news.wait_for(true, LIMIT_S), dict(self.told)

    def end(self) -> None:
        """Stops the announcer."""
        self._stop.set()
        self._thread.join(LIMIT_S)
        assert not self._thread.is_alive()

    def close(self) -> None:
        self.end()
        self._bus.close()

    def _put(self, event: object) -> None:
        if isinstance(event, MessageArrived):
            with self._news:
                self._hear(event)
                self._news.notify_all()
            self._bus.acknowledge(event)

    def _hear(self, message: MessageArrived) -> None:
        if message.topic == ANNOUNCER_STATUS.pattern:
            self.statuses.append(decode(message.payload, Status))
        elif message.topic.startswith("announcements/") and message.topic not in WRITABLE and message.payload:
            told = decode(message.payload, Announcement)
            self.told[told.id].append(told)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    one = House(tmp_path_factory.mktemp("house"))
    yield one
    one.close()


def test_a_request_is_spoken(house: House) -> None:
    assert house.final(house.ask()).state == "spoken"


def test_the_status_says_what_the_etiquette_allows_and_a_refusal_says_why(tmp_path: Path) -> None:
    house = House(tmp_path)
    try:
        house.send("venue", encode(Venue(manners=Manners(most_per_hour=1))), retain=True)
        house.until(lambda: house.statuses[-1].allowance and house.statuses[-1].allowance.left == 1)
        assert house.final(house.ask()).state == "spoken"
        refused = house.final(house.ask())
        assert (refused.state, refused.reason) == ("refused", "silence-budget")
        house.until(lambda: house.statuses[-1].allowance and house.statuses[-1].allowance.left == 0)
        assert house.statuses[-1].allowance.free_at is not None
    finally:
        house.close()


def test_a_venue_with_a_time_zone_that_does_not_exist_is_counted_and_not_kept(house: House) -> None:
    before = house.statuses[-1].counts.get("messages_refused", 0)
    house.send("venue", encode(replace(BOUNDLESS, timezone="Lut\u00e8ce")), retain=True)
    house.until(lambda: house.statuses[-1].counts.get("messages_refused", 0) > before)
    house.send("venue", encode(BOUNDLESS), retain=True)
    assert house.final(house.ask()).state == "spoken"


@pytest.mark.parametrize("copy", [encode(Venue(timezone="Lut\u00e8ce")), b'{"manners": {"quiet": 1}}', b"{"])
def test_a_copy_of_the_venue_that_makes_no_sense_does_not_keep_it_from_starting(tmp_path: Path, copy: bytes) -> None:
    house = House(tmp_path, venue=copy)
    try:
        assert house.final(house.ask()).state == "spoken"
    finally:
        house.close()


def test_what_the_console_sends_is_kept_for_a_start_without_it(house: House) -> None:
    venue = encode(replace(BOUNDLESS, name="Chez Nous", languages=("fr", "en")))
    house.send("venue", venue, retain=True)
    assert house.final(house.ask()).state == "spoken"  # it came later: the venue was read by then
    assert (house.settings.state_folder / "announcer" / "venue.json").read_bytes() == venue


@pytest.mark.parametrize("bad", ["request", "cancel", "prepare"])
def test_an_id_that_is_a_topic_is_not_taken(house: House, bad: str) -> None:
    before = house.statuses[-1].counts.get("messages_refused", 0)
    house.ask(id=bad)
    house.until(lambda: house.statuses[-1].counts.get("messages_refused", 0) > before)


def test_it_ends_while_others_go_on_talking(tmp_path: Path) -> None:
    house, ended = House(tmp_path), threading.Event()

    def talk() -> None:
        while not ended.is_set():
            house.send("incidents/x", b"?")

    talking = threading.Thread(target=talk)
    talking.start()
    try:
        house.until(lambda: house.statuses[-1].counts.get("messages_refused", 0) > 0)
        house.end()
    finally:
        ended.set()
        talking.join()
        house.close()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_anything = st.one_of(st.binary(max_size=200), _json.map(lambda value: json.dumps(value).encode()))
_fields = st.sampled_from(
    ["issued_at", "expires_at", "by", "template", "values", "variant", "text", "languages", "priority", "chime",
     "repeat", "incident"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(topic=st.sampled_from(WRITABLE), payload=_anything)
def test_any_bytes_on_any_topic_stop_nothing(house: House, topic: str, payload: bytes) -> None:
    house.send(topic, payload)
    house.send("venue", encode(BOUNDLESS), retain=True)  # it may have been one, with manners of its own
    assert house.final(house.ask()).state == "spoken"


@settings(max_examples=150, deadline=None)
@given(field=_fields, value=_json)
def test_any_value_in_any_field_gets_an_answer_or_is_counted(house: House, field: str, value: object) -> None:
    house.ask(**{field: value})
    assert house.final(house.ask()).state == "spoken"


@settings(max_examples=80, deadline=None)
@given(name=st.sampled_from(["place", "kind", "colour", "plate", "number", "table"]), value=st.text(max_size=500))
def test_any_text_in_a_value_is_said_or_refused_with_a_reason(house: House, name: str, value: str) -> None:
    values = {"place": "devant l'entrée", name: value}
    answer = house.final(house.ask(template="car-badly-parked", values=values, incident=f"car-{next(house._ids)}"))
    assert answer.state in ("spoken", "refused", "failed")
    assert answer.state == "spoken" or answer.reason


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=450))
def test_any_text_is_said_or_refused_with_a_reason(house: House, text: str) -> None:
    answer = house.final(house.ask(text={"fr": text}, incident=f"car-{next(house._ids)}"))
    assert answer.state == "spoken" or answer.reason
