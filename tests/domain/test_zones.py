"""A zones file: what is read, and which sentence answers each mistake."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.zones import read_zones
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


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        read_zones(text)
    except InputError as error:
        assert str(error)
