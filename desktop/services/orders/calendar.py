"""What comes of the orders as a calendar: charges, ends of terms, cards that expire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.orders.coming import coming
from desktop.domain.orders.order import LIVE, Order
from desktop.i18n import Message, Value, msg
from desktop.services.context import Context
from desktop.services.reports.files import FileWish, FileWritten
from desktop.services.rules.billing_rules import tariff_of
from desktop.store.books import read_going_book
from desktop.store.schema import AccountRow, OrderRow

if TYPE_CHECKING:
    from desktop.formats.reports.calendar_files import CalendarDay

CHARGES = 12
"""So many charges of each order to come."""

MOST_ORDERS = 2_000
"""A calendar of more orders helps nobody, and few programs take it."""


class OrderCalendar:
    """The account's coming days as a file."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def write(self, wish: FileWish) -> FileWritten:
        """Write an iCalendar file of what comes of every live order, as of today."""
        if wish.path.suffix.lower() != ".ics":
            raise UserError(msg("Name a file that ends in {kinds}.", kinds=".ics"))
        from desktop.formats.reports.calendar_files import write_calendar

        with self._context.store.read() as session:
            account = self._context.account(session)
            days = list(self._days(session, account))
        name = msg("Orders of {account}", account=account.name)
        made_at = self._context.store.now()
        rows = write_calendar(days, name, wish.path, wish.translator, made_at, overwrite=wish.overwrite, step=wish.step)
        return FileWritten([str(wish.path)], rows)

    def _days(self, session: Session, account: AccountRow) -> Iterator[CalendarDay]:
        day = self._context.today(account)
        if day < account.advanced_to:
            raise UserError(msg("A calendar shows what comes from today on. Go back to today to write one."))
        live = select(OrderRow.id, OrderRow.number).where(OrderRow.account_id == account.id, OrderRow.state.in_(LIVE))
        numbers = dict(iter(session.execute(live.limit(MOST_ORDERS + 1))))
        if len(numbers) > MOST_ORDERS:
            raise UserError(msg("A calendar takes at most {n} orders. Export the list instead.", n=MOST_ORDERS))
        tariff = tariff_of(session, self._context, account.id, day)
        book = advance(read_going_book(session, account, tariff), day)[0]
        for order in book.orders:
            if order.id in numbers:
                yield from _days_of(order, numbers[order.id], day, book)


def _days_of(order: Order, number: int, day: date, book: Book) -> Iterator[CalendarDay]:
    from desktop.formats.reports.calendar_files import CalendarDay

    for one in coming(order, day, book.rules.on(day), book.prices, CHARGES):
        amount: Value = one.amount
        title: Message = msg("{title}, order {number}", title=one.title, number=number)
        if amount is not None:
            title = msg("{title}, order {number}: {amount}", title=one.title, number=number, amount=amount)
        uid = derived_id(order.id, str(one.kind), one.on.isoformat())
        yield CalendarDay(f"{uid}@seatwise", one.on, title, one.about)
