"""`kiosk announce` with a real broker, a real voice and a real player."""

import resource
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.domain.words import Words
from kiosk.settings import SpeechSettings

VOICE = SpeechSettings(kind="pyttsx3", time_limit_s=60.0)


def test_a_tap_is_heard_in_french_and_english(tablet: Any, announcer: Any, heard: Callable[[], Any]) -> None:
    announcer(speech=VOICE)
    text = Words(fr="La douze est prête.", en="Number twelve is ready.")
    announcement = tablet.ask(text=text, languages=("fr", "en"), chime=True)
    spoken = tablet.until_state(announcement, "spoken", "failed", "refused")
    assert spoken.state == "spoken"
    assert [a.state for a in tablet.told[announcement]] == ["queued", "rendering", "chime", "speaking", "spoken"]
    (stream,) = heard()
    assert abs(len(stream) / 22050 - spoken.duration_s) < 0.05
    tablet.until(lambda: tablet.speaking[-2:] == [True, False])


def test_a_cancel_is_heard_within_200_ms(tablet: Any, announcer: Any, heard: Callable[[], Any]) -> None:
    announcer()
    told_s, silent_s, whole_s = [], [], []
    for n in range(3):  # a busy machine may be slow in one of them
        asked_at_s = time.monotonic()
        announcement = tablet.ask(f"Phrase {n}, assez longue pour durer cinq secondes, et pour être coupée au milieu.")
        tablet.until_state(announcement, "speaking")
        cancelled_at_s = time.monotonic()
        tablet.cancel(announcement)
        tablet.until_state(announcement, "cancelled")
        told_s.append(tablet.at_s[announcement, "queued"] - asked_at_s)
        silent_s.append(tablet.at_s[announcement, "cancelled"] - cancelled_at_s)
        whole_s.append(tablet.at_s[announcement, "cancelled"] - asked_at_s)
    # Being told that it is queued takes the same way: over the broker, into the journal and back.
    assert min(silent_s) < 0.2 + max(told_s) + 0.1
    tablet.until_true(lambda: len(heard()) == 3)
    for stream, most_s in zip(heard(), whole_s, strict=True):
        assert len(stream) / 22050 < most_s + 0.2


def test_a_cancel_of_what_a_slow_card_was_told_to_play_finds_it_open(
    tablet: Any, announcer: Any, heard: Callable[[], Any], slow_aplay: None
) -> None:
    announcer()
    announcement = tablet.ask("Une phrase assez longue pour durer cinq secondes, et pour être coupée au milieu.")
    tablet.until_state(announcement, "speaking")
    tablet.cancel(announcement)
    tablet.until_state(announcement, "cancelled")
    tablet.until_true(lambda: len(heard()) == 1)
    assert [a.state for a in tablet.told[announcement]] == ["queued", "rendering", "speaking", "cancelled"]


def test_a_car_that_left_is_not_announced(tablet: Any, announcer: Any, heard: Callable[[], Any], car: Any) -> None:
    announcer()
    first = tablet.ask("Une phrase assez longue pour que la voiture ait le temps de partir avant sa fin, partout.")
    second = tablet.ask(incident="car-1")
    tablet.send("incidents/car-1", car("car-1", "left"), retain=True)
    tablet.until_state(second, "withdrawn")
    tablet.until_state(first, "speaking")
    tablet.cancel(first)
    tablet.until_state(first, "cancelled")
    assert tablet.finals(second) == {("withdrawn", "car-left")}
    tablet.until_true(lambda: len(heard()) == 1)


def test_bad_messages_are_counted_and_stop_nothing(tablet: Any, announcer: Any) -> None:
    announcer()
    bad = [b"", b"\xff\xfe", b"{", b"[]", b"null", b'{"id": 1}', b"[" * 60_000, b"x" * 70_000]
    topics = ["announcements/request", "announcements/cancel", "announcements/prepare", "templates", "incidents/x"]
    for payload in bad:
        for topic in topics:
            tablet.send(topic, payload)
    assert tablet.until_state(tablet.ask(), "spoken")
    tablet.until(lambda: tablet.statuses[-1].counts.get("messages_refused", 0) >= 35)


