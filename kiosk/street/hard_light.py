"""Difficulties of light, weather and camera: what parks is easy, but it is hard to see, or looks as if it changed."""

from kiosk.domain.venue import Zone
from kiosk.street.draft import Draft
from kiosk.street.lens import Compressed, Infrared, Knock, Noise, Sway
from kiosk.street.light import Dusk, Exposure, Night, Sweep
from kiosk.street.shadows import Clouds, Leaves
from kiosk.street.weather import Rain, Snow


def day(draft: Draft) -> None:
    """Nothing hard: what fails here fails everywhere."""
    _usual(draft)


def night(draft: Draft) -> None:
    """Street lamps, lit windows, headlights of the traffic."""
    _usual(draft)
    draft.lamps_on = True
    draft.effects += [Night(), Noise(sigma=draft.dice.uniform(3, 6))]


def headlights(draft: Draft) -> None:
    """At night, headlights wander over the empty zone again and again."""
    empty, used = _one_of_two(draft)
    draft.lamps_on = True
    sweeps = []
    for at_s in (4.0, 11.0, 17.0, 24.0, 32.0, 39.0):
        ends = (_middle(empty) - 0.35, _middle(empty) + 0.35)
        begin, end = ends if draft.dice.random() < 0.5 else ends[::-1]
        from_s = at_s + draft.dice.uniform(-1, 1)
        until_s = from_s + draft.dice.uniform(2, 5)
        sweeps.append(Sweep(from_s=from_s, until_s=until_s, y=0.83, from_x=begin, to_x=end))
    draft.effects += [Night(sweeps=tuple(sweeps)), Noise(sigma=4)]
    draft.traffic(near_gap_s=14)


def infrared(draft: Draft) -> None:
    """A camera with its own infrared lamp."""
    _usual(draft)
    draft.lamps_on = True
    draft.effects += [Infrared(), Noise(sigma=draft.dice.uniform(3, 6))]


def infrared_switch(draft: Draft) -> None:
    """The camera switches to infrared while a vehicle stands, before or after its dwell."""
    at_s = draft.dice.uniform(9, 26)
    draft.stop("entrance", from_s=5, until_s=36, models=("saloon", "hatchback", "taxi", "van"))
    draft.traffic()
    draft.people()
    draft.lamps_on = True
    draft.effects += [Dusk(gain=0.4, until_s=at_s), Infrared(from_s=at_s), Noise(sigma=4)]


def rain(draft: Draft) -> None:
    """A wet road that mirrors, and streaks, from drizzle to downpour."""
    _usual(draft)
    draft.ground = "wet"
    draft.effects += [Rain(strength=draft.dice.uniform(0.4, 1.0)), Noise(sigma=3)]


def rain_at_night(draft: Draft) -> None:
    """Rain, and every lamp is there twice."""
    _usual(draft)
    draft.ground, draft.lamps_on = "wet", True
    draft.effects += [Night(wet=True), Rain(strength=draft.dice.uniform(0.4, 0.8)), Noise(sigma=5)]


def snow(draft: Draft) -> None:
    """White ground, flakes near and far."""
    _usual(draft)
    draft.ground = "snow"
    draft.effects += [Snow(strength=draft.dice.uniform(0.4, 1.0)), Noise(sigma=3)]


def cloud_shadows(draft: Draft) -> None:
    """Shadows of clouds slide over the empty zone, and over who is parked."""
    _one_of_two(draft)
    speed, gain = draft.dice.uniform(0.02, 0.12), draft.dice.uniform(0.45, 0.65)
    draft.effects += [Clouds(speed=speed, gain=gain, width=draft.dice.uniform(0.3, 0.6)), Noise(sigma=3)]
    draft.traffic()


def tree_shadows(draft: Draft) -> None:
    """Sun through leaves wanders over the ground."""
    _one_of_two(draft)
    draft.effects += [Leaves(seed=draft.seed, speed=draft.dice.uniform(0.004, 0.02)), Noise(sigma=3)]
    draft.traffic()


def exposure(draft: Draft) -> None:
    """The camera's exposure jumps, up and down."""
    _usual(draft)
    steps, at_s = [], 4.0
    while (at_s := at_s + draft.dice.uniform(3, 8)) < draft.length_s:
        steps.append((at_s, draft.dice.choice((0.55, 0.7, 1.0, 1.3, 1.5))))
    draft.effects += [Exposure(steps=tuple(steps)), Noise(sigma=3)]


def noise(draft: Draft) -> None:
    """A small sensor with its gain up, and coarse compression."""
    _usual(draft)
    draft.effects += [Dusk(gain=0.6), Noise(sigma=draft.dice.uniform(6, 11)), Compressed(quality=30)]


def stream(draft: Draft) -> None:
    """A video stream with too few bits: its key frames jump."""
    _usual(draft)
    draft.effects += [Noise(sigma=3), Compressed(quality=draft.dice.randint(8, 18), breathes=True)]


def sway(draft: Draft) -> None:
    """The camera sways by one to three pixels."""
    _usual(draft)
    draft.effects += [Sway(px=draft.dice.uniform(1, 3)), Noise(sigma=3)]


def knock_small(draft: Draft) -> None:
    """The camera is pushed by a few pixels while somebody stands: the stay goes on."""
    draft.stop("entrance", from_s=5, until_s=34)
    draft.traffic()
    draft.people()
    x, y = (draft.dice.choice((-1, 1)) * draft.dice.uniform(0.006, 0.018) for _ in range(2))
    draft.effects += [Knock(at_s=draft.dice.uniform(9, 25), x=x, y=y), Noise(sigma=3)]


def knock_large(draft: Draft) -> None:
    """The camera is turned away: nothing can be said from then on."""
    at_s = draft.dice.uniform(10, 24)
    draft.stop("entrance", from_s=5, until_s=34)
    draft.stop("delivery", from_s=at_s + 2, until_s=60)
    draft.traffic()
    x, y = draft.dice.choice((-1, 1)) * draft.dice.uniform(0.15, 0.3), draft.dice.uniform(-0.1, 0.1)
    draft.effects += [Knock(at_s=at_s, x=x, y=y, degrees=draft.dice.uniform(-8, 8)), Noise(sigma=3)]
    draft.blind_from_s, draft.length_s = at_s, at_s + 70  # another view for a minute is another view for good


def _usual(draft: Draft) -> None:
    """A stop that must be raised, often a short one in the other zone, traffic and people."""
    first, second = draft.dice.sample(("entrance", "delivery"), 2)
    from_s = draft.dice.uniform(4, 9)
    draft.stop(first, from_s=from_s, until_s=from_s + draft.dice.uniform(14, 24))  # type: ignore[arg-type]
    if draft.dice.random() < 0.6:
        draft.stop_between(second, (6, 26), (3, 7))  # type: ignore[arg-type]
    draft.traffic()
    draft.people()


def _one_of_two(draft: Draft) -> tuple[Zone, Zone]:
    """Somebody parks in one zone; the other one, told first, stays empty."""
    used, empty = draft.dice.sample(("entrance", "delivery"), 2)
    from_s = draft.dice.uniform(4, 9)
    draft.stop(used, from_s=from_s, until_s=from_s + draft.dice.uniform(14, 24))  # type: ignore[arg-type]
    zones = {zone.id: zone for zone in draft.zones}
    return zones[empty], zones[used]


def _middle(zone: Zone) -> float:
    xs = [x for x, _ in zone.polygon]
    return (min(xs) + max(xs)) / 2
