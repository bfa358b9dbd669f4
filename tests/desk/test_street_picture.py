"""The picture of the empty street: for a signed-in owner who asked, in memory, for 15 minutes, and nowhere else."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.picture import GATHER_S, OPEN_S, REST_S, PictureGet
from kiosk.messages.codec import decode
from kiosk.messages.status import PartHealth
from kiosk.messages.topics import PICTURE, PICTURE_GET, WATCHER_STATUS
from kiosk.ports import Outgoing
from web_console.live import Live
from web_console.picture import Picture

JPEG = b"\xff\xd8\xff\xe0 the empty street \xff\xd9"
ANOTHER = b"\xff\xd8\xff\xe0 the same a minute later \xff\xd9"


@pytest.fixture
def owner(console: Any, tablet: Any) -> Any:
    """The owner's tablet, in French."""
    person = console.store.people.add(name="Odile", role="owner", secret="vert cheval lampe nuage")
    return type(tablet)(console.app, person, "vert cheval lampe nuage")


def _send(venue: Any, payload: bytes) -> None:
    venue.watcher.bus.publish(Outgoing(topic=PICTURE.pattern, payload=payload))


def _seen(venue: Any, live: Live, jpeg: bytes) -> Picture:
    picture: Picture = venue.seen(live, lambda p: p.street.jpeg == jpeg)
    return picture


def test_an_owner_asks_the_watcher_and_sees_what_it_sends(venue: Any, live: Live, owner: Any) -> None:
    assert owner.client.get("/zones/street").json == {"state": "closed", "words": "", "number": 0}
    answer = owner.post("/zones/street", {})
    assert (answer.status_code, answer.json["state"]) == (202, "waiting")
    assert f"encore {GATHER_S:.0f} s environ" in answer.json["words"]
    (arrived,) = venue.watcher.wait_for(1)
    get = decode(arrived.payload, PictureGet)
    assert (arrived.topic, arrived.retained, get.by) == (PICTURE_GET.pattern, False, "Odile")
    assert get.expires_at - get.issued_at == timedelta(seconds=30)
    assert owner.client.get("/zones/street.jpg").status_code == 404
    _send(venue, JPEG)
    _seen(venue, live, JPEG)
    told = owner.client.get("/zones/street").json
    assert (told["state"], told["number"]) == ("shown", 1)
    assert "disparaît dans 15 min" in told["words"]
    shown = owner.client.get("/zones/street.jpg")
    assert (shown.data, shown.mimetype, shown.headers["Cache-Control"]) == (JPEG, "image/jpeg", "no-store")


def test_after_fifteen_minutes_it_is_gone_even_from_memory(venue: Any, live: Live, owner: Any) -> None:
    owner.post("/zones/street", {})
    venue.clock.pass_s(OPEN_S - 10)
    _send(venue, JPEG)
    _seen(venue, live, JPEG)
    venue.clock.pass_s(10)
    assert owner.client.get("/zones/street.jpg").status_code == 404
    assert owner.client.get("/zones/street").json["state"] == "closed"
    assert _seen(venue, live, b"").street.opened_at is None
    _send(venue, JPEG)
    venue.car()
    venue.seen(live, lambda p: "01CAR" in p.incidents)  # what was sent before it has been heard too
    owner.post("/zones/street", {})
    _send(venue, ANOTHER)
    assert _seen(venue, live, ANOTHER).street.number == 2, "a picture that nobody had asked for was kept"


def test_a_picture_that_nobody_here_asked_for_is_not_kept(venue: Any, live: Live) -> None:
    _send(venue, JPEG)
    venue.car()
    assert venue.seen(live, lambda p: "01CAR" in p.incidents).street.jpeg == b""


@pytest.mark.parametrize(
    "payload",
    [b"", b"hello", b"<svg onload=alert(1)>", JPEG[:-2], b"\xff\xd8\xff" + bytes(1024 * 1024) + b"\xff\xd9"],
    ids=["nothing", "text", "svg", "cut off", "too large"],
)
def test_what_is_no_jpeg_is_refused(
    venue: Any, live: Live, owner: Any, payload: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    owner.post("/zones/street", {})
    with caplog.at_level(logging.WARNING):
        _send(venue, payload)
        _send(venue, JPEG)
        assert _seen(venue, live, JPEG).street.number == 1
    assert "refused a message on camera/picture" in caplog.text


def test_a_second_one_replaces_the_first_and_the_page_says_how_long_the_watcher_rests(
    venue: Any, live: Live, owner: Any
) -> None:
    owner.post("/zones/street", {})
    venue.clock.pass_s(GATHER_S)
    _send(venue, JPEG)
    _seen(venue, live, JPEG)
    told = owner.post("/zones/street", {}).json
    assert (told["state"], told["number"]) == ("waiting", 1)
    assert f"encore {REST_S + GATHER_S:.0f} s environ" in told["words"]
    _send(venue, ANOTHER)
    _seen(venue, live, ANOTHER)
    assert owner.client.get("/zones/street.jpg").data == ANOTHER


def test_without_a_watcher_nothing_is_asked_and_the_page_says_so(venue: Any, live: Live, owner: Any) -> None:
    venue.clock.pass_s(5)
    venue.seen(live, lambda p: p.settled)
    venue.watcher.bus.publish(Outgoing(topic=WATCHER_STATUS.pattern, payload=b"", retain=True))
    venue.seen(live, lambda p: "watcher" not in p.services)
    answer = owner.post("/zones/street", {})
    assert answer.status_code == 409
    assert "guetteur" in answer.json["words"]
    assert owner.client.get("/zones/street").json["state"] == "closed"


def test_without_a_camera_the_page_says_so_while_one_waits(venue: Any, live: Live, owner: Any) -> None:
    venue.watcher.online(PartHealth(part="camera", state="failed", code="camera-away"))
    venue.seen(live, lambda p: p.services["watcher"].health != ())
    told = owner.post("/zones/street", {}).json
    assert told["state"] == "waiting"
    assert told["words"].startswith("La caméra ne répond pas.")


def test_a_picture_that_does_not_come_is_called_late(venue: Any, live: Live, owner: Any) -> None:
    owner.post("/zones/street", {})
    venue.clock.pass_s(GATHER_S + 1)
    assert "encore un instant" in owner.client.get("/zones/street").json["words"]
    venue.clock.pass_s(60)
    told = owner.client.get("/zones/street").json
    assert told["state"] == "late"
    assert told["words"].startswith("Aucune image n'est arrivée")


def test_staff_never_see_it(venue: Any, live: Live, owner: Any, tablet: Any) -> None:
    owner.post("/zones/street", {})
    _send(venue, JPEG)
    _seen(venue, live, JPEG)
    for path in ("/zones/street", "/zones/street.jpg"):
        assert tablet.client.get(path).status_code == 403
    assert b"the empty street" not in tablet.client.get("/desk/picture").data
    assert b"the empty street" not in tablet.client.get("/").data


def test_it_is_never_written_to_the_disk(venue: Any, live: Live, owner: Any, tmp_path: Path) -> None:
    owner.post("/zones/street", {})
    _send(venue, JPEG)
    _seen(venue, live, JPEG)
    owner.client.get("/zones/street.jpg")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"the empty street" in path.read_bytes() for path in files)
