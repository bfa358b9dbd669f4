"""Whatever people, cars, clocks, cards and plugs do: the promises of the queue and of the house's etiquette hold."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kiosk.domain.house_hours import state_at
from kiosk.domain.manners import Manners, Window
from kiosk.domain.schedule import timezone_named
from kiosk.domain.venue import Template, Templates, Venue
from kiosk.domain.words import Words

HOUR_S = 3600.0
EVERY_DAY = tuple(range(7))
PRIORITIES = st.sampled_from(["routine", "routine", "service", "urgent", "emergency"])
CARS = st.sampled_from([None, "car-1", "car-2"])
TEMPLATES = Templates(
    templates=(
        Template(id="three", name=Words(fr="t"), fr=("Un.", "Deux.", "Trois."), en=("One.", "Two.")),
        Template(id="two", name=Words(fr="t"), fr=("Soupe.", "Potage."), en=("Soup.", "Broth.", "Stew.")),
    )
)
QUIET = (Window(days=EVERY_DAY, start="14:00", end="15:00"), Window(days=EVERY_DAY, start="02:00", end="09:00"))
MANNERS = st.builds(
    Manners,
    most_per_hour=st.sampled_from([0, 1, 2, 4]),
    same_after_min=st.sampled_from([0.0, 1.0, 5.0]),
    pause_s=st.sampled_from([0.0, 0.6]),
    quiet=st.sampled_from([(), QUIET]),
    opening=st.sampled_from([(), (Window(days=EVERY_DAY, start="12:30", end="00:30"),)]),
)
LIMITS = settings(max_examples=120, stateful_step_count=40, deadline=None, phases=set(Phase) - {Phase.shrink})
"""A failure is told as it was found: to make it smaller takes minutes of a busy machine."""
JUMPS = st.sampled_from([timedelta(days=365), timedelta(days=-365), timedelta(minutes=50), timedelta(hours=-1)])


class _Evening(RuleBasedStateMachine):
    """A house with its journal, voice and loudspeaker, in which anything happens in any order."""

    def __init__(self, new_world: Callable[..., Any], killed: type[Exception]) -> None:
        super().__init__()
        self._new_world, self._killed = new_world, killed
        self.ids: list[str] = []
        self.seen = 0
        self.forgotten = 0
        self.jumped = False
        self.told_in_vain: set[str] = set()
        self.excused_rows = 0

    @initialize(manners=MANNERS, believed=st.sampled_from([True, True, False]))
    def opens(self, manners: Manners, believed: bool) -> None:
        self.world = self._new_world(Venue(manners=manners, languages=("fr", "en")), TEMPLATES)
        self.world.clock_is(believed=believed)

    # -- what happens -------------------------------------------------------------------------------------------

    @rule(priority=PRIORITIES, template=st.sampled_from(["three", "two"]), car=CARS, insist=st.booleans(),
          life_s=st.sampled_from([4, 300]), variant=st.sampled_from([None, None, 0, 1]))  # fmt: skip
    def asks(
        self, priority: str, template: str, car: str | None, insist: bool, life_s: int, variant: int | None
    ) -> None:
        number = len(self.ids)
        self.ids.append(f"id-{number}")
        self.world.ask(
            id=f"id-{number}", template=template, priority=priority, incident=car, insist=insist, variant=variant,
            languages=("fr", "en"), values={"number": number % 5},
            expires_at=self.world.utc + timedelta(seconds=life_s),
        )  # fmt: skip

    @precondition(lambda self: self.ids and self.world.has_read_its_journal)  # else it cannot know what it had answered
    @rule(number=st.integers(0, 30))
    def asks_once_more_with_the_same_id(self, number: int) -> None:
        self.world.ask(id=self.ids[number % len(self.ids)])

    @rule(number=st.integers(-1, 30))
    def cancels(self, number: int) -> None:
        self.world.cancel("all" if number < 0 or not self.ids else self.ids[number % len(self.ids)])

    @rule(car=st.sampled_from(["car-1", "car-2"]), state=st.sampled_from(["raised", "snoozed", "dismissed", "left"]),
          announced=st.integers(0, 4))  # fmt: skip
    def tells_of_a_car(self, car: str, state: str, announced: int) -> None:
        self.world.incident(car, state, announced=announced)

    @rule()
    def lets_one_be_heard(self) -> None:
        self.world.hear()

    @rule(step=st.sampled_from(["speech_is_ready", "speech_is_ready", "speech_fails", "words_begin", "sound_ends",
                                "sound_fails"]))  # fmt: skip
    def does_a_step(self, step: str) -> None:
        getattr(self.world, step)()

    @rule(seconds=st.sampled_from([0.2, 1.0, 5.0, 70.0, 900.0, HOUR_S]))
    def waits(self, seconds: float) -> None:
        self.world.passes(seconds)

    @rule(jump=JUMPS)
    def sets_the_clock(self, jump: timedelta) -> None:
        self.world.utc += jump
        self.jumped = True

    @rule()
    def reaches_a_time_server(self) -> None:
        self.world.clock_is(believed=True)

    @rule(full=st.booleans())
    def fills_or_frees_the_card(self, full: bool) -> None:
        self.world.journal.full = full

    @rule(after=st.one_of(st.none(), st.integers(0, 8)))
    def pulls_the_plug(self, after: int | None) -> None:
        """At once, or after so many effects of a tap."""
        self.world.kill_after = after
        if after is not None:
            try:
                self.asks("routine", "two", None, False, 300, None)
                self.world.hear()
            except self._killed:
                pass
        # What a full card lets nobody acknowledge is told all the same, and asked for once more after a power cut.
        self.told_in_vain |= {one for one in self.world.unacknowledged if self.world.finals(one)}
        committed = {x.id for x in self.world.journal.read() if x.announcement.state in ("chime", "speaking")}
        if committed - {self.world.sounding}:  # the plug was pulled between its record and its sound: who knows
            self.excused_rows = len(self.world.heard)
        self.world.kill()
        if self.jumped:  # what was heard before is dated by a clock that was not always right
            self.forgotten = self.excused_rows = len(self.world.heard)

    # -- what holds all the same ----------------------------------------------------------------------------------

    @invariant()
    def what_sounds_now_may_sound_now(self) -> None:
        world = getattr(self, "world", None)
        while world is not None and self.seen < len(world.played):
            entry, now = world.played[self.seen]
            self.seen += 1
            if entry.rank > 0:
                self._is_within_the_hours(entry, now)
                self._is_within_the_budget(entry, now)

    def _is_within_the_hours(self, entry: Any, now: Any) -> None:
        manners, local = self.world.venue.manners, now.utc.astimezone(timezone_named("Europe/Paris"))
        if self.world.clock_believed:
            assert state_at(manners, local) == "open", f"{entry.id} at {local}"
        elif manners.quiet or manners.opening:
            assert entry.request.priority != "routine" or entry.request.insist

    def _is_within_the_budget(self, entry: Any, now: Any) -> None:
        most = self.world.venue.manners.most_per_hour
        others = {
            other.id
            for other, at in self.world.heard[self.forgotten :]
            if other.rank > 0 and other.id != entry.id and now.mono_s - at.mono_s < HOUR_S
        }
        assert not most or len(others) < most, f"{entry.id} after {others}"

    def teardown(self) -> None:
        world = getattr(self, "world", None)
        if world is None:
            return
        world.journal.full = False
        world.until_quiet()
        self.what_sounds_now_may_sound_now()
        assert world.violations == []
        assert world.unacknowledged == {}
        for announcement in self.ids:
            told = [(a.state, a.reason, a.at) for a in world.published[announcement]]
            assert announcement in self.told_in_vain or not told or len(world.finals(announcement)) == 1, told
        self._none_is_heard_twice()
        self._no_variant_twice_in_a_row()

    def _none_is_heard_twice(self) -> None:
        for announcement, times in Counter(entry.id for entry, _ in self.world.heard).items():
            states = [a.state for a in self.world.published[announcement]]
            pairs = zip(states, states[1:], strict=False)
            back = sum(a in ("rendering", "chime", "speaking") and b == "queued" for a, b in pairs)
            assert times <= 1 + back, f"{announcement} was heard {times} times"

    def _no_variant_twice_in_a_row(self) -> None:
        last: dict[tuple[str, str], Any] = {}
        for entry, _ in self.world.heard[self.excused_rows :]:
            for language, variant in entry.variants.items():
                before = last.get((entry.request.template, language))
                same = before is not None and before.id != entry.id and before.variants[language] == variant
                assert not same, f"{entry.id} says what {before.id} had said"
                last[entry.request.template, language] = entry


def test_the_promises_hold_whatever_happens(new_world: Callable[..., Any], killed: type[Exception]) -> None:
    run_state_machine_as_test(lambda: _Evening(new_world, killed), settings=LIMITS)
