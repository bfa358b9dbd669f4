"""A zones file: what is read, and which sentence answers each mistake."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.zones import check_zones, read_zones
from kiosk.errors import InputError

SQUARE = [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]


def _file(**changes: Any) -> str:
    zone = {"id": "door", "place": {"fr": "devant l'entrée", "en": "by the door"}, "polygon": SQUARE, "dwell_s": 30}
    return json.dumps({"zones": [zone | changes]})


def test_a_good_file_is_read_as_it_is_written() -> None:
    (zone,) = read_zones(_file()).zones
    assert (zone.id, zone.place.fr, zone.dwell_s) == ("door", "devant l'entrée", 30)
    assert zone.polygon[2] == (0.5, 0.5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"polygon": [[0.1, 0.1], [0.5, 0.5], [0.5, 0.1], [0.1, 0.5]]}, "'door' crosses itself"),
        ({"polygon": [[0.1, 0.1], [0.5, 0.1]]}, "'door' has 2 corners"),
        ({"polygon": [[0.1, 0.1], [1.5, 0.1], [0.5, 0.5]]}, "'door' has a corner outside the picture"),
        ({"polygon": [[0.1, 0.1], [0.101, 0.1], [0.1, 0.101]]}, "'door' is too small"),
        ({"polygon": [[0.1, 0.1], [0.5, "x"], [0.5, 0.5]]}, "'polygon' that is not a list of [x, y]"),
        ({"polygon": [[10**400, 0.1], [0.5, 0.1], [0.5, 0.5]]}, "'polygon' that is not a list of [x, y]"),
        ({"polygon": [[-0.1, 0.1], [0.5, 0.1], [0.5, 0.5]]}, "'door' has a corner outside the picture"),
        ({"polygon": [[float("nan"), 0.1], [0.5, 0.1], [0.5, 0.5]]}, "'polygon' that is not a list of [x, y]"),
        ({"polygon": [[float("inf"), 0.1], [0.5, 0.1], [0.5, 0.5]]}, "'polygon' that is not a list of [x, y]"),
        ({"polygon": [[0.1, 0.1, 0.1], [0.5, 0.1], [0.5, 0.5]]}, "'polygon' that is not a list of [x, y]"),
        ({"polygon": {"x": 1}}, "'polygon' that is not a list of [x, y]"),
        ({"polygon": []}, "'door' has 0 corners"),
        ({"polygon": SQUARE * 17}, "'door' has 68 corners"),
        ({"polygon": [*SQUARE, SQUARE[0]]}, "'door' crosses itself"),
        ({"dwell_s": -5}, "dwell of -5"),
        ({"dwell_s": 1e8}, "dwell of 100000000.0"),
        ({"dwell_s": float("inf")}, "'dwell_s' that is not a number"),
        ({"dwell_s": float("nan")}, "'dwell_s' that is not a number"),
        ({"dwell_s": "30"}, "'dwell_s' that is not a number"),
        ({"place": "here"}, "'place' that does not look like"),
        ({"place": {"fr": 3}}, "'place' that does not look like"),
        ({"place": {"fr": "a" * 121}}, "place of more than 120 characters"),
        ({"id": "a" * 121}, "id must have 1 to 120"),
        ({"dwell_s": 0}, "dwell of 0"),
        ({"dwell_s": True}, "'dwell_s' that is not a number"),
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"place": {"de": "Tür"}}, "unknown key 'de'"),
        ({"id": 7}, "'id' that is not a text"),
        ({"id": ""}, "id must have 1"),
    ],
)
def test_each_mistake_is_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_zones(_file(**changes))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_zones_of_one_name_are_refused() -> None:
    both = json.loads(_file())["zones"] * 2
    with pytest.raises(InputError, match="Two zones are called 'door'"):
        read_zones(json.dumps({"zones": both}))


@pytest.mark.parametrize("key", ["id", "place", "polygon", "dwell_s"])
def test_a_missing_key_is_named(key: str) -> None:
    zone = json.loads(_file())["zones"][0]
    del zone[key]
    with pytest.raises(InputError, match=f"has no '{key}'"):
        read_zones(json.dumps({"zones": [zone]}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not JSON"),
        ("{" * 50_000, "is not JSON"),
        ('{"zones": ' + "[" * 50_000, "is not JSON"),
        ('{"zones": [7]}', "Zone 1 of the zones file must look like"),
        ('{"zones": {}}', "must look like"),
        ('{"zones": [], "dwell_s": 3}', "unknown key 'dwell_s'"),
        ('{"zones": [], "version": "2"}', "'version' must be a whole number"),
        ('{"zones": [], "version": true}', "'version' must be a whole number"),
    ],
)
def test_what_is_not_a_zones_file_at_all_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_zones(text)
    assert words in str(caught.value)


def test_thirty_two_zones_are_read_and_one_more_is_not() -> None:
    zone = json.loads(_file())["zones"][0]
    many = [zone | {"id": f"zone {number}"} for number in range(33)]
    assert len(read_zones(json.dumps({"zones": many[:32]})).zones) == 32
    with pytest.raises(InputError, match="33 zones; draw at most 32"):
        read_zones(json.dumps({"zones": many}))


anything = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=4)


@given(key=st.sampled_from(["id", "place", "polygon", "dwell_s", "other"]), value=anything, at=st.integers(0, 4))
def test_a_zone_with_anything_in_it_is_read_as_valid_or_refused_in_one_line(key: str, value: Any, at: int) -> None:
    polygon = [list(point) for point in SQUARE]
    changes = {"polygon": [*polygon[:at], value, *polygon[at:]]} if key == "polygon" and at < 4 else {key: value}
    try:
        zones = read_zones(_file(**changes))
    except InputError as error:
        assert str(error)
    else:
        assert check_zones(zones) == zones


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        read_zones(text)
    except InputError as error:
        assert str(error)
