"""Whatever comes in whatever order, with the plug pulled anywhere: one final state for each, none heard twice."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.words import Words

PRIORITIES = st.sampled_from(["routine", "routine", "service", "urgent", "emergency"])
ACTS = st.one_of(
    st.tuples(st.just("ask"), PRIORITIES, st.booleans(), st.sampled_from([None, "car-1", "car-2"])),
    st.tuples(st.just("ask again"), st.integers(0, 20)),
    st.tuples(st.just("cancel"), st.integers(0, 20)),
    st.tuples(st.just("cancel all")),
    st.tuples(st.just("left"), st.sampled_from(["car-1", "car-2"])),
    st.tuples(st.just("speech ready")),
    st.tuples(st.just("speech ready")),
    st.tuples(st.just("speech fails")),
    st.tuples(st.just("sound starts")),
    st.tuples(st.just("words begin")),
    st.tuples(st.just("sound ends")),
    st.tuples(st.just("sound ends")),
    st.tuples(st.just("sound fails")),
    st.tuples(st.just("passes"), st.sampled_from([0.2, 1.0, 5.0, 90.0, 700.0])),
)
CUTS = st.integers(0, 12)


class _Run:
    """Does one act after the other, and pulls the plug where it is told."""

    def __init__(self, world: Any, killed: type[Exception]) -> None:
        self.world, self.killed = world, killed
        self.ids: list[str] = []
        self.excused: set[str] = set()

    def act(self, act: tuple[Any, ...], cut: int | None) -> None:
        """`cut` is how many effects are still performed before the power goes."""
        self.world.kill_after = cut
        try:
            self._do(*act)
        except self.killed:
            pass
        else:
            if cut is None:
                return
        self.world.kill()

    def _do(self, what: str, *more: Any) -> None:
        world = self.world
        match what:
            case "ask":
                priority, short, incident = more
                life = timedelta(seconds=4 if short else 300)
                number = len(self.ids)
                self.ids.append(f"id-{number}")
                text = Words(fr=f"Texte {number % 7}.")
                world.ask(
                    id=f"id-{number}", priority=priority, incident=incident, text=text, expires_at=world.utc + life
                )
            case "ask again" if self.ids:
                world.ask(id=self.ids[more[0] % len(self.ids)])
            case "cancel" if self.ids:
                world.cancel(self.ids[more[0] % len(self.ids)])
            case "cancel all":
                world.cancel("all")
            case "left":
                world.incident(more[0], "left")
            case "passes":
                world.passes(more[0])
            case _:
                {
                    "speech ready": world.speech_is_ready, "speech fails": world.speech_fails,
                    "sound starts": world.sound_starts, "words begin": world.words_begin,
                    "sound ends": world.sound_ends, "sound fails": world.sound_fails,
                }.get(what, lambda: None)()  # fmt: skip


def _heard_twice(world: Any) -> list[str]:
    """Ids that sounded again although no emergency had interrupted them."""
    again = []
    for announcement, times in Counter(world.plays).items():
        states = [a.state for a in world.published[announcement]]
        # rendering: it was interrupted before the card was open
        back = sum(
            a in ("rendering", "chime", "speaking") and b == "queued" for a, b in zip(states, states[1:], strict=False)
        )
        if times > 1 + back:
            again.append(announcement)
    return again


@settings(max_examples=400, deadline=None)
@given(acts=st.lists(st.tuples(ACTS, st.one_of(st.none(), st.none(), st.none(), CUTS)), max_size=40))
def test_every_request_gets_one_final_state_and_none_is_heard_twice(
    acts: Any, new_world: Callable[[], Any], killed: type[Exception]
) -> None:
    world = new_world()
    run = _Run(world, killed)
    for act, cut in acts:
        run.act(act, cut)
    world.until_quiet()
    assert world.violations == []
    assert world.unacknowledged == {}
    for announcement in run.ids:
        assert len(world.finals(announcement)) == 1, (announcement, world.published[announcement])
        assert world.last(announcement).state in {state for state, _ in world.finals(announcement)}
    assert _heard_twice(world) == []


@settings(max_examples=400, deadline=None)
@given(acts=st.lists(st.tuples(ACTS, st.sampled_from(["stays", "stays", "stays", "fills", "frees"])), max_size=40))
def test_with_a_card_that_fills_and_frees_every_request_still_gets_one_final_state(
    acts: Any, new_world: Callable[[], Any], killed: type[Exception]
) -> None:
    world = new_world()
    run = _Run(world, killed)
    for act, card in acts:
        world.journal.full = {"fills": True, "frees": False}.get(card, world.journal.full)
        run.act(act, None)
    world.journal.full = False
    world.until_quiet()
    assert world.violations == []
    assert world.unacknowledged == {}
    assert all(len(world.finals(announcement)) == 1 for announcement in run.ids)
    assert _heard_twice(world) == []
