"""The systemd units: systemd reads them without a complaint, and they start commands that exist."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS

UNITS = Path(__file__).resolve().parents[2] / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
each_service = pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.stem)


def _unit(file: Path) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(file.read_text(encoding="utf-8"))
    return unit


def test_there_is_a_unit_for_each_service() -> None:
    assert [file.stem for file in SERVICES] == ["kiosk-announce", "kiosk-console", "kiosk-watch"]


@each_service
def test_a_unit_starts_a_command_that_exists(file: Path) -> None:
    words = _unit(file)["Service"]["ExecStart"].split()
    assert words[:3] == ["/opt/kiosk/bin/kiosk", "--settings", "/etc/kiosk/kiosk.toml"]
    assert words[3] in COMMANDS
    assert file.stem == f"kiosk-{words[3]}"


@each_service
def test_a_service_is_watched_and_never_given_up(file: Path) -> None:
    unit = _unit(file)
    assert unit["Service"]["Type"] == "notify"
    assert int(unit["Service"]["WatchdogSec"]) > 0
    assert unit["Service"]["Restart"] == "always"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"


@each_service
def test_a_service_sees_neither_the_others_passwords_nor_all_the_hardware(file: Path) -> None:
    service = _unit(file)["Service"]
    hidden = set(re.findall(r"passwords/(\w+)", service["InaccessiblePaths"]))
    assert len(hidden & {"watcher", "announcer", "console"}) == 2
    assert service.get("PrivateDevices") == "yes" or service["DevicePolicy"] == "closed"
    assert service["User"] == "kiosk"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"


def test_systemd_has_no_complaint(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        assert not Path("/run/systemd/system").exists(), "systemd runs here, but systemd-analyze is missing"
        return
    for file in UNITS.iterdir():
        text = file.read_text(encoding="utf-8").replace("/opt/kiosk/bin/kiosk", "/bin/true")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / file.name) for file in UNITS.iterdir()]
    verified = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True, timeout=120)
    ours = [line for line in verified.stderr.splitlines() if "kiosk" in line]
    assert (verified.returncode, ours) == (0, [])
