"""Deactivating an account: seen before it is done, done, and taken back in time (rules.md 1.3; F3, F4)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState
from desktop.domain.errors import UserError
from desktop.domain.explanation import Explanation
from desktop.domain.key_text import end_of
from desktop.domain.life.acts import Deactivate, Reactivate
from desktop.domain.life.deactivation import (
    DeactivationPreview,
    preview_deactivation,
    preview_reactivation,
    refuse_inactive,
)
from desktop.domain.life.going_on import paid_up_to
from desktop.domain.money import Money
from desktop.domain.orders.leaving import LeavingCurve, leaving_curve
from desktop.domain.orders.transitions import OrderEvent, moved
from desktop.domain.periods import add_months
from desktop.domain.progress import Step, silent
from desktop.i18n import msg
from desktop.services.access import registered_users
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.leaving.answers import Beside, PreviewAnswer, preview_answer
from desktop.services.leaving.reactivation import ReactivationAnswer, reactivation_answer
from desktop.services.leaving.users import count_losing
from desktop.services.orders.acts import Also, perform
from desktop.services.orders.search import find_order
from desktop.services.time.calendar import book_on, going_book_on
from desktop.services.usage.mau import mau_standing
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, ActivationKeyRow, ActRow, OrderRow
from desktop.system.collector import resting_collector

_AT_ONCE = 500
_LONGEST_YEARS = 30


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

    def preview(self, step: Step = silent, on: date | None = None) -> PreviewAnswer:
        """What deactivating the account today would bring, with the derivation of the fee.

        On a later day what it would bring then, if every charge until then is paid.
        """
        with self._context.store.read() as session:
            return self.read(session, step, on)

    @resting_collector()
    def read(self, session: Session, step: Step = silent, on: date | None = None) -> PreviewAnswer:
        """The same as the session's state of the store has it."""
        account = self._context.account(session)
        today = self._context.today(account)
        day = today if on is None else on
        _refuse_day(day, today)
        book = going_book_on(session, self._context, account, today, step)
        refuse_inactive(book)
        if day > today:
            book = paid_up_to(book, today, day)
            if book.standing.state is not AccountState.ACTIVE:
                raise UserError(msg("On {day} the account will not be active any more: nothing is left then.", day=day))
        preview = preview_deactivation(book, day, step)
        return preview_answer(preview, today, day, self._beside(session, account, preview, today))

    def _beside(self, session: Session, account: AccountRow, preview: DeactivationPreview, today: date) -> Beside:
        running = mau_standing(session, self._context, account, today)
        keys = select(ActivationKeyRow.id, ActivationKeyRow.key).where(ActivationKeyRow.account_id == account.id)
        return Beside(
            _numbers(session, [one.order.id for one in preview.endings]),
            {key_id: end_of(key) for key_id, key in session.execute(keys)},
            registered_users(session, account.id),
            count_losing(session, account.id),
            None if running is None else max(0, running.purchased - running.used),
        )

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

    @resting_collector()
    def preview_reactivation(self) -> ReactivationAnswer:
        """What reactivating the account today would bring; refused where it would be (C7)."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            preview = preview_reactivation(going_book_on(session, self._context, account, today), today)
            ids = [*(one.order.id for one in preview.returns), *(order.id for order in preview.leaving)]
            return reactivation_answer(preview, _numbers(session, ids), today, Money(0, account.currency))

    def reactivate(self, act_id: str | None = None) -> ReactivationAnswer:
        """Take a deactivation back while orders or keys still run (C7); what comes back, as the preview shows it."""
        actor = ready(self._context)
        zero = Money(0, actor.account.currency)
        shown = ReactivationAnswer(actor.today, (), (), zero, zero)
        with self._context.store.read() as session:
            done = session.execute(select(ActRow.seq).where(ActRow.act_id == act_id)).first() is not None
        if not done:
            shown = self.preview_reactivation()
        act = Reactivate(actor.today)
        with suppress(AlreadyDoneError):
            perform(self._context, actor, act, msg("Reactivate the account"), Also(going=True), act_id)
        return shown

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


def _refuse_day(day: date, today: date) -> None:
    if day < today:
        raise UserError(msg("Leaving is looked at from today on. Name {day} or a later day.", day=today))
    if day > add_months(today, _LONGEST_YEARS * 12):
        raise UserError(msg("Leaving is looked at at most {years} years ahead.", years=_LONGEST_YEARS))


def _numbers(session: Session, orders: Sequence[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for start in range(0, len(orders), _AT_ONCE):
        some = select(OrderRow.id, OrderRow.number).where(OrderRow.id.in_(orders[start : start + _AT_ONCE]))
        numbers.update((order_id, number) for order_id, number in session.execute(some))
    return numbers


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
