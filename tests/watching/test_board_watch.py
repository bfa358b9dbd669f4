"""A hot computer says so and watches the street less often; a weak supply says so; what is not told is not reported."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.board_watch import BoardWatch
from kiosk.domain.board import COOL_C, HOT_C, WEAK_FOR_S, BoardRead, Stress
from kiosk.messages.status import Measured, PartHealth


class Told:
    """A board that tells these things one after the other, and all that comes of it."""

    def __init__(self, reads: Iterable[BoardRead], *, every_s: float = 30.0) -> None:
        self._reads = iter(reads)
        self.now_s, self.said, self.sparing = 0.0, list[object](), list[bool]()
        watch = BoardWatch(self, put=self.said.append, spare=self.sparing.append, clock=lambda: self.now_s)
        try:
            while True:
                watch.look()
                self.now_s += every_s
        except StopIteration:
            pass

    def read(self) -> BoardRead:
        return next(self._reads)

    def codes(self, part: str) -> list[str]:
        return [said.code for said in self.said if isinstance(said, PartHealth) and said.part == part]


def heat(*degrees_c: float) -> list[BoardRead]:
    return [BoardRead(temperature_c=degree_c) for degree_c in degrees_c]


def test_a_computer_that_tells_nothing_is_not_reported() -> None:
    told = Told([BoardRead(), BoardRead()])
    assert told.said == [] and told.sparing == []


def test_the_degrees_are_among_the_numbers_and_above_the_limit_the_street_is_watched_less_often() -> None:
    told = Told(heat(48.3123, 80.1))
    assert [said.value for said in told.said if isinstance(said, Measured)] == [48.3, 80.1]
    assert told.codes("heat") == ["ok", "too-hot"]
    assert told.sparing == [False, True]


def test_it_is_too_hot_until_it_has_cooled_down_by_some_degrees() -> None:
    assert Told(heat(79.9, 80, 79, 75.1, 74.9, 79.9)).codes("heat") == ["ok", *["too-hot"] * 3, "ok", "ok"]


def test_a_pi_that_the_firmware_slows_down_is_too_hot_whatever_its_degrees() -> None:
    cool = BoardRead(temperature_c=62.0, slowed=True, weak_power=False)
    assert Told([cool, *heat(62.0)]).codes("heat") == ["too-hot", "ok"]


def test_a_pi_that_is_slowed_by_its_supply_is_not_called_hot() -> None:
    told = Told([BoardRead(temperature_c=62.0, slowed=True, weak_power=True)])
    assert told.codes("heat") == ["ok"]
    assert told.codes("power") == ["weak-power"]


def test_one_dip_of_the_supply_is_told_for_ten_minutes() -> None:
    dip, good = BoardRead(weak_power=True), BoardRead(weak_power=False)
    told = Told([good, dip, *[good] * 4], every_s=WEAK_FOR_S / 3)
    assert told.codes("power") == ["ok", "weak-power", "weak-power", "weak-power", "ok", "ok"]


readings = st.builds(
    BoardRead,
    temperature_c=st.none() | st.floats(20.0, 100.0),
    slowed=st.none() | st.booleans(),
    weak_power=st.none() | st.booleans(),
)


@given(st.lists(readings, max_size=30))
def test_hot_is_never_said_of_a_cool_unslowed_board_nor_ok_of_a_hot_one(reads: list[BoardRead]) -> None:
    stress = Stress()
    for number, read in enumerate(reads):
        stress.see(read, number * 30.0)
        if read.temperature_c is not None and read.temperature_c >= HOT_C:
            assert stress.hot
        if not read.slowed and (read.temperature_c is None or read.temperature_c < COOL_C):
            assert not stress.hot
        if read.weak_power:
            assert stress.weak


@pytest.mark.parametrize("degree_c", [COOL_C, HOT_C - 0.1])
def test_between_the_limits_it_stays_as_it_was(degree_c: float) -> None:
    for before, hot in ((HOT_C, True), (COOL_C - 1, False)):
        stress = Stress()
        for number, read in enumerate(heat(before, degree_c)):
            stress.see(read, float(number))
        assert stress.hot is hot
