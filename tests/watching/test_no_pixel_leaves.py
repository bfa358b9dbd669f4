"""No pixel leaves the watcher: not over MQTT or HTTP, not to the disk, not into a log.

A real watcher looks at real pictures that carry a poison (loud noise along the road) until a car was noticed and has
left. Everything that came out of its process is then searched: every message, every file, every log line, every
connection. Last, the kernel's own count of written bytes is far below the size of a single picture.

The one exception is the installation mode: a second watcher is asked for the empty street by an owner, and one JPEG of
at most 1 MiB leaves, on `camera/picture` and nowhere else. (That the mode closes itself: test_watcher_shell.py.)
"""

import base64
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest

from kiosk.domain.picture import PictureGet
from kiosk.messages.topics import PICTURE, PICTURE_GET
from kiosk.ports import MessageArrived, Pixels
from kiosk.street import Street

MAGIC = (
    b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"WEBP", b"GIF8", b"BM6", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x1cftyp",
    b"/9j/", b"iVBORw0KGgo", b"data:image",
)  # fmt: skip
POISON_ROWS = 8
LONG_BLOB = re.compile(rb"[A-Za-z0-9+/=_-]{60,}")


@pytest.fixture
def poison() -> Pixels:
    """A strip of loud noise, as wide as the picture."""
    noise: Pixels = np.random.default_rng(4242).integers(0, 256, (POISON_ROWS, 960, 3), np.uint8)
    return noise


@pytest.fixture
def poisoned_folder(tmp_path: Path, poison: Pixels) -> Path:
    """19 s of the street: a car stands long enough for a slow machine, and leaves."""
    return _poisoned(tmp_path / "poisoned", poison, order=[*range(25), *range(25), *range(45)], period_s=0.2)


@pytest.fixture
def long_poisoned_folder(tmp_path: Path, poison: Pixels) -> Path:
    """Five minutes of the same half minute of the street: more than a slow machine needs for a picture."""
    return _poisoned(tmp_path / "poisoned", poison, order=[*range(30)] * 10, period_s=1.0)


