"""Activation keys: issued for rehearsal, checked where they can be, used once (rules.md 1.1, R10)."""

from datetime import date

import pytest

from desktop.domain.key_text import end_of
from desktop.domain.keys import Plan
from desktop.services.accounts.accounts import NewAccount
from desktop.services.workspace import Workspace
from tests.desks import DAY, Desks, acting, activate, at, new_key, refused
from tests.store.evidence import add_users


def test_a_key_is_issued_and_activated(workspace: Workspace) -> None:
    issued = workspace.keys.issue(25, Plan.USERS, date(2026, 12, 31))
    assert (issued.seats, issued.plan, issued.verified, issued.issued_on) == (25, Plan.USERS, True, DAY)
    assert (issued.activated_on, issued.counts_until) == (None, None)
    at(workspace, date(2026, 1, 31))
    answer = workspace.keys.activate(issued.key)
    assert (answer.activated_on, answer.activated_by, answer.counts_until) == (
        date(2026, 1, 31),
        "Anna",
        date(2027, 1, 31),
    )
    assert workspace.keys.list() == [answer]


def test_keys_are_issued_only_in_a_rehearsal_store(desks: Desks) -> None:
    workspace = desks.new(rehearsal=False)
    with refused("Keys are issued by the vendor. The desk issues its own only in a rehearsal store"):
        new_key(workspace)
    assert activate(workspace), "a vendor's key is taken all the same"


def test_a_vendors_key_is_taken_with_the_seats_and_plan_of_its_mail_and_is_not_verified(workspace: Workspace) -> None:
    for missing in ({}, {"seats": 5}, {"plan": Plan.MAU}):
        with refused("Enter the seats and the plan that came with this key."):
            workspace.keys.activate("ALM-2026-XYZ", **missing)
    answer = workspace.keys.activate("ALM-2026-XYZ", seats=500, plan=Plan.MAU)
    assert (answer.verified, answer.seats, answer.plan, answer.issued_on) == (False, 500, Plan.MAU, None)


def test_what_an_issued_key_says_counts_not_what_is_typed_beside_it(workspace: Workspace) -> None:
    answer = workspace.keys.activate(new_key(workspace, 10), seats=9999, plan=Plan.MAU)
    assert (answer.seats, answer.plan, answer.verified) == (10, Plan.USERS, True)


@pytest.mark.parametrize(
    "typing",
    [
        str.lower,
        lambda key: f"  {key}\n",
        lambda key: key.replace("-", " - "),
        lambda key: key.replace("-", "-\n"),
        lambda key: "SW-" + key[3:].replace("-", ""),
    ],
    ids=["lower case", "spaces around", "spaces inside", "line breaks", "without dashes"],
)
def test_a_key_may_be_typed_as_mails_and_people_write_it(typing: object, workspace: Workspace) -> None:
    key = new_key(workspace)
    typed = typing(key)  # type: ignore[operator]
    assert workspace.keys.activate(typed).key == end_of(key)
    with refused("This key has already been used."):
        workspace.keys.activate(typed)


def test_a_key_is_used_once(workspace: Workspace) -> None:
    key = new_key(workspace)
    workspace.keys.activate(key)
    workspace.keys.activate("VENDOR-1", seats=1, plan=Plan.USERS)
    for used in (key, key.lower(), "VENDOR-1"):
        with refused("This key has already been used."):
            workspace.keys.activate(used, seats=1, plan=Plan.USERS)


def test_a_mistyped_key_is_invalid(workspace: Workspace) -> None:
    key = new_key(workspace)
    for place in range(3, len(key)):
        if key[place] != "-":
            wrong = key[:place] + ("A" if key[place] != "A" else "B") + key[place + 1 :]
            with refused("Invalid activation key."):
                workspace.keys.activate(wrong)
    for nothing in ("", "   ", "x" * 201, "a\0b", "\ud800"):
        with refused("Invalid activation key."):
            workspace.keys.activate(nothing, seats=1, plan=Plan.USERS)


def test_a_key_of_another_account_or_workspace_is_refused(desks: Desks, workspace: Workspace) -> None:
    workspace.accounts.add(NewAccount("Second"))
    first, second = acting(workspace, account="Academy"), acting(workspace, account="Second")
    key = new_key(first)
    with refused("This key was issued for another account."):
        second.keys.activate(key)
    stranger = desks.new(day=date(2026, 1, 9))
    with refused("Invalid activation key."):
        at(stranger, DAY).keys.activate(key)
    assert first.keys.activate(key).key == end_of(key)


