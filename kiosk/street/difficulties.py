"""Every difficulty by its name, and the scene that a seed stands for."""

import random
from collections.abc import Callable

from kiosk.street import hard_light, hard_traffic
from kiosk.street.draft import Draft
from kiosk.street.scene import Scene

DIFFICULTIES: dict[str, Callable[[Draft], None]] = {
    "day": hard_light.day,
    "night": hard_light.night,
    "headlights": hard_light.headlights,
    "infrared": hard_light.infrared,
    "infrared-switch": hard_light.infrared_switch,
    "rain": hard_light.rain,
    "rain-at-night": hard_light.rain_at_night,
    "snow": hard_light.snow,
    "cloud-shadows": hard_light.cloud_shadows,
    "tree-shadows": hard_light.tree_shadows,
    "exposure": hard_light.exposure,
    "noise": hard_light.noise,
    "stream": hard_light.stream,
    "sway": hard_light.sway,
    "knock-small": hard_light.knock_small,
    "knock-large": hard_light.knock_large,
    "hidden-by-bus": hard_traffic.hidden_by_bus,
    "hidden-by-lorry": hard_traffic.hidden_by_lorry,
    "pedestrians": hard_traffic.pedestrians,
    "swap": hard_traffic.swap,
    "creep": hard_traffic.creep,
    "jam-beside": hard_traffic.jam_beside,
    "jam-through": hard_traffic.jam_through,
    "red-light": hard_traffic.red_light,
    "at-start": hard_traffic.at_start,
    "window-reflection": hard_traffic.window_reflection,
    "person": hard_traffic.person,
    "pallet-and-bins": hard_traffic.pallet_and_bins,
    "motorcycle": hard_traffic.motorcycle,
    "van": hard_traffic.van,
}


def scene(seed: int) -> Scene:
    """The scene of `seed`: the difficulties take turns, so that any run of seeds has as many of each."""
    difficulty = list(DIFFICULTIES)[seed % len(DIFFICULTIES)]
    draft = Draft(seed=seed, difficulty=difficulty, dice=random.Random(f"scene/{seed}"))  # noqa: S311 - a drawing
    DIFFICULTIES[difficulty](draft)
    return draft.finished()


def seeds(count: int, *, first: int = 0, only: str | None = None) -> list[int]:
    """The `count` seeds from `first` on, of one difficulty or of all."""
    names = list(DIFFICULTIES)
    found: list[int] = []
    seed = first
    while len(found) < count:
        if only is None or names[seed % len(names)] == only:
            found.append(seed)
        seed += 1
    return found
