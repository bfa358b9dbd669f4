"""The house's own voice at the console: kept, named in its sentence, sent to the loudspeaker, deleted everywhere."""

import io
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.adapters.bus import open_bus
from kiosk.adapters.speech.recorded import assembled_from
from kiosk.adapters.wav import from_wav
from kiosk.announcer import run_announcer
from kiosk.domain.requests import FINAL_STATES, Announcement, Request
from kiosk.domain.venue import Recording, Templates
from kiosk.messages.codec import decode, encode
from kiosk.messages.recording import RATE_HZ, RecordingsWanted, content_of, name_of
from kiosk.messages.topics import ANNOUNCEMENT, ANNOUNCER_STATUS, RECORDING, RECORDINGS_WANTED, REQUEST
from kiosk.ports import MessageArrived, Outgoing
from kiosk.settings import SoundSettings
from web_console.store.recordings import Recorded

LIMIT_S = 60.0
WELCOME = "Mesdames, messieurs, soyez les bienvenus. Toute l'équipe est à votre service."
OWN_HZ = 600.0


def _take(seconds: float = 1.0, hz: float = OWN_HZ, peak: float = 0.3) -> bytes:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    wave = peak * np.sin(2 * np.pi * hz * time_s) * np.abs(np.sin(np.pi * 4 * time_s))
    return content_of(np.round(32767 * wave).astype(np.int16))


def _post(visitor: Any, content: bytes, words: str = WELCOME, template: str = "welcome", **query: str) -> Any:
    return visitor.client.post(
        f"/recordings/{template}/{query.pop('language', 'fr')}",
        query_string={"words": words, **query},
        data=content,
        headers={
            **visitor.language,
            "Content-Type": "audio/wav",
            "X-CSRFToken": visitor.token(),
            "Accept": "application/json",
        },
    )


def _recorded(console: Any, template: str = "welcome") -> tuple[Recording, ...]:
    told = decode(console.retained()["templates"], Templates).templates
    return next(one for one in told if one.id == template).recorded


def test_what_is_recorded_stands_with_its_sentence_and_says_whose_voice_it_is(console: Any) -> None:
    owner = console.owner()
    answer = _post(owner, _take(), voice="Léa")
    assert answer.status_code == 200
    assert "Said in your own voice." in answer.text and "recorded by Odile" in answer.text
    assert _recorded(console) == (Recording(language="fr", words=WELCOME, sound=name_of(_take())),)
    assert owner.get(f"/recordings/sound/{name_of(_take())}.wav").data == _take()
    page = owner.get("/recordings").text
    assert "1 of 6 wordings are in your own voice." in page and "Léa" in page


def test_recording_the_same_words_again_replaces_them(console: Any) -> None:
    owner = console.owner()
    _post(owner, _take(hz=300))
    _post(owner, _take(hz=400))
    assert [one.sound for one in _recorded(console)] == [name_of(_take(hz=400))]
    assert owner.get(f"/recordings/sound/{name_of(_take(hz=300))}.wav").status_code == 404


def test_trying_keeps_nothing(console: Any) -> None:
    answer = _post(console.owner(), _take(2.0), **{"try": "1"})
    assert answer.json == {"seconds": 2.0}
    assert _recorded(console) == () and console.store.recordings.all() == {}


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "not a recording"),
        (b"MZ\x90" + bytes(4000), 422, "not a recording"),
        (content_of(np.zeros(RATE_HZ, np.int16)), 422, "Nothing can be heard"),
        (_take(peak=0.015), 422, "too soft"),
        (_take(20.5), 422, "too long"),
        (bytes(1024 * 1024 + 1), 413, "too much"),
    ],
)
def test_what_would_not_sound_well_is_refused_in_words(console: Any, content: bytes, status: int, words: str) -> None:
    answer = _post(console.owner(), content)
    assert answer.status_code == status
    assert words in answer.json["words"]
    assert _recorded(console) == () and console.store.recordings.all() == {}


def test_a_refusal_is_in_the_language_of_its_reader(console: Any) -> None:
    owner = console.owner("fr")
    answer = owner.client.post(
        f"/recordings/welcome/fr?words={WELCOME}",
        data=content_of(np.zeros(RATE_HZ, np.int16)),
        headers={"X-CSRFToken": owner.token(), "Accept": "application/json", "Accept-Language": "fr"},
    )
    assert "On n'entend rien" in answer.json["words"]


@pytest.mark.parametrize(
    ("template", "language", "words"),
    [("welcome", "fr", "Autre chose."), ("welcome", "en", WELCOME), ("birthday", "fr", WELCOME)],
)
def test_words_that_are_not_in_the_sentence_are_not_recorded(
    console: Any, template: str, language: str, words: str
) -> None:
    answer = _post(console.owner(), _take(), words, template, language=language)
    assert answer.status_code == 422
    assert "load the page again" in answer.json["words"]
    assert console.store.recordings.all() == {}


