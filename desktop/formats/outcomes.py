"""A payment processor's list of charges: CSV, a line a charge, read line by line however long it is."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from desktop.domain.errors import UserError
from desktop.domain.money import Money, exponent, minor_units
from desktop.domain.payments import Outcome
from desktop.domain.typed_numbers import readings
from desktop.formats.reports.guard import unguard
from desktop.i18n import msg

_BLOCK = 1024 * 1024
_LONGEST_CELL = 64 * 1024
_TOO_MUCH = 10**12
_KEPT = 4096
"""How many texts that were read are kept: a list says the same few over and over."""

_KNOWN: Mapping[str, tuple[str, ...]] = {
    "order": ("order", "ordernumber", "orderno", "orderid", "subscription", "subscriptionid"),
    "reference": ("reference", "processorreference", "chargeid", "transactionid", "paymentid", "token", "id"),
    "due": ("due", "dueon", "duedate", "periodstart"),
    "charged": ("charged", "chargedon", "chargedate", "date", "paidon", "created", "createdutc"),
    "amount": ("amount", "total", "gross", "chargedamount"),
    "currency": ("currency", "currencycode"),
    "status": ("status", "outcome", "result", "state"),
}
_OUTCOMES: Mapping[str, Outcome] = {
    word: outcome
    for outcome, words in (
        (
            Outcome.ACCEPTED,
            "accepted approved captured complete completed ok paid settled succeeded success",
        ),
        (Outcome.DECLINED, "canceled declined failed failure refused rejected unpaid"),
        (Outcome.EXPIRED, "cardexpired expired expiredcard"),
        (Outcome.INSUFFICIENT_FUNDS, "insufficientfunds"),
        (Outcome.LATE, "late pending processing"),
    )
    for word in words.split()
}


@dataclass(frozen=True)
class OutcomeColumns:
    """The header names of the columns; None takes what is known by itself."""

    order: str | None = None
    reference: str | None = None
    due: str | None = None
    charged: str | None = None
    amount: str | None = None
    currency: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class OutcomeLine:
    """A line of the list as it is written; what it has no column for is empty. `line` counts from the header, 1."""

    line: int
    order: str
    reference: str
    due: str
    charged: str
    amount: str
    currency: str
    status: str
    whole: str
    """Every cell of the line, to look for what must not be there."""


def read_outcomes(path: Path, columns: OutcomeColumns) -> Iterator[OutcomeLine]:
    """The lines of the list, one after the other.

    Raises:
        UserError: The file cannot be read, is no table of text, or lacks a column that is needed.
    """
    try:
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as text:
            yield from _lines(text, path, columns)
    except OSError as error:
        raise UserError(msg("{file} cannot be read: {why}.", file=path.name, why=error.strerror or "")) from error


def _encoding(path: Path) -> str:
    """How the whole file is written: read once, because its last line counts as much as its first."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        first = file.read(_BLOCK)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\0" in first:
            raise UserError(msg("{file} is not a text table. Save the list as CSV.", file=path.name))
        try:
            block = first
            while block:
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8-sig"


def _lines(text: TextIO, path: Path, columns: OutcomeColumns) -> Iterator[OutcomeLine]:
    try:
        head = text.readline()
        text.seek(0)
        csv.field_size_limit(_LONGEST_CELL)
        if not head:
            raise UserError(
                msg("“{file}” is empty. Save the processor's list again and import that file.", file=path.name)
            )
        rows = csv.reader(text, delimiter=max(",;\t", key=head.count), strict=True)
        places = _places(next(rows, []), path, columns)
        for number, row in enumerate(rows, start=2):
            if any(cell.strip() for cell in row):
                parts = {name: _cell(row, place) for name, place in places.items()}
                yield OutcomeLine(number, whole=" | ".join(row), **parts)
    except (csv.Error, UnicodeError) as error:
        raise UserError(msg("{file} is broken: {why}.", file=path.name, why=str(error))) from error


def _cell(row: Sequence[str], place: int | None) -> str:
    return unguard(row[place]).strip() if place is not None and place < len(row) else ""


def _places(header: Sequence[str], path: Path, columns: OutcomeColumns) -> dict[str, int | None]:
    """Where each part of a line stands, by the header's names."""
    plain = [_plain(name) for name in header]
    places = {one.name: _place(plain, one.name, getattr(columns, one.name), path) for one in fields(columns)}
    _need(places, ("order", "reference"), path, header)
    _need(places, ("due", "charged"), path, header)
    for name in ("amount", "status"):
        _need(places, (name,), path, header)
    return places


def _place(header: Sequence[str], part: str, named: str | None, path: Path) -> int | None:
    if named is not None:
        if _plain(named) not in header:
            raise UserError(msg("{file} has no column “{column}”.", file=path.name, column=named))
        return header.index(_plain(named))
    return next((header.index(name) for name in _KNOWN[part] if name in header), None)


def _need(places: Mapping[str, int | None], parts: Sequence[str], path: Path, header: Sequence[str]) -> None:
    if all(places[part] is None for part in parts):
        raise UserError(
            msg(
                "{file} has no column for: {parts}. Name it with an option. Its columns are: {columns}.",
                file=path.name,
                parts=" / ".join(parts),
                columns=", ".join(header)[:300],
            )
        )


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


@lru_cache(_KEPT)
def outcome_word(text: str) -> Outcome | None:
    """What a processor's word for the status of a charge means; None where it is not known.

    >>> outcome_word("Insufficient_Funds")
    <Outcome.INSUFFICIENT_FUNDS: 'insufficient_funds'>
    """
    return _OUTCOMES.get(_plain(text))


@lru_cache(_KEPT)
def day_in_file(text: str) -> date | None:
    """The civil day a date or an instant begins with; None where it is neither.

    >>> day_in_file("2019-09-18 10:22:00").isoformat()
    '2019-09-18'
    """
    found = re.match(r"\d{4}-\d{2}-\d{2}(?![0-9])", text, re.ASCII)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


@lru_cache(_KEPT)
def amount_in_file(text: str, currency: str) -> Money | None:
    """An amount with a point or a comma before its decimals; None where it cannot be read in one way only.

    >>> amount_in_file("1,600.50", "USD"), amount_in_file("1.600,50", "USD"), amount_in_file("1,600", "USD")
    (Money(minor=160050, currency='USD'), Money(minor=160050, currency='USD'), Money(minor=160000, currency='USD'))
    >>> amount_in_file("1,600", "KWD") is None
    True
    """
    found = set(readings(text, exponent(currency)).values()) - {None}
    amount = found.pop() if len(found) == 1 else None
    return None if amount is None or amount >= _TOO_MUCH else Money(int(amount * minor_units(currency)), currency)
