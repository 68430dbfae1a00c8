"""Due first: what the calendar has brought is applied before any act, each day by itself (rules.md 0.3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState
from desktop.domain.errors import DueFirst, UserError
from desktop.domain.ids import derived_id
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import Walk, advance
from desktop.domain.life.events import DueEvent, EventKind
from desktop.domain.orders.transitions import OrderState
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, msg, msgn
from desktop.services.context import Context
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.rules.versions import rule_value
from desktop.store.book_writing import Written, write_book
from desktop.store.books import read_book, read_going_book, told_again, with_elsewhere
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, BillingActRow, Effect, OrderRow
from desktop.system.collector import resting_collector


@dataclass(frozen=True)
class TransitionAnswer:
    """A change of the account's state that was applied or is to come."""

    rule: str
    on: date
    state: AccountState
    reason: Message


ORDER_OF_NEWS = (
    EventKind.ACCOUNT,
    EventKind.ORDER,
    EventKind.RENEWAL,
    EventKind.FEE,
    EventKind.NOTICE,
    EventKind.INSTALMENT,
)
"""What a day brought, its greatest news first."""


def transitions(events: Sequence[DueEvent]) -> list[TransitionAnswer]:
    """The changes of the account's state among the events."""
    return [
        TransitionAnswer(event.rule, event.on, AccountState(event.state), _reason(event))
        for event in events
        if event.kind is EventKind.ACCOUNT and event.state is not None
    ]


def _reason(event: DueEvent) -> Message:
    said = event.text.params["reason"]
    return said if isinstance(said, Message) else event.text


def refuse_earlier_day(account: AccountRow, today: date) -> None:
    """Acts on accounts, orders and keys are refused before the last day that was applied."""
    if today < account.advanced_to:
        raise UserError(msg("The workspace has already been advanced to {date}.", date=account.advanced_to))


def book_on(
    session: Session,
    context: Context,
    account: AccountRow,
    day: date,
    *,
    whole: bool = False,
    seats: bool = False,
    named: str | None = None,
) -> Book:
    """The account as it stands on the day: as if everything due were applied, or as it was on an earlier day.

    Orders on which nothing falls due are left out, but for the one `named`, unless the `whole` book is wanted; with
    `seats` it knows what they add.
    """
    tariff = tariff_of(session, context, account.id, day)
    if day < account.advanced_to:
        return told_again(session, account, tariff, day)[0]
    book = read_book(session, account, tariff, None if whole else day, named)
    return advance(with_elsewhere(session, book) if seats else book, day)[0]


def going_book_on(session: Session, context: Context, account: AccountRow, day: date, step: Step = silent) -> Book:
    """The account as it stands on the day, with every order that has not ended."""
    tariff = tariff_of(session, context, account.id, day)
    if day < account.advanced_to:
        return told_again(session, account, tariff, day)[0]
    return advance(read_going_book(session, account, tariff, step), day)[0]


def coming_events(session: Session, context: Context, account: AccountRow, order_id: str, day: date) -> list[DueEvent]:
    """What has fallen due by the day and is not written yet."""
    tariff = tariff_of(session, context, account.id, day)
    return advance(read_book(session, account, tariff, day, order_id), day)[1]


@dataclass(frozen=True)
class Leap:
    """A leap of the calendar that is longer than what is applied without asking, and what it would bring."""

    account: str
    since: date
    until: date
    events: tuple[DueEvent, ...]

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.until - self.since).days


def leap_of(session: Session, context: Context, account: AccountRow) -> Leap | None:
    """The leap that the next act would make; None where it is short, or brings nothing."""
    today = context.today(account)
    since = account.advanced_to
    if (today - since).days <= int(rule_value(session, account.id, "advance_ask_days", today)):
        return None
    book = read_book(session, account, tariff_of(session, context, account.id, today), today)
    events = advance(book, today)[1]
    return Leap(account.id, since, today, tuple(events)) if events else None


