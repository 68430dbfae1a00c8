"""An account on a copy of its own, played forward in time: nothing of it reaches the real store (rules.md 0.3.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.errors import WrongUsage
from desktop.domain.explanation import Explanation
from desktop.domain.life.events import DueEvent, EventKind
from desktop.domain.money import Money
from desktop.domain.orders.order import CHARGE_STATUS_LABELS, ChargeStatus
from desktop.domain.periods import Month
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, msg, msgn
from desktop.services.accounts.accounts import AccountAnswer
from desktop.services.context import Context
from desktop.services.leaving.answers import StepAnswer, steps
from desktop.services.time.calendar import catch_up, refuse_earlier_day
from desktop.services.time.forked_context import forked_context
from desktop.services.workspace import Workspace
from desktop.store.order_rows import orders_of
from desktop.store.schema import AccountRow, DueEventRow, Effect, InstalmentRow, OrderRow
from desktop.system.clock import FixedClock, end_of_day
from desktop.system.collector import resting_collector

_Charge: TypeAlias = "tuple[EventKind, date, int, int]"
"""Its kind and day, net and tax in minor units."""

LONGEST_YEARS = 30
"""How far ahead a simulation goes at most."""


@dataclass(frozen=True)
class MonthChargesAnswer:
    """What falls due in a calendar month: instalments, and termination fees."""

    month: str
    instalments: int
    fees: int
    net: Money
    tax: Money
    total: Money
    explanation: Explanation
    """The total by day: instalments and fees together."""


@dataclass(frozen=True)
class SimulationAnswer:
    """What happens from the day after `since` up to and including `until`, and the account as it stands then."""

    since: date
    until: date
    events: tuple[StepAnswer, ...]
    charges: tuple[MonthChargesAnswer, ...]
    total: Money
    account: AccountAnswer


class Simulations:
    """The account's time to come."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def start(self, until: date, step: Step = silent) -> Workspace:
        """A fork played forward to the day, whose payments are assumed paid from today on; to be closed."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            self._context.actor(session, account)
            today = self._context.today(account)
            refuse_earlier_day(account, today)
        _refuse_day(today, until)
        forked = Workspace(forked_context(self._context, today))
        try:
            _assume_paid(forked.context)
            play(forked, until, step)
        except BaseException:
            forked.close()
            raise
        return forked

    def run(self, until: date, step: Step = silent) -> SimulationAnswer:
        """What the time up to the day brings; nothing is kept of it."""
        forked = self.start(until, step)
        try:
            return told(forked)
        finally:
            forked.close()


def play(forked: Workspace, until: date, step: Step = silent) -> None:
    """Play a fork on to a later day. Canceled, it stands at the last day that was played."""
    context = forked.context
    with context.store.read() as session:
        account = context.account(session)
        _refuse_day(context.chosen.simulated_from or context.today(account), until)
        refuse_earlier_day(account, until)
    context.store.clock = FixedClock(end_of_day(until, account.time_zone))
    try:
        catch_up(context, step)
    except BaseException:
        with context.store.read() as session:
            reached = context.account(session).advanced_to
        context.store.clock = FixedClock(end_of_day(reached, account.time_zone))
        raise


def _refuse_day(today: date, until: date) -> None:
    if until <= today:
        raise WrongUsage(msg("A simulation goes to a day after {day}.", day=today))
    if until.year - today.year > LONGEST_YEARS:
        raise WrongUsage(msg("A simulation goes at most {years} years ahead.", years=LONGEST_YEARS))


def _assume_paid(context: Context) -> None:
    """What fell due by today is applied as it really is; from then on every charge counts as paid."""
    catch_up(context)
    with context.store.read() as session:
        account = context.account(session)
    today = context.today(account)
    act = context.act(msg("Begin a simulation"), on=today, account=account, effect=Effect.FIRST)
    with context.store.write(act) as write:
        row = write.session.get_one(AccountRow, account.id)
        row.payments = Payments.RECORDED
        # Also where nothing was due, the days up to today are over.
        row.advanced_to = max(row.advanced_to, today)


@resting_collector()
def told(forked: Workspace) -> SimulationAnswer:
    """What has happened on a fork since its first day, acts done on the way included."""
    context = forked.context
    with context.store.read() as session:
        account = context.account(session)
        today = context.today(account)
        since = context.chosen.simulated_from or today
        events = _events(session, account.id, since)
        charges = _charges(session, account, since)
    total = Money(sum(one.total.minor for one in charges), account.currency)
    return SimulationAnswer(since, today, tuple(steps(events)), charges, total, forked.accounts.show())


def _events(session: Session, account_id: str, since: date) -> list[DueEvent]:
    rows = select(DueEventRow).where(DueEventRow.account_id == account_id, DueEventRow.due_on > since)
    rows = rows.order_by(DueEventRow.due_on, DueEventRow.made_on, DueEventRow.position, DueEventRow.id)
    return [
        DueEvent(
            row.due_on,
            row.kind,
            row.subject,
            row.name,
            _assumed(row.text),
            row.rule,
            None if row.amount is None or row.currency is None else Money(row.amount, row.currency),
            row.state,
        )
        for row in session.execute(rows).scalars()
    ]


def _assumed(text: Message) -> Message:
    """What is said of a charge: in a simulation nobody is waited for to confirm it."""
    if text.params.get("status") != CHARGE_STATUS_LABELS[ChargeStatus.EXPECTED]:
        return text
    return replace(text, params={**text.params, "status": msg("Counted as paid")})


def _charges(session: Session, account: AccountRow, since: date) -> tuple[MonthChargesAnswer, ...]:
    """What falls due after the day, by calendar month; what an order's end made void is left out."""
    found: dict[Month, list[_Charge]] = {}
    due = select(InstalmentRow.due_on, InstalmentRow.net, InstalmentRow.tax).join(
        OrderRow, OrderRow.id == InstalmentRow.order_id
    )
    due = due.where(OrderRow.account_id == account.id, InstalmentRow.due_on > since)
    for day, net, tax in session.execute(due.where(InstalmentRow.status != ChargeStatus.WAIVED)):
        found.setdefault(Month.of(day), []).append((EventKind.INSTALMENT, day, net, tax))
    leaving = select(OrderRow).where(OrderRow.account_id == account.id, OrderRow.ends_on > since)
    for order in orders_of(session, session.execute(leaving).scalars().all()):
        fee = order.fee
        if fee is not None and fee.status not in (ChargeStatus.SCHEDULED, ChargeStatus.WAIVED):
            minor = (fee.rating.net.minor, fee.rating.tax.minor)
            found.setdefault(Month.of(fee.due_on), []).append((EventKind.FEE, fee.due_on, *minor))
    return tuple(_month(month, found[month], account.currency) for month in sorted(found))


