"""Types, defaults and docstrings of our dataclasses in words, for the generated pages of docs/."""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    datetime: "time (RFC 3339 with offset)",
    NoneType: "null",
    Path: "path",
}


def type_words(form: Any) -> str:
    """How a JSON or TOML value of `form` looks, such as "list of `Zone`"."""
    if form in _PLAIN:
        return _PLAIN[form]
    if is_dataclass(form) and isinstance(form, type):
        return f"`{form.__name__}`"
    origin, inner = get_origin(form), get_args(form)
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in inner)
    if origin in (Union, UnionType):
        return " or ".join(type_words(one) for one in inner)
    if origin is tuple:
        return f"list of {'' if ... in inner else f'{len(inner)} times '}{type_words(inner[0])}"
    if origin is dict:
        return f"object of {type_words(inner[1])}"
    raise TypeError(f"docs_types has no words for {form}")


def default_words(field: "Field[Any]") -> str:
    """The default as JSON; `required` where there is none."""
    if field.default is not MISSING:
        return f"`{json.dumps(field.default, ensure_ascii=False)}`"
    return "empty" if field.default_factory is not MISSING else "required"


def field_docs(form: type[Any]) -> dict[str, str]:
    """The docstrings under the fields of a dataclass, by field name."""
    body = _class_body(form)
    return {
        before.target.id: inspect.cleandoc(after.value.value).replace("\n", " ")
        for before, after in zip(body, body[1:], strict=False)
        if isinstance(before, ast.AnnAssign)
        and isinstance(before.target, ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        and isinstance(after.value.value, str)
    }


def forms_inside(form: type[Any]) -> Iterator[type[Any]]:
    """`form` and every dataclass its fields hold, outermost first; some may come more than once."""
    yield form
    hints = get_type_hints(form)
    for field in fields(form):
        for inner in _dataclasses_in(hints[field.name]):
            yield from forms_inside(inner)


def _dataclasses_in(form: Any) -> Iterator[type[Any]]:
    if is_dataclass(form) and isinstance(form, type):
        yield form
    for inner in get_args(form):
        yield from _dataclasses_in(inner)


def _class_body(form: type[Any]) -> list[ast.stmt]:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(form))).body
    return definition.body if isinstance(definition, ast.ClassDef) else []
