"""The watcher's constants that matter, and what else they could have been: a third less, a third more."""

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kiosk.errors import BenchError

MODULES = (
    "kiosk.domain.stay",
    "kiosk.domain.stays",
    "kiosk.likeness",
    "kiosk.looking",
    "kiosk.gate",
    "kiosk.search",
    "kiosk.search_times",
    "kiosk.crops",
)
"""Where the watcher decides what it sees: every number with a name in capitals there is moved, but those left out."""

LEFT_OUT = {
    "kiosk.likeness._LONGEST_PX": "how much it computes",
    "kiosk.likeness._PARTS": "how much it computes",
    "kiosk.likeness._HISTORY_FRAMES": "how much it keeps",
    "kiosk.looking._WHOLE_CROPS": "which crops show a whole lane: a fact about the list of crops",
    "kiosk.gate._BLOCK_PX": "how much it computes",
    "kiosk.crops._MAX_TILES": "how much it computes",
}
"""With the reason."""

ALIKE = (
    ("kiosk.domain.stays.SAME", "kiosk.likeness.SAME_SHARE"),
    ("kiosk.domain.stays.SETTLED", "kiosk.likeness.SETTLED_SHARE"),
)
"""Those that mean the same are moved together."""

_THIRD = 1 / 3


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A constant (or several that mean the same) and the value it is given instead of its own."""

    names: tuple[str, ...]
    value: float


def constants() -> list[tuple[str, ...]]:
    """The full names of what is moved, in the order of the modules; several in a row are moved together."""
    names = [f"{module}.{name}" for module in MODULES for name in _numbers(module)]
    alike = {name: row for row in ALIKE for name in row}
    return list(dict.fromkeys(alike.get(name, (name,)) for name in names if name not in LEFT_OUT))


def _numbers(module: str) -> list[str]:
    """The numbers a module names in capitals, without those it imports."""
    owner = importlib.import_module(module)
    nodes = [node for one in ast.parse(inspect.getsource(owner)).body for node in ast.walk(one)]
    assigned = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return [name for name in dict.fromkeys(assigned) if name.isupper() and _is_number(vars(owner).get(name))]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


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
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise BenchError(f"There is no number {name} any more: mend kiosk/bench/constants.py.")
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
