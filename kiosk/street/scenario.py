"""What happens in the street: two-minute acts made from a seed, so that any moment can be asked for at any time."""

import random
from dataclasses import dataclass
from functools import lru_cache

from kiosk.street.layout import BAY_X, ENTRANCE_X, WIDTH_PX
from kiosk.street.people import FAR_SIDE, NEAR_SIDE, Walk
from kiosk.street.trips import BRAKE_S, LEAVE_S, Lane, Stop, Trip, stopping_trip

ACT_S = 120.0
_QUIET_END_S = 12.0
"""Nobody enters the near lane this shortly before an act ends, so that acts do not run into one another."""
_CARS = ("saloon", "hatchback", "hatchback", "saloon", "taxi")
_PASSING = (*_CARS, *_CARS, "van", "minibus", "motorcycle", "bus", "truck")
_PAINTS = ("white", "black", "grey", "silver", "red", "blue", "green", "grey", "white", "yellow")
_SAME_LANE_PX = 34
_GAP_PX = 26


@dataclass(frozen=True, kw_only=True)
class Act:
    """Everything that starts within one act."""

    trips: tuple[Trip, ...]
    walks: tuple[Walk, ...]


@lru_cache(maxsize=8)
def act(seed: int, number: int) -> Act:
    """Act `number` (from 0) of the street with `seed`; the first one always has the same car before the entrance."""
    dice = random.Random(f"{seed}/{number}")  # noqa: S311 - a drawing, not a secret
    start_s = number * ACT_S
    trips = _first_stops(start_s) if number == 0 else _stops(dice, number, start_s)
    for lane, mean_gap_s in (("near", 7.0), ("far", 5.5)):
        trips += _passing(dice, trips, lane, start_s, mean_gap_s)  # type: ignore[arg-type]
    return Act(trips=tuple(trips), walks=tuple(_walks(dice, number, start_s)))


def _first_stops(start_s: float) -> list[Trip]:
    """A demonstration must not wait: a grey car before the entrance after 7 s, long enough to be announced."""
    entrance = Stop(x_px=ENTRANCE_X, from_s=start_s + 7.0, until_s=start_s + 88.0, zone="entrance")
    bay = Stop(x_px=BAY_X, from_s=start_s + 40.0, until_s=start_s + 75.0, zone="delivery")
    return [
        stopping_trip(id="0-entrance", model="saloon", colour="grey", stop=entrance),
        stopping_trip(id="0-delivery", model="van", colour="white", stop=bay),
    ]


def _stops(dice: random.Random, number: int, start_s: float) -> list[Trip]:
    """One to three halts: some are over before anybody minds, some are not."""
    trips: list[Trip] = []
    long_s, short_s = dice.uniform(35.0, 75.0), dice.uniform(5.0, 9.0)
    plans = [("entrance", ENTRANCE_X, dice.choice((*_CARS, "van", "minibus")), dice.uniform(8.0, 22.0), long_s)]
    if dice.random() < 0.6:
        plans.append(("delivery", BAY_X, dice.choice(("van", "minibus", "hatchback")), dice.uniform(10.0, 45.0), 40.0))
    after_s = plans[0][3] + long_s + BRAKE_S + LEAVE_S + 4.0
    if after_s + short_s < ACT_S - _QUIET_END_S:
        plans.append(("entrance", ENTRANCE_X, "hatchback", after_s, short_s))
    for i, (zone, x_px, model, from_s, stay_s) in enumerate(plans):
        stop = Stop(x_px=x_px + dice.uniform(-14, 14), from_s=start_s + from_s,
                    until_s=start_s + min(from_s + stay_s, ACT_S - _QUIET_END_S), zone=zone)  # fmt: skip
        trip = stopping_trip(id=f"{number}-{zone}-{i}", model=model, colour=dice.choice(_PAINTS), stop=stop)
        if not any(_meet(trip, other) for other in trips):
            trips.append(trip)
    return trips


def _passing(dice: random.Random, before: list[Trip], lane: Lane, start_s: float, mean_gap_s: float) -> list[Trip]:
    """Traffic in one lane that never touches what is already on its way."""
    passing: list[Trip] = []
    at_s = start_s
    while (at_s := at_s + 1.5 + dice.expovariate(1.0 / mean_gap_s)) < start_s + ACT_S - _QUIET_END_S:
        model = dice.choice(_PASSING)
        colour = dice.choice(_PAINTS)
        speed_px_s = dice.uniform(170.0, 250.0) if lane == "near" else dice.uniform(120.0, 190.0)
        trip = Trip(id=f"{lane}-{at_s:.1f}", model=model, colour=colour, lane=lane, start_s=at_s, speed_px_s=speed_px_s)
        if not any(_meet(trip, other) for other in (*before, *passing)):
            passing.append(trip)
    return passing


def _meet(one: Trip, other: Trip) -> bool:
    """Whether two vehicles would touch anywhere on their way."""
    from_s, until_s = max(one.start_s, other.start_s), min(one.end_s, other.end_s)
    reach_px = (one.length_px + other.length_px) / 2 + _GAP_PX
    t_s = from_s
    while t_s <= until_s:
        a, b = one.pose(t_s), other.pose(t_s)
        if a and b and abs(a.ground_y - b.ground_y) < _SAME_LANE_PX and abs(a.x_px - b.x_px) < reach_px:
            return True
        t_s += 0.2
    return False


def _walks(dice: random.Random, number: int, start_s: float) -> list[Walk]:
    """People on both pavements; those on the near one pass in front of stopped cars."""
    walks: list[Walk] = []
    for side, mean_gap_s in ((NEAR_SIDE, 14.0), (FAR_SIDE, 8.0)):
        at_s = start_s - mean_gap_s
        while (at_s := at_s + dice.expovariate(1.0 / mean_gap_s) + 2.0) < start_s + ACT_S - mean_gap_s:
            heading = dice.choice((-1, 1))
            walks.append(
                Walk(
                    id=f"{number}-{side.name}-{len(walks)}",
                    side=side,
                    start_s=at_s,
                    heading=heading,
                    speed_m_s=dice.uniform(1.0, 1.5),
                    height_m=dice.uniform(1.55, 1.85),
                    look=dice.randrange(1 << 16),
                    edge_px=WIDTH_PX,
                )
            )
    return walks
