"""Whether the house announces now and until when: by the clock on its wall, changes of the clock included."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.house_hours import house_hours, state_at
from kiosk.domain.manners import Manners, Window

PARIS = ZoneInfo("Europe/Paris")
EVERY_DAY = tuple(range(7))
BISTRO = Manners(
    opening=(
        Window(days=(1, 2, 3, 4, 5), start="11:30", end="15:00"),
        Window(days=(1, 2, 3, 4, 5), start="18:30", end="01:00"),
    ),
    quiet=(Window(days=EVERY_DAY, start="22:00", end="08:00"),),
)


def _paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "state", "until"),
    [
        ("2026-11-24 12:00", "open", "2026-11-24 15:00"),  # a Tuesday
        ("2026-11-24 15:00", "closed", "2026-11-24 18:30"),
        ("2026-11-24 21:59", "open", "2026-11-24 22:00"),
        ("2026-11-24 22:00", "quiet", "2026-11-25 01:00"),  # then it is closed
        ("2026-11-25 00:59", "quiet", "2026-11-25 01:00"),
        ("2026-11-29 01:00", "closed", "2026-12-01 11:30"),  # Sunday and Monday it stays closed
    ],
)
def test_a_bistro_is_open_closed_or_quiet(at: str, state: str, until: str) -> None:
    found = house_hours(BISTRO, PARIS, _paris(at))
    assert (found.state, found.until) == (state, _paris(until))


def test_a_house_without_hours_is_always_open() -> None:
    found = house_hours(Manners(), PARIS, _paris("2026-11-24 12:00"))
    assert (found.state, found.until) == ("open", None)


_CHANGES = [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)]
_TIMES = st.sampled_from(["00:00", "01:30", "02:00", "02:30", "03:00", "03:30", "12:00", "23:59"])
_WINDOWS = st.lists(
    st.builds(Window, days=st.sets(st.integers(0, 6), min_size=1).map(lambda d: tuple(sorted(d))),
              start=_TIMES, end=_TIMES), max_size=2).map(tuple)  # fmt: skip


@given(st.builds(Manners, opening=_WINDOWS, quiet=_WINDOWS), st.sampled_from(_CHANGES), st.integers(-24 * 60, 48 * 60))
@example(Manners(quiet=(Window(days=EVERY_DAY, start="02:30", end="12:00"),)), _CHANGES[0], 0)
def test_the_change_comes_when_it_is_told_and_not_before(manners: Manners, day: datetime, minutes: int) -> None:
    at = day + timedelta(minutes=minutes)
    found = house_hours(manners, PARIS, at)
    assert found.state == state_at(manners, at.astimezone(PARIS))
    until = found.until or at + timedelta(days=8)
    step = at
    while step < until:
        assert state_at(manners, step.astimezone(PARIS)) == found.state, step
        step += timedelta(minutes=30) if until - step > timedelta(minutes=30) else timedelta(minutes=1)
    assert found.until is None or state_at(manners, until.astimezone(PARIS)) != found.state
