"""Deactivating an account: seen before it is done, done, and taken back in time (rules.md 1.3; F3, F4)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.explanation import Explanation
from desktop.domain.life.acts import Deactivate, Reactivate
from desktop.domain.life.book import Book
from desktop.domain.life.deactivation import DeactivationPreview, preview_deactivation, refuse_inactive
from desktop.domain.life.events import DueEvent, EventKind
from desktop.domain.money import Money
from desktop.domain.orders.leaving import LeavingCurve, leaving_curve
from desktop.domain.orders.transitions import OrderEvent, OrderState, moved
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, msg
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.orders.acts import Also, perform
from desktop.services.orders.search import find_order
from desktop.services.time.calendar import book_on, going_book_on
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import OrderRow
from desktop.system.collector import resting_collector

_AT_ONCE = 500


@dataclass(frozen=True)
class EndingAnswer:
    """What becomes of an order: its last day is the day before `ends_on`."""

    order: str
    number: int
    placed_on: date
    seats: int
    state: OrderState
    ends_on: date
    fee: Money
    fee_explanation: Explanation | None
    owes: Money


@dataclass(frozen=True)
class LostPriceAnswer:
    """A price kept so far that would be lost (F4)."""

    order: str
    number: int
    unit_price: UnitPrice
    price_now: UnitPrice
    more_a_month: Money
    more_a_year: Money
    explanation: Explanation


@dataclass(frozen=True)
class StepAnswer:
    """A step of what follows."""

    on: date
    kind: EventKind
    text: Message
    rule: str
    amount: Money | None
    state: str | None


@dataclass(frozen=True)
class ComingPriceAnswer:
    """What new orders cost per user and month from a later day on."""

    starts_on: date
    unit_price: UnitPrice


@dataclass(frozen=True)
class PreviewAnswer:
    """What deactivating the account today would bring; nothing is changed."""

    on: date
    endings: tuple[EndingAnswer, ...]
    fee: Money
    arrears: Money
    explanation: Explanation
    lost: tuple[LostPriceAnswer, ...]
    paid_until: date
    """The first day after the last one paid for."""

    timeline: tuple[StepAnswer, ...]
    dearer: ComingPriceAnswer | None
    """The next version of the price list that makes new orders dearer than today; null where none is known."""


@dataclass(frozen=True)
class CurveStepAnswer:
    """A billing cycle: left on any of its days, the order costs the same from now on, net."""

    first_day: date
    last_day: date
    instalments: Money
    fee: Money
    outlay: Money
    keep: Money
    explanation: Explanation


@dataclass(frozen=True)
class CurveAnswer:
    """Cancel or keep: what an order costs for each day it could be left on. `marked` is the day to leave on."""

    order: str
    number: int
    marked: date
    steps: tuple[CurveStepAnswer, ...]


class Deactivations:
    """Leaving, and coming back."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    @resting_collector()
    def preview(self, step: Step = silent) -> PreviewAnswer:
        """What deactivating the account today would bring, with the derivation of the fee."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            book = going_book_on(session, self._context, account, today, step)
            refuse_inactive(book)
            preview = preview_deactivation(book, today, step)
            numbers = _numbers(session, [one.order.id for one in preview.endings])
            return _preview(preview, numbers, today, _dearer(book, today))

    def deactivate(self, act_id: str | None = None, accepted: Money | None = None) -> PreviewAnswer:
        """Deactivate the account (C4), confirming the fee that the preview of today shows.

        Refused where another fee was `accepted`: what a person saw no longer holds.
        """
        actor = ready(self._context)
        shown = self.preview()
        if accepted is not None and accepted != shown.fee:
            raise UserError(msg("The fee is {fee} by now. Look at the preview again.", fee=shown.fee))
        act = Deactivate(actor.today)
        with suppress(AlreadyDoneError):
            perform(self._context, actor, act, msg("Deactivate the account"), Also(going=True), act_id)
        return shown

    def reactivate(self, act_id: str | None = None) -> None:
        """Take a deactivation back while orders or keys still run (C7)."""
        actor = ready(self._context)
        act = Reactivate(actor.today)
        with suppress(AlreadyDoneError):
            perform(self._context, actor, act, msg("Reactivate the account"), Also(going=True), act_id)

    def curve(self, typed: str, months: int = 12) -> CurveAnswer:
        """Cancel or keep one order, for each cycle of the months to come."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            row = find_order(session, account, typed)
            today = max(self._context.today(account), row.placed_on)
            book = book_on(session, self._context, account, today, named=row.id)
        moved(book.order(row.id).state, OrderEvent.SUPPORT_CANCELED)
        rules = book.rules.on(today)
        share = rules.termination_fee_rate
        curve = leaving_curve(book.order(row.id), today, share, book.prices, renews=rules.auto_renew, months=months)
        return _curve(row, curve)


def _numbers(session: Session, orders: Sequence[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for start in range(0, len(orders), _AT_ONCE):
        some = select(OrderRow.id, OrderRow.number).where(OrderRow.id.in_(orders[start : start + _AT_ONCE]))
        numbers.update((order_id, number) for order_id, number in session.execute(some))
    return numbers


def _dearer(book: Book, today: date) -> ComingPriceAnswer | None:
    now = book.prices.in_force(today).prices.get(book.currency)
    for version in sorted(book.prices.versions, key=lambda one: one.effective_from):
        price = version.prices.get(book.currency)
        if now is not None and price is not None and version.effective_from > today and price.exact > now.exact:
            return ComingPriceAnswer(version.effective_from, price)
    return None


def _preview(
    preview: DeactivationPreview, numbers: dict[str, int], today: date, dearer: ComingPriceAnswer | None
) -> PreviewAnswer:
    zero = Money(0, preview.fee.currency)
    return PreviewAnswer(
        today,
        tuple(
            EndingAnswer(
                one.order.id,
                numbers[one.order.id],
                one.order.placed_on,
                one.order.quantity,
                one.order.state,
                one.ends_on,
                zero if one.fee is None else one.fee.total,
                one.fee_explanation,
                one.owes,
            )
            for one in preview.endings
        ),
        preview.fee,
        preview.arrears,
        preview.explanation,
        tuple(
            LostPriceAnswer(
                one.order.id,
                numbers[one.order.id],
                one.order.price,
                one.price_now,
                one.more_a_month,
                one.more_a_year,
                one.explanation,
            )
            for one in preview.lost
        ),
        preview.paid_until,
        tuple(steps(preview.timeline)),
        dearer,
    )


def steps(events: Sequence[DueEvent]) -> list[StepAnswer]:
    """Events as services answer them before they are kept."""
    return [StepAnswer(one.on, one.kind, one.text, one.rule, one.amount, one.state) for one in events]


def _curve(row: OrderRow, curve: LeavingCurve) -> CurveAnswer:
    steps = tuple(
        CurveStepAnswer(
            step.days.start,
            step.last_day,
            step.instalments,
            step.fee.net,
            step.outlay,
            step.keep,
            step.fee.explanation,
        )
        for step in curve.steps
    )
    return CurveAnswer(row.id, row.number, curve.marked, steps)