def test_a_changed_sentence_asks_for_a_new_recording_and_the_old_one_comes_back_with_the_old_words(
    console: Any,
) -> None:
    owner = console.owner()
    _post(owner, _take())
    form = {"name_fr": "Bienvenue", "name_en": "Welcome", "priority": "routine", "version": "0", "en": []}
    owner.post("/templates/welcome", {**form, "fr": ["Mesdames, messieurs, soyez les bienvenus."]})
    page = owner.get("/recordings/welcome").text
    assert "These words have changed: record them again." in page
    assert "Recordings of words that have changed" in page
    owner.post("/templates/welcome", {**form, "version": "1", "fr": [WELCOME]})
    assert "Said in your own voice." in owner.get("/recordings/welcome").text
    owner.post("/templates/welcome/restore", {})
    assert len(_recorded(console)) == 1


def test_a_sentence_that_two_owners_edit_is_not_disturbed_by_a_recording(console: Any) -> None:
    owner = console.owner()
    _post(owner, _take())
    form = {"name_fr": "Bienvenue", "name_en": "", "priority": "routine", "version": "0", "fr": [WELCOME], "en": []}
    assert owner.post("/templates/welcome", form).status_code == 303
    assert len(_recorded(console)) == 1


DELETIONS: dict[str, Callable[[Any], Any]] = {
    "its words": lambda owner: owner.post("/recordings/welcome/fr/delete", {"words": WELCOME}),
    "the voice": lambda owner: owner.post("/recordings/voice/delete", {"voice": "Odile"}),
    "the sentence": lambda owner: owner.post("/templates/welcome/delete", {}),
    "another take": lambda owner: _post(owner, _take(hz=300)),
}


@pytest.mark.parametrize("how", DELETIONS)
def test_what_is_deleted_is_in_no_file_of_the_console_any_more(console: Any, how: str) -> None:
    owner = console.owner()
    _post(owner, _take())
    somewhere = _take()[20_000:20_064]
    assert any(somewhere in path.read_bytes() for path in console.folder.glob("console.sqlite*"))
    assert DELETIONS[how](owner).status_code in (200, 303)
    assert name_of(_take()) not in console.store.recordings.all()
    assert not any(somewhere in path.read_bytes() for path in console.folder.glob("console.sqlite*"))


def test_only_that_voice_is_deleted(console: Any) -> None:
    owner = console.owner()
    _post(owner, _take(hz=300), voice="Léa")
    _post(owner, _take(hz=400), "Ladies and gentlemen, welcome. The whole team is at your service.", language="en")
    owner.post("/recordings/voice/delete", {"voice": "Léa"})
    assert [one.sound for one in _recorded(console)] == [name_of(_take(hz=400))]


