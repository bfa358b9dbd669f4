"""The hours of a zone by the clock on the wall, through nights, weeks and the two changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.manners import Window
from kiosk.domain.schedule import Timetable, timezone_named, watched
from kiosk.errors import InputError

PARIS = ZoneInfo("Europe/Paris")
MINUTE = timedelta(minutes=1)
SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
"""The instants at which the clocks of Paris change, both in the night from Saturday to Sunday."""


def hours(*windows: str) -> tuple[Window, ...]:
    """`56 22:00-06:00` is Saturday and Sunday from ten in the evening until six."""
    return tuple(
        Window(days=tuple(int(day) for day in days), start=times[:5], end=times[6:])
        for days, times in (window.split() for window in windows)
    )


def open_minutes(of: tuple[Window, ...], middle: datetime, around: timedelta = timedelta(hours=30)) -> list[datetime]:
    """The minutes around `middle`, as the wall in Paris shows them, at which it is open."""
    table = Timetable(of, PARIS)
    count = 2 * around // MINUTE
    minutes = [middle - around + i * MINUTE for i in range(count)]
    return [minute.astimezone(PARIS) for minute in minutes if table.open_s(minute) is not None]


@pytest.mark.parametrize(
    ("windows", "local", "is_open"),
    [
        (["0 08:00-12:00"], "2026-11-23 08:00", True),  # a Monday, its first minute
        (["0 08:00-12:00"], "2026-11-23 11:59", True),
        (["0 08:00-12:00"], "2026-11-23 12:00", False),  # the end does not belong to it
        (["0 08:00-12:00"], "2026-11-24 09:00", False),  # a Tuesday
        (["5 22:00-06:00"], "2026-11-28 23:00", True),  # Saturday night
        (["5 22:00-06:00"], "2026-11-29 05:59", True),  # belongs to Saturday, though it is Sunday
        (["5 22:00-06:00"], "2026-11-28 05:00", False),  # Friday night is not asked for
        (["6 22:00-06:00"], "2026-11-30 05:00", True),  # from Sunday into Monday
        (["1 18:00-00:00"], "2026-11-24 23:59", True),
        (["1 18:00-00:00"], "2026-11-25 00:00", False),
        (["2 00:00-00:00"], "2026-11-25 13:00", True),  # a whole Wednesday
        (["2 00:00-00:00"], "2026-11-26 00:00", False),
        (["2 08:00-08:00"], "2026-11-26 07:59", True),  # 24 hours that begin on Wednesday
        (["0 08:00-12:00", "0 14:00-18:00"], "2026-11-23 13:00", False),
        ([], "2026-11-23 03:00", True),  # no windows: always
    ],
)
def test_a_window_is_open_from_its_start_until_its_end_on_its_days(
    windows: list[str], local: str, is_open: bool
) -> None:
    assert watched(hours(*windows), datetime.fromisoformat(local)) is is_open


def test_an_hour_that_is_missing_in_spring_is_not_watched_and_one_that_comes_twice_in_autumn_is_watched_twice() -> None:
    night = hours("6 02:00-03:00")
    assert open_minutes(night, SPRING) == []
    twice = open_minutes(night, AUTUMN)
    assert len(twice) == 120
    assert [(minute.hour, minute.minute) for minute in twice].count((2, 30)) == 2


@pytest.mark.parametrize(("change", "expected_h"), [(SPRING, 7), (AUTUMN, 9), (SPRING - timedelta(days=7), 8)])
def test_a_night_over_the_change_is_an_hour_shorter_or_longer(change: datetime, expected_h: int) -> None:
    assert len(open_minutes(hours("5 22:00-06:00"), change)) == expected_h * 60


windows = st.builds(
    Window,
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    start=st.times().map(lambda time: f"{time:%H:%M}"),
    end=st.times().map(lambda time: f"{time:%H:%M}"),
)
changes = st.sampled_from([SPRING, AUTUMN])


@given(window=windows, change=changes, minutes=st.integers(-3 * 1440, 3 * 1440))
def test_only_what_the_wall_shows_decides_whatever_the_clock_did(
    window: Window, change: datetime, minutes: int
) -> None:
    utc = change + minutes * MINUTE
    wall = utc.astimezone(PARIS)
    as_on_a_plain_day = watched((window,), wall.replace(tzinfo=None))
    assert (Timetable((window,), PARIS).open_s(utc) is not None) is as_on_a_plain_day
    other = wall.replace(fold=1 - wall.fold)
    assert watched((window,), other) is as_on_a_plain_day


@given(
    window=windows, change=changes, start=st.integers(-1440, 1440), steps=st.lists(st.integers(1, 5400), max_size=40)
)
@settings(max_examples=60, deadline=None)
def test_the_time_since_it_opened_grows_with_the_clock_and_is_the_same_for_whoever_asks_first(
    window: Window, change: datetime, start: int, steps: list[int]
) -> None:
    asked_often = Timetable((window,), PARIS)
    utc, before, passed = change + start * MINUTE, asked_often.open_s(change + start * MINUTE), 0
    for passed in steps:
        utc += timedelta(seconds=passed)
        now = asked_often.open_s(utc)
        assert now == Timetable((window,), PARIS).open_s(utc)
        if now is not None and before is not None and now > passed:
            assert now == before + passed or now == float("inf")
        before = now


def test_windows_that_touch_are_one_opening() -> None:
    table = Timetable(hours("0 22:00-00:00", "1 00:00-06:00"), PARIS)
    assert table.open_s(datetime(2026, 11, 24, 0, 30, tzinfo=UTC)) == 3.5 * 3600


def test_what_is_always_open_has_been_open_for_ever() -> None:
    monday = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert Timetable((), PARIS).open_s(monday) == float("inf")
    assert Timetable(hours("0123456 00:00-00:00"), PARIS).open_s(monday) == float("inf")


def test_without_a_time_zone_hours_are_not_looked_at() -> None:
    assert Timetable(hours("0 08:00-08:01"), None).open_s(datetime(2026, 11, 24, tzinfo=UTC)) == float("inf")


@pytest.mark.parametrize("name", ["Europe/Pariss", "", "../../etc/passwd", "Europe", "a\x00b", "x" * 5000])
def test_a_time_zone_that_does_not_exist_is_named_with_the_cure(name: str) -> None:
    with pytest.raises(InputError, match="write it as Europe/Paris") as caught:
        timezone_named(name)
    assert len(str(caught.value)) < 200


def test_a_time_zone_is_found_by_its_name() -> None:
    assert timezone_named("Europe/Paris") == PARIS
