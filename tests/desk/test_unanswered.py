"""A tap that was taken is asked again by the next life of a console that died before the announcer answered."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.adapters.bus import open_bus
from kiosk.domain.words import Words
from web_console.live import SUBSCRIPTIONS, Live
from web_console.unanswered import Unanswered

SHOWN = Words(fr="Bienvenue.", en="Welcome.")


@pytest.fixture
def console(venue: Any, tmp_path: Path) -> Callable[[], Live]:
    """Starts one life of the console; all of them share a disk."""

    def start() -> Live:
        live = Live(record=venue.recorded.append, utc=venue.clock, unanswered=Unanswered(tmp_path / "asked"))
        live.start(
            open_bus(venue.settings, client="console", subscriptions=SUBSCRIPTIONS, will=live.will, put=live.put)
        )
        venue.all_well(live)
        return live

    return start


def test_a_tap_nobody_answered_is_asked_again_after_the_console_died(
    venue: Any, console: Callable[[], Live], tmp_path: Path
) -> None:
    first = console()
    first.announce(venue.request("01A"), shown=SHOWN)
    venue.announcer.wait_for(1)
    second = console()  # the first one died without a word
    venue.announcer.wait_for(2)
    assert [request.id for request in venue.announcer.requests()] == ["01A", "01A"]
    venue.told("01A", "spoken")
    venue.seen(second, lambda picture: "01A" in picture.announcements)
    assert not list((tmp_path / "asked").iterdir())
    for live in (first, second):
        live.close()


def test_a_tap_that_was_answered_is_never_asked_again(venue: Any, console: Callable[[], Live]) -> None:
    first = console()
    first.announce(venue.request("01A"), shown=SHOWN)
    venue.told("01A", "queued", position=1)
    venue.seen(first, lambda picture: "01A" in picture.announcements)
    first.close()
    second = console()
    second.announce(venue.request("01B"), shown=SHOWN)
    venue.announcer.wait_for(2)
    second.close()
    assert [request.id for request in venue.announcer.requests()] == ["01A", "01B"]


def test_half_a_file_is_thrown_away_and_what_is_older_than_a_day_forgotten(venue: Any, tmp_path: Path) -> None:
    kept = Unanswered(tmp_path)
    for name in ("01A", "01B"):
        kept.add(venue.request(name))
        kept.save(venue.request(name))
    (tmp_path / "01A.json").write_bytes(b'{"id": "01A"')
    (tmp_path / "01C.part").write_bytes(b"")
    again = Unanswered(tmp_path)
    assert [request.id for request in again.requests(venue.clock.utc)] == ["01B"]
    assert [path.name for path in tmp_path.iterdir()] == ["01B.json"]
    assert again.requests(venue.clock.utc + timedelta(days=2)) == []
    assert not list(tmp_path.iterdir())


def test_a_disk_that_takes_nothing_does_not_stop_a_tap(
    venue: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Unanswered(tmp_path / "asked")
    (tmp_path / "asked").rmdir()
    kept.add(venue.request("01A"))
    kept.save(venue.request("01A"))
    assert "not safe from a power cut" in caplog.text
    assert len(kept.requests(venue.clock.utc)) == 1
