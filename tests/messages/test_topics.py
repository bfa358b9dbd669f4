"""The table of topics keeps the contract's rules."""

import pytest

from kiosk.messages import topics
from kiosk.messages.topics import TOPICS, Topic, root

SERVICES = {"watcher", "announcer", "console"}
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.pattern)


def test_every_topic_is_in_the_table_once() -> None:
    named = [value for value in vars(topics).values() if isinstance(value, Topic)]
    assert set(named) == set(TOPICS)
    assert len({topic.pattern for topic in TOPICS}) == len(TOPICS)


@each_topic
def test_a_retained_topic_has_one_writer_and_arrives(topic: Topic) -> None:
    if topic.retain:
        assert len(topic.writers) == 1
        assert topic.qos == 1


@each_topic
def test_a_service_writes_and_somebody_may_read(topic: Topic) -> None:
    assert SERVICES & set(topic.writers)
    assert topic.what.endswith(".")


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_service_has_a_status(service: str) -> None:
    (status,) = [topic for topic in TOPICS if topic.pattern == f"{service}/status"]
    assert status.writers == (service,)


def test_ids_fill_the_pattern_in_order() -> None:
    two = Topic(pattern="a/+/b/+", writers=(), readers=(), qos=0, retain=False, form=None, what="")
    assert two.at("1", "2") == "a/1/b/2"
    assert topics.DECIDE.at("01JD") == "incidents/01JD/decide"
    assert root("chez-lea") + topics.VENUE.at() == "kiosk/v1/chez-lea/venue"
