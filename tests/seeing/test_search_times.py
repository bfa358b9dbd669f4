"""How often the detector is asked, and about what."""

from kiosk.search_times import SearchTimes

NOTHING: frozenset[str] = frozenset()


def _asked(times: SearchTimes, until_s: float, *, lost: frozenset[str] = NOTHING, from_s: float = 0.0) -> list[float]:
    """The times at which anything was wanted, at five frames a second."""
    frames = [from_s + number * 0.2 for number in range(int((until_s - from_s) * 5))]
    return [t_s for t_s in frames if times.next(t_s, changed=False, lost=lost)]


def test_a_quiet_street_is_searched_twice_at_the_start_and_every_two_minutes() -> None:
    asked = _asked(SearchTimes(), 300.0)
    assert len([t_s for t_s in asked if t_s < 5]) == 2
    assert len([t_s for t_s in asked if t_s >= 5]) == 2


def test_a_change_is_searched_at_once_and_where_no_vehicle_was_found_a_moment_later_again() -> None:
    times = SearchTimes()
    _asked(times, 10.0)
    wanted = times.next(10.0, changed=True, lost=NOTHING)
    assert wanted.changes and not wanted.everywhere
    assert _asked(times, 12.0, from_s=10.2) == []
    times.next(12.0, changed=True, lost=NOTHING)
    times.not_found(12.0)
    (again_s,) = _asked(times, 20.0, from_s=12.2)
    assert 12.9 < again_s < 13.3


def test_while_nothing_has_moved_there_is_no_search_for_ten_minutes() -> None:
    times = SearchTimes()
    asked = [n / 5 for n in range(5000) if times.next(n / 5, changed=False, lost=NOTHING, moved_s=0.0)]
    assert [t_s for t_s in asked if 5 < t_s < 601] == []
    assert len([t_s for t_s in asked if 601 <= t_s < 1000]) == 1
    assert times.next(1000.0, changed=False, lost=NOTHING, moved_s=999.0).everywhere


def test_nobody_asks_what_stands_where_something_is_just_passing() -> None:
    times, place = SearchTimes(), frozenset({"a"})
    times.keep(place, NOTHING)
    _asked(times, 10.0)
    assert not times.next(10.0, changed=False, lost=place, passing=place)
    assert times.next(10.2, changed=False, lost=place).asked == place


def test_where_passers_by_keep_changing_it_the_street_is_not_searched_all_the_time() -> None:
    times = SearchTimes()
    _asked(times, 10.0)
    again = 0
    for number in range(300):
        wanted = times.next(10.0 + number * 0.2, changed=True, lost=NOTHING)
        times.not_found(10.0 + number * 0.2)
        again += wanted.again
    assert 15 <= again <= 22, "in a minute"


def test_a_place_in_doubt_is_asked_about_at_growing_intervals_even_when_it_is_compared_anew() -> None:
    times = SearchTimes()
    _asked(times, 10.0)
    asked = []
    for number in range(300):
        times.keep(frozenset({f"zone/1/{number}"}), frozenset({f"zone/1/{number}"}))
        if f"zone/1/{number}" in times.next(10.0 + number * 0.2, changed=False, lost=NOTHING).asked:
            asked.append(number * 0.2)
    gaps = [b - a for a, b in zip(asked, asked[1:], strict=False)]
    assert asked[0] == 0.0 and 6 <= len(asked) <= 10 and gaps[-1] > 8 * gaps[0]


def test_a_place_that_looks_different_is_asked_about_until_it_looks_the_same_again() -> None:
    times = SearchTimes()
    _asked(times, 10.0)
    times.keep(frozenset({"zone/1/0"}), NOTHING)
    gone = frozenset({"zone/1/0"})
    first = _asked(times, 12.0, lost=gone, from_s=10.0)
    assert len(first) == 3
    assert _asked(times, 14.0, from_s=12.0) == []
    assert _asked(times, 15.0, lost=gone, from_s=14.0)[0] == 14.0, "from the beginning"


def test_lanes_are_searched_only_while_they_matter() -> None:
    times = SearchTimes()
    _asked(times, 10.0)
    times.keep(NOTHING, NOTHING, lanes=True)
    assert len(_asked(times, 13.0, from_s=10.0)) == 3
    times.keep(NOTHING, NOTHING, lanes=False)
    assert _asked(times, 16.0, from_s=13.0) == []