def test_a_dead_sound_card_is_told_and_its_return_too(tablet: Any, announcer: Any, environment: dict[str, str]) -> None:
    config = Path(environment["ALSA_CONFIG_PATH"])
    good = config.read_text()
    config.write_text("pcm.null { type null }")
    announcer()
    assert tablet.until_state(tablet.ask(), "failed").reason == "no-sound"
    tablet.until(lambda: tablet.health().get("sound") == "no-sound")
    config.write_text(good)
    tablet.until_state(tablet.ask(), "spoken")
    tablet.until(lambda: tablet.health().get("sound") == "ok")


def test_a_voice_that_does_not_exist_is_told_and_the_usual_one_speaks(tablet: Any, announcer: Any) -> None:
    announcer(speech=replace(VOICE, voice_fr="klingon"))
    tablet.until(lambda: tablet.health().get("voice") == "voice-stand-in")  # before anybody asks for anything
    assert tablet.until_state(tablet.ask(), "spoken").reason is None


def test_a_full_card_refuses_tells_so_and_recovers(tablet: Any, announcer: Any) -> None:
    """No file may grow any more: what a full card does to a write."""
    process = announcer()
    tablet.until_state(tablet.ask(), "spoken")
    resource.prlimit(process.child.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    refused = tablet.ask()
    assert tablet.until_state(refused, "refused").reason == "no-journal"
    tablet.until(lambda: tablet.health().get("journal") == "disk-full")
    resource.prlimit(process.child.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    tablet.until(lambda: tablet.health().get("journal") == "ok")
    assert tablet.finals(refused) == {("refused", "no-journal")}
    tablet.until_state(tablet.ask(), "spoken")


def test_the_last_good_sentences_are_there_without_the_console(tablet: Any, announcer: Any) -> None:
    process = announcer()
    tablet.send("templates", b'{"templates": [{"id": "mine", "name": {"fr": "A"}, "fr": ["Bien le bonjour."]}]}')
    tablet.until_state(tablet.ask(template="mine"), "spoken")
    process.stop()
    process.start()
    assert (
        tablet.until_state(tablet.ask(template="mine", values={"name": "Bob"}), "spoken").text.fr == "Bien le bonjour."
    )


def test_a_second_announcer_on_the_same_journal_says_why_it_does_not_run(tablet: Any, announcer: Any) -> None:
    process = announcer()
    second = subprocess.run(process.command, env=process.environment, capture_output=True, timeout=120, text=True)
    assert second.returncode == 4
    assert "another announcer runs already" in second.stderr
    assert "Traceback" not in second.stderr
    tablet.until_state(tablet.ask(), "spoken")


def test_a_damaged_journal_is_told_and_it_speaks_all_the_same(tablet: Any, announcer: Any, state: Path) -> None:
    process = announcer()
    tablet.until_state(tablet.ask(), "spoken")
    process.stop()
    (state / "announcer" / "announcements.sqlite").write_bytes(b"coffee " * 2000)
    process.start()
    tablet.until(lambda: tablet.health().get("journal") == "journal-damaged")
    tablet.until_state(tablet.ask(), "spoken")
    assert "was damaged" in process.log.read_text()


def test_a_broker_that_refuses_the_password_is_told_in_one_sentence(
    tablet: Any, announcer_settings: Any, announcer: Any, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.touch(mode=0o600)
    wrong.write_text("not the password")
    process = announcer(wait=False, bus=replace(announcer_settings.bus, password_file=str(wrong)))
    tablet.until_true(lambda: "refuses user 'announcer'" in process.log.read_text())
    assert "Traceback" not in process.log.read_text()
    assert process.stop() == 0
