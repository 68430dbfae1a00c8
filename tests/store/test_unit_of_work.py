"""One act, one transaction: what its flushes wrote is what the journal says (architecture.md, idea 2)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from desktop.i18n import msg
from desktop.services.workspace import Workspace
from desktop.store.engine import AlreadyDoneError
from desktop.store.journal import Act
from desktop.store.schema import AccountRow, AccountRuleRow, ChangeKind
from tests.desks import DAY, MACHINE, OTHER_MACHINE, Desks, first_act, refused


def rule(account_id: str, row_id: str = "rule-1", value: object = 1, name: str = "trial_days") -> AccountRuleRow:
    return AccountRuleRow(
        id=row_id, account_id=account_id, name=name, version=1, effective_from=date(2026, 1, 1), value=value
    )


def act_of(workspace: Workspace, act_id: str) -> Act:
    return first_act(act_id, workspace.context.store.clock)


def account_of(workspace: Workspace, session: Session) -> AccountRow:
    return workspace.context.account(session)


def changes_of(workspace: Workspace) -> list[tuple[str, ChangeKind, dict[str, Any]]]:
    """The changes of the newest act."""
    return [(one.entity_id, one.kind, dict(one.fields)) for one in workspace.history.in_full()[0].changes]


def with_rule(workspace: Workspace, value: object = 1) -> str:
    """A workspace's account id, with one rule row in it."""
    with workspace.context.store.write(act_of(workspace, "with-rule")) as write:
        account = account_of(workspace, write.session)
        write.session.add(rule(account.id, value=value))
    return account.id


def test_a_new_row_is_recorded_with_every_field_in_stored_values(workspace: Workspace) -> None:
    account_id = with_rule(workspace)
    assert changes_of(workspace) == [
        (
            "rule-1",
            ChangeKind.NEW,
            {
                "id": [None, "rule-1"],
                "account_id": [None, account_id],
                "name": [None, "trial_days"],
                "version": [None, 1],
                "effective_from": [None, "2026-01-01"],
                "value": [None, "1"],
            },
        )
    ]


def test_an_edit_is_recorded_with_the_changed_fields_only(workspace: Workspace) -> None:
    with_rule(workspace)
    with workspace.context.store.write(act_of(workspace, "edit")) as write:
        row = write.session.get_one(AccountRuleRow, "rule-1")
        row.version = 2
        row.name = "trial_days"
    assert changes_of(workspace) == [("rule-1", ChangeKind.EDIT, {"version": [1, 2]})]


def test_a_value_given_without_having_been_read_keeps_its_old_value(workspace: Workspace) -> None:
    with_rule(workspace)
    with workspace.context.store.write(act_of(workspace, "edit")) as write:
        row = write.session.get_one(AccountRuleRow, "rule-1")
        write.session.expire(row)
        row.value = {"kinds": ["q1"]}
    assert changes_of(workspace) == [("rule-1", ChangeKind.EDIT, {"value": ["1", '{"kinds":["q1"]}']})]


def test_several_edits_in_one_act_are_one_change_from_first_to_last(workspace: Workspace) -> None:
    with_rule(workspace)
    with workspace.context.store.write(act_of(workspace, "edit")) as write:
        row = write.session.get_one(AccountRuleRow, "rule-1")
        for version in (2, 3, 4):
            row.version = version
            write.session.flush()
        row.name = "other"
    assert changes_of(workspace) == [("rule-1", ChangeKind.EDIT, {"version": [1, 4], "name": ["trial_days", "other"]})]


def test_an_edit_taken_back_in_the_same_act_is_no_change(workspace: Workspace) -> None:
    with_rule(workspace)
    before = len(workspace.history.list())
    with workspace.context.store.write(act_of(workspace, "edit")) as write:
        row = write.session.get_one(AccountRuleRow, "rule-1")
        row.version = 2
        write.session.flush()
        row.version = 1
    assert len(workspace.history.list()) == before
    assert workspace.care.check().ok


def test_a_row_made_and_edited_in_one_act_is_new_with_its_last_values(workspace: Workspace) -> None:
    with workspace.context.store.write(act_of(workspace, "new")) as write:
        row = rule(account_of(workspace, write.session).id)
        write.session.add(row)
        write.session.flush()
        row.version = 9
    (entity_id, kind, fields) = changes_of(workspace)[0]
    assert (entity_id, kind, fields["version"]) == ("rule-1", ChangeKind.NEW, [None, 9])


def test_a_row_made_and_deleted_in_one_act_is_nothing(workspace: Workspace) -> None:
    before = len(workspace.history.list())
    with workspace.context.store.write(act_of(workspace, "new")) as write:
        row = rule(account_of(workspace, write.session).id)
        write.session.add(row)
        write.session.flush()
        write.session.delete(row)
    assert len(workspace.history.list()) == before


