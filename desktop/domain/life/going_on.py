"""An account as it goes on while every charge is paid, as cancel or keep assumes it does (rules.md F3, 0.3.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desktop.domain.accounts import Payments
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.life.charging import settle
from desktop.domain.life.working import Working
from desktop.domain.orders.order import RUNNING
from desktop.domain.orders.transitions import OrderEvent, OrderState


def paid_up_to(book: Book, today: date, day: date) -> Book:
    """The book as it stands on a later day, if what is owed is paid today, no card expires and no charge fails.

    Orders that were never Active are left as they are: leaving them costs nothing (F3).
    """
    work = Working(advance(book, today)[0], today)
    for order in work.orders(*RUNNING):
        if not order.was_active:
            continue
        paid = settle(work, work.put(replace(order, card=None)))
        if paid.state is OrderState.SUSPENDED:
            work.move(paid, OrderEvent.SETTLED)
    return advance(replace(work.book, payments=Payments.RECORDED), day)[0]
