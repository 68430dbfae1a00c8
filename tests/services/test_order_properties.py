"""However often the calendar is applied, a store comes to the same; and what was done tells it again."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.life.book import Book
from desktop.domain.orders.order import FEE
from desktop.domain.payments import Outcome
from desktop.services.accounts.accounts import NewAccount
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.workspace import Workspace
from desktop.store.books import read_book, told_again
from desktop.store.schema import AccountRow, DueEventRow
from tests.desks import Desks, activate, at

START = date(2019, 4, 1)
DAYS = 520


@dataclass(frozen=True)
class Step:
    """Something done on a day, counted from the first."""

    after: int
    what: str
    number: int
    seats: int
    token: str
    outcome: Outcome


WHAT = (
    *("place", "place", "place", "outcome", "first", "fee", "card", "cancel"),
    *("deactivate", "reactivate", "key", "receive", "return"),
)
STEPS = st.builds(
    Step,
    st.integers(0, DAYS - 120),
    st.sampled_from(WHAT),
    st.integers(1, 3),
    st.integers(4, 40),
    st.sampled_from(["tok_visa", "tok_visa", "tok_late", "tok_declined"]),
    st.sampled_from(Outcome),
)


def done(workspace: Workspace, step: Step) -> None:
    """Do the step as far as the rules let one; what they refuse is refused alike however often time was applied."""
    orders, number, owner = workspace.orders, str(step.number), f"Group {step.number}"
    acts: dict[str, Callable[[], object]] = {
        "place": lambda: orders.place(NewOrderWish(step.seats, CardWish(step.token))),
        "outcome": lambda: workspace.outcomes.enter(number, step.outcome),
        "first": lambda: workspace.outcomes.enter(number, step.outcome, of=1),
        "fee": lambda: workspace.outcomes.enter(number, step.outcome, of=FEE),
        "card": lambda: orders.change_payment(number, CardWish(step.token)),
        "cancel": lambda: orders.cancel(number, orders.fee(number).fee),
        "deactivate": workspace.deactivations.deactivate,
        "reactivate": workspace.deactivations.reactivate,
        "key": lambda: activate(workspace, step.seats),
        "receive": lambda: workspace.peer_shares.receive(step.seats, owner),
        "return": lambda: workspace.peer_shares.end(owner),
    }
    with suppress(UserError):
        acts[step.what]()


def lived(workspace: Workspace, steps: Sequence[Step], looks: Sequence[int]) -> Workspace:
    """The workspace after the steps, with the calendar applied on further days too."""
    entries = [(step.after, 1, step) for step in steps] + [(day, 0, None) for day in looks]
    for after, _, step in sorted(entries, key=lambda entry: entry[:2]):
        at(workspace, START + timedelta(days=after))
        if step is None:
            workspace.accounts.advance()
        else:
            done(workspace, step)
    at(workspace, START + timedelta(days=DAYS)).accounts.advance()
    return workspace


def stored(workspace: Workspace) -> tuple[Book, list[tuple[str, str, str]]]:
    """What the store holds of the account: its book without ids, and everything that befell it."""
    with workspace.context.store.read() as session:
        account = session.execute(select(AccountRow)).scalar_one()
        book = read_book(session, account, tariff_of(session, workspace.context, account.id, account.advanced_to))
        rows = session.execute(select(DueEventRow)).scalars().all()
        events = sorted((row.due_on.isoformat(), row.name, row.text.english()) for row in rows)
    return book, events


def same(one: Book, two: Book) -> bool:
    return _plain(one) == _plain(two)


def _plain(book: Book) -> tuple[object, ...]:
    shares = sorted((share.owner, share.seats, share.received_on, str(share.ended_on)) for share in book.shares)
    return book.standing, sorted(map(repr, book.orders)), shares


@given(
    steps=st.lists(STEPS, min_size=1, max_size=6),
    looks=st.lists(st.integers(0, DAYS), max_size=12),
    payments=st.sampled_from([Payments.TEST, Payments.RECORDED]),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_day_by_day_and_one_leap_come_to_the_same_and_are_told_again(
    desks: Desks, steps: list[Step], looks: list[int], payments: Payments
) -> None:
    new = NewAccount("Academy", payments=payments)
    often, seldom = (lived(desks.new(day=START, account=new), steps, days) for days in (looks, []))
    (book, events), (leap, leapt) = stored(often), stored(seldom)
    assert events == leapt
    assert same(book, leap)
    with often.context.store.read() as session:
        account = session.execute(select(AccountRow)).scalar_one()
        tariff = tariff_of(session, often.context, account.id, account.advanced_to)
        again, told = told_again(session, account, tariff, account.advanced_to)
    assert same(again, book)
    assert sorted((one.on.isoformat(), one.name, one.text.english()) for one in told) == events
    assert often.care.check().ok
    desks.close()
