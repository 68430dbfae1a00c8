"""Column types that mean the same on SQLite (STRICT) and PostgreSQL: plain text, whole numbers and bytes below."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Text, TypeDecorator

from desktop.domain.errors import UserError
from desktop.domain.money import Money
from desktop.domain.periods import Month
from desktop.i18n import Message
from desktop.store.faults import DAMAGED

WholeNumber = Integer().with_variant(BigInteger(), "postgresql")
Bytes = LargeBinary()

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


def damage_told(read: Callable[..., T]) -> Callable[..., T]:
    """Tell a value that cannot be what its column holds as damage to the store, in a sentence."""

    @wraps(read)
    def told(*arguments: Any) -> T:
        try:
            return read(*arguments)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise UserError(DAMAGED) from error

    return told


class DateText(TypeDecorator[date]):
    """A civil day as `YYYY-MM-DD`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write the day."""
        return None if value is None else value.isoformat()

    @damage_told
    def process_result_value(self, value: Any | None, dialect: Dialect) -> date | None:
        """Read the day."""
        return None if value is None else date.fromisoformat(value)


class InstantText(TypeDecorator[datetime]):
    """An instant in UTC as `YYYY-MM-DDTHH:MM:SS.ffffffZ`, so that text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write the instant; a naive time is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    @damage_told
    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Read the instant, aware, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class FlagNumber(TypeDecorator[bool]):
    """Yes or no as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Write the flag."""
        return None if value is None else int(value)

    @damage_told
    def process_result_value(self, value: Any | None, dialect: Dialect) -> bool | None:
        """Read the flag."""
        return None if value is None else bool(value)


class JsonText(TypeDecorator[Any]):
    """Plain values as JSON text with sorted keys, so that equal values are equal text; None is `null`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str:
        """Write the value."""
        return json_text(value)

    @damage_told
    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        """Read the value."""
        return None if value is None else json.loads(value)


class MessageText(TypeDecorator[Message]):
    """A Message as its English pattern and parameters; translated only where it is shown."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Message | None, dialect: Dialect) -> str | None:
        """Write text and parameters."""
        return None if value is None else json_text(message_parts(value))

    @damage_told
    def process_result_value(self, value: Any | None, dialect: Dialect) -> Message | None:
        """Read the message back."""
        return None if value is None else message_of(json.loads(value))


class EnumText(TypeDecorator[E]):
    """A member of a StrEnum by its value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        """A column of this enumeration."""
        super().__init__()
        self._kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Write the value."""
        return None if value is None else str(value)

    @damage_told
    def process_result_value(self, value: Any | None, dialect: Dialect) -> E | None:
        """Read the member."""
        return None if value is None else self._kind(value)


@damage_told
def fields_of(text: str) -> dict[str, Any]:
    """The fields of a change as its payload keeps them."""
    return {**json.loads(text)}


def json_text(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, text as it is (RFC 8785 for the values used here: no floats)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def message_parts(message: Message) -> dict[str, object]:
    """What is kept of a message: its pattern and its parameters, dates, months and nested messages marked as such."""
    parts: dict[str, object] = {"text": message.text, "params": {k: _param(v) for k, v in message.params.items()}}
    return parts | ({"plural": message.plural} if message.plural is not None else {})


def message_of(parts: dict[str, Any]) -> Message:
    """The message kept as parts."""
    return Message(parts["text"], {k: _value(v) for k, v in parts["params"].items()}, parts.get("plural"))


_MARKED: tuple[tuple[type, str, Callable[[Any], object], Callable[[Any], Any]], ...] = (
    (Message, "message", message_parts, message_of),
    (tuple, "messages", lambda parts: [message_parts(one) for one in parts], lambda kept: tuple(map(message_of, kept))),
    (datetime, "instant", lambda instant: instant.astimezone(UTC).isoformat(), datetime.fromisoformat),
    (date, "date", date.isoformat, date.fromisoformat),
    (Decimal, "number", str, Decimal),
    (Money, "money", lambda money: [money.minor, money.currency], lambda kept: Money(*kept)),
    (Month, "month", str, Month.parse),
)
"""Kinds of parameters, the mark they are kept under, and how each is written and read."""


def _param(value: object) -> object:
    for kind, mark, write, _ in _MARKED:
        if isinstance(value, kind):
            return {mark: write(value)}
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} cannot be kept in a message")


def _value(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    return next(read(kept[mark]) for _, mark, _, read in _MARKED if mark in kept)
