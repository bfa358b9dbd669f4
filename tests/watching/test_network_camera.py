"""A network camera stalls, dies and comes back: the watcher says so, and the car that still stands is the same one."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.incidents import Incident
from kiosk.messages.codec import decode
from kiosk.messages.status import Status
from kiosk.messages.topics import INCIDENT, WATCHER_STATUS
from kiosk.ports import MessageArrived
from kiosk.street import Street

FPS = 5
LONG_S = 70.0


@pytest.fixture
def filmed(tmp_path: Path) -> Callable[[str, float, float], Path]:
    """`filmed(name, from_s, until_s)`: the street, in seconds after a car has stopped at the entrance for long."""
    street = Street(seed=1)
    stop = next(s for s in street.stops(600.0) if s.zone == "entrance" and s.until_s - s.from_s > LONG_S)

    def film(name: str, from_s: float, until_s: float) -> Path:
        path = tmp_path / name
        form = ["-c:v", "libx264", "-preset", "ultrafast", "-g", str(FPS), "-pix_fmt", "yuv420p"]
        raw = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", "960x540", "-r", str(FPS), "-i", "-"]
        count = round((until_s - from_s) * FPS)
        pictures = (street.picture(stop.from_s + from_s + i / FPS).tobytes() for i in range(count))
        subprocess.run(
            ["ffmpeg", "-v", "error", *raw, *form, str(path)], input=b"".join(pictures), check=True, timeout=120
        )
        return path

    return film


def incident(state: str) -> Callable[[MessageArrived], bool]:
    return lambda message: (
        message.topic.startswith(INCIDENT.at(""))
        and not message.topic.endswith("decide")
        and message.payload != b""
        and decode(message.payload, Incident).state == state
    )


def camera_is(code: str) -> Callable[[MessageArrived], bool]:
    def fits(message: MessageArrived) -> bool:
        if message.topic != WATCHER_STATUS.pattern:
            return False
        return any(h.part == "camera" and h.code == code for h in decode(message.payload, Status).health)

    return fits


def test_a_car_outlasts_a_camera_that_stalls_dies_and_comes_back(
    ear: Any, start_watcher: Any, network_camera: Callable[[str], Any], filmed: Callable[..., Path]
) -> None:
    first, second = filmed("first.mp4", -2.0, 22.0), filmed("second.mp4", 25.0, 37.0)
    server = network_camera("rtsp")
    server.serve(first)
    start_watcher(server.url, silence_s=5.0, retry_first_s=0.2, retry_most_s=1.0)
    raised = decode(ear.wait_for(incident("raised")).payload, Incident)

    server.stall()
    away = decode(ear.wait_for(camera_is("camera-away")).payload, Status)
    detail = next(h.detail for h in away.health if h.part == "camera")
    assert "check the camera and" in detail
    assert {h.part: h.code for h in away.health}["heat"] == "ok"
    lost = decode(ear.wait_for(incident("lost_sight")).payload, Incident)
    assert lost.id == raised.id

    server.die()
    server.serve(second)
    ear.wait_for(camera_is("ok"))
    again = decode(ear.wait_for(incident("raised")).payload, Incident)
    assert (again.id, again.stopped_at) == (raised.id, raised.stopped_at)
    assert again.stopped_s > raised.stopped_s
    assert not any(incident("left")(message) and raised.id in message.topic for message in ear.heard)
