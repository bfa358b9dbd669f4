"""A music system lowers itself while `speaking` is on: whatever fails or dies, it is told when it may play again."""

import queue
from pathlib import Path
from typing import Any

from kiosk.adapters.bus import open_bus
from kiosk.ports import BusConnected

LONG = "Une phrase assez longue pour que le courant soit coupé au beau milieu, et que tout le monde s'en souvienne."


def _players(environment: dict[str, str]) -> list[str]:
    """The aplays that run with this test's sound cards."""
    wanted, found = environment["ALSA_CONFIG_PATH"].encode(), []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if b"aplay" in (entry / "cmdline").read_bytes() and wanted in (entry / "environ").read_bytes():
                found.append(entry.name)
        except OSError:
            continue
    return found


def test_the_music_may_play_again_when_the_announcer_is_killed_and_stays_away(
    tablet: Any, announcer: Any, heard: Any, environment: dict[str, str]
) -> None:
    process = announcer()
    tablet.until_state(tablet.ask(LONG), "speaking")
    tablet.until(lambda: tablet.speaking[-1] is True)
    process.kill()
    tablet.until(lambda: tablet.speaking[-1] is False)
    tablet.until_true(lambda: not _players(environment))
    (stream,) = heard()
    assert len(stream) / 22050 < 5.0  # of some seven seconds
    tablet.send("speaking", b'{"on": true}', retain=True)  # as a broker does that lost its memory of the last minute
    tablet.until(lambda: tablet.speaking[-1] is True)
    process.start()
    tablet.until(lambda: tablet.speaking[-1] is False)


def test_after_a_failing_network_and_a_dead_broker_the_music_is_told_the_truth(
    tablet: Any, announcer: Any, mosquitto: Any, settings_for: Any
) -> None:
    announcer()
    spoken = tablet.ask(f"{LONG} {LONG}")
    tablet.until_state(spoken, "speaking")
    tablet.until(lambda: tablet.speaking[-1] is True)
    before = len(tablet.speaking)
    _takes_the_connection_away(settings_for("tester"))
    tablet.until(lambda: tablet.speaking[before:][:2] == [False, True])  # the last will, and then what is true
    mosquitto.kill()
    mosquitto.start()
    tablet.cancel(spoken)
    tablet.until_state(spoken, "cancelled")
    tablet.until(lambda: tablet.speaking[-1] is False)


def _takes_the_connection_away(settings: Any) -> None:
    """A broker ends a connection, with its last will, when another client comes with the same name."""
    told: queue.SimpleQueue[object] = queue.SimpleQueue()
    bus = open_bus(settings, client="speaking", subscriptions=(), will=None, put=told.put)
    bus.start()
    while not isinstance(told.get(timeout=60.0), BusConnected):
        continue
    bus.close()