def refuse_leap(context: Context) -> None:
    """Where the window asks: refuse a long leap that nobody has agreed to; a wrong clock must not cancel orders."""
    if not context.leaps.ask:
        return
    with context.store.read() as session:
        account = context.account(session)
        leap = leap_of(session, context, account)
    if leap is not None and context.leaps.agreed.get(leap.account, leap.since) < leap.until:
        raise DueFirst(
            msgn(
                "{days} days have passed since {since}, and {n} thing has fallen due. Look at it in Billing first.",
                "{days} days have passed since {since}, and {n} things have fallen due. Look at them in Billing first.",
                n=len(leap.events),
                days=leap.days,
                since=leap.since,
            )
        )


@resting_collector()
def catch_up(context: Context, step: Step = silent) -> list[DueEvent]:
    """Apply everything due up to and including today: one entry a day, safe to repeat, nothing when nothing is due."""
    refuse_leap(context)
    applied: list[DueEvent] = []
    while True:
        try:
            return _walk(context, applied, step)
        except AlreadyDoneError:
            # Somebody else has just applied that day: go on from what is there now.
            continue


def _walk(context: Context, applied: list[DueEvent], step: Step) -> list[DueEvent]:
    with context.store.read() as session:
        account = context.account(session)
        today = context.today(account)
        if today < account.advanced_to:
            return applied
        book = read_book(session, account, tariff_of(session, context, account.id, today), today)
        mark = _mark(session, account.id)
    first = book.advanced_to
    walk = Walk(book)
    day = walk.next_day()
    while day is not None and day <= today:
        step((day - first).days, (today - first).days)
        before, events = walk.book, walk.work_day(day)
        following = walk.next_day()
        last = following is None or following > today
        _write_day(context, account, (before, walk.book), events, mark, today if last else day)
        applied += events
        day = following
    return applied


def _write_day(
    context: Context,
    account: AccountRow,
    books: tuple[Book, Book],
    events: Sequence[DueEvent],
    mark: tuple[object, ...],
    until: date,
) -> None:
    before, after = books
    if before.orders == after.orders and before.standing == after.standing and not events:
        return
    day = after.advanced_to
    act_id = derived_id(account.id, "due", day.isoformat())
    verb = headline(events, day)
    act = context.act(verb, on=day, account=account, act_id=act_id, effect=Effect.CALENDAR)
    with context.store.write(act) as write:
        if _mark(write.session, account.id) != mark:
            raise AlreadyDoneError(act_id)
        write_book(write, before, after, Written(events, context.today(account)))
        write.session.get_one(AccountRow, account.id).advanced_to = until


def _mark(session: Session, account_id: str) -> tuple[object, ...]:
    """What tells whether somebody has acted on the account in the meantime."""
    acts = select(func.max(BillingActRow.position)).where(BillingActRow.account_id == account_id)
    orders = select(func.max(OrderRow.number)).where(OrderRow.account_id == account_id)
    return (session.execute(acts).scalar(), session.execute(orders).scalar())


def headline(events: Sequence[DueEvent], day: date) -> Message:
    """What a day brought, in one sentence: its greatest news, and how much more there was."""
    if not events:
        return msg("The calendar reached {day}", day=day)
    news = min(events, key=lambda event: ORDER_OF_NEWS.index(event.kind)).text
    if len(events) == 1:
        return news
    return msgn("{news} (and {n} thing more)", "{news} (and {n} things more)", n=len(events) - 1, news=news)


def next_transition(book: Book, day: date) -> TransitionAnswer | None:
    """The next change of the account's state that the calendar will bring by itself, or None.

    An account with an Active order that goes on stays Active; otherwise its days are walked through, a few years at
    most: one whose orders are all suspended comes to its end unless somebody pays (O6, C9).
    """
    standing = book.standing
    if standing.state is AccountState.INACTIVE:
        return None
    going_on = [one for one in book.orders if one.state is OrderState.ACTIVE and one.ends_on is None]
    if standing.state is AccountState.ACTIVE and going_on:
        return None
    end = day + timedelta(days=_LONGEST_WAIT)
    walk = Walk(book)
    while (coming := walk.next_day()) is not None and coming <= end:
        found = transitions(walk.work_day(coming))
        if found:
            return found[0]
    return None


_LONGEST_WAIT = 5 * 366
