"""A zones file: what is read, and which sentence answers each mistake."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.manners import Window
from kiosk.domain.venue import ZoneKind, Zones
from kiosk.domain.zone_kinds import ZONE_KINDS
from kiosk.domain.zones import check_zones, read_zones
from kiosk.errors import InputError
from kiosk.messages.codec import decode, encode

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
        ({"dwel_s": 30}, "unknown key 'dwel_s': did you mean 'dwell_s'"),
        ({"kind": "busstop"}, "the kind 'busstop': did you mean 'bus-stop'"),
        ({"kind": ["bus-stop"]}, "the kind '['bus-stop']'"),
        ({"vehicles": ["lorry"]}, "the vehicle 'lorry': the vehicles are car, van, truck, bus"),
        ({"vehicles": ["bus", "bus"]}, "'door' names one of its vehicles twice"),
        ({"vehicles": "bus"}, "'vehicles' that are not a list"),
        ({"min_size": -0.1}, "'door' has a smallest size of -0.1"),
        ({"min_size": "small"}, "'min_size' that is not a share of the zone"),
        ({"same_vehicle_s": 3601}, "'door' takes a vehicle for the same one after 3601 s: give 0 to 3600"),
        ({"same_vehicle_s": None}, "'same_vehicle_s' that is not a number of seconds"),
        ({"lanes": [SQUARE] * 5}, "'door' has 5 lanes beside it; draw at most 4"),
        ({"lanes": [SQUARE, SQUARE[:2]]}, "Lane 2 of the zone 'door' has 2 corners"),
        ({"lanes": SQUARE}, "one of the 'lanes' that is not a list of [x, y]"),
        ({"lanes": 4}, "'lanes' that are not a list of outlines"),
        ({"hours": {"days": [1]}}, "'hours' that are not a list"),
        ({"hours": [[8, 12]]}, "'hours' that do not look like [{"),
        ({"hours": [{"days": [0], "start": "08:00"}]}, "'hours' that do not look like [{"),
        ({"hours": [{"days": [0], "start": "08:00", "stop": "9"}]}, "unknown key 'stop'"),
        ({"hours": [{"days": [0], "start": "08:00", "end": "24:00"}]}, "the time '24:00': write it as 08:30, and mid"),
        ({"hours": [{"days": [0], "start": "8:00", "end": "09:00"}]}, "the time '8:00'"),
        ({"hours": [{"days": [], "start": "08:00", "end": "09:00"}]}, "a time of the week without a day"),
        ({"hours": [{"days": [7], "start": "08:00", "end": "09:00"}]}, "the day 7: write 0 for Monday to 6 for Sunday"),
        ({"hours": [{"days": [1, 1], "start": "08:00", "end": "09:00"}]}, "names a day of the week twice"),
        ({"hours": [{"days": ["mo"], "start": "08:00", "end": "09:00"}]}, "the day 'mo': did you mean 'mon'"),
        ({"hours": [{"days": [0], "start": "08:00", "end": "09:00"}] * 29}, "29 times of the week; give at most 28"),
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


def test_a_file_of_the_first_days_means_a_zone_that_always_minds_every_vehicle() -> None:
    (zone,) = read_zones(_file()).zones
    assert (zone.kind, zone.hours, zone.vehicles, zone.lanes) == ("no-parking", (), (), ())
    assert (zone.min_size, zone.same_vehicle_s) == (0.06, 120.0)


def test_the_rules_of_a_zone_are_read_as_they_are_written() -> None:
    night = {"days": ["fri", 5], "start": "22:00", "end": "06:00"}
    rules = {"kind": "delivery", "hours": [night], "vehicles": ["car", "van"], "min_size": 0.2, "same_vehicle_s": 30}
    (zone,) = read_zones(_file(**rules, lanes=[SQUARE])).zones
    assert (zone.kind, zone.vehicles, zone.min_size, zone.same_vehicle_s) == ("delivery", ("car", "van"), 0.2, 30)
    assert zone.hours == (Window(days=(4, 5), start="22:00", end="06:00"),)
    assert zone.lanes[0][1] == (0.5, 0.1)


def test_what_was_published_can_be_read_as_a_file_and_the_other_way_round() -> None:
    night = {"days": [4, 5], "start": "22:00", "end": "06:00"}
    text = json.dumps(json.loads(_file(hours=[night], lanes=[SQUARE], kind="crossing")) | {"masks": [SQUARE]})
    zones = read_zones(text)
    assert check_zones(decode(encode(zones), Zones)) == zones
    assert read_zones(encode(zones).decode()) == zones


@pytest.mark.parametrize(
    ("masks", "words"),
    [
        ([SQUARE] * 17, "There are 17 masks; draw at most 16"),
        ([SQUARE, SQUARE[:2]], "Mask 2 has 2 corners"),
        ([[[0.1, 0.1], [0.101, 0.1], [0.1, 0.101]]], "Mask 1 is too small to hide anything"),
        ("all", "'masks' that are not a list of outlines"),
    ],
)
def test_a_mask_that_hides_nothing_is_named(masks: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_zones(json.dumps({"zones": [], "masks": masks}))
    assert words in str(caught.value)


def test_every_kind_of_zone_has_a_name_a_dwell_that_can_be_kept_and_a_place_in_both_languages() -> None:
    assert set(ZONE_KINDS) == set(get_args(ZoneKind))
    for kind, row in ZONE_KINDS.items():
        check_zones(read_zones(_file(kind=kind, dwell_s=row.dwell_s)))
        assert all((words.fr and words.en) for words in (row.name, row.place, row.why))
        assert "infraction" not in f"{row}".lower()


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


keys = [
    "id",
    "place",
    "polygon",
    "dwell_s",
    "kind",
    "hours",
    "vehicles",
    "min_size",
    "same_vehicle_s",
    "lanes",
    "other",
]


@given(key=st.sampled_from(keys), value=anything, at=st.integers(0, 4))
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


WATCHING = (Path(__file__).resolve().parents[2] / "docs" / "watching.md").read_text(encoding="utf-8")


def test_the_zones_file_of_the_page_can_be_read() -> None:
    example = re.search(r'^    (\{"zones".*?\n)\n(?=\S)', WATCHING, re.DOTALL | re.MULTILINE)
    assert example is not None
    zones = read_zones(example[1])
    assert zones.masks and zones.zones[0].hours and zones.zones[0].lanes


def test_the_page_names_each_kind_of_zone_with_its_time() -> None:
    for kind, row in ZONE_KINDS.items():
        minutes, seconds = divmod(int(row.dwell_s), 60)
        time = " ".join([f"{minutes} min"] * bool(minutes) + [f"{seconds} s"] * bool(seconds))
        assert f"| `{kind}` | {row.name.en} | {time} | {row.why.en} |" in WATCHING
