"""`kiosk say` at the command line."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.adapters.copies import FileCopies
from kiosk.adapters.sound.chime import chime
from kiosk.adapters.wav import from_wav
from kiosk.cli import main
from kiosk.domain.manners import Pronunciation
from kiosk.domain.venue import Template, Templates, Venue
from kiosk.domain.words import Words
from kiosk.messages.codec import encode


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs `kiosk say` with a state folder of its own; gives exit code, output and complaint."""

    def run(*arguments: str, settings: str = '[sound]\nkind = "virtual"\nlead_in_s = 0.1\n') -> tuple[int, str, str]:
        file = tmp_path / "kiosk.toml"
        file.write_text(f'state_folder = "{tmp_path}"\n{settings}')
        code = main(["--settings", str(file), "say", *arguments])
        out, complaint = capsys.readouterr()
        return code, out, complaint

    return run


def test_a_text_is_heard_through_the_loudspeaker_of_the_settings(say, tmp_path: Path) -> None:
    code, out, _ = say("Bonjour.")
    assert (code, out) == (0, f"Bonjour.  [{tmp_path}/heard/said.wav]\n")
    assert from_wav((tmp_path / "heard" / "said.wav").read_bytes()).duration_s > 0.5


def test_a_text_is_heard_on_a_sound_card(say, alsa_ear) -> None:
    assert say("Bonjour.", settings='[sound]\ncard = "ear"\n')[:2] == (0, "Bonjour.\n")
    assert alsa_ear().duration_s > 1.0


def test_a_wav_file_is_written_and_nothing_played(say, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    assert say("Bonjour.", "--out", str(out))[0] == 0
    plain = from_wav(out.read_bytes()).duration_s
    assert say("Bonjour.", "--chime", "--out", str(out))[0] == 0
    assert from_wav(out.read_bytes()).duration_s == pytest.approx(plain + chime(22050).duration_s, abs=0.01)
    assert not (tmp_path / "heard").exists()


def test_words_are_said_as_the_house_says_them(say, tmp_path: Path) -> None:
    quinoa = Pronunciation(written="Quinoa", said="kinoa")
    FileCopies(tmp_path / "announcer").save("venue", encode(Venue(pronunciations=(quinoa,))))
    told = json.loads(say("Le quinoa est prêt.", "--json", "--out", str(tmp_path / "x.wav"))[1])
    assert (told["text"], told["spoken"]) == ("Le quinoa est prêt.", "Le kinoa est prêt.")


def test_a_sentence_of_the_house_is_filled_and_told_to_programs(say, tmp_path: Path) -> None:
    values = ["--value", "kind=car", "--value", "colour=grey", "--value", "place=devant l'entrée"]
    code, out, _ = say("--template", "car-badly-parked", *values, "--json", "--out", str(tmp_path / "x.wav"))
    told = json.loads(out)
    assert code == 0
    assert "voiture grise garée devant l'entrée" in told["text"]
    assert told["language"] == "fr"
    assert told["duration_s"] > 2
    assert told["file"] == str(tmp_path / "x.wav")
    code, out, _ = say("--template", "order-ready", "--value", "number=42", "--language", "en", "--out", "/dev/null")
    assert code == 0
    assert "42" in out


def test_the_owners_own_sentences_are_known(say, tmp_path: Path) -> None:
    own = Template(id="last-bus", name=Words(fr="Dernier bus", en="Last bus"), fr=("Le dernier bus part.",))
    FileCopies(tmp_path / "announcer").save("templates", encode(Templates(templates=(own,))))
    assert say("--template", "last-bus", "--out", "/dev/null")[:2] == (0, "Le dernier bus part.  [/dev/null]\n")
    assert say("--list")[1].splitlines() == ["last-bus                  Dernier bus"]


def test_the_sentences_are_listed_with_their_values(say) -> None:
    lines = [json.loads(line) for line in say("--list", "--json")[1].splitlines()]
    assert {"car-badly-parked", "order-ready", "welcome"} <= {line["id"] for line in lines}
    assert "place" in lines[0]["values"]


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["a" * 10_000], 3, "has 10000 characters; at most 400 are spoken: shorten it"),
        (["..."], 4, "nothing to read aloud"),
        (["Bonjour", "--value", "a=b"], 3, "--value goes with --template"),
        (["--template", "order-redy"], 3, "no sentence 'order-redy'. Did you mean 'order-ready'?"),
        (["--template", "order-ready", "--value", "numbr=4"], 3, "no value 'numbr': it takes table, name, number."),
        (["--template", "order-ready", "--value", "number"], 3, "'number' is not a value: write --value name=value"),
        (["--template", "welcome", "--value", "a=b"], 3, "it takes none"),
        (["--template", "car-badly-parked"], 3, "This is missing: place. Please give it. Add --value place="),
        (["--template", "closing-soon", "--value", "minutes=soon"], 3, "whole number from 1 to 240"),
        (["Bonjour", "--out", "/dev/full"], 4, "/dev/full cannot be written: No space left on device. Free some space"),
        (["Bonjour", "--out", "/nowhere/x.wav"], 4, "/nowhere/x.wav cannot be written: No such file or directory."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_with_its_cure(say, arguments, code: int, complaint: str) -> None:
    found, out, told = say(*arguments)
    assert (found, out) == (code, "")
    assert complaint in told
    assert told.startswith("kiosk: ")
    assert "Traceback" not in told


def test_a_voice_that_does_not_exist_is_named_and_the_usual_one_speaks(say, tmp_path: Path) -> None:
    out = tmp_path / "said.wav"
    code, _, told = say("Bonjour", "--out", str(out), settings='[speech]\nvoice_fr = "roa/frr"\n')
    assert code == 0
    assert from_wav(out.read_bytes()).duration_s > 0.3
    assert "There is no voice 'roa/frr': set speech.voice_fr to roa/fr" in told


def test_a_missing_sound_card_is_named(say, alsa_ear) -> None:
    code, _, told = say("Bonjour", settings='[sound]\ncard = "plughw:CARD=Nowhere"\n')
    assert code == 4
    assert "plughw:CARD=Nowhere is not there" in told


def test_half_a_file_is_not_left_on_a_full_disk(tmp_path: Path) -> None:
    command = f'ulimit -f 80; exec "{sys.executable}" -m kiosk say Bonjour. --chime --out "{tmp_path}/x.wav"'
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 4
    assert "x.wav cannot be written: File too large" in ended.stderr
    assert not (tmp_path / "x.wav").exists()


@pytest.mark.parametrize("arguments", [[], ["Bonjour", "--list"], ["Bonjour", "--template", "welcome"]])
def test_wrong_usage_is_exit_code_two(say, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        say(*arguments)
    assert left.value.code == 2
