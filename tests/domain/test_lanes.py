"""Whether traffic stands beside a zone: a table of streets, frame by frame."""

import pytest

from kiosk.domain.detections import FrameLooked, Sighting
from kiosk.domain.lanes import LaneWatch
from kiosk.domain.venue import Zone
from kiosk.domain.words import Words

LANE = ((0.0, 0.4), (1.0, 0.4), (1.0, 0.6), (0.0, 0.6))
ZONE = Zone(
    id="door",
    place=Words(fr="devant l'entrée"),
    polygon=((0.3, 0.6), (0.7, 0.6), (0.7, 0.8), (0.3, 0.8)),
    dwell_s=10.0,
    lanes=(LANE,),
)


def car(x: float, score: float = 0.6, y: float = 0.4) -> Sighting:
    return Sighting(box=(x, y, x + 0.12, y + 0.18), score=score)


SEARCHED = ("door",)
JAM = [car(x) for x in (0.02, 0.2, 0.38, 0.56, 0.74, 0.88)]


class Street:
    """The lanes, looked at once a second."""

    def __init__(self, zone: Zone = ZONE) -> None:
        self.lanes, self.t_s = LaneWatch(zone), 0.0

    def pass_s(self, seconds: int, *seen: Sighting, motion: float = 0.0) -> bool:
        """Whether traffic stands after so many seconds of this."""
        for _ in range(seconds):
            self.t_s += 1.0
            looked = FrameLooked(
                t_s=self.t_s, sightings=seen, swept=True, lane_motion={"door": motion}, lanes_searched=SEARCHED
            )
            self.lanes.see(looked)
        return self.lanes.stands(self.t_s)


@pytest.mark.parametrize(
    ("seen", "motion", "stands"),
    [
        (JAM, 0.0, True),
        (JAM, 0.02, True),  # a person walks between the cars
        (JAM, 0.2, False),  # they stand in our boxes, and yet something drives
        ([], 0.0, False),  # an empty lane is no queue
        (JAM[:3], 0.0, False),  # a red light for three: behind them the lane is free
        (JAM[:1], 0.0, False),
        (JAM[:2] + JAM[3:], 0.0, True),  # one vehicle of a queue is not found
        ([car(0.0 + i * 0.17, y=0.65) for i in range(6)], 0.0, False),  # parked in the zone's own row
        ([car(one.box[0], score=0.15) for one in JAM], 0.0, False),  # boxes that are found on asphalt too
        ([Sighting(box=one.box, score=0.6, label="person") for one in JAM], 0.0, False),
    ],
)
def test_traffic_stands_only_where_vehicles_stand_along_all_of_the_lanes(
    seen: list[Sighting], motion: float, stands: bool
) -> None:
    assert Street().pass_s(8, *seen, motion=motion) is stands


def test_no_single_look_makes_a_queue() -> None:
    assert Street().pass_s(1, *JAM) is False


def test_cars_that_drive_are_no_queue_even_where_a_picture_happens_to_hold_as_many() -> None:
    street = Street()
    for step in range(12):
        assert not street.pass_s(1, *(car((one.box[0] + step * 0.07) % 0.88) for one in JAM), motion=0.2)


def test_a_queue_that_dissolves_holds_back_for_ten_seconds_more() -> None:
    street = Street()
    assert street.pass_s(8, *JAM)
    assert street.pass_s(10, *JAM[4:], motion=0.3)
    assert not street.pass_s(2, motion=0.3)


def test_a_queue_lasts_as_long_as_it_stands_however_seldom_it_is_searched() -> None:
    street = Street()
    assert street.pass_s(8, *JAM)
    street.t_s += 600.0
    assert street.lanes.stands(street.t_s)
    assert street.pass_s(1, *JAM)


def test_both_lanes_must_stand() -> None:
    other = ((0.0, 0.1), (1.0, 0.1), (1.0, 0.3), (0.0, 0.3))
    both = Zone(id="door", place=ZONE.place, polygon=ZONE.polygon, dwell_s=10.0, lanes=(LANE, other))
    assert not Street(both).pass_s(8, *JAM)
    assert Street(both).pass_s(8, *JAM, *(car(one.box[0], y=0.1) for one in JAM))


def test_a_lane_that_leads_away_from_the_camera_is_cut_along_its_length() -> None:
    away = Zone(
        id="door",
        place=ZONE.place,
        polygon=ZONE.polygon,
        dwell_s=10.0,
        lanes=(((0.45, 0.1), (0.55, 0.1), (0.6, 0.9), (0.4, 0.9)),),
    )
    column = [Sighting(box=(0.44, y, 0.56, y + 0.12), score=0.6) for y in (0.1, 0.24, 0.38, 0.52, 0.66, 0.8)]
    assert Street(away).pass_s(8, *column)
    assert not Street(away).pass_s(8, *column[:2])


def test_a_zone_without_lanes_never_waits() -> None:
    alone = Zone(id="door", place=ZONE.place, polygon=ZONE.polygon, dwell_s=10.0)
    assert not Street(alone).pass_s(8, *JAM)


def test_a_search_that_left_the_lanes_out_says_nothing_of_them() -> None:
    street = Street()
    assert street.pass_s(8, *JAM)
    for t_s in range(9, 40):
        street.lanes.see(FrameLooked(t_s=float(t_s), swept=True))
    assert street.lanes.stands(40.0)


def test_a_queue_that_stands_is_searched_again_only_every_five_seconds() -> None:
    street = Street()
    assert street.lanes.ask(0.0)
    assert street.pass_s(8, *JAM)
    assert not street.lanes.ask(12.0) and street.lanes.ask(13.0)
    street.pass_s(1, *JAM, motion=0.3)
    assert street.lanes.ask(street.t_s)
