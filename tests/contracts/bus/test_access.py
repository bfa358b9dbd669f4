"""firmware_config/acl and the table of topics say the same, in the words of the real Mosquitto."""

from pathlib import Path
from typing import Any

import pytest
from paho.mqtt.client import topic_matches_sub

from kiosk.messages.topics import TOPICS, Topic

SERVICES = ("watcher", "announcer", "console")
END = b"the end"
ELSEWHERE = (
    "secret",
    "announcements",
    "announcements/a/b",
    "incidents",
    "incidents/a/b/c",
    "watcher/other",
    "speaking/x",
)
NAMES = tuple(sorted({topic.at("a") for topic in TOPICS} | set(ELSEWHERE)))


def _row(user: str) -> Topic:
    """A topic that `user` may write and the tester reads, to know that everything before it has arrived."""
    return next(topic for topic in TOPICS if topic.pattern == f"{user}/status")


def _allowed(user: str, name: str, side: str) -> bool:
    return any(user in getattr(topic, side) and topic_matches_sub(topic.pattern, name) for topic in TOPICS)


def _heard_until_the_end(party: Any) -> set[str]:
    names: set[str] = set()
    while True:
        topic, payload, _ = party.heard()
        if payload == END:
            return names & set(NAMES)
        names.add(topic)


@pytest.mark.parametrize("user", SERVICES)
def test_a_service_writes_what_the_table_says_and_nothing_else(mosquitto_world: Any, user: str) -> None:
    everything = Topic(pattern="#", writers=(), readers=(), qos=1, retain=False, form=None, what="")
    tester = mosquitto_world.open("tester", [everything])
    tester.subscribed()
    service = mosquitto_world.open(user)
    for name in NAMES:
        service.say(name, b"x")
    service.say(_row(user).pattern, END)
    assert _heard_until_the_end(tester) == {name for name in NAMES if _allowed(user, name, "writers")}


@pytest.mark.parametrize("user", SERVICES)
def test_a_service_reads_what_the_table_says_and_nothing_else(mosquitto_world: Any, user: str) -> None:
    everything = Topic(pattern="#", writers=(), readers=(), qos=1, retain=False, form=None, what="")
    service = mosquitto_world.open(user, [everything])
    service.subscribed()
    tester = mosquitto_world.open("tester")
    for name in NAMES:
        tester.say(name, b"x")
    tester.say(next(name for name in NAMES if _allowed(user, name, "readers")), END)
    assert _heard_until_the_end(service) == {name for name in NAMES if _allowed(user, name, "readers")}


def test_the_access_list_names_the_three_services_and_nobody_else() -> None:
    acl = Path(__file__).parents[3] / "firmware_config" / "acl"
    rules = [line.split() for line in acl.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    assert [rule[1] for rule in rules if rule[0] == "user"] == list(SERVICES)
    others = [rule for rule in rules if rule[0] != "user"]
    assert all(rule[0] == "topic" and rule[1] in ("read", "write", "readwrite") for rule in others)