def test_there_is_an_end_to_what_is_kept(console: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web_console.own_voice.MOST_BYTES", 60_000)
    owner = console.owner()
    assert _post(owner, _take()).status_code == 200
    answer = _post(owner, _take(), "Ladies and gentlemen, welcome. The whole team is at your service.", language="en")
    assert answer.status_code == 422 and "25 minutes" in answer.json["words"]


def test_a_sound_without_its_sentence_is_gone_after_the_next_start(console: Any) -> None:
    _post(console.owner(), _take())
    orphan = Recorded(sound=name_of(_take(hz=300)), seconds=1.0, voice="Léa", by="Odile", at=datetime.now(UTC))
    console.store.recordings.keep(orphan, _take(hz=300))
    console.restart()
    assert set(console.store.recordings.all()) == {name_of(_take())}


def test_an_owner_hears_the_whole_sentence_as_guests_will_and_so_does_the_desk(console: Any) -> None:
    owner = console.owner()
    sentence = "Bonjour {name}, bienvenue."
    form = {"name_fr": "Accueil", "name_en": "", "priority": "routine", "version": "0", "fr": [sentence], "en": []}
    owner.post("/templates/welcome", form)
    for number, words in enumerate(("Bonjour", "bienvenue.")):
        assert _post(owner, _take(hz=OWN_HZ + number), words).status_code == 200

    def own_voice(parts: Any, language: Any) -> Any:
        return assembled_from(
            parts, console.store.recordings.content, lambda text: console.voice.render(text, language)
        )

    machine_only = owner.get("/recordings/welcome/fr/hear.wav?variant=0")
    console.app.config["OWN_VOICE"] = own_voice
    assert "Listen to it whole" in owner.get("/recordings/welcome").text
    whole = owner.get("/recordings/welcome/fr/hear.wav?variant=0")
    desk = owner.send("/desk/listen?language=fr", {"template": "welcome", "values": {"name": "Mme Martin"}})
    assert _own_seconds(machine_only.data) == 0.0
    assert _own_seconds(whole.data) > 1.2
    assert _own_seconds(desk.data) > 1.2
    assert owner.get("/recordings/welcome/fr/hear.wav?variant=7").status_code == 404


class Guest:
    """Whoever is on the bus with the console."""

    def __init__(self, console: Any) -> None:
        self.arrived: queue.Queue[MessageArrived] = queue.Queue()
        self.bus = open_bus(
            console.settings, client="guest", subscriptions=(RECORDING, ANNOUNCEMENT, ANNOUNCER_STATUS), will=None,
            put=self._put,
        )  # fmt: skip
        self.bus.start()

    def _put(self, event: object) -> None:
        if isinstance(event, MessageArrived):
            self.arrived.put(event)

    def say(self, topic: str, payload: bytes) -> None:
        self.bus.publish(Outgoing(topic=topic, payload=payload, qos=1))

    def wait_for(self, topic: str) -> None:
        """Waits for the next message on `topic`."""
        while self.arrived.get(timeout=LIMIT_S).topic != topic:
            pass

    def final(self) -> Announcement:
        """The end of the next announcement."""
        while True:
            arrived = self.arrived.get(timeout=LIMIT_S)
            if arrived.topic.startswith("announcements/") and arrived.topic != REQUEST.pattern:
                told = decode(arrived.payload, Announcement)
                if told.state in FINAL_STATES:
                    return told


@pytest.fixture
def guest(console: Any) -> Iterator[Guest]:
    one = Guest(console)
    yield one
    one.bus.close()


def test_a_recording_is_sent_to_whoever_lacks_it_and_nothing_where_there_is_none(console: Any, guest: Guest) -> None:
    _post(console.owner(), _take())
    missing = "0" * 32
    guest.say(RECORDINGS_WANTED.pattern, b"nonsense")
    guest.say(RECORDINGS_WANTED.pattern, encode(RecordingsWanted(sounds=(name_of(_take()), missing))))
    sent = [guest.arrived.get(timeout=LIMIT_S) for _ in range(2)]
    assert [(one.topic, one.payload) for one in sent] == [
        (RECORDING.at(name_of(_take())), _take()),
        (RECORDING.at(missing), b""),
    ]


@contextmanager
def _announcer(console: Any) -> Iterator[Path]:
    """The real announcer beside the console; gives the folder of what it played."""
    settings = replace(console.settings, sound=SoundSettings(kind="virtual", lead_in_s=0.0))
    stop = threading.Event()
    thread = threading.Thread(target=run_announcer, args=(settings, stop))
    thread.start()
    try:
        yield console.folder / "heard"
    finally:
        stop.set()
        thread.join(LIMIT_S)
        assert not thread.is_alive()


def _own_seconds(content: bytes) -> float:
    """For how long our own tone is the strongest in what was played."""
    sound = from_wav(content)
    block = sound.rate_hz // 50
    blocks = sound.samples[: len(sound.samples) // block * block].reshape(-1, block).astype(np.float64)
    loud = blocks[(blocks**2).mean(axis=1) > 1000]
    strongest = np.abs(np.fft.rfft(loud, axis=1)).argmax(axis=1) * sound.rate_hz / block
    return float((np.abs(strongest - OWN_HZ) <= sound.rate_hz / block).sum()) * block / sound.rate_hz


def test_guests_hear_it_and_after_it_is_deleted_they_do_not(console: Any, guest: Guest) -> None:
    owner = console.owner()
    form = {"name_fr": "Bienvenue", "name_en": "", "priority": "routine", "version": "0", "fr": ["Bonjour."], "en": []}
    owner.post("/templates/welcome", form)
    kept = console.folder / "announcer" / "recordings"
    with _announcer(console) as heard:
        guest.wait_for(ANNOUNCER_STATUS.pattern)

        def announce(number: str) -> float:
            now = datetime.now(UTC)
            asked = Request(
                id=number, issued_at=now, expires_at=now + timedelta(minutes=5), by="Léa", template="welcome",
                chime=False, insist=True,
            )  # fmt: skip
            guest.say(REQUEST.pattern, encode(asked))
            assert guest.final().state == "spoken"
            return _own_seconds((heard / f"{number}.wav").read_bytes())

        assert announce("before") == 0.0
        _post(owner, _take(), "Bonjour.")
        guest.wait_for(RECORDING.at(name_of(_take())))
        assert announce("own") > 0.7
        owner.post("/recordings/welcome/fr/delete", {"words": "Bonjour."})
        assert announce("after") == 0.0
        assert list(kept.iterdir()) == []


def test_a_form_is_still_limited_as_before(console: Any) -> None:
    owner = console.owner()
    answer = owner.client.post(
        "/recordings/voice/delete",
        data=io.BytesIO(bytes(400_000)),
        headers={"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": owner.token()},
    )
    assert answer.status_code == 413
