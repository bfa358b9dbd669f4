"""The announcer asks for the recordings its sentences name, and for no others, until it has them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.adapters.recordings.simulated import SimulatedRecordings
from kiosk.domain.venue import Recording, Template, Templates
from kiosk.domain.words import Words
from kiosk.errors import InputError, RecordingError
from kiosk.messages.codec import decode
from kiosk.messages.recording import RATE_HZ, RecordingsWanted, content_of, name_of
from kiosk.messages.status import Status
from kiosk.messages.topics import ANNOUNCER_STATUS, RECORDINGS_WANTED
from kiosk.own_voice import OwnVoice, RecordingArrived, RecordingsLacked
from kiosk.ports import Outgoing
from kiosk.service_status import ServiceStatus


def _content(number: int) -> bytes:
    rng = np.random.default_rng(number)
    return content_of(rng.integers(-9000, 9000, RATE_HZ // 4).astype(np.int16))


CONTENTS = {name_of(content): content for content in map(_content, range(12))}
NAMES = tuple(CONTENTS)


def _templates(names: Sequence[str]) -> Templates:
    recorded = tuple(Recording(language="fr", words=f"mot {name}", sound=name) for name in names)
    return Templates(templates=(Template(id="t", name=Words(fr="T"), recorded=recorded),))


class FullCard(SimulatedRecordings):
    """A card on which nothing more fits."""

    def keep(self, sound: str, content: bytes) -> None:
        raise RecordingError("A recording cannot be kept: free some space on the card.")


@dataclass
class House:
    """The announcer's end, and a console that sends what is asked for when the test lets it."""

    store: SimulatedRecordings = field(default_factory=SimulatedRecordings)
    asked: list[str] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.end = OwnVoice(self.store, self._publish, ServiceStatus(ANNOUNCER_STATUS, self._publish))

    def _publish(self, message: Outgoing) -> None:
        if message.topic == RECORDINGS_WANTED.pattern:
            self.asked += decode(message.payload, RecordingsWanted).sounds
        else:
            self.statuses.append(decode(message.payload, Status))

    def answer(self, contents: dict[str, bytes] = CONTENTS) -> None:
        """The console sends all it was asked for, and what is asked for meanwhile."""
        while self.asked:
            name = self.asked.pop(0)
            self.end.arrived(RecordingArrived(sound=name, content=contents.get(name, b"")))

    @property
    def health(self) -> str | None:
        told = [part.code for status in self.statuses for part in status.health if part.part == "recordings"]
        return told[-1] if told else None


def test_a_house_without_recordings_asks_for_nothing_and_has_no_such_part() -> None:
    house = House()
    house.end.named(_templates(()))
    assert house.asked == [] and house.health is None


def test_what_is_named_and_missing_is_asked_for_a_few_at_a_time_until_it_is_there() -> None:
    house = House()
    house.end.named(_templates(NAMES))
    assert len(house.asked) == 4
    house.answer()
    assert house.store.kept() == set(NAMES)
    assert house.health == "ok"


def test_what_is_there_is_not_asked_for_again() -> None:
    house = House()
    house.end.named(_templates(NAMES[:3]))
    house.answer()
    house.end.named(_templates(NAMES[:3]))
    assert house.asked == []


def test_what_no_sentence_names_any_more_is_forgotten_and_not_taken() -> None:
    house = House()
    house.end.named(_templates(NAMES[:2]))
    house.answer()
    house.end.named(_templates(NAMES[1:2]))
    assert house.store.kept() == {NAMES[1]}
    house.end.arrived(RecordingArrived(sound=NAMES[0], content=CONTENTS[NAMES[0]]))
    assert house.store.kept() == {NAMES[1]}


def test_a_recording_that_the_console_lost_does_not_keep_the_others_away() -> None:
    house = House()
    house.end.named(_templates(NAMES))
    gone = set(house.asked)
    house.answer({name: content for name, content in CONTENTS.items() if name not in gone})
    assert house.store.kept() == set(NAMES) - gone


def test_a_sentence_without_its_recording_is_told_asked_for_and_told_again_when_it_is_there() -> None:
    house = House()
    house.end.named(_templates(NAMES[:1]))
    house.answer({})
    house.end.lacked(RecordingsLacked(sounds=NAMES[:1]))
    assert house.health == "recording-missing"
    assert house.asked == [NAMES[0]]
    house.answer()
    assert house.health == "ok"


def test_something_else_under_its_name_is_refused_and_not_asked_for_for_ever() -> None:
    house = House()
    house.end.named(_templates(NAMES[:1]))
    house.asked.clear()
    with pytest.raises(InputError):
        house.end.arrived(RecordingArrived(sound=NAMES[0], content=CONTENTS[NAMES[1]]))
    assert house.asked == [] and house.store.kept() == frozenset()


def test_a_full_card_is_told() -> None:
    house = House(store=FullCard())
    house.end.named(_templates(NAMES[:1]))
    house.answer()
    assert house.health == "disk-full"


@given(
    named=st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=4),
    sent=st.lists(st.sampled_from(NAMES), max_size=12),
)
def test_whatever_comes_in_whatever_order_it_ends_with_what_is_named(named: list[set[str]], sent: list[str]) -> None:
    house = House()
    for names in named:
        house.end.named(_templates(sorted(names)))
        for name in sent:
            house.end.arrived(RecordingArrived(sound=name, content=CONTENTS[name]))
    house.answer()
    assert house.store.kept() == named[-1]
