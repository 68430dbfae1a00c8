"""Statements of a period: what its months charge, with an amount where a unit has a price (rules.md F5 to F8, R13)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.explanation import Explanation
from desktop.domain.keys import PERIOD_MONTHS, MauPeriod, Plan, mau_periods
from desktop.domain.money import Money
from desktop.domain.periods import Month
from desktop.domain.pricing.tax import plain_rate
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.rules import NONE
from desktop.domain.statements import Basis, MonthCount, Statement, refuse_statement, statement
from desktop.domain.usage import MonthState, month_state
from desktop.i18n import msg
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.orders.orders import country_of
from desktop.services.rules.billing_rules import rule_book
from desktop.services.rules.versions import rule_value
from desktop.services.usage.mau import periods_of
from desktop.services.usage.month_closing import close_months
from desktop.services.usage.usage import UsageTable, billed_people
from desktop.store.engine import AlreadyDoneError
from desktop.store.order_rows import micros, unit_price
from desktop.store.schema import AccountRow, ActivationKeyRow, Effect, StatementRow


@dataclass(frozen=True)
class MonthChargeAnswer:
    """A month of a statement: how many people it charges for, each once, and the amount where a unit has a price."""

    month: str
    users: int
    state: MonthState
    net: Money | None


@dataclass(frozen=True)
class StatementAnswer:
    """What a period charges. `number` is null until it is issued; amounts are null where no unit price is set."""

    number: int | None
    basis: Basis
    first: str
    last: str
    months: tuple[MonthChargeAnswer, ...]
    units: int
    unit_price: UnitPrice | None
    tax_rate: str | None
    net: Money | None
    tax: Money | None
    total: Money | None
    issued_on: date | None
    can_be_issued_from: date
    explanation: Explanation
    sha256: str | None


@dataclass(frozen=True)
class _Asked:
    """A period's counts and what they are rated by."""

    period: MauPeriod
    basis: Basis
    counts: tuple[MonthCount, ...]
    price: UnitPrice | None
    tax_rate: Fraction

    @property
    def made(self) -> Statement:
        return statement(self.basis, self.counts, self.price, self.tax_rate)


class Statements:
    """The account's statements."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def show(self, month: Month | None = None, basis: Basis | None = None) -> StatementAnswer:
        """The statement of the period that the month lies in (default: the running or the last one); writes nothing.

        An issued one says what was issued.
        """
        with self._context.store.read() as session:
            account = self._context.account(session)
            return self._answer(session, account, self._asked(session, account, month, basis))

    def issued(self) -> list[StatementAnswer]:
        """Every statement that was issued, in the order of their numbers."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            rows = select(StatementRow).where(StatementRow.account_id == account.id).order_by(StatementRow.number)
            found = session.execute(rows).scalars().all()
            today = self._context.today(account)
            return [_of_row(row, _closed_states(row)) for row in found if row.issued_on <= today]

    def issue(
        self, month: Month | None = None, basis: Basis | None = None, act_id: str | None = None
    ) -> StatementAnswer:
        """Issue the period's statement: its open months are closed, and it gets the next number.

        It has left the house, so it is not undone, and its months are not opened again (F8). Refused before the last
        month has ended.
        """
        actor = ready(self._context)
        with self._context.store.read() as session:
            asked = self._asked(session, actor.account, month, basis)
            refuse_statement(asked.period.last, actor.today)
            issued = _issued(session, actor.account.id, asked.period)
        if issued is not None:
            raise UserError(
                msg("The statement of this period was issued already: number {number}.", number=issued.number)
            )
        verb = msg("Issue the statement of {first} to {last}", first=asked.period.starts, last=asked.period.last)
        act = self._context.act(
            verb, on=actor.today, account=actor.account, actor=actor.user, act_id=act_id, effect=Effect.OUTSIDE
        )
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            account = write.session.get_one(AccountRow, actor.account.id)
            closed = UsageTable.read(write.session, self._context, account).billed
            months = [one for one in asked.period.months() if one not in closed]
            close_months(write, self._context, account, months, actor.today)
            write.session.flush()
            fixed = self._asked(write.session, account, asked.period.starts, asked.basis)
            write.session.add(_row(self._context, write.session, account, fixed, actor.today))
        return self.show(asked.period.starts, asked.basis)

    def _asked(self, session: Session, account: AccountRow, month: Month | None, basis: Basis | None) -> _Asked:
        today = self._context.today(account)
        chosen, period = _period(session, account.id, month, basis, today)
        table = UsageTable.read(session, self._context, account)
        until = min(period.last, Month.of(today))
        counts = tuple(
            MonthCount(one, _charged(session, table, one, chosen)) for one in period.months() if one <= until
        )
        price = rule_value(session, account.id, "mau_unit_price", today)
        rules = rule_book(session, account.id).on(today)
        return _Asked(
            period,
            chosen,
            counts,
            None if price == NONE else UnitPrice.read(price, account.currency),
            rules.tax_rate(country_of(account, None)),
        )

    def _answer(self, session: Session, account: AccountRow, asked: _Asked) -> StatementAnswer:
        row = _issued(session, account.id, asked.period)
        today = self._context.today(account)
        if row is not None and row.issued_on <= today:
            return _of_row(row, _closed_states(row))
        closed = UsageTable.read(session, self._context, account).billed
        states = [month_state(one.month, today, closed=one.month in closed) for one in asked.counts]
        return _answer_of(asked, states, None, None)


