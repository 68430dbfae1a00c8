"""A look back: the same on both databases, an index read however long the store, honest about what was erased."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text

from desktop.domain.accounts import AccountState
from desktop.domain.keys import Plan
from desktop.domain.users import Role
from desktop.services.accounts.users import UserWish
from desktop.services.time.past import not_known
from desktop.services.workspace import Workspace
from desktop.store.billing_acts import add_activation
from desktop.store.engine import url_of
from desktop.store.guard import opened
from desktop.store.row_steps import Step, after, before
from desktop.store.schema import ActivationKeyRow, ChangeKind, UserRow
from tests.desks import Desks, activate, at, first_act, refused
from tests.services.looks import looking_back
from tests.store.evidence import add_users

FEB, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def roles(desk: Workspace) -> list[Role]:
    return [one.role for one in desk.users.list() if one.identifier == "user-1"]


def test_the_past_is_the_same_on_both_databases(desks: Desks, any_store_url: str) -> None:
    made = desks.new(url_of(any_store_url))
    add_users(at(made, FEB), 3)
    activate(at(made, MARCH), 9)
    at(made, MARCH).users.change("user-1", UserWish(Role.ADMINISTRATOR))
    at(made, APRIL).history.undo()
    past = looking_back(made, MARCH)
    assert roles(past) == [Role.ADMINISTRATOR]
    assert [one.seats for one in past.keys.list()] == [9]
    assert len(past.users.list()) == 4
    assert past.history.list()[0].undone_by is None
    before = looking_back(made, date(2026, 1, 31))
    assert (before.users.list()[1:], before.keys.list(), len(before.history.list())) == ([], [], 1)
    at(made, date(2026, 4, 2)).users.change("user-2", UserWish(Role.BILLING))
    assert roles(past) == [Role.ADMINISTRATOR], "laid over again, for the journal has grown"
    for look in (past, before):
        look.context.store.engine.dispose()


def test_nothing_is_written_through_a_look_back(workspace: Workspace) -> None:
    activate(at(workspace, FEB), 5)
    store = looking_back(workspace, date(2026, 1, 20)).context.store
    with (
        refused("You are looking at another day. Go back to today to change anything."),
        store.write(first_act("act-1", store.clock)),
    ):
        raise AssertionError("nothing is open to write")


def test_a_day_since_which_nothing_was_recorded_is_no_look_back(workspace: Workspace) -> None:
    activate(at(workspace, FEB), 5)
    assert looking_back(workspace, FEB).context.store is workspace.context.store


def test_a_row_that_a_late_word_speaks_of_was_there_by_then(workspace: Workspace) -> None:
    """Stores of before hold keys that were activated for a day before they were issued."""
    key = at(workspace, MARCH).keys.issue(9, Plan.USERS)
    store = at(workspace, APRIL).context.store
    late = replace(first_act("late", store.clock), account_id=workspace.accounts.show().account, effective_on=FEB)
    with store.write(late) as write:
        row = write.session.get_one(ActivationKeyRow, key.id)
        row.activated_on, row.activated_by = FEB, "Anna"
        write.session.flush()
        add_activation(write.session, row.account_id, row.id, FEB, late.act_id)
    assert workspace.care.check().ok
    past = looking_back(workspace, FEB)
    assert [(one.id, one.seats, one.activated_on) for one in past.keys.list()] == [(key.id, 9, FEB)]
    assert past.accounts.show().state is AccountState.ACTIVE
    assert looking_back(workspace, date(2026, 1, 31)).keys.list() == []


def test_an_edit_alone_makes_no_row() -> None:
    edit = Step(1, ChangeKind.EDIT, {"seats": 1}, {"seats": 2})
    assert before(None, edit, known=True) == after(None, edit, known=True) == (None, False)
    assert after({"id": "one", "seats": 1}, edit, known=True) == ({"id": "one", "seats": 2}, True)


def erase(desk: Workspace, kind: str) -> None:
    """Erase the values of every change of that kind of users."""
    chosen = "SELECT op_id FROM change WHERE entity = :entity AND kind = :kind"
    with desk.context.store.engine.begin() as connection, opened(connection, "journal"):
        query = text(f"DELETE FROM change_payload WHERE op_id IN ({chosen})")
        connection.execute(query, {"entity": "user", "kind": kind})


@pytest.fixture
def changed(workspace: Workspace) -> Workspace:
    """A user of February whose role was changed in March, and the seat in April."""
    at(workspace, FEB)
    store = workspace.context.store
    account = workspace.accounts.show().account
    with store.write(first_act("one user", store.clock)) as write:
        write.session.add(
            UserRow(id="one", account_id=account, identifier="user-1", role=Role.LEARNER, registered=True)
        )
    at(workspace, MARCH).users.change("user-1", UserWish(Role.ADMINISTRATOR))
    at(workspace, APRIL).users.change("user-1", UserWish(registered=False))
    return workspace


def test_what_was_erased_since_is_told_from_what_was_written_before(changed: Workspace) -> None:
    erase(changed, "edit")
    past = looking_back(changed, FEB)
    assert roles(past) == [Role.LEARNER]
    assert not_known(past.context) is None


def test_what_is_not_known_any_more_is_said_and_not_guessed(changed: Workspace) -> None:
    erase(changed, "edit")
    erase(changed, "new")
    past = looking_back(changed, FEB)
    assert len(past.users.list()) == 2
    said = not_known(past.context)
    assert said is not None
    assert said.english() == "What 1 later change replaced was erased from the journal; it is shown as it is today."
    before = looking_back(changed, date(2026, 1, 20))
    assert roles(before) == [], "that there was none yet is known without its values"
    assert not_known(before.context) is None


def test_rows_of_a_list_that_was_erased_are_not_known(workspace: Workspace) -> None:
    add_users(at(workspace, FEB), 3)
    erase(workspace, "batch")
    said = not_known_after_reading(looking_back(workspace, date(2026, 1, 20)))
    assert said is not None
    assert said.startswith("What 1 later change replaced")


def not_known_after_reading(desk: Workspace) -> str | None:
    desk.users.list()
    found = not_known(desk.context)
    return None if found is None else found.english()


def test_the_order_list_of_a_past_day_and_its_journal_are_index_reads(workspace: Workspace) -> None:
    activate(at(workspace, FEB), 5)
    at(workspace, MARCH).rules.change("dunning_days", "9")
    past = looking_back(workspace, FEB)
    asked: list[tuple[str, Any]] = []
    engine = past.context.store.engine
    past.users.list()
    event.listen(engine, "before_cursor_execute", lambda _c, _u, said, given, *_: asked.append((said, given)))
    past.order_list.page()
    past.order_list.count()
    past.history.list()
    past.care.newest_entry()
    plans = []
    with past.context.store.read() as session:
        for said, given in asked:
            if said.lstrip().startswith("SELECT"):
                plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", given)
                plans += [row[-1] for row in plan]
    whole = [one for one in plans if one.startswith(("SCAN main", "SCAN act", "SCAN change", "SCAN subscription"))]
    assert whole == []
    assert any("subscription_order USING" in one for one in plans), plans
