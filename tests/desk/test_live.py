"""The live end of the console: what it knows, what it sends, and what it never sends twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.domain.requests import Announcement, Cancel
from kiosk.domain.venue import Zones
from kiosk.domain.words import Words
from kiosk.errors import StoreError
from kiosk.messages.codec import decode
from kiosk.messages.status import PartHealth, Status
from kiosk.messages.topics import CANCEL, CONSOLE_STATUS, INCIDENT, REQUEST, SPEAKING, ZONES
from kiosk.ports import Outgoing
from web_console.desk_view import lines, notices
from web_console.live import Live
from web_console.taps import TapError, troubles

SHOWN = Words(fr="Bienvenue.", en="Welcome.")


def test_a_tap_reaches_the_announcer_and_is_answered(venue, live: Live) -> None:
    live.announce(venue.request("01A"), shown=SHOWN)
    (arrived,) = venue.announcer.wait_for(1)
    assert arrived.topic == REQUEST.pattern and not arrived.retained
    assert [line.state for line in lines(live.picture, "fr")] == ["asked"]
    venue.told("01A", "queued", position=1)
    picture = venue.seen(live, lambda p: "01A" in p.announcements)
    assert [line.words for line in lines(picture, "fr")] == ["En attente, n° 1"]


def test_the_same_tap_again_is_not_sent_again(venue, live: Live) -> None:
    live.announce(venue.request("01A"), shown=SHOWN)
    live.announce(venue.request("01A"), shown=SHOWN)
    venue.told("01A", "spoken")
    venue.seen(live, lambda p: "01A" in p.announcements)
    live.announce(venue.request("01A"), shown=SHOWN)
    assert len(venue.announcer.requests()) == 1


def test_two_tablets_at_once_announce_a_car_once(venue, live: Live) -> None:
    venue.car()
    venue.seen(live, lambda p: "01CAR" in p.incidents)
    ready = threading.Barrier(8)

    def tap(n: int) -> str:
        ready.wait()
        try:
            live.announce(venue.request(f"01TAP{n}", incident="01CAR", by=f"P{n}"), shown=SHOWN, announced=0)
        except TapError as refused:
            return refused.words.fr
        return "sent"

    with ThreadPoolExecutor(8) as tablets:
        answers = list(tablets.map(tap, range(8)))
    assert answers.count("sent") == 1
    assert len(venue.announcer.requests()) == 1
    by = venue.announcer.requests()[0].by
    assert set(answers) == {"sent", f"{by} l'annonce déjà."}


def test_a_card_that_is_out_of_date_announces_nothing(venue, live: Live) -> None:
    venue.car()
    live_car = venue.seen(live, lambda p: "01CAR" in p.incidents)
    assert live_car.incidents["01CAR"].announced == 0
    venue.told("01A", "spoken", incident="01CAR")
    venue.seen(live, lambda p: "01A" in p.announcements)
    with pytest.raises(TapError, match="just been announced"):
        live.announce(venue.request("01B", incident="01CAR"), shown=SHOWN, announced=0)
    live.announce(venue.request("01B", incident="01CAR"), shown=SHOWN, announced=1)


def test_a_car_that_left_is_not_announced(venue, live: Live) -> None:
    venue.car(state="left")
    venue.seen(live, lambda p: "01CAR" in p.incidents)
    with pytest.raises(TapError, match="already left"):
        live.announce(venue.request("01A", incident="01CAR"), shown=SHOWN, announced=0)


def test_without_the_announcer_a_tap_is_refused_with_the_cure(venue, live: Live) -> None:
    venue.announcer.bus.cut()  # type: ignore[attr-defined]
    venue.seen(live, lambda p: p.services["announcer"].state == "lost")
    venue.clock.pass_s(3)
    picture = venue.seen(live, lambda p: p.settled)
    assert troubles(picture) == ("announcer-away",)
    with pytest.raises(TapError) as refused:
        live.announce(venue.request("01A"), shown=SHOWN)
    assert "boîtier" in refused.value.words.fr and "switched on" in refused.value.words.en
    with pytest.raises(TapError):
        live.command("announcer", CANCEL, _cancel(venue))
    assert lines(live.picture, "fr") == []


def test_without_the_watcher_only_cards_are_refused(venue, live: Live) -> None:
    venue.car()
    venue.watcher.bus.cut()  # type: ignore[attr-defined]
    venue.clock.pass_s(3)
    picture = venue.seen(live, lambda p: p.settled and p.services["watcher"].state == "lost")
    assert [n.code for n in notices(picture, "en")] == ["watcher-away"]
    with pytest.raises(TapError, match="watcher"):
        live.announce(venue.request("01A", incident="01CAR"), shown=SHOWN)
    live.announce(venue.request("01B"), shown=SHOWN)
    assert len(venue.announcer.wait_for(1)) == 1


def test_without_the_broker_nothing_is_sent_now_or_later(venue, live: Live) -> None:
    venue.broker.stop()
    picture = venue.seen(live, lambda p: p.broker == "away")
    assert troubles(picture) == ("broker-away",)
    with pytest.raises(TapError, match="broker"):
        live.announce(venue.request("01A"), shown=SHOWN)
    venue.broker.start()
    venue.seen(live, lambda p: p.broker == "connected" and len(p.services) == 2)
    live.announce(venue.request("01B"), shown=SHOWN)
    venue.announcer.wait_for(1)
    assert [r.id for r in venue.announcer.requests()] == ["01B"]


def test_a_tap_the_announcer_never_answers_is_shown_as_not_heard_of_and_then_forgotten(venue, live: Live) -> None:
    live.announce(venue.request("01A"), shown=SHOWN)
    venue.clock.pass_s(5)
    picture = venue.seen(live, lambda p: any(one.unheard for one in p.asked.values()))
    assert [line.words for line in lines(picture, "fr")] == ["L'annonceur n'a pas répondu"]
    venue.clock.pass_s(301)
    venue.seen(live, lambda p: not p.asked)


def test_a_new_broker_is_told_again_what_the_old_one_kept(venue, live: Live) -> None:
    live.publish(ZONES, Zones(zones=(), version=7))
    for topic in (ZONES.pattern, CONSOLE_STATUS.pattern):
        venue.announcer.bus.publish(Outgoing(topic=topic, payload=b"", retain=True))
    assert not venue.kept()
    venue.broker.stop()
    venue.seen(live, lambda p: p.broker == "away")
    venue.broker.start()
    venue.seen(live, lambda p: p.broker == "connected")
    kept = venue.kept()
    assert decode(kept[ZONES.pattern], Zones).version == 7
    assert decode(kept[CONSOLE_STATUS.pattern], Status).state == "online"


def test_what_the_broker_no_longer_keeps_is_no_longer_shown(venue, live: Live) -> None:
    venue.car()
    venue.seen(live, lambda p: p.incidents)
    venue.watcher.say(INCIDENT, None, "01CAR")
    venue.seen(live, lambda p: not p.incidents)


def test_only_ends_are_recorded_and_before_the_broker_forgets_them(venue) -> None:
    tried = threading.Event()

    def full(_announcement: Announcement) -> None:
        tried.set()
        raise StoreError("The memory card is full.")

    live = venue.open(full)
    venue.all_well(live)
    venue.told("01A", "speaking")
    venue.seen(live, lambda p: "01A" in p.announcements)
    assert not tried.is_set()
    venue.told("01A", "spoken")
    picture = venue.seen(live, lambda p: p.history_full)
    assert "disk-full" in troubles(picture)
    live.close()

    again = venue.open()
    venue.seen(again, lambda p: "01A" in p.announcements)
    again.close()
    assert [a.state for a in venue.recorded] == ["spoken"]


def test_the_status_says_online_then_stopped_and_lost_when_killed(venue, live: Live) -> None:
    assert decode(venue.kept()[CONSOLE_STATUS.pattern], Status).state == "online"
    assert decode(live.will.payload, Status).state == "lost" and live.will.retain
    live.close()
    assert decode(venue.kept()[CONSOLE_STATUS.pattern], Status).state == "stopped"


@pytest.mark.parametrize("payload", [b"\xff\x00", b"{}", b"[1]", b'"x"' * 40000, b'{"state":"online"}'])
@pytest.mark.parametrize(
    "topic", ["watcher/status", "incidents/1", "announcements/1", "speaking", "announcements/request"]
)
def test_nonsense_on_any_topic_stops_nothing(venue, live: Live, topic: str, payload: bytes) -> None:
    venue.announcer.bus.publish(Outgoing(topic=topic, payload=payload, retain=True))
    venue.told("01A", "spoken")
    venue.seen(live, lambda p: "01A" in p.announcements)


def test_a_broken_part_is_told_with_its_cure(venue, live: Live) -> None:
    venue.announcer.online(PartHealth(part="sound", state="failed", code="no-sound"))
    picture = venue.seen(live, lambda p: p.services["announcer"].health)
    assert [n.cause for n in notices(picture, "fr")] == ["La sortie son ne fonctionne pas."]


def test_whoever_waits_for_news_goes_home_when_the_console_stops(venue) -> None:
    live = venue.open()
    picture = venue.all_well(live)
    with ThreadPoolExecutor(1) as tablet:
        waiting = tablet.submit(lambda: live.wait_for_news(picture.version, 60.0))
        live.close()
        waiting.result(timeout=50.0)
    assert live.closed


def test_the_loudspeaker_in_use_is_known(venue, live: Live) -> None:
    venue.announcer.bus.publish(Outgoing(topic=SPEAKING.pattern, payload=b'{"on":true}', retain=True))
    venue.seen(live, lambda p: p.speaking)


def _cancel(venue) -> Cancel:
    request = venue.request("01C")
    return Cancel(id="01C", announcement="all", by="Léa", issued_at=request.issued_at, expires_at=request.expires_at)
