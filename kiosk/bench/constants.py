"""The watcher's constants that matter, and what else they could have been: a third less, a third more."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kiosk.errors import BenchError

CONSTANTS: tuple[tuple[str, ...], ...] = (
    ("kiosk.domain.stays.STANDS_IN",),
    ("kiosk.domain.stays.SURE",),
    ("kiosk.domain.stays.CONVINCING",),
    ("kiosk.domain.stays.SAME", "kiosk.likeness.SAME_SHARE"),
    ("kiosk.domain.stays.GONE",),
    ("kiosk.domain.stays.SAME_BOX",),
    ("kiosk.domain.stays.FIRM_BOX",),
    ("kiosk.domain.stays.PART",),
    ("kiosk.domain.stays.HIDDEN",),
    ("kiosk.domain.stays.CREEP_S",),
    ("kiosk.domain.stays.CREEP_PER_S",),
    ("kiosk.domain.stays.ABSENT_SWEEPS",),
    ("kiosk.domain.stays.UNSEEN_S",),
    ("kiosk.domain.stays.SETTLE_S",),
    ("kiosk.domain.stays.SETTLED", "kiosk.likeness.SETTLED_SHARE"),
    ("kiosk.domain.stay.WITNESSES",),
    ("kiosk.domain.stay.BELIEF",),
    ("kiosk.domain.stay.BELIEF_UNSEEN",),
    ("kiosk.domain.stay.MIN_SWEEPS",),
    ("kiosk.domain.stay.MIN_SWEEPS_UNSEEN",),
    ("kiosk.domain.stay.REST_S",),
    ("kiosk.likeness._PART_SAME",),
    ("kiosk.likeness._FLAT",),
    ("kiosk.likeness._FLAT_DARK",),
    ("kiosk.likeness._SWAY",),
    ("kiosk.likeness._REFRESH_S",),
    ("kiosk.looking._MARGIN",),
    ("kiosk.looking._SWEEP_S",),
    ("kiosk.looking._AGAIN_S",),
    ("kiosk.looking._AGAIN_QUIET_S",),
    ("kiosk.looking._ONE_THING",),
    ("kiosk.looking._PART_OF",),
    ("kiosk.looking._MAX_GAIN",),
    ("kiosk.looking._CHANGE",),
)
"""Module constants by their full names; those in one row mean the same thing and are moved together."""

_THIRD = 1 / 3


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A constant (or several that mean the same) and the value it is given instead of its own."""

    names: tuple[str, ...]
    value: float


def value_of(name: str) -> float:
    """The constant's own value.

    Raises:
        BenchError: there is no such number any more.
    """
    module, _, attribute = name.rpartition(".")
    try:
        value = vars(importlib.import_module(module)).get(attribute)
    except ImportError:
        value = None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BenchError(f"There is no number {name} any more: mend the list in kiosk/bench/constants.py.")
    return value


def third_less_and_more(names: tuple[str, ...]) -> tuple[Moved, Moved]:
    """The constant moved by a third down and up; whole numbers by at least 1, and never below 1.

    Raises:
        BenchError: there is no such number any more.
    """
    own = value_of(names[0])
    if isinstance(own, int):
        step = max(1, round(own * _THIRD))
        return Moved(names=names, value=max(1, own - step)), Moved(names=names, value=own + step)
    less, more = (round(own * (1 + by), 4) for by in (-_THIRD, _THIRD))
    return Moved(names=names, value=less), Moved(names=names, value=more)


@contextmanager
def moved(one: Moved | None) -> Iterator[None]:
    """While it lasts the constant has the other value, also where a module imported it by name."""
    places = [place for name in (one.names if one else ()) for place in _places(name)]
    before = [(module, attribute, vars(module)[attribute]) for module, attribute in places]
    try:
        for module, attribute, _ in before:
            setattr(module, attribute, one.value if one else None)
        yield
    finally:
        for module, attribute, value in before:
            setattr(module, attribute, value)


def _places(name: str) -> list[tuple[object, str]]:
    owner, _, attribute = name.rpartition(".")
    importlib.import_module(owner)
    own = vars(sys.modules[owner])[attribute]
    ours = [module for key, module in list(sys.modules.items()) if key.startswith("kiosk.")]
    return [(module, attribute) for module in ours if vars(module).get(attribute) is own]
