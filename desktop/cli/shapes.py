"""How answers look as JSON: for each kind of value, what `desktop.cli.output.plain` makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from inspect import getdoc
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from desktop.cli.output import plain
from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message

_NAMES: Mapping[Any, str] = {
    str: "text",
    int: "number",
    bool: "true | false",
    date: "date",
    datetime: "instant",
    Message: "message",
    Explanation: "explanation",
    Money: "money",
    UnitPrice: "money",
    NoneType: "null",
    Any: "any",
}


def shape(kind: Any, margin: str = "") -> str:
    """How a value of this kind looks as JSON (`desktop.cli.output.plain` writes it)."""
    if not isinstance(kind, Mapping) and kind in _NAMES:
        return _NAMES[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return " | ".join(shape(part, margin) for part in parts)
    if origin in (list, tuple, Sequence):
        return f"[{shape(parts[0], margin)}]"
    if origin in (dict, Mapping):
        return f"{{KEY: {shape(parts[1], margin)}}}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " | ".join(f'"{plain(member)}"' for member in kind)
    return _object(kind, margin)


def _object(kind: Any, margin: str) -> str:
    """An object's fields, one a line, after what its class says of it."""
    if not isinstance(kind, Mapping) and not is_dataclass(kind):
        raise TypeError(f"{kind} has no shape in JSON")
    said = "" if isinstance(kind, Mapping) else f"  # {_said_of(kind)}"
    fields = kind if isinstance(kind, Mapping) else get_type_hints(kind)
    inner = margin + "  "
    lines = [f'{inner}"{name}": {shape(part, inner)}' for name, part in fields.items()]
    return "\n".join([f"{{{said}", *lines, f"{margin}}}"])


def _said_of(kind: object) -> str:
    """The first line of the class's docstring, in the words of JSON and without its source."""
    first = (getdoc(kind) or "").partition("\n")[0].replace("None", "null")
    return re.sub(r" \(rules\.md [^)]*\)", "", first)
