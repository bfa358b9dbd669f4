"""The model is fetched once, whole or not at all, and only if it is the right one."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.errors import DetectionError
from kiosk.models import install, is_installed, model_file
from kiosk.settings import DetectionSettings, Settings

_HEADER, _TAIL = b"l" * 184, b"t" * 10


@pytest.fixture(scope="session")
def assets() -> bytes:
    """The package's assets: the label map, the model, and something behind it."""
    return _HEADER + model_file(Settings()).read_bytes() + _TAIL


def test_a_model_that_was_fetched_is_there_and_is_not_fetched_again(tmp_path: Path, assets: bytes) -> None:
    path = tmp_path / "new" / "model.tflite"
    assert install(path, fetch=lambda _: assets)
    assert is_installed(path)

    def nobody(folder: Path) -> bytes:
        raise AssertionError(folder)

    assert not install(path, fetch=nobody)


def test_another_file_is_refused_and_leaves_nothing_behind(tmp_path: Path, assets: bytes) -> None:
    path = tmp_path / "model.tflite"
    with pytest.raises(DetectionError, match="is not the model"):
        install(path, fetch=lambda _: assets.replace(b"TFL3", b"TFL4", 1))
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_model_is_fetched_anew(tmp_path: Path, assets: bytes) -> None:
    path = tmp_path / "model.tflite"
    path.write_bytes(b"half")
    assert not is_installed(path)
    assert install(path, fetch=lambda _: assets)
    assert is_installed(path)


def test_a_folder_that_cannot_be_written_is_named_with_a_cure(tmp_path: Path, assets: bytes) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(DetectionError, match="set \\[detection\\] model_folder"):
        install(in_the_way / "model.tflite", fetch=lambda _: assets)


def test_the_settings_say_where_the_model_is(tmp_path: Path) -> None:
    settings = replace(Settings(), detection=DetectionSettings(model_folder=str(tmp_path)))
    assert model_file(settings).parent == tmp_path


def test_who_installs_for_a_service_puts_it_where_the_service_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_service = Settings(state_folder=Path("/var/lib/kiosk"))
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    by_a_person = model_file(of_the_service)
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/kiosk")
    assert by_a_person == model_file(of_the_service) == Path("/var/lib/kiosk/models") / by_a_person.name
