"""install.sh below a folder of its own: what it writes fits together, and running it again changes nothing."""

import os
import queue
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kiosk.adapters.bus import open_bus
from kiosk.ports import BusConnected
from kiosk.settings import BusSettings, Settings
from kiosk.settings_file import read_settings

FIRMWARE = Path(__file__).resolve().parents[2] / "firmware_config"
USERS = ("watcher", "announcer", "console")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a Raspberry Pi's config.txt, as the root of a machine."""
    (tmp_path / "boot/firmware").mkdir(parents=True)
    (tmp_path / "boot/firmware/config.txt").write_text("arm_64bit=1\n", encoding="utf-8")
    return tmp_path


def _install(root: Path, *services: str) -> subprocess.CompletedProcess[str]:
    command = [str(FIRMWARE / "install.sh"), *services]
    return subprocess.run(command, env={**os.environ, "ROOT": str(root)}, capture_output=True, text=True, timeout=120)


def _files(root: Path) -> dict[str, bytes]:
    """Everything it wrote, except the password hashes, which have new salt each time."""
    files = (file for file in sorted(root.rglob("*")) if file.is_file())
    return {str(file.relative_to(root)): file.read_bytes() for file in files if file.name != "passwords"}


def test_the_settings_it_writes_are_right_and_closed_to_others(root: Path) -> None:
    assert _install(root).returncode == 0
    file = root / "etc/kiosk/kiosk.toml"
    assert read_settings(file).bus.password_file == "/etc/kiosk/passwords"
    for path in (file, root / "etc/kiosk", *(root / "etc/kiosk/passwords" / user for user in USERS)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o007 == 0, f"everybody can read {path}"


def test_every_service_has_a_password_of_its_own_and_none_is_known_before(root: Path, tmp_path: Path) -> None:
    _install(root)
    first = [(root / "etc/kiosk/passwords" / user).read_text(encoding="utf-8") for user in USERS]
    other = tmp_path / "other"
    other.mkdir()
    _install(other)
    second = [(other / "etc/kiosk/passwords" / user).read_text(encoding="utf-8") for user in USERS]
    assert len({*first, *second}) == 6
    assert min(len(password) for password in first) >= 32


def test_running_it_again_changes_nothing_and_keeps_the_installers_own_changes(root: Path) -> None:
    _install(root)
    settings = root / "etc/kiosk/kiosk.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"venue"', '"chez-lea"'), encoding="utf-8")
    acl = root / "etc/mosquitto/kiosk/acl"
    acl.write_text(acl.read_text(encoding="utf-8") + "user till\n", encoding="utf-8")
    passwords = root / "etc/mosquitto/kiosk/passwords"
    with passwords.open("a", encoding="utf-8") as file:
        file.write("till:$7$101$hash\n")
    before = _files(root)
    assert _install(root).returncode == 0
    assert _files(root) == before
    names = [line.split(":")[0] for line in passwords.read_text(encoding="utf-8").splitlines()]
    assert names == [*USERS, "till"]


def test_a_box_without_the_console_gets_no_broker(root: Path) -> None:
    assert _install(root, "watch").returncode == 0
    assert not (root / "etc/mosquitto").exists()
    units = sorted(file.name for file in (root / "etc/systemd/system").iterdir())
    assert units == ["kiosk-watch.service", "kiosk.target"]


def test_an_unknown_service_is_refused_before_anything_is_written(root: Path) -> None:
    before = _files(root)
    refused = _install(root, "watch", "dance")
    assert refused.returncode == 1
    assert refused.stderr == "kiosk: There is no service 'dance'; choose from watch, announce, console.\n"
    assert _files(root) == before


def test_the_lines_of_config_txt_are_added_once(root: Path) -> None:
    _install(root)
    _install(root)
    text = (root / "boot/firmware/config.txt").read_text(encoding="utf-8")
    assert text.startswith("arm_64bit=1\n")
    assert text.count("dtparam=watchdog=on") == 1
    assert text.splitlines().count("dtparam=strict_gpiod") == 1  # the amplifier is off when the announcer has died


def test_the_passwords_it_made_open_mosquitto(root: Path, mosquitto: Any) -> None:
    _install(root)
    mosquitto.stop()
    (mosquitto.folder / "passwords").write_bytes((root / "etc/mosquitto/kiosk/passwords").read_bytes())
    mosquitto.start()
    events: queue.SimpleQueue[object] = queue.SimpleQueue()
    settings = Settings(bus=BusSettings(port=mosquitto.port, password_file=str(root / "etc/kiosk/passwords")))
    bus = open_bus(settings, client="watcher", subscriptions=(), will=None, put=events.put)
    bus.start()
    assert events.get(timeout=60.0) == BusConnected()
    bus.close()


def test_the_sound_card_example_is_one_that_alsa_reads() -> None:
    environment = {**os.environ, "ALSA_CONFIG_PATH": str(FIRMWARE / "asound.conf")}
    listed = subprocess.run(["aplay", "-L"], env=environment, capture_output=True, text=True, timeout=120)
    assert "kiosk" in listed.stdout.split()
    assert "error" not in listed.stderr.lower()
