"""Difficulties of traffic: who hides whom, who only waits, who moves a little, and what is no vehicle at all."""

from kiosk.street.draft import FAR_TRAFFIC_Y, VANS, Draft, Weather, ground, zone
from kiosk.street.drives import Halt, visiting
from kiosk.street.layout import BAY_X, ENTRANCE_X, KERB_LANE_Y, NEAR_LANE_Y
from kiosk.street.things import Thing, ThingKind

_WEATHERS: tuple[Weather, ...] = ("clear", "clear", "grey", "rain", "night")
_FAR_ZONE_PX = (330.0, 314.0, 620.0, 340.0)
_LANE_PX = (0.0, 372.0, 960.0, 418.0)
"""The near lane, from edge to edge, where traffic moves and sometimes waits."""
IN_LANE_PX = (300.0, 372.0, 640.0, 418.0)
"""A zone across the near lane: the exit of a yard, say."""
_QUEUE_STEP_PX = 290.0
"""From one vehicle of a queue to the next: a car and some two metres."""


def hidden_by_bus(draft: Draft) -> None:
    """A bus stops before the parked car for longer than the car stood before.

    The model hardly knows a drawn bus (0.4 at most): what it does not know must not count as an empty place.
    """
    _hidden(draft, "bus")


def hidden_by_lorry(draft: Draft) -> None:
    """The same with a lorry, which is not much longer than the car."""
    _hidden(draft, "truck")


def pedestrians(draft: Draft) -> None:
    """People stand and chat before the parked car."""
    draft.under(draft.dice.choice(_WEATHERS))
    car = draft.stop("entrance", from_s=5, until_s=30)
    middle = car.halts()[0].x_px
    for _ in range(draft.dice.randint(2, 4)):
        from_s = draft.dice.uniform(7, 18)
        x_px = middle + draft.dice.uniform(-100, 100)
        until_s = from_s + draft.dice.uniform(6, 16)
        draft.stander(x_px, draft.dice.randint(488, 526), from_s, until_s, heading=draft.dice.choice((-1, 1)))
    draft.traffic()
    draft.people(near=3)


def swap(draft: Draft) -> None:
    """One leaves and another takes the place within seconds: two stops."""
    draft.under(draft.dice.choice(_WEATHERS))
    draft.length_s = 56
    gone_s = 5 + draft.dice.uniform(13, 17)
    draft.stop("entrance", from_s=5, until_s=gone_s)
    comes_s = gone_s + draft.dice.uniform(5, 7)
    draft.stop("entrance", from_s=comes_s, until_s=comes_s + draft.dice.uniform(13, 17))
    draft.traffic(near_gap_s=0)


def creep(draft: Draft) -> None:
    """A car moves up by half a metre now and then: one stop, from its first second on."""
    draft.under(draft.dice.choice(_WEATHERS))
    halts, x_px, at_s = [], ENTRANCE_X - 40.0, 5.0
    for _ in range(3):
        until_s = at_s + draft.dice.uniform(5, 8)
        halts.append(Halt(from_s=at_s, until_s=until_s, x_px=x_px, y_px=KERB_LANE_Y))
        x_px, at_s = x_px + draft.dice.uniform(18, 32), until_s + 1.5
    draft.stop_at("entrance", halts)
    draft.traffic()
    draft.people()


def jam_beside(draft: Draft) -> None:
    """A queue stands in the lane beside the zone; sometimes somebody is parked in the zone all the same."""
    draft.under(draft.dice.choice(_WEATHERS))
    draft.length_s = 50
    if draft.dice.random() < 0.5:
        draft.stop("entrance", from_s=3.5, until_s=42)
    _queue(draft, 11, 30)
    draft.traffic(near_gap_s=0)


def jam_through(draft: Draft) -> None:
    """A queue stands through a zone whose moving lane is drawn; later somebody stops there alone."""
    draft.under(draft.dice.choice(_WEATHERS))
    draft.length_s = 64
    draft.zones = [zone("lane", IN_LANE_PX, lanes=(ground(_LANE_PX),))]
    _queue(draft, 6, 26)
    alone = Halt(from_s=41, until_s=55, x_px=470 + draft.dice.uniform(-30, 30), y_px=NEAR_LANE_Y)
    draft.stop_at("lane", [alone])
    draft.traffic(near_gap_s=0)


def red_light(draft: Draft) -> None:
    """Cars wait 20 s at a light and go on, in a zone where one may stop for 25 s."""
    draft.under(draft.dice.choice(_WEATHERS))
    draft.length_s = 50
    draft.zones = [zone("lane", IN_LANE_PX, dwell_s=25)]
    from_s = draft.dice.uniform(6, 14)
    _queue(draft, from_s, from_s + 20)
    draft.traffic(near_gap_s=0)


