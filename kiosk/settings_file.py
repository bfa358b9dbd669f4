"""Reads the settings file: every mistake is reported at once, each with its cure."""

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from kiosk.errors import SettingsError
from kiosk.settings import Settings

USUAL_PLACE = Path("/etc/kiosk/kiosk.toml")

_TOML_INTEGERS = 2**63
"""Larger ones are not TOML, but Python reads them."""

T = TypeVar("T")


def read_settings(path: Path | None = None) -> Settings:
    """The settings in `path`, else in $KIOSK_SETTINGS, else in /etc/kiosk/kiosk.toml, else the defaults.

    Raises:
        SettingsError: a named file is missing, is not TOML, or has mistakes; all of them are in the text.
    """
    chosen = path or _from_environment()
    if chosen is None:
        return Settings()
    try:
        table = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"The settings file {chosen} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:  # also what is no UTF-8, and a number of 5000 digits
        raise SettingsError(f"The settings file {chosen} is not TOML: {error}.") from error
    mistakes: list[str] = []
    settings = _section(Settings, table, "", mistakes)
    if mistakes:
        raise SettingsError(f"The settings file {chosen} has mistakes:\n" + "\n".join(f"  - {m}" for m in mistakes))
    return settings


def write_settings(settings: Settings, path: Path) -> None:
    """Writes `settings` as the TOML that `read_settings` reads back to the same value."""
    lines: list[str] = []
    sections: list[str] = []
    for one in fields(settings):
        value = getattr(settings, one.name)
        if is_dataclass(value):
            sections += ["", f"[{one.name}]", *(f"{f.name} = {_toml(getattr(value, f.name))}" for f in fields(value))]
        else:
            lines.append(f"{one.name} = {_toml(value)}")
    path.write_text("\n".join(lines + sections) + "\n", encoding="utf-8")


def _toml(value: object) -> str:
    """JSON's numbers, truths and strings are TOML's too, once non-ASCII is left as it is and DEL is escaped."""
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _from_environment() -> Path | None:
    named = os.environ.get("KIOSK_SETTINGS")
    if named:
        return Path(named)
    return USUAL_PLACE if USUAL_PLACE.exists() else None


def _section(form: type[T], table: dict[str, Any], where: str, mistakes: list[str]) -> T:
    known = {f.name: f for f in fields(form)}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else f" Known here: {', '.join(known)}."
            mistakes.append(f"'{where}{key}' is not a setting.{hint}")
    values: dict[str, Any] = {}
    for name, one in known.items():
        if name not in table:
            continue
        default = one.default if one.default is not MISSING else None
        value = values[name] = _value(one.type, table[name], default, where + name, mistakes)
        mistakes += _beyond(where + name, value, one.metadata)
    return form(**values)


def _beyond(name: str, value: Any, limits: Mapping[str, Any]) -> list[str]:
    """What the field's own limits say against `value`."""
    least, most, like = limits.get("least"), limits.get("most"), limits.get("like")
    if least is not None and most is not None and not least <= value <= most:
        return [f"'{name}' is {value}; it must be between {least} and {most}."]
    if like is not None and not re.fullmatch(like, value):
        return [f"'{name}' is {value!r}; it must be like {like}."]
    return []


def _value(form: Any, given: Any, default: Any, name: str, mistakes: list[str]) -> Any:
    if is_dataclass(form) and isinstance(form, type):
        if isinstance(given, dict):
            return _section(form, given, name + ".", mistakes)
        mistakes.append(f"'{name}' is a section: write [{name}].")
        return default
    if get_origin(form) is Literal:
        if given in get_args(form):
            return given
        mistakes.append(f"'{name}' is {given!r}; it can be {', '.join(get_args(form))}.")
        return default
    if form is Path and isinstance(given, str) and "\0" not in given:
        return Path(given).expanduser()
    if form is float and isinstance(given, int) and not isinstance(given, bool) and abs(given) < _TOML_INTEGERS:
        return float(given)
    if isinstance(given, form) and not (form is int and isinstance(given, bool)):
        return given
    words = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}
    mistakes.append(f"'{name}' is {given!r}; it must be {words.get(form, 'a path in quotes')}.")
    return default
