"""The command line: every command explains itself, mistakes are one sentence, exit codes mean something."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS, main


def _kiosk(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments], capture_output=True, text=True, timeout=120,
        env={**os.environ, **environment})  # fmt: skip


def test_help_lists_every_command_and_what_the_exit_codes_mean(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert end.value.code == 0
    assert all(f" {name} {what}" in text for name, what in COMMANDS.items())
    assert "exit codes: 0 done, 1 failed" in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_to_an_installer(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    text = capsys.readouterr().out
    assert end.value.code == 0
    described = text.split("options:")[0].split("\n\n", 1)[1].strip()
    assert len(described) > 40, f"`kiosk {command} --help` does not say what it does"
    assert max(len(line) for line in text.splitlines()) <= 120
    assert "exit codes: 0 done" in text


@pytest.mark.parametrize("arguments", [[], ["dance"], ["watch", "--no-such-option"], ["--log-level", "loud", "watch"]])
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage: kiosk" in capsys.readouterr().err


class _Interrupted(io.StringIO):
    def write(self, text: str) -> int:
        raise KeyboardInterrupt


def test_ctrl_c_before_anything_runs_leaves_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", _Interrupted())
    assert main(["--version"]) == 130


@pytest.mark.parametrize("seconds", ["abc", "-1", "0", "nan", "inf"])
def test_a_dwell_that_is_no_length_of_time_is_named(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["replay", "street.mp4", "--zones", "zones.json", f"--dwell-s={seconds}"])
    assert end.value.code == 2
    assert f"'{seconds}' is not a number above 0" in capsys.readouterr().err


def test_a_missing_settings_file_is_one_sentence_and_exit_code_3(tmp_path: Path) -> None:
    missing = tmp_path / "kiosk.toml"
    done = _kiosk("--settings", str(missing), "doctor")
    assert done.returncode == 3
    assert done.stderr == f"kiosk: The settings file {missing} cannot be read: No such file or directory.\n"


def test_a_mistake_in_the_settings_is_told_before_anything_starts(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[bus]\nhots = "mqtt.local"\n', encoding="utf-8")
    done = _kiosk("watch", KIOSK_SETTINGS=str(file))
    assert done.returncode == 3
    assert "'bus.hots' is not a setting. Did you mean 'host'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_told() -> None:
    done = _kiosk("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "kiosk")


@pytest.mark.parametrize("arguments", [("say", "--list"), ("models", "list", "--json")])
def test_an_output_that_is_full_is_one_sentence(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120
        )
    assert done.returncode == 1
    assert done.stderr.startswith("kiosk: The output cannot be used (No space left on device): free some space")
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_went_away_is_no_error() -> None:
    shell = f'"{sys.executable}" -m kiosk --help | head -1; exit "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr
