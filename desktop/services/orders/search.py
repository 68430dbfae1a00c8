"""Finding a few orders by what a person knows of them, however many there are: the command palette's search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.money import exponent, minor_units, round_half_away
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.domain.typed_numbers import read_amount
from desktop.i18n import msg
from desktop.services.context import Context, is_number, one_of
from desktop.services.orders.answers import OrderAnswer
from desktop.services.orders.lens import lens_on
from desktop.services.orders.lines import LINE, NUMBER, LineReader
from desktop.services.orders.wishes import cards_named
from desktop.services.rules.versions import rule_value
from desktop.store.prepared import PlainRow, Prepared
from desktop.store.schema import AccountRow, OrderRow

_FEW = 8
_TOO_MUCH = 10**12
_ID = re.compile(r"[0-9a-f][0-9a-f-]{3,35}")
_PLACED_ON = LINE.index(OrderRow.placed_on)


class OrderSearch:
    """The account's orders, found by number, id, day or card."""

    def __init__(self, context: Context) -> None:
        """Search this context's account."""
        self._context = context

    def like(
        self, text: str, days: Sequence[tuple[date, date]] = (), limit: int = _FEW, language: str = "en"
    ) -> list[OrderAnswer]:
        """Orders of that number, so many seats, that beginning of an id, such days, such a card or such an amount.

        A card is named by its brand or its last four digits; an amount, as the language writes it, is a month's charge
        with or without tax, or a year's. Without a text and days: the newest. The ends of a span are included. Each way
        is an index of its own; the order of that number comes first, then the newest.
        """
        typed = text.strip().lower()
        with self._context.store.read() as session:
            lens = lens_on(session, self._context)
            mine = lens.mine()
            found: dict[int, PlainRow] = {}
            dialect = session.connection().dialect
            charges = _charges(session, lens.account, self._context.today(lens.account), text, language)
            for part in _parts(session, lens.account.id, typed, days, charges):
                query = select(*LINE).where(*mine, *part)
                query = query.order_by(OrderRow.placed_on.desc(), OrderRow.number.desc()).limit(limit)
                found.update({row[NUMBER]: row for row in Prepared(query, dialect).rows(session)})
            newest = sorted(found.values(), key=lambda row: (row[_PLACED_ON], row[NUMBER]), reverse=True)
            ranked = sorted(newest, key=lambda row: str(row[NUMBER]) != typed)
            return list(LineReader(self._context, lens).answers(session, ranked[:limit]))


def _parts(
    session: Session, account_id: str, typed: str, days: Sequence[tuple[date, date]], charges: Sequence[int]
) -> Iterator[list[ColumnElement[bool]]]:
    if not typed and not days:
        yield []
    if is_number(typed):
        yield [OrderRow.number == int(typed)]
        yield [OrderRow.quantity == int(typed)]
    if charges:
        yield [OrderRow.monthly.in_(charges)]
    for first, last in days:
        yield [OrderRow.placed_on.between(first, last)]
    if _ID.fullmatch(typed):
        yield [OrderRow.id >= typed, OrderRow.id < f"{typed}g", OrderRow.id.startswith(typed, autoescape=True)]
    cards = cards_named(session, account_id, typed) if typed else ()
    if cards:
        yield [OrderRow.paid_by.in_(cards)]


def _charges(session: Session, account: AccountRow, day: date, text: str, language: str) -> Sequence[int]:
    """What orders charge a month before tax, in minor units, where the text is such an amount in one way or another."""
    currency = account.currency
    try:
        typed = read_amount(text, currency, language, exponent(currency))
    except UserError:
        return ()
    if not typed or typed >= _TOO_MUCH:
        return ()
    amount = int(typed * minor_units(currency))
    found = {amount, *([amount // TERM_MONTHS] if amount % TERM_MONTHS == 0 else [])}
    rates = (Fraction(percent) / 100 for percent in rule_value(session, account.id, "tax_rates", day).values())
    for rate in rates:
        about = round(amount / (1 + rate))
        found.update(net for net in range(about - 1, about + 2) if net + round_half_away(net * rate, 0) == amount)
    return sorted(found)


def find_order(session: Session, account: AccountRow, typed: str) -> OrderRow:
    """The account's order of that number, id or unique beginning of an id."""
    mine = select(OrderRow).where(OrderRow.account_id == account.id)
    wanted = typed.strip().lower()
    if is_number(wanted):
        found = session.execute(mine.where(OrderRow.number == int(wanted))).scalars().all()
        # A number that is mistyped must not become the beginning of another order's id.
        return one_of(found, typed, lambda row: (str(row.number),), what=msg("order"))
    starts = mine.where(OrderRow.id.startswith(wanted, autoescape=True)).limit(2) if wanted else mine.limit(0)
    return one_of(session.execute(starts).scalars().all(), typed, lambda row: (row.id,), what=msg("order"))
