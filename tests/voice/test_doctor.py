"""`kiosk doctor` at the command line: every part is tried for real."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.checks import CHECKS, Check, checked
from kiosk.checks.machine import board_health, clock_health
from kiosk.cli import main
from kiosk.domain.board import BoardRead
from kiosk.domain.health import TROUBLES
from kiosk.domain.words import Words
from kiosk.errors import CameraError
from kiosk.messages.status import PartHealth
from kiosk.models import model_file
from kiosk.settings import CameraSettings, ConsoleSettings, DetectionSettings, Settings, SoundSettings, SpeechSettings
from kiosk.settings_file import write_settings

GOOD = Settings(
    speech=SpeechSettings(kind="simulated"), sound=SoundSettings(kind="simulated"), console=ConsoleSettings(port=1)
)


@pytest.fixture
def doctor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str]]]:
    """Runs `kiosk doctor` on settings; gives its exit code and its lines."""

    def run(*arguments: str, settings: Settings = GOOD, language: str = "en") -> tuple[int, list[str]]:
        if settings.state_folder == GOOD.state_folder:
            settings = replace(settings, state_folder=tmp_path)
        write_settings(settings, tmp_path / "kiosk.toml")
        code = main(["--settings", str(tmp_path / "kiosk.toml"), "doctor", "--language", language, *arguments])
        out, complaint = capsys.readouterr()
        assert complaint == ""
        return code, out.splitlines()

    return run


@pytest.fixture
def answering() -> Iterator[Callable[[int], ConsoleSettings]]:
    """Answers every HTTP request with a status; gives the settings of a console at that address."""
    servers = []

    def serve(status: int) -> ConsoleSettings:
        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802 - the name http.server asks for
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return ConsoleSettings(host="0.0.0.0", port=server.server_port)

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_house_where_all_is_well_is_exit_code_zero(doctor, settings_for, answering) -> None:
    settings = replace(settings_for("announcer"), console=answering(302))
    code, lines = doctor("machine", "disk", "voice", "sound", "camera", "broker", "console", settings=settings)
    assert (code, [line for line in lines if not line.startswith("ok ")]) == (0, [])
    assert {line.split()[1] for line in lines} == {"machine", "disk", "voice", "sound", "camera", "broker", "console"}


def test_without_words_every_part_is_checked(doctor) -> None:
    code, lines = doctor("--json")
    assert {json.loads(line)["part"] for line in lines} == {check.part for check in CHECKS}
    assert code == 4  # there is no console at port 1


def test_a_real_voice_and_a_real_sound_device_are_tried(doctor, alsa_ear) -> None:
    settings = replace(GOOD, speech=SpeechSettings(), sound=SoundSettings(card="ear", lead_in_s=0.1))
    assert doctor("voice", "sound", settings=settings)[0] == 0
    assert not alsa_ear().samples.any()
    assert doctor("sound", "--aloud", settings=settings)[0] == 0
    assert alsa_ear().samples.any()


def test_a_missing_card_is_told_with_cause_and_cure_in_both_languages(doctor, alsa_ear) -> None:
    settings = replace(GOOD, sound=SoundSettings(card="nowhere"))
    code, (french,) = doctor("sound", settings=settings, language="fr")
    assert code == 4
    assert french.startswith("PROBLÈME  son         La sortie son ne fonctionne pas. - Vérifiez que l'ampli")
    (told,) = (json.loads(line) for line in doctor("sound", "--json", settings=settings)[1])
    assert told["code"] == "no-sound"
    assert told["cause"] == "The sound output does not work."
    assert told["cure"].startswith("Check that the amplifier")
    assert "nowhere is not there" in told["detail"]


def test_a_gain_that_would_distort_every_announcement_is_found(doctor) -> None:
    code, (line,) = doctor("sound", settings=replace(GOOD, sound=SoundSettings(kind="simulated", gain_db=9.0)))
    assert code == 4
    assert "set sound.gain_db to 3.0 or less" in line


def test_one_missing_voice_does_not_hide_the_other(doctor) -> None:
    code, lines = doctor("voice", settings=replace(GOOD, speech=SpeechSettings(voice_fr="roa/nobody")))
    assert code == 4
    assert [line.split()[0] for line in lines] == ["TROUBLE", "ok"]
    assert "There is no voice 'roa/nobody'" in lines[0]


def test_a_missing_video_is_found(doctor) -> None:
    code, (line,) = doctor("camera", settings=replace(GOOD, camera=CameraSettings(source="/nowhere.mp4")))
    assert code == 4
    assert "/nowhere.mp4" in line


def test_the_real_detector_is_run_on_the_real_model(doctor) -> None:
    code, (line,) = doctor("model")
    assert (code, line.split()[:3]) == (0, ["ok", "model", "ssd,"])


def test_a_model_that_is_missing_or_damaged_is_found(doctor, tmp_path: Path) -> None:
    settings = replace(GOOD, detection=DetectionSettings(model_folder=str(tmp_path)))
    code, (line,) = doctor("model", settings=settings)
    assert code == 4
    assert "Run `kiosk models install`. (" in line
    assert "is not there)" in line
    model_file(settings).write_bytes(b"half of it")
    assert "is not the model any more)" in doctor("model", settings=settings)[1][0]
    motion = replace(GOOD, detection=DetectionSettings(kind="motion", model_folder=str(tmp_path)))
    assert doctor("model", settings=motion)[0] == 0


def test_a_broker_that_refuses_the_password_is_told_apart_from_one_that_is_away(
    doctor, settings_for, mosquitto
) -> None:
    settings = settings_for("announcer")
    Path(settings.bus.password_file).write_text("wrong\n")
    code, (refused,) = doctor("broker", settings=settings)
    assert (code, refused.split()[0]) == (5, "TROUBLE")
    assert "refuses the password" in refused
    mosquitto.stop()
    code, (away,) = doctor("broker", settings=settings)
    assert code == 5
    assert "does not answer" in away


def test_every_service_whose_password_is_here_is_tried(doctor, settings_for, mosquitto, tmp_path: Path) -> None:
    folder = tmp_path / "passwords"
    folder.mkdir()
    for service in ("watcher", "console"):
        (folder / service).write_bytes(mosquitto.password_file(service).read_bytes())
        (folder / service).chmod(0o600)
    bus = replace(settings_for("watcher").bus, user="", password_file=str(folder))
    code, lines = doctor("broker", settings=replace(GOOD, bus=bus))
    assert code == 0
    assert [line.split()[-1] for line in lines] == ["watcher", "console"]


def test_a_console_that_is_away_or_broken_is_found(doctor, answering) -> None:
    assert "does not answer" in doctor("console")[1][0]
    assert "HTTP 500" in doctor("console", settings=replace(GOOD, console=answering(500)))[1][0]


def test_a_state_folder_that_cannot_be_written_is_found(doctor) -> None:
    code, (line,) = doctor("disk", settings=replace(GOOD, state_folder=Path("/proc/kiosk")))
    assert code == 4
    assert "The state folder cannot be written to. - Give it to the service's user" in line


def test_the_state_folder_is_not_made_by_a_look_at_it(doctor, tmp_path: Path) -> None:
    assert doctor("disk", settings=replace(GOOD, state_folder=tmp_path / "later"))[0] == 0
    assert not (tmp_path / "later").exists()


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        ([clock_health(datetime(1970, 1, 1, tzinfo=UTC), BoardRead())], ["clock-wrong"]),
        ([clock_health(datetime(2026, 11, 24, tzinfo=UTC), BoardRead())], ["ok"]),
        ([clock_health(datetime(2026, 11, 24, tzinfo=UTC), BoardRead(clock_set=False))], ["clock-wrong"]),
        (board_health(BoardRead()), []),  # a laptop tells nothing
        (board_health(BoardRead(temperature_c=45.1)), ["ok"]),
        (board_health(BoardRead(temperature_c=82.0, slowed=False, weak_power=False)), ["too-hot", "ok"]),
        (board_health(BoardRead(slowed=True, weak_power=False)), ["too-hot", "ok"]),
        (board_health(BoardRead(temperature_c=45.1, slowed=True, weak_power=True)), ["ok", "weak-power"]),
    ],
)
def test_clock_heat_and_power_are_told_as_they_are(found: list[PartHealth], codes: list[str]) -> None:
    assert [health.code for health in found] == codes
    assert all((health.state == "ok") == (health.code == "ok") for health in found)
    assert {"ok", *TROUBLES} >= set(codes)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.part)
def test_every_usual_trouble_has_words(check: Check) -> None:
    assert check.usual in TROUBLES


def _camera(look) -> Check:
    return Check(part="camera", name=Words(en="camera"), look=look, usual="camera-away")


def test_a_check_that_breaks_or_hangs_is_a_finding_and_never_a_traceback() -> None:
    def unplugged(_: Settings) -> list[PartHealth]:
        raise CameraError("No picture came.")

    def breaks(_: Settings) -> list[PartHealth]:
        raise ZeroDivisionError("oh")

    def hangs(_: Settings) -> list[PartHealth]:
        threading.Event().wait(5.0)
        return []

    (away,), (broken,) = checked(_camera(unplugged), GOOD), checked(_camera(breaks), GOOD)
    (hung,) = checked(_camera(hangs), GOOD, time_limit_s=0.05)
    assert (away.code, away.detail) == ("camera-away", "No picture came.")
    assert (broken.code, broken.detail) == ("check-failed", "ZeroDivisionError: oh")
    assert (hung.code, hung.detail) == ("camera-away", "no answer within 0.05 s")


def test_a_part_that_does_not_exist_is_wrong_usage(doctor, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        doctor("brocker")
    assert left.value.code == 2
    assert "did you mean 'broker'?" in capsys.readouterr().err


@pytest.mark.parametrize(("spoken", "word"), [("fr_FR.UTF-8", "boîtier"), ("en_GB", "machine"), ("", "boîtier")])
def test_the_language_is_the_persons(tmp_path: Path, capsys, monkeypatch, spoken: str, word: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", spoken)
    main(["doctor", "machine"])
    assert word in capsys.readouterr().out