def _month(month: Month, found: Sequence[_Charge], currency: str) -> MonthChargesAnswer:
    net, tax = sum(one for _, _, one, _ in found), sum(one for *_, one in found)
    fees = sum(1 for kind, *_ in found if kind is EventKind.FEE)
    days: dict[tuple[date, EventKind], list[int]] = {}
    for kind, day, part, taxed in found:
        days.setdefault((day, kind), []).append(part + taxed)
    rules = {EventKind.FEE: "F3", EventKind.INSTALMENT: "F2"}
    steps = tuple(
        Explanation(_due(kind, day, len(parts)), Money(sum(parts), currency), rule=rules[kind])
        for (day, kind), parts in sorted(days.items())
    )
    total = Money(net + tax, currency)
    why = Explanation(msg("Falls due in {month}, taxes included", month=month), total, steps, "F2")
    return MonthChargesAnswer(
        str(month), len(found) - fees, fees, Money(net, currency), Money(tax, currency), total, why
    )


def _due(kind: EventKind, day: date, count: int) -> Message:
    if kind is EventKind.FEE:
        return msgn(
            "{n} early termination fee, due on {day}", "{n} early termination fees, due on {day}", n=count, day=day
        )
    return msgn("{n} instalment, due on {day}", "{n} instalments, due on {day}", n=count, day=day)
