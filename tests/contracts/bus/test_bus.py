"""What every bus promises, whatever carries it."""

import threading
import time
from typing import Any

from kiosk.messages.topics import ANNOUNCEMENT, REQUEST, SPEAKING, WATCHER_STATUS
from kiosk.ports import BusConnected, BusLost, MessageArrived, Outgoing

LOST = Outgoing(topic="watcher/status", payload=b"lost", retain=True)


def test_who_is_there_hears_a_message_that_is_not_retained(world: Any) -> None:
    announcer = world.open("announcer", [REQUEST])
    announcer.subscribed()
    tester = world.open("tester")
    tester.say("announcements/request", b"one")
    assert announcer.heard() == ("announcements/request", b"one", False)


def test_who_comes_later_hears_the_newest_retained_message(world: Any) -> None:
    tester = world.open("tester")
    tester.say("speaking", b"old", retain=True)
    tester.say("speaking", b"new", retain=True)
    tester.leave()
    console = world.open("console", [SPEAKING])
    assert console.heard() == ("speaking", b"new", True)


def test_an_empty_retained_message_clears_the_topic(world: Any) -> None:
    tester = world.open("tester")
    tester.say("announcements/a", b"a", retain=True)
    tester.say("announcements/b", b"b", retain=True)
    tester.say("announcements/a", b"", retain=True)
    tester.leave()
    assert world.open("console", [ANNOUNCEMENT]).heard() == ("announcements/b", b"b", True)


def test_another_venue_is_not_heard(world: Any) -> None:
    announcer = world.open("announcer", [REQUEST])
    announcer.subscribed()
    elsewhere = world.open("tester", venue="elsewhere")
    elsewhere.say("announcements/request", b"not for us")
    elsewhere.leave()
    world.open("tester").say("announcements/request", b"for us")
    assert announcer.heard()[1] == b"for us"


def test_what_was_not_acknowledged_comes_again_after_the_connection_was_lost(keeping_world: Any) -> None:
    announcer = keeping_world.open("announcer", [REQUEST])
    announcer.subscribed()
    keeping_world.open("tester").say("announcements/request", b"one")
    assert announcer.heard(acknowledge=False)[1] == b"one"
    announcer.cable.cut()
    announcer.wait_for(BusLost)
    announcer.cable.mend()
    announcer.subscribed()
    assert announcer.heard()[1] == b"one"


def test_what_was_acknowledged_does_not_come_again(keeping_world: Any) -> None:
    announcer = keeping_world.open("announcer", [REQUEST])
    announcer.subscribed()
    tester = keeping_world.open("tester", [SPEAKING])
    tester.subscribed()
    tester.say("announcements/request", b"one")
    assert announcer.heard()[1] == b"one"
    announcer.say("speaking", b"the acknowledgement went before this")
    tester.wait_for(MessageArrived)
    tester.say("announcements/request", b"two")
    assert announcer.heard(acknowledge=False)[1] == b"two"
    announcer.cable.cut()
    announcer.wait_for(BusLost)
    announcer.cable.mend()
    assert announcer.heard()[1] == b"two"


def test_requests_sent_while_the_announcer_is_down_wait_for_it(world: Any) -> None:
    before = world.open("announcer", [REQUEST])
    before.subscribed()
    before.leave()
    tester = world.open("tester")
    tester.say("announcements/request", b"one")
    tester.say("announcements/request", b"two")
    tester.leave()
    after = world.open("announcer", [REQUEST])
    assert [after.heard()[1], after.heard()[1]] == [b"one", b"two"]


def test_the_last_will_is_spoken_when_the_connection_breaks(world: Any) -> None:
    console = world.open("console", [WATCHER_STATUS])
    console.subscribed()
    watcher = world.open("watcher", will=LOST)
    watcher.expect(BusConnected)
    watcher.cable.cut()
    assert console.heard()[:2] == ("watcher/status", b"lost")


def test_a_clean_close_sends_what_waits_and_speaks_no_last_will(world: Any) -> None:
    console = world.open("console", [WATCHER_STATUS])
    console.subscribed()
    watcher = world.open("watcher", will=LOST)
    watcher.expect(BusConnected)
    watcher.say("watcher/status", b"stopped", retain=True)
    watcher.leave()
    assert console.heard()[1] == b"stopped"
    world.open("tester").say("watcher/status", b"a later word")
    assert console.heard()[1] == b"a later word"


