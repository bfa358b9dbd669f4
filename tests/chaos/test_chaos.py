"""A short hail of SIGKILLs on the real broker, announcer and console, under real clients; 500 are the bench's."""

from kiosk.bench.chaos import kept, measure


def test_a_dozen_kills_lose_nothing_and_repeat_nothing() -> None:
    found = measure(12, 7, lambda _: None)
    assert kept(found), found["failures"]
    assert found["kills"] == 13  # and the last one, in mid-speech
    assert found["acknowledged"] > 0
    assert found["heard_whole"] > 0
