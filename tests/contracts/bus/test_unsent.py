"""What waits for the connection."""

import logging
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.adapters.bus.unsent import Unsent
from kiosk.ports import Outgoing

MOST = 5
_messages = st.lists(
    st.builds(
        Outgoing, topic=st.sampled_from("abcdefgh"), payload=st.binary(max_size=2), qos=st.just(1), retain=st.booleans()
    ),
    max_size=20,
)


def _taken(unsent: Unsent) -> list[Outgoing]:
    return list(iter(unsent.take, None))


@given(published=_messages)
def test_of_a_retained_topic_only_the_newest_waits_and_order_is_kept(published: list[Outgoing]) -> None:
    unsent = Unsent(most=len(published) + 1)
    for message in published:
        unsent.add(message)
    newest = {message.topic: at for at, message in enumerate(published) if message.retain}
    assert _taken(unsent) == [m for at, m in enumerate(published) if not m.retain or newest[m.topic] == at]
    assert len(unsent) == 0


@given(published=_messages)
def test_never_more_wait_than_allowed_and_the_newest_is_among_them(published: list[Outgoing]) -> None:
    unsent = Unsent(most=MOST)
    for message in published:
        unsent.add(message)
    assert len(unsent) <= MOST
    assert not published or _taken(unsent)[-1] is published[-1]


def test_dropping_is_told_once(caplog: Any) -> None:
    unsent = Unsent(most=1)
    with caplog.at_level(logging.WARNING):
        for topic in ("first", "second", "third"):
            unsent.add(Outgoing(topic=topic, payload=b""))
    assert [record.getMessage() for record in caplog.records] == [
        "the broker is away and 1 messages wait: from now on the oldest are dropped"
    ]