def _period(
    session: Session, account_id: str, month: Month | None, basis: Basis | None, today: date
) -> tuple[Basis, MauPeriod]:
    """The period the month lies in (default: the newest), and what it counts by; the MAU plan goes first."""
    known = {
        Basis.MAU: periods_of(session, account_id, today),
        Basis.PURCHASE_ORDER: _order_periods(session, account_id, today),
    }
    wanted = [basis] if basis is not None else [one for one in Basis if known[one]]
    for one in wanted:
        found = known[one][-1:] if month is None else [period for period in known[one] if month in period]
        if found:
            return one, found[0]
    if month is not None and any(known.values()):
        raise UserError(msg("No plan period contains {month}.", month=month))
    raise UserError(
        msg("There is no plan period to make a statement of."), msg("A period begins when a key is activated.")
    )


def _order_periods(session: Session, account_id: str, until: date) -> list[MauPeriod]:
    """Twelve months from the month of each activation of a purchase order's key; keys in between join the period."""
    rows = select(ActivationKeyRow.activated_on, ActivationKeyRow.seats).where(
        ActivationKeyRow.account_id == account_id,
        ActivationKeyRow.plan == Plan.USERS,
        ActivationKeyRow.activated_on <= until,
    )
    return mau_periods((day, seats) for day, seats in session.execute(rows) if day is not None)


def _charged(session: Session, table: UsageTable, month: Month, basis: Basis) -> int:
    """Who is charged for: billed where the month is closed, else observed; a purchase order leaves social out (R13)."""
    if basis is Basis.MAU:
        return table.billed[month] if month in table.billed else len(table.people.get(month, ()))
    billed = billed_people(session, table.account.id, month)
    if billed is None or month not in table.by_order:
        return table.charged_by_order(month)
    return len(table.by_order[month] & billed)


def _issued(session: Session, account_id: str, period: MauPeriod) -> StatementRow | None:
    """The statement that was issued of the period."""
    rows = select(StatementRow).where(StatementRow.account_id == account_id)
    return session.execute(rows.where(StatementRow.starts == period.starts.ordinal)).scalar_one_or_none()


def _row(context: Context, session: Session, account: AccountRow, asked: _Asked, today: date) -> StatementRow:
    made = asked.made
    rating = made.rating
    newest = select(func.max(StatementRow.number)).where(StatementRow.account_id == account.id)
    return StatementRow(
        id=context.ids.new(),
        account_id=account.id,
        number=(session.execute(newest).scalar() or 0) + 1,
        basis=str(asked.basis),
        starts=asked.period.starts.ordinal,
        months=[one.users for one in asked.counts],
        units=made.units,
        net=None if rating is None else rating.net.minor,
        tax=None if rating is None else rating.tax.minor,
        currency=None if rating is None else rating.currency,
        unit_price=None if asked.price is None else micros(asked.price),
        tax_rate=None if rating is None else str(asked.tax_rate),
        issued_on=today,
        sha256=None if rating is None else rating.sha256,
    )


def _of_row(row: StatementRow, states: Sequence[MonthState]) -> StatementAnswer:
    """An issued statement from what was kept of it: its amounts come out as they were, to the hash."""
    period = MauPeriod(Month(row.starts), ())
    counts = tuple(MonthCount(month, users) for month, users in zip(period.months(), row.months, strict=True))
    priced = row.unit_price is not None and row.currency is not None
    price = unit_price(row.unit_price or 0, row.currency or "") if priced else None
    asked = _Asked(period, Basis(row.basis), counts, price, Fraction(row.tax_rate or 0))
    return _answer_of(asked, states, row.number, row.issued_on)


def _closed_states(row: StatementRow) -> list[MonthState]:
    return [MonthState.CLOSED] * min(PERIOD_MONTHS, len(row.months))


def _answer_of(
    asked: _Asked, states: Sequence[MonthState], number: int | None, issued_on: date | None
) -> StatementAnswer:
    made = asked.made
    rating = made.rating
    nets: Sequence[Money | None] = [None] * len(asked.counts) if rating is None else [one.net for one in rating.lines]
    return StatementAnswer(
        number,
        asked.basis,
        str(asked.period.starts),
        str(asked.period.last),
        tuple(
            MonthChargeAnswer(str(one.month), one.users, state, net)
            for one, state, net in zip(asked.counts, states, nets, strict=True)
        ),
        made.units,
        asked.price,
        None if rating is None else plain_rate(rating.tax_rate),
        None if rating is None else rating.net,
        None if rating is None else rating.tax,
        None if rating is None else rating.total,
        issued_on,
        asked.period.last.end,
        made.explanation if rating is None else rating.explanation,
        None if rating is None else rating.sha256,
    )
