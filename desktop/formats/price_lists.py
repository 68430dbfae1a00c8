"""Price lists as TOML: a name, and versions with their first day and their prices as text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desktop.domain.errors import UserError
from desktop.domain.pricing.price_lists import PriceList, PriceVersion
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, msg

_LIST_KEYS = {"name", "versions"}
_VERSION_KEYS = {"id", "effective_from", "prices", "reaches_existing_from", "dated_by"}


def load_price_list(path: Path) -> PriceList:
    """The price list of a file. A `UserError` names the file and what is wrong in it."""
    try:
        return read_price_list(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError):
        raise _refused(path.name, msg("it cannot be read as UTF-8 text")) from None


def read_price_list(text: str, file: str) -> PriceList:
    """The price list of a text; whatever is missing, unknown or of another kind is refused."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused(file, msg("it is not TOML ({problem})", problem=str(error))) from None
    _only(found, _LIST_KEYS, file)
    name, versions = found.get("name"), found.get("versions")
    if not _is_name(name) or not isinstance(versions, list) or not all(isinstance(one, dict) for one in versions):
        raise _refused(file, msg("it needs a name and versions"))
    try:
        return PriceList(str(name), tuple(_version(one, file) for one in versions))
    except UserError as error:
        raise error if error.message.params.get("file") == file else _refused(file, error.message) from None


def _version(found: Mapping[str, Any], file: str) -> PriceVersion:
    _only(found, _VERSION_KEYS, file)
    name, prices, dated_by = found.get("id"), found.get("prices"), found.get("dated_by")
    first, reaches = found.get("effective_from"), found.get("reaches_existing_from")
    days = _is_day(first) and (reaches is None or _is_day(reaches))
    if not _is_name(name) or not days or not (dated_by is None or _is_name(dated_by)):
        raise _refused(file, msg("each version needs an id and a day, effective_from"))
    if not isinstance(prices, dict) or not prices or not all(_is_price(*pair) for pair in prices.items()):
        raise _refused(file, msg('each version needs prices as text, such as USD = "4.00"'))
    return PriceVersion(
        str(name),
        first,  # type: ignore[arg-type] # a day, as was just looked at
        {currency: UnitPrice.read(price, currency) for currency, price in prices.items()},
        reaches,
        dated_by,
    )


def _is_name(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", value) is not None


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_price(currency: object, price: object) -> bool:
    return isinstance(currency, str) and re.fullmatch("[A-Z]{3}", currency) is not None and isinstance(price, str)


def _only(found: Mapping[str, Any], known: set[str], file: str) -> None:
    unknown = sorted(found.keys() - known)
    if unknown:
        raise _refused(file, msg("it does not know “{key}”", key=unknown[0]))


def _refused(file: str, problem: Message) -> UserError:
    return UserError(msg("“{file}” is not a price list: {problem}.", file=file, problem=problem))