def test_what_is_published_offline_is_sent_later_in_order(world: Any) -> None:
    announcer = world.open("announcer", [REQUEST])
    announcer.subscribed()
    tester = world.open("tester", start=False)
    for word in (b"one", b"two", b"three"):
        tester.say("announcements/request", word)
    tester.bus.start()
    assert [announcer.heard()[1] for _ in range(3)] == [b"one", b"two", b"three"]


def test_an_older_retained_message_never_overtakes_a_newer_one(world: Any) -> None:
    announcer = world.open("announcer")
    announcer.expect(BusConnected)
    if hasattr(announcer.cable, "swallow"):
        announcer.cable.swallow()
    announcer.say("announcements/a", b"chime", retain=True)
    announcer.cable.cut()
    announcer.wait_for(BusLost)
    announcer.say("announcements/a", b"spoken", retain=True)
    announcer.cable.mend()
    announcer.wait_for(BusConnected)
    announcer.leave()
    assert world.open("console", [ANNOUNCEMENT]).heard() == ("announcements/a", b"spoken", True)


def test_a_broker_that_is_away_at_the_start_is_found_later(world: Any) -> None:
    world.stop_broker()
    announcer = world.open("announcer", [REQUEST])
    assert not announcer.expect(BusLost).refused
    world.start_broker()
    announcer.subscribed()
    world.open("tester").say("announcements/request", b"one")
    assert announcer.heard()[1] == b"one"


def test_subscriptions_are_there_again_after_the_broker_restarted(world: Any) -> None:
    console = world.open("console", [SPEAKING])
    console.subscribed()
    world.stop_broker()
    console.wait_for(BusLost)
    world.start_broker()
    console.subscribed()
    world.open("tester").say("speaking", b"on", retain=True)
    assert console.heard()[1] == b"on"


def test_a_lost_broker_is_told_once_and_publishing_does_not_wait(world: Any) -> None:
    tester = world.open("tester")
    tester.expect(BusConnected)
    world.stop_broker()
    tester.expect(BusLost)
    began = time.monotonic()
    for number in range(2000):
        tester.say("announcements/request", str(number).encode())
    assert time.monotonic() - began < 10.0  # one wait of 10 ms each would be 20 s
    world.start_broker()
    tester.wait_for(BusConnected)


def test_closing_has_a_limit_while_the_broker_is_away(world: Any) -> None:
    tester = world.open("tester")
    tester.expect(BusConnected)
    world.stop_broker()
    tester.wait_for(BusLost)
    tester.say("announcements/request", b"never sent")
    began = time.monotonic()
    tester.bus.close(wait_s=0.5)
    assert time.monotonic() - began < 10.0


def test_two_threads_may_publish_and_acknowledge_at_once(world: Any) -> None:
    announcer = world.open("announcer", [REQUEST])
    announcer.subscribed()
    tester = world.open("tester")
    tester.expect(BusConnected)

    def many(name: str) -> None:
        for number in range(100):
            tester.say("announcements/request", f"{name}{number}".encode())

    threads = [threading.Thread(target=many, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    heard = [announcer.heard()[1].decode() for _ in range(200)]
    for thread in threads:
        thread.join()
    for name in "ab":
        assert [word for word in heard if word[0] == name] == [f"{name}{number}" for number in range(100)]


def test_a_wrong_password_is_a_refusal_and_never_a_connection(network_world: Any) -> None:
    announcer = network_world.open("announcer", [REQUEST], password="wrong")
    lost = announcer.expect(BusLost)
    assert lost.refused
    assert "refuses user 'announcer'" in lost.reason
    assert "check bus.user and bus.password_file" in lost.reason
    announcer.bus.close(wait_s=0.2)
    assert announcer._inbox.empty(), "a refused client was told something else afterwards"


def test_quality_0_needs_no_acknowledgement(keeping_world: Any) -> None:
    announcer = keeping_world.open("announcer", [REQUEST])
    announcer.subscribed()
    tester = keeping_world.open("tester")
    tester.expect(BusConnected)
    tester.say("announcements/request", b"prepare", qos=0)
    arrival = announcer.wait_for(MessageArrived)
    assert arrival.token is None
    announcer.bus.acknowledge(arrival)