def at_start(draft: Draft) -> None:
    """Somebody stood there before the watcher looked: a full dwell counts from its first picture."""
    draft.under(draft.dice.choice(_WEATHERS))
    draft.stop("entrance", from_s=-30, until_s=draft.dice.uniform(16, 28))
    draft.traffic()
    draft.people()


def window_reflection(draft: Draft) -> None:
    """A shop window mirrors the parked car above a zone that reaches up to the shop."""
    draft.under(draft.dice.choice(("clear", "grey")))
    draft.mirrors = True
    terrace = zone("terrace", (44, 266, 534, 322))
    draft.zones.append(terrace)
    parked = Halt(from_s=6, until_s=32, x_px=draft.dice.uniform(262, 290), y_px=KERB_LANE_Y)
    draft.stop_at("entrance", [parked])
    draft.traffic()


def person(draft: Draft) -> None:
    """One or two people stand in the empty zone for long."""
    draft.under(draft.dice.choice(_WEATHERS))
    for _ in range(draft.dice.randint(1, 2)):
        from_s = draft.dice.uniform(5, 12)
        x_px = ENTRANCE_X + draft.dice.uniform(-110, 110)
        draft.stander(x_px, draft.dice.randint(446, 478), from_s, from_s + draft.dice.uniform(18, 26))
    draft.stop("delivery", from_s=6, until_s=26)
    draft.traffic()


def pallet_and_bins(draft: Draft) -> None:
    """Bins and a pallet are put into the empty zone, and taken away."""
    draft.under(draft.dice.choice(_WEATHERS))
    kinds: tuple[ThingKind, ThingKind] = ("bins", "pallet")
    for kind, aside in zip(kinds, draft.dice.sample((-95, 95), 2), strict=True):
        x_px = ENTRANCE_X + aside + draft.dice.uniform(-15, 15)
        from_s = draft.dice.uniform(6, 12)
        until_s = from_s + draft.dice.uniform(20, 26)
        draft.things.append(Thing(kind=kind, x_px=x_px, y_px=KERB_LANE_Y, from_s=from_s, until_s=until_s))
        draft.stander(x_px - 60, KERB_LANE_Y + 10, from_s - 1, from_s + 1)
    draft.stop("delivery", from_s=6, until_s=26)
    draft.traffic()


def motorcycle(draft: Draft) -> None:
    """A motorcycle is parked, by day: in the dark the model does not know a drawn one."""
    draft.under(draft.dice.choice(("clear", "grey")))
    until_s = 5 + draft.dice.uniform(14, 24)
    draft.stop(draft.dice.choice(("entrance", "delivery")), from_s=5, until_s=until_s, models=("motorcycle",))
    draft.traffic()
    draft.people()


def van(draft: Draft) -> None:
    """A van or a minibus is parked, and a short delivery goes on in the other zone."""
    draft.under(draft.dice.choice(_WEATHERS))
    from_s = draft.dice.uniform(4, 9)
    draft.stop("delivery", from_s=from_s, until_s=from_s + draft.dice.uniform(14, 24), models=VANS)
    draft.stop_between("entrance", (5, 25), (4, 7), VANS)
    draft.traffic()
    draft.people()


def _hidden(draft: Draft, model: str) -> None:
    draft.under(draft.dice.choice(_WEATHERS))
    draft.length_s = 56
    draft.zones = [zone("far", _FAR_ZONE_PX)]
    hides_s = 5 + draft.dice.uniform(4, 8)
    shows_s = hides_s + draft.dice.uniform(12, 20)
    car = draft.stop("far", from_s=5, until_s=shows_s + draft.dice.uniform(7, 12))
    x_px = car.halts()[0].x_px + draft.dice.uniform(-10, 10)
    before = Halt(from_s=hides_s, until_s=shows_s, x_px=x_px, y_px=FAR_TRAFFIC_Y)
    colour = draft.dice.choice(("white", "blue", "red", "green"))
    hider = visiting("hider", model, colour, [before], lane_y_px=FAR_TRAFFIC_Y, speed_px_s=-150)
    draft.drives.append(hider)
    draft.traffic(far_y=FAR_TRAFFIC_Y)
    draft.people(near=1, far=2)


def _queue(draft: Draft, from_s: float, until_s: float) -> None:
    """Vehicles from edge to edge of the near lane, the foremost stopping first and leaving first."""
    front_px = BAY_X + draft.dice.uniform(60, 120)
    for i in range(5):
        halt = Halt(from_s=from_s + i * 1.2, until_s=until_s + i, x_px=front_px - i * _QUEUE_STEP_PX, y_px=NEAR_LANE_Y)
        model = draft.dice.choice(("saloon", "hatchback", "taxi", "van", "saloon"))
        colour = draft.dice.choice(("white", "black", "grey", "red", "blue"))
        name = f"queue-{i}"
        draft.drives.append(visiting(name, model, colour, [halt], lane_y_px=NEAR_LANE_Y))
