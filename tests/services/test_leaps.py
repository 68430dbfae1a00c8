"""A long leap of the calendar is asked for where the window asks, and never on the command line."""

from datetime import date

import pytest

from desktop.domain.keys import Plan
from desktop.services.accounts.details import DetailsWish
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from tests.desks import at, refused


@pytest.fixture
def ordered(workspace: Workspace) -> Workspace:
    """An order of 10 January 2026 in a workspace that asks, as the window's does."""
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    workspace.context.leaps.ask = True
    return workspace


def test_45_days_are_applied_without_asking_and_46_are_not(ordered: Workspace) -> None:
    at(ordered, date(2026, 2, 24))
    assert ordered.leaps.coming() is None
    leap = at(ordered, date(2026, 2, 25)).leaps.coming()
    assert leap is not None
    assert (leap.days, leap.since, leap.until) == (46, date(2026, 1, 10), date(2026, 2, 25))
    assert [(one.on.isoformat(), one.amount.decimal) for one in leap.steps if one.amount] == [("2026-02-10", "90.00")]


def test_an_act_is_refused_until_somebody_agrees_and_nothing_is_applied(ordered: Workspace) -> None:
    at(ordered, date(2026, 6, 1))
    acts = len(ordered.history.list())
    with refused("142 days have passed since 2026-01-10"):
        ordered.account_details.change(DetailsWish(eccid="E-1"))
    assert len(ordered.history.list()) == acts
    leap = ordered.leaps.coming()
    assert leap is not None
    assert len(ordered.leaps.agree(leap)) == len(leap.steps)
    assert ordered.leaps.coming() is None
    assert ordered.account_details.change(DetailsWish(eccid="E-1")).eccid == "E-1"


def test_agreeing_holds_up_to_its_day_only(ordered: Workspace) -> None:
    leap = at(ordered, date(2026, 6, 1)).leaps.coming()
    assert leap is not None
    ordered.leaps.agree(leap)
    at(ordered, date(2026, 12, 1))
    with refused("days have passed"):
        ordered.accounts.advance()


def test_the_rule_says_how_far_and_a_leap_that_brings_nothing_is_no_question(workspace: Workspace) -> None:
    workspace.context.leaps.ask = True
    workspace.keys.activate("VENDOR-1", seats=10, plan=Plan.USERS)
    assert at(workspace, date(2026, 6, 1)).leaps.coming() is None
    workspace.rules.change("advance_ask_days", "10")
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    assert at(workspace, date(2026, 7, 2)).leaps.coming() is not None


def test_the_command_line_never_asks(ordered: Workspace) -> None:
    ordered.context.leaps.ask = False
    at(ordered, date(2027, 6, 1))
    assert ordered.accounts.advance().events