def test_a_key_may_be_activated_on_the_day_it_expires_and_not_after(workspace: Workspace) -> None:
    keys = [new_key(workspace, expires_on=date(2026, 1, 20)) for _ in range(3)]
    at(workspace, date(2026, 1, 20))
    assert workspace.keys.activate(keys[0]).activated_on == date(2026, 1, 20)
    at(workspace, date(2026, 1, 21))
    with refused("This key expired on 2026-01-20."):
        workspace.keys.activate(keys[1])
    assert workspace.keys.activate(keys[2], on=date(2026, 1, 20)).activated_on == date(2026, 1, 20)
    with refused("A key cannot expire before the day it is issued."):
        new_key(workspace, expires_on=date(2026, 1, 20))


def test_a_key_cannot_be_activated_in_the_future(workspace: Workspace) -> None:
    with refused("A key cannot be activated in the future."):
        workspace.keys.activate(new_key(workspace), on=date(2026, 1, 11))


def test_an_issued_key_cannot_be_activated_for_a_day_before_it_was_issued(workspace: Workspace) -> None:
    key = new_key(at(workspace, date(2026, 1, 15)))
    at(workspace, date(2026, 1, 20))
    with refused("This key was issued on 2026-01-15 and cannot be activated for a day before."):
        workspace.keys.activate(key, on=date(2026, 1, 14))
    assert [one.activated_on for one in workspace.keys.list()] == [None]
    assert workspace.keys.activate(key, on=date(2026, 1, 15)).activated_on == date(2026, 1, 15)
    vendors = activate(workspace, on=date(2026, 1, 12))
    assert [one.activated_on for one in workspace.keys.list() if one.id == vendors] == [date(2026, 1, 12)]


@pytest.mark.parametrize("seats", [0, -1, 100_000_001, 2**64])
def test_f084_seats_are_a_number_within_bounds(seats: int, workspace: Workspace) -> None:
    with refused("Seats are a whole number from 1 to 100000000."):
        new_key(workspace, seats)
    with refused("Seats are a whole number from 1 to 100000000."):
        workspace.keys.activate("V-1", seats=seats, plan=Plan.USERS)
    assert workspace.keys.list() == []


def test_f080_a_double_click_issues_one_key(workspace: Workspace) -> None:
    first = workspace.keys.issue(10, Plan.USERS, act_id="click")
    assert workspace.keys.issue(10, Plan.USERS, act_id="click") == first
    assert workspace.keys.list() == [first]


def test_f080_a_double_click_activates_once(workspace: Workspace) -> None:
    key = new_key(workspace)
    first = workspace.keys.activate(key, act_id="click")
    assert workspace.keys.activate(key, act_id="click") == first
    vendor = workspace.keys.activate("V-1", seats=3, plan=Plan.USERS, act_id="other click")
    assert workspace.keys.activate("V-1", seats=3, plan=Plan.USERS, act_id="other click") == vendor
    assert len(workspace.keys.list()) == 2
    assert len(workspace.history.list()) == 4


def test_a_key_refused_leaves_nothing(workspace: Workspace) -> None:
    before = workspace.history.list()
    with refused("Invalid activation key."):
        workspace.keys.activate("SW-" + "A" * 39)
    assert workspace.history.list() == before
    assert workspace.keys.list() == []


def test_r1_only_administrators_manage_keys(workspace: Workspace) -> None:
    add_users(workspace, 1)
    for actor in ("user-0", "USER-ROW-0"):
        learner = acting(workspace, actor=actor)
        with refused("Only administrators of your organization can manage billing."):
            new_key(learner)
        with refused("Only administrators of your organization can manage billing."):
            learner.keys.activate("V-1", seats=1, plan=Plan.USERS)
    with refused("There is no user “nobody”."):
        new_key(acting(workspace, actor="nobody"))


def test_keys_are_listed_by_activation_those_waiting_last(workspace: Workspace) -> None:
    waiting = new_key(workspace, 1)
    at(workspace, date(2026, 1, 12))
    late = activate(workspace, 2, on=date(2026, 1, 12))
    early = activate(workspace, 3, on=date(2026, 1, 11))
    listed = workspace.keys.list()
    assert [one.id for one in listed[:2]] == [early, late]
    assert listed[2].key == waiting
