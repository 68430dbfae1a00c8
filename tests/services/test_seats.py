"""Available, Registered, Remaining, and the units of a MAU plan (rules.md F6, F7, F9)."""

from datetime import date

from desktop.domain.keys import Plan
from desktop.services.accounts.accounts import SeatsAnswer
from desktop.services.workspace import Workspace
from tests.desks import activate, at
from tests.store.evidence import add_usage, add_users


def seats(workspace: Workspace) -> SeatsAnswer:
    return workspace.accounts.show().seats


def test_a_trial_has_no_limit(workspace: Workspace) -> None:
    add_users(workspace, 40)
    assert seats(workspace) == SeatsAnswer(None, 40, None, 0, None, None, 0)


def test_175_seats_and_129_registered_leave_46(workspace: Workspace) -> None:
    activate(workspace, 150)
    activate(workspace, 25)
    add_users(workspace, 129)
    add_users(workspace, 7, registered=False, start=129)
    assert seats(workspace) == SeatsAnswer(175, 129, 46, 0, None, None, 0)


def test_40_registered_and_a_key_of_10_leave_none_and_30_without_a_seat(workspace: Workspace) -> None:
    add_users(workspace, 40)
    activate(workspace, 10)
    assert seats(workspace) == SeatsAnswer(10, 40, 0, 30, None, None, 0)


def test_a_users_key_counts_twelve_months_from_its_day(workspace: Workspace) -> None:
    at(workspace, date(2026, 1, 31))
    activate(workspace, 10)
    at(workspace, date(2026, 6, 1))
    activate(workspace, 5)
    assert seats(workspace).available == 15
    assert seats(at(workspace, date(2027, 1, 30))).available == 15
    assert seats(at(workspace, date(2027, 1, 31))).available == 5
    assert seats(at(workspace, date(2027, 6, 1))).available == 0
    assert seats(at(workspace, date(2026, 1, 30))).available is None, "a trial then"


def test_an_add_on_brings_no_seats_for_users(workspace: Workspace) -> None:
    activate(workspace, 10)
    activate(workspace, 99, Plan.ADD_ON)
    assert seats(workspace).available == 10


def test_registrations_are_unlimited_while_a_mau_period_runs(workspace: Workspace) -> None:
    add_users(workspace, 12)
    activate(workspace, 10)
    activate(workspace, 321, Plan.MAU)
    assert seats(workspace) == SeatsAnswer(None, 12, 321, 0, 321, 0, 0)
    assert seats(at(workspace, date(2027, 1, 1))).available == 10, "the period is over, the key of 10 still counts"


def test_purchased_used_and_remaining_of_a_mau_plan(workspace: Workspace) -> None:
    activate(workspace, 6, Plan.MAU)
    add_usage(workspace)
    assert seats(workspace) == SeatsAnswer(None, 0, 2, 0, 6, 4, 0)


def test_remaining_may_be_negative_and_is_then_overage(workspace: Workspace) -> None:
    activate(workspace, 1, Plan.MAU)
    add_usage(workspace)
    assert seats(workspace) == SeatsAnswer(None, 0, -3, 0, 1, 4, 3)
    activate(workspace, 3, Plan.MAU)
    assert seats(workspace) == SeatsAnswer(None, 0, 0, 0, 4, 4, 0)


def test_an_earlier_day_counts_only_the_keys_of_then(workspace: Workspace) -> None:
    activate(workspace, 321, Plan.MAU)
    at(workspace, date(2026, 5, 9))
    activate(workspace, 100, Plan.MAU)
    assert seats(workspace).purchased == 421
    assert seats(at(workspace, date(2026, 5, 8))).purchased == 321
