"""Undo where an account's state, the calendar or another account is concerned."""

from datetime import date, timedelta

import pytest

from desktop.domain.accounts import AccountState
from desktop.domain.errors import UserError
from desktop.domain.keys import Plan
from desktop.services.accounts.accounts import NewAccount
from desktop.services.workspace import Workspace
from tests.desks import DAY, acting, activate, at, new_key, refused
from tests.services.journals import number_of


def test_undoing_one_of_two_activations_leaves_the_account_to_the_other(workspace: Workspace) -> None:
    activate(workspace, 10)
    activate(workspace, 20)
    first = [act for act in workspace.history.list() if act.verb.english().startswith("Activate")][1]
    with refused("something else decides the account's state now. Undo that first"):
        workspace.history.undo(first.act)
    assert workspace.accounts.show().state is AccountState.ACTIVE
    workspace.history.undo()
    workspace.history.undo()
    assert workspace.accounts.show().state is AccountState.TRIAL


def test_undo_of_an_activation_is_refused_before_the_last_day_applied(workspace: Workspace) -> None:
    at(workspace, date(2026, 1, 20))
    activate(workspace)
    at(workspace, date(2026, 1, 15))
    with refused("This store already has acts of 2026-01-20"):
        workspace.history.undo()


def test_undo_of_an_activation_applies_what_is_due_first(workspace: Workspace) -> None:
    activate(workspace, 10, Plan.USERS)
    at(workspace, DAY + timedelta(days=365))
    with pytest.raises(UserError, match=r"“Account became Inactive: .*” followed from the calendar"):
        workspace.history.undo(number_of(workspace, "Activate"))
    assert workspace.accounts.show().state is AccountState.INACTIVE


def test_undo_in_one_account_leaves_another_alone(workspace: Workspace) -> None:
    workspace.accounts.add(NewAccount("Second", owner="Bob"))
    first, second = acting(workspace, account="Academy"), acting(workspace, account="Second")
    key = new_key(first)
    rule = second.rules.change("trial_days", "31")
    assert rule.version == 1
    assert first.history.undo().undone.verb.english() == "Issue a key for 10 seats"
    assert [one.value for one in second.rules.list() if one.name == "trial_days"] == [31]
    newest = first.history.list()[0]
    assert (newest.account, newest.actor) == (first.accounts.show().account, "Anna")
    assert key


def test_an_act_of_another_account_is_undone_by_an_administrator_of_that_account(workspace: Workspace) -> None:
    workspace.accounts.add(NewAccount("Second", owner="Bob"))
    acting(workspace, account="Second").rules.change("trial_days", "31")
    number = number_of(workspace, "Change rule")
    acting(workspace, account="Academy").history.undo(number)
    newest = workspace.history.list()[0]
    assert (newest.account, newest.actor) == (acting(workspace, account="Second").accounts.show().account, "Bob")