def test_a_deleted_row_is_recorded_with_what_was_stored_not_with_what_was_meant(workspace: Workspace) -> None:
    with_rule(workspace, 14)
    with workspace.context.store.write(act_of(workspace, "delete")) as write:
        row = write.session.get_one(AccountRuleRow, "rule-1")
        row.version = 77
        with write.session.no_autoflush:
            write.session.delete(row)
    (_, kind, fields) = changes_of(workspace)[0]
    assert (kind, fields["version"], fields["name"]) == (ChangeKind.DELETE, [1, None], ["trial_days", None])
    workspace.history.undo()
    with workspace.context.store.read() as session:
        assert session.get_one(AccountRuleRow, "rule-1").version == 1


def test_a_row_edited_then_deleted_is_a_delete_of_the_first_values(workspace: Workspace) -> None:
    with_rule(workspace)
    with workspace.context.store.write(act_of(workspace, "delete")) as write:
        row = write.session.get_one(AccountRuleRow, "rule-1")
        row.version = 5
        write.session.flush()
        write.session.delete(row)
    (_, kind, fields) = changes_of(workspace)[0]
    assert (kind, fields["version"]) == (ChangeKind.DELETE, [1, None])


@pytest.mark.parametrize("flushed", [True, False])
def test_a_row_deleted_and_made_again_is_an_edit_of_what_differs(workspace: Workspace, flushed: bool) -> None:
    with_rule(workspace)
    with workspace.context.store.write(act_of(workspace, "again")) as write:
        row = write.session.get_one(AccountRuleRow, "rule-1")
        write.session.delete(row)
        if flushed:
            write.session.flush()
        write.session.add(rule(row.account_id, value=2))
    assert changes_of(workspace) == [("rule-1", ChangeKind.EDIT, {"value": ["1", "2"]})]
    assert workspace.care.check().ok


def test_a_row_deleted_and_made_again_as_it_was_is_no_change(workspace: Workspace) -> None:
    with_rule(workspace)
    before = len(workspace.history.list())
    with workspace.context.store.write(act_of(workspace, "again")) as write:
        row = write.session.get_one(AccountRuleRow, "rule-1")
        write.session.delete(row)
        write.session.flush()
        write.session.add(rule(row.account_id))
    assert len(workspace.history.list()) == before
    assert workspace.care.check().ok


def test_an_act_that_changed_nothing_is_not_recorded(workspace: Workspace) -> None:
    before = workspace.history.list()
    with workspace.context.store.write(act_of(workspace, "nothing")) as write:
        account = account_of(workspace, write.session)
        account.name = str(account.name)
    assert workspace.history.list() == before


def test_an_act_that_raises_leaves_nothing(workspace: Workspace) -> None:
    before = workspace.history.list()
    with pytest.raises(ZeroDivisionError), workspace.context.store.write(act_of(workspace, "broken")) as write:
        account_of(workspace, write.session).name = "Half"
        write.session.flush()
        _ = 1 / 0
    assert workspace.history.list() == before
    assert workspace.accounts.show().name == "Academy"


def test_the_same_act_id_twice_is_one_act(workspace: Workspace) -> None:
    def once() -> None:
        with workspace.context.store.write(act_of(workspace, "once")) as write:
            account_of(workspace, write.session).name += "!"

    once()
    with pytest.raises(AlreadyDoneError, match="once"):
        once()
    assert workspace.accounts.show().name == "Academy!"


def test_a_batch_is_one_sealed_change_with_its_rows(workspace: Workspace) -> None:
    account_id = workspace.accounts.show().account
    rows = [
        {
            "id": f"rule-{place}",
            "account_id": account_id,
            "name": "n",
            "version": place,
            "effective_from": DAY,
            "value": None,
        }
        for place in (2, 1, 3)
    ]
    with workspace.context.store.write(act_of(workspace, "batch")) as write:
        write.add_batch(AccountRuleRow, "batch-1", rows)
        write.add_batch(AccountRuleRow, "batch-2", [])
    [(batch_id, kind, fields)] = changes_of(workspace)
    assert (batch_id, kind, fields["count"]) == ("batch-1", ChangeKind.BATCH, 3)
    assert [row["id"] for row in fields["rows"]] == ["rule-1", "rule-2", "rule-3"]
    assert fields["rows"][0]["effective_from"] == "2026-01-10"
    assert workspace.care.check().ok


def test_two_machines_make_two_chains_and_one_machine_one(desks: Desks) -> None:
    first = desks.copied()
    place = first.context.store.place
    first.rules.change("trial_days", "31")
    first.close()
    second = desks.opened(make_url(f"sqlite:///{place}"), machine=OTHER_MACHINE, seed=8)
    second.rules.change("trial_days", "32")
    second.rules.change("trial_days", "33")
    second.close()
    third = desks.opened(make_url(f"sqlite:///{place}"), machine=MACHINE, seed=9)
    third.rules.change("trial_days", "34")
    answer = third.care.check()
    assert answer.ok
    assert len(answer.heads) == 2
    assert third.context.store.client_id in answer.heads
    assert answer.acts == 5


def test_a_store_open_for_reading_refuses_acts_and_says_why(workspace: Workspace) -> None:
    workspace.context.store.read_only = msg("It was made by a newer Seatwise.")
    with refused("open for reading only. It was made by a newer Seatwise."):
        workspace.rules.change("trial_days", "31")
    assert workspace.accounts.show().name == "Academy"