def _poisoned(folder: Path, poison: Pixels, *, order: list[int], period_s: float) -> Path:
    """The street without loss (PNG), with the poison in every picture; the pictures come in this order."""
    folder.mkdir()
    street = Street(seed=1)
    stop = next(s for s in street.stops(600.0) if s.zone == "entrance" and s.until_s - s.from_s < 9.0)
    for number in set(order):
        picture = street.picture(stop.until_s - 7.0 + number * period_s)
        picture[400 : 400 + POISON_ROWS] = poison
        cv2.imwrite(str(folder / f"{number:03}.png"), picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    rows = ["file,seconds", *(f"{number:03}.png,{n * period_s}" for n, number in enumerate(order))]
    (folder / "times.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_no_pixel_leaves_the_watcher(ear: Any, start_watcher: Any, poisoned_folder: Path, poison: Pixels) -> None:
    watcher = start_watcher(str(poisoned_folder))
    ear.wait_for(lambda message: b'"state":"noticed"' in message.payload)
    ear.wait_for(lambda message: b'"camera-ended"' in message.payload)
    written_bytes = _bytes_written(watcher.process.pid)
    assert watcher.stop() == 0
    ear.wait_for(lambda message: b'"state":"stopped"' in message.payload)

    _assert_nothing_leaked(watcher, ear.heard, poison)
    assert written_bytes < poisoned_folder.joinpath("000.png").stat().st_size / 2


def test_in_installation_mode_one_jpeg_leaves_on_its_topic_and_nowhere_else(
    ear: Any, start_watcher: Any, long_poisoned_folder: Path, poison: Pixels
) -> None:
    watcher = start_watcher(str(long_poisoned_folder))
    ear.wait_for(lambda message: b'"part":"camera","state":"ok"' in message.payload)
    now = datetime.now(UTC)
    get = PictureGet(id="01JD", by="Odile", issued_at=now, expires_at=now + timedelta(minutes=1))
    ear.say(PICTURE_GET.pattern, get)
    jpeg = ear.wait_for(lambda message: message.topic == PICTURE.pattern, limit_s=300.0)
    written_bytes = _bytes_written(watcher.process.pid)
    assert watcher.stop() == 0
    ear.wait_for(lambda message: b'"state":"stopped"' in message.payload)

    assert not jpeg.retained
    assert jpeg.payload.startswith(b"\xff\xd8\xff") and len(jpeg.payload) <= 1024 * 1024
    shown = cv2.imdecode(np.frombuffer(jpeg.payload, np.uint8), cv2.IMREAD_COLOR)
    assert shown is not None and shown.shape == (540, 960, 3)
    assert [message.topic for message in ear.heard].count(PICTURE.pattern) == 1
    _assert_nothing_leaked(watcher, [m for m in ear.heard if m.topic != PICTURE.pattern], poison)
    assert written_bytes - len(jpeg.payload) < long_poisoned_folder.joinpath("000.png").stat().st_size / 2


def _assert_nothing_leaked(watcher: Any, heard: Iterable[MessageArrived], poison: Pixels) -> None:
    """Messages, log, files and connections hold no picture."""
    for message in heard:
        _assert_only_words_and_numbers(message)
        _assert_no_picture_in(message.payload, poison, f"a message on {message.topic}")
    log = watcher.log_file.read_bytes()
    _assert_no_picture_in(log, poison, "the log")
    assert max((len(line) for line in log.splitlines()), default=0) < 2000
    _assert_only_state_is_written(watcher, poison)


def _assert_only_words_and_numbers(message: MessageArrived) -> None:
    """JSON of short texts and few numbers: no field that could carry a picture, whole or in parts."""
    assert len(message.payload) < 4096
    leaves = list(_leaves(msgspec.json.decode(message.payload))) if message.payload else []
    assert len(leaves) < 80
    for leaf in leaves:
        assert isinstance(leaf, bool | int | float | None) or len(str(leaf)) <= 200


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


def _assert_no_picture_in(said: bytes, poison: Pixels, where: str) -> None:
    for magic in MAGIC:
        assert magic not in said, f"{where} holds the beginning of a picture"
    for row in poison:
        for order in (row, row[:, ::-1], cv2.cvtColor(row[None], cv2.COLOR_BGR2GRAY)[0]):
            for start in range(0, order.size - 24, 24):
                pixels = order.tobytes()[start : start + 24]
                assert pixels not in said, f"{where} holds pixels"
                assert base64.b64encode(pixels) not in said, f"{where} holds pixels in base64"
                assert pixels.hex().encode() not in said.lower(), f"{where} holds pixels in hex"
    for blob in LONG_BLOB.findall(said):
        assert _bits_per_byte(blob) < 4.9, f"{where} holds what looks like packed bytes: {blob[:80]!r}"


def _bits_per_byte(blob: bytes) -> float:
    return -sum(n / len(blob) * math.log2(n / len(blob)) for n in Counter(blob).values())


def _assert_only_state_is_written(watcher: Any, poison: Pixels) -> None:
    """Files: only below the state folder. Connections: only the broker. Other programs: none."""
    for line in watcher.audit_file.read_text(encoding="utf-8").splitlines():
        event, _, what = line.partition(" ")
        if event == "write":
            allowed = (str(watcher.state_folder), "/dev/null")
            assert what.startswith(allowed), f"the watcher opened {what} for writing"
        else:
            assert event == "socket.connect", f"the watcher started another program: {line}"
            assert "127.0.0.1" in what or "/run/" in what, f"the watcher connected to {what}"
    assert list(watcher.folder.rglob("*")) == [], "the watcher left files in its home"
    for path in watcher.state_folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.suffix in ("", ".json", ".part"):
            _assert_no_picture_in(path.read_bytes(), poison, str(path))


def _bytes_written(pid: int) -> int:
    """What the process gave to write(2) and its kin since it started, by the kernel's count."""
    counts = dict(line.split(": ") for line in Path(f"/proc/{pid}/io").read_text(encoding="utf-8").splitlines())
    return int(counts["wchar"])


def test_this_test_would_find_a_picture(poison: Pixels) -> None:
    picture = np.vstack([poison, poison])
    jpeg, png = (cv2.imencode(kind, picture)[1].tobytes() for kind in (".jpg", ".png"))
    for leak in (
        jpeg, png, base64.b64encode(jpeg), poison.tobytes(), poison[..., ::-1].tobytes(),
        poison[2].tobytes().hex().encode(),
        b'{"detail":"' + base64.b64encode(np.random.default_rng(1).bytes(120)) + b'"}',
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            _assert_no_picture_in(b"so: " + leak, poison, "it")
