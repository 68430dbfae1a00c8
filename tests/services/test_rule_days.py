"""From which day on rules hold: nothing that was applied, and no order that was placed, changes by one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.rules import OF_THE_CALENDAR, RULES, written
from desktop.services.accounts.accounts import NewAccount
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.rules.price_lists import NewPrices
from desktop.services.workspace import Workspace
from desktop.store.books import read_book, told_again
from desktop.store.order_rows import micros
from desktop.store.schema import AccountRow, InstalmentRow, OrderRow
from tests.desks import Desks, at, refused

START = date(2021, 11, 20)
TEST = NewAccount("Academy", payments=Payments.TEST)
OTHER = {
    "trial_reminder_days": "3",
    "grace_days": "20",
    "grace_starts": "deactivation",
    "grace_reminder_days": "0, 5",
    "dunning_days": "22",
    "dunning_reminders": "2",
    "dunning_reminder_days": "0, 3, 9",
    "retry_days": "2",
    "auto_renew": "off",
    "termination_fee_rate": "0.25",
    "fee_on_nonpayment": "on",
}


def ordered(workspace: Workspace, token: str = "tok_visa") -> None:
    workspace.orders.place(NewOrderWish(10, CardWish(token)))


def test_every_rule_of_the_calendar_is_tried_here() -> None:
    assert set(OTHER) == OF_THE_CALENDAR


@pytest.mark.parametrize("name", sorted(OTHER))
def test_a_rule_of_the_calendar_holds_from_a_day_that_is_not_applied(desks: Desks, name: str) -> None:
    workspace = desks.new(day=START, account=TEST)
    ordered(workspace)
    with refused("The workspace has already been advanced to 2021-11-20. Let the rule hold from 2021-11-21 on."):
        workspace.rules.change(name, OTHER[name], START)
    changed = workspace.rules.change(name, OTHER[name])
    assert (changed.effective_from, changed.earliest) == (date(2021, 11, 21), date(2021, 11, 21))
    assert next(one for one in workspace.rules.list() if one.name == name).version == 0, "today keeps its rule"
    later = at(workspace, date(2021, 12, 1)).rules.change(name, written(RULES[name].default))
    assert (later.effective_from, later.version) == (date(2021, 12, 1), 2), "nothing fell due on that day"


def test_a_rule_of_quotes_or_of_documents_to_come_holds_from_any_day(desks: Desks) -> None:
    workspace = desks.new(day=START, account=TEST)
    ordered(workspace)
    for name, typed in (("tax_rates", "US=10"), ("first_order_min", "5"), ("mau_unit_price", "1.50")):
        assert workspace.rules.change(name, typed, date(2020, 1, 1)).effective_from == date(2020, 1, 1)
    assert workspace.orders.show("1").tax_rate == "0"


def test_a_rule_that_the_calendar_has_followed_is_not_undone_and_what_to_do_is_said(desks: Desks) -> None:
    workspace = desks.new(day=START, account=TEST)
    ordered(workspace)
    workspace.rules.change("auto_renew", "off")
    undone = workspace.history.undo()
    workspace.history.undo(undone.act)
    at(workspace, date(2021, 12, 20)).accounts.advance()
    act = next(one.act for one in workspace.history.list("account_rule") if one.undoes is None)
    for take_back in (workspace.history.undo, workspace.history.preview):
        with refused("The calendar has followed the rule auto_renew from 2021-11-21 to 2021-12-20"):
            take_back(workspace.history.list("account_rule")[0].act)
    assert act


def test_prices_reach_existing_orders_from_a_day_that_is_not_applied(desks: Desks) -> None:
    workspace = desks.new(day=START, account=TEST)
    ordered(workspace)
    new = NewPrices(date(2021, 11, 21), {"USD": "5"}, reaches_existing_from=date(2021, 11, 21))
    today = NewPrices(START, {"USD": "5"}, "same-day", START)
    with refused("The workspace has already been advanced to 2021-11-20. Let the prices reach existing orders from"):
        workspace.prices.add(today)
    assert workspace.prices.add(new).reaches_existing_from == date(2021, 11, 21)


def test_the_new_price_does_not_change_places_with_prices_that_orders_have(desks: Desks) -> None:
    workspace = desks.new(day=START, account=TEST)
    workspace.rules.change("price_change_on", "2022-09-01")
    ordered(workspace)
    workspace.rules.change("price_change_on", "2021-12-01")
    workspace.prices.add(NewPrices(date(2021, 11, 25), {"USD": "5"}, reaches_existing_from=date(2021, 11, 25)))
    with refused("The prices would follow each other in another order, and orders have them."):
        workspace.rules.change("price_change_on", "2021-11-24")
    moved = workspace.history.list("account_rule")
    workspace.rules.change("price_change_on", "2021-11-26")
    assert len(workspace.history.list("account_rule")) == len(moved) + 1


@dataclass(frozen=True)
class Step:
    """Something done on a day, about a day that may be past."""

    after: int
    what: str
    about: int
    place: int
    cents: int
    reaches: bool


STEPS = st.builds(
    Step,
    st.integers(0, 700),
    st.sampled_from(["place", "place", "prices", "prices", "rule", "change", "undo", "remove"]),
    st.integers(-400, 400),
    st.integers(0, len(OTHER) - 1),
    st.integers(100, 1500),
    st.booleans(),
)


def done(workspace: Workspace, step: Step, today: date) -> None:
    about = today + timedelta(days=step.about)
    name = sorted(OTHER)[step.place]
    dollars = f"{step.cents // 100}.{step.cents % 100:02d}"
    acts: dict[str, Callable[[], object]] = {
        "place": lambda: ordered(workspace, "tok_late" if step.place == 0 else "tok_visa"),
        "prices": lambda: workspace.prices.add(
            NewPrices(about, {"USD": dollars}, None, max(about, today) if step.reaches else None)
        ),
        "rule": lambda: workspace.rules.change(name, OTHER[name], about),
        "change": lambda: workspace.rules.change("price_change_on", about.isoformat()),
        "undo": lambda: workspace.history.undo(workspace.history.list()[min(step.place, 3)].act),
        "remove": lambda: workspace.prices.remove(workspace.prices.list()[-1].version),
    }
    with suppress(UserError, IndexError):
        acts[step.what]()


def charged(workspace: Workspace) -> dict[str, tuple[int, str, str]]:
    """What every instalment that fell due charges, by its id."""
    with workspace.context.store.read() as session:
        rows = session.execute(select(InstalmentRow)).scalars().all()
        return {row.id: (row.unit_price, row.price_version, row.sha256) for row in rows}


def prices_by_term(workspace: Workspace) -> list[set[int]]:
    with workspace.context.store.read() as session:
        rows = session.execute(select(InstalmentRow)).scalars().all()
        orders = session.execute(select(OrderRow.id)).scalars().all()
        terms = {(one, (row.number - 1) // 12) for one in orders for row in rows if row.order_id == one}
        return [
            {row.unit_price for row in rows if row.order_id == one and (row.number - 1) // 12 == term}
            for one, term in terms
        ]


@settings(max_examples=25)
@given(steps=st.lists(STEPS, min_size=2, max_size=12))
def test_f4_no_price_and_no_rule_of_any_day_changes_what_was_charged(desks: Desks, steps: list[Step]) -> None:
    workspace = desks.new(day=START, account=TEST)
    ordered(workspace)
    for step in sorted(steps, key=lambda one: one.after):
        today = START + timedelta(days=step.after)
        at(workspace, today).accounts.advance()
        before = charged(workspace)
        done(workspace, step, today)
        after = charged(workspace)
        same = before.keys() & after.keys()
        assert {one: after[one] for one in same} == {one: before[one] for one in same}
        assert all(len(prices) == 1 for prices in prices_by_term(workspace))
        with workspace.context.store.read() as session:
            account = session.execute(select(AccountRow)).scalar_one()
            tariff = tariff_of(session, workspace.context, account.id, account.advanced_to)
            again = told_again(session, account, tariff, account.advanced_to)[0]
            kept = read_book(session, account, tariff)
        assert {order.id: micros(order.price) for order in again.orders} == {
            order.id: micros(order.price) for order in kept.orders
        }
        assert sorted(map(repr, again.orders)) == sorted(map(repr, kept.orders))
    desks.close()
