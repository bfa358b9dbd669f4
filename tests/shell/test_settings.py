"""The settings file: everything wrong is told at once, with its cure."""

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import SettingsError
from kiosk.settings import BusSettings, CameraSettings, PanelSettings, Settings, SoundSettings, VenueSettings
from kiosk.settings_file import read_settings, write_settings

MANY_MISTAKES = """
stat_folder = "/tmp"
venue = "ours"

[bus]
hots = "mqtt.local"
port = "1883"
kind = "carrier pigeon"

[camera]
retry_most_s = true

[console]
port = 70000
https = 1

[colours]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.toml"


def _refusal(file: Path) -> str:
    with pytest.raises(SettingsError) as error:
        read_settings(file)
    return str(error.value)


def test_what_is_not_set_has_its_default(file: Path) -> None:
    file.write_text('[bus]\nhost = "mqtt.local"\n', encoding="utf-8")
    assert read_settings(file).bus == BusSettings(host="mqtt.local")
    assert read_settings(file).camera == CameraSettings()


def test_all_mistakes_are_told_at_once(file: Path) -> None:
    file.write_text(MANY_MISTAKES, encoding="utf-8")
    lines = _refusal(file).splitlines()
    assert lines[0] == f"The settings file {file} has mistakes:"
    assert set(lines[1:]) == {
        "  - 'stat_folder' is not a setting. Did you mean 'state_folder'?",
        "  - 'venue' is a section: write [venue].",
        "  - 'bus.hots' is not a setting. Did you mean 'host'?",
        "  - 'bus.port' is '1883'; it must be a whole number.",
        "  - 'bus.kind' is 'carrier pigeon'; it can be mqtt, memory.",
        "  - 'camera.retry_most_s' is True; it must be a number.",
        "  - 'console.port' is 70000; it must be between 0 and 65535.",
        "  - 'console.https' is 1; it must be true or false.",
        next(line for line in lines if "'colours' is not a setting. Known here: state_folder, venue," in line),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[venue]\nslug = "Chez Léa"\n', "'venue.slug' is 'Chez Léa'; it must be like [a-z0-9-]{1,40}."),
        ('[venue]\nslug = "a/#"\n', "'venue.slug' is 'a/#'; it must be like"),
        ("[sound]\ngain_db = 99\n", "'sound.gain_db' is 99.0; it must be between -60.0 and 30.0."),
        (f"[sound]\ngain_db = 1{'0' * 400}\n", "it must be a number."),
        ('state_folder = "a\\u0000b"\n', "it must be a path in quotes."),
        ("[sound]\ngain_db = nan\n", "'sound.gain_db' is nan; it must be between"),
        ("[bus]\nport = 0\n", "'bus.port' is 0; it must be between 1 and 65535."),
    ],
)
def test_a_value_beyond_its_limits_is_refused(file: Path, text: str, words: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert words in _refusal(file)


def test_a_whole_number_may_stand_where_a_number_is_asked_for(file: Path) -> None:
    file.write_text("[sound]\nlead_in_s = 1\n", encoding="utf-8")
    assert read_settings(file).sound == SoundSettings(lead_in_s=1.0)


def test_a_missing_file_is_named(file: Path) -> None:
    assert _refusal(file) == f"The settings file {file} cannot be read: No such file or directory."


@pytest.mark.parametrize(
    "content", [b"bus = [", b"\xff\xfe", b"a = 1\na = 2\n", b"a = 1" + b"0" * 5000, b"a = " + b"[" * 5000]
)
def test_what_is_not_toml_is_one_line(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert _refusal(file).startswith(f"The settings file {file} is not TOML: ")
    assert "\n" not in _refusal(file)


def test_the_environment_names_the_file_for_a_service(file: Path, monkeypatch: Any) -> None:
    file.write_text('[venue]\nslug = "chez-lea"\n', encoding="utf-8")
    monkeypatch.setenv("KIOSK_SETTINGS", str(file))
    assert read_settings().venue == VenueSettings(slug="chez-lea")


def test_the_state_folder_is_systemds_where_it_gives_one(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", f"{tmp_path}:/elsewhere")
    assert Settings().state_folder == tmp_path


@pytest.mark.parametrize("section", [Settings, *(f.type for f in fields(Settings) if is_dataclass(f.type))])
def test_every_setting_has_a_meaning(section: Any) -> None:
    for field in fields(section):
        if not is_dataclass(field.type):
            assert field.metadata.get("what", "").endswith("."), f"{section.__name__}.{field.name} has no meaning"


def test_no_setting_holds_a_secret_itself() -> None:
    sections = [f.type for f in fields(Settings) if is_dataclass(f.type) and f.type is not PanelSettings]
    names = [f.name for section in sections for f in fields(section)]  # the pins of the panel are those of the header
    for name in names:
        secret = any(word in name for word in ("password", "secret", "token", "code", "pin", "key"))
        assert not secret or name.endswith("_file"), f"{name}: a secret is read from a file, never from the settings"


@given(text=st.text(), number=st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, text: str, number: float) -> None:
    file = tmp_path_factory.getbasetemp() / "written.toml"
    settings = Settings(
        state_folder=Path("/srv/kiosk"),
        bus=BusSettings(host=text),
        sound=SoundSettings(gain_db=max(-60, min(30, number))),
    )
    write_settings(settings, file)
    assert read_settings(file) == settings
