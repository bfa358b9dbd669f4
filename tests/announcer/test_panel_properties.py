"""Whatever is pressed in whatever order: one final state for each, and nothing is heard during a fire alarm."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain import announce_events as e
from kiosk.domain.hush import MUTE

ACTS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from(["routine", "service", "urgent", "emergency"])),
    st.tuples(st.just("press"), st.sampled_from(["announce", "repeat", "stop"])),
    st.tuples(st.just("hold"), st.just("stop")),
    st.tuples(st.just("alarm"), st.booleans()),
    st.tuples(st.just("raised"), st.sampled_from(["car-1", "car-2"])),
    st.tuples(st.just("answered"), st.sampled_from(["car-1", "car-2"])),
    st.tuples(st.just("speech ready"), st.none()),
    st.tuples(st.just("words begin"), st.none()),
    st.tuples(st.just("sound ends"), st.none()),
    st.tuples(st.just("sound fails"), st.none()),
    st.tuples(st.just("passes"), st.sampled_from([0.1, 0.6, 1.5, 30.0, MUTE.total_seconds()])),
)


def _do(world: Any, what: str, which: Any) -> None:
    match what:
        case "ask":
            world.ask(priority=which)
        case "press":
            world.do(e.ButtonPressed(button=which))
        case "hold":
            world.do(e.ButtonHeld(button=which))
        case "alarm":
            world.do(e.FireAlarmChanged(on=which))
        case "raised" | "answered":
            world.incident(which, {"raised": "raised", "answered": "dismissed"}[what], at=world.utc)
        case "passes":
            world.passes(which)
        case _:
            {
                "speech ready": world.speech_is_ready, "words begin": world.words_begin,
                "sound ends": world.sound_ends, "sound fails": world.sound_fails,
            }[what]()  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(acts=st.lists(ACTS, max_size=40))
def test_nothing_begins_during_an_alarm_and_everything_comes_to_one_end(
    acts: Any, new_world: Callable[[], Any]
) -> None:
    world = new_world()
    for act in acts:
        before, silent = len(world.plays), world.blocked
        _do(world, *act)
        assert not (silent and world.blocked and len(world.plays) > before), act
        assert not world.blocked or world.sounding is None or world.stopped, "what sounded goes on in the alarm"
    ended = {one for one in world.published if ("interrupted", "fire-alarm") in world.finals(one)}
    before = len(world.plays)
    world.do(e.FireAlarmChanged(on=False))
    world.until_quiet()
    assert not ended & {*world.plays[before:]}, "what the alarm cut off is played later"
    assert not world.blocked
    assert world.violations == []
    assert all(len(world.finals(announcement)) == 1 for announcement in world.published)
