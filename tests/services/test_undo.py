"""Undo is a new act with the inverse, run through the same rules, or a refusal that names its reason."""

from datetime import date

import pytest
from sqlalchemy import func, select

from desktop.domain.errors import UserError
from desktop.domain.users import Role
from desktop.services.accounts.accounts import NewAccount
from desktop.services.accounts.users import UserWish
from desktop.services.workspace import Workspace
from desktop.store.guard import opened
from desktop.store.schema import AccountRuleRow, ActivationKeyRow, Effect, UsageSetRow, UsageSourceRow, UserRow
from tests.desks import DAY, acting, at, first_act, new_key, refused
from tests.services.journals import number_of, rows, verbs
from tests.store.evidence import add_usage, add_users


def rename(workspace: Workspace, name: str, act_id: str) -> str:
    store = workspace.context.store
    with store.write(first_act(act_id, store.clock)) as write:
        workspace.context.account(write.session).name = name
    return number_of(workspace, f"Do {act_id}")


def test_undo_of_a_new_row_takes_it_away_and_of_that_undo_brings_it_back(workspace: Workspace) -> None:
    before = rows(workspace)
    new_key(workspace)
    with_key = rows(workspace)
    answer = workspace.history.undo()
    assert rows(workspace) == before
    assert [(one.entity, one.kind.value) for one in answer.changes] == [("activation_key", "delete")]
    assert answer.act is not None
    workspace.history.undo(answer.act)
    assert rows(workspace) == with_key
    assert verbs(workspace)[-2:] == ["Undo: Issue a key for 10 seats", "Redo: Issue a key for 10 seats"]
    assert workspace.care.check().ok


def test_undo_of_an_edit_puts_the_former_values_back(workspace: Workspace) -> None:
    add_users(workspace, 2)
    before = rows(workspace)
    workspace.users.change("user-1", UserWish(Role.BILLING))
    assert workspace.history.undo().changes[0].fields == {"role": ["billing", "learner"]}
    assert rows(workspace) == before
    assert workspace.care.check().ok


def test_undo_of_a_delete_brings_the_whole_row_back(workspace: Workspace) -> None:
    workspace.rules.change("trial_days", "31")
    before, store = rows(workspace), workspace.context.store
    with store.write(first_act("delete", store.clock)) as write:
        write.session.delete(write.session.execute(select(AccountRuleRow)).scalar_one())
    assert rows(workspace) != before
    workspace.history.undo()
    assert rows(workspace) == before
    assert workspace.care.check().ok


def test_undo_of_a_batch_is_one_change_and_its_redo_too(workspace: Workspace) -> None:
    before = rows(workspace)
    add_users(workspace, 1200)
    with_users = rows(workspace)
    answer = workspace.history.undo()
    assert [(one.kind.value, one.fields["count"]) for one in answer.changes] == [("unbatch", 1200)]
    assert rows(workspace) == before
    assert answer.act is not None
    workspace.history.undo(answer.act)
    assert rows(workspace) == with_users
    assert workspace.care.check().ok


def test_undo_of_a_batch_is_refused_while_a_later_act_builds_on_one_of_its_rows(workspace: Workspace) -> None:
    add_users(workspace, 3)
    workspace.users.change("user-1", UserWish(Role.BILLING))
    with refused("“Give user user-row the role Billing” changed the same thing afterwards. Undo that first"):
        workspace.history.undo(number_of(workspace, "Do users"))


def test_undo_of_an_import_marks_its_source_removed_and_keeps_its_payload(workspace: Workspace) -> None:
    def removed() -> tuple[bool, int]:
        with workspace.context.store.read() as session:
            sets = session.execute(select(func.count()).select_from(UsageSetRow)).scalar_one()
            return session.execute(select(UsageSourceRow.removed)).scalar_one(), sets

    add_usage(workspace)
    workspace.history.undo(number_of(workspace, "Do import-log"))
    assert removed() == (True, 1)
    workspace.history.undo(number_of(workspace, "Undo: Do import-log"))
    assert removed() == (False, 1)
    assert workspace.care.check().ok


def test_undo_of_an_added_account_takes_its_owner_with_it(workspace: Workspace) -> None:
    before = rows(workspace)
    workspace.accounts.add(NewAccount("Second"))
    acting(workspace, account="Academy").history.undo(number_of(workspace, "Add account"))
    assert rows(workspace) == before
    assert workspace.care.check().ok


def test_undo_of_an_added_account_is_refused_while_something_builds_on_it(workspace: Workspace) -> None:
    workspace.accounts.add(NewAccount("Second"))
    new_key(acting(workspace, account="Second"))
    with refused("Other entries build on this one"):
        acting(workspace, account="Academy").history.undo(number_of(workspace, "Add account"))
    assert workspace.care.check().ok


def test_undo_without_a_name_takes_the_newest_act_that_can_be_undone(workspace: Workspace) -> None:
    new_key(workspace, 1)
    new_key(workspace, 2)
    assert workspace.history.undo().undone.verb.english() == "Issue a key for 2 seats"
    assert workspace.history.undo().undone.verb.english() == "Issue a key for 1 seat"
    with refused("There is nothing to undo"):
        workspace.history.undo()


def test_undo_after_a_redo_takes_the_redone_act_again(workspace: Workspace) -> None:
    new_key(workspace, 1)
    new_key(workspace, 2)
    workspace.history.undo(workspace.history.undo().act)
    assert workspace.history.undo().undone.verb.english() == "Issue a key for 2 seats"


def test_undo_is_found_by_number_id_and_unique_beginning(workspace: Workspace) -> None:
    new_key(workspace)
    act = workspace.history.list()[0]
    for typed in (str(act.number), act.act, act.act[:8]):
        assert workspace.history.preview(typed).undone.act == act.act
    for typed in ("", "9999", "zzz", "9" * 40):
        with refused("There is no entry"):
            workspace.history.preview(typed)


def test_preview_changes_nothing_and_says_what_undo_would_do(workspace: Workspace) -> None:
    new_key(workspace)
    before, acts = rows(workspace), len(workspace.history.list())
    answer = workspace.history.preview()
    assert (answer.act, [one.kind.value for one in answer.changes]) == (None, ["delete"])
    assert (rows(workspace), len(workspace.history.list())) == (before, acts)


def test_the_workspace_itself_cannot_be_undone(workspace: Workspace) -> None:
    with refused("The workspace itself cannot be undone. Delete its file instead"):
        workspace.history.undo("1")


def test_a_calendar_transition_cannot_be_undone(workspace: Workspace) -> None:
    at(workspace, date(2026, 2, 9)).accounts.advance()
    with refused("follows from the calendar and cannot be undone"):
        workspace.history.undo(number_of(workspace, "Account became"))


def test_an_act_with_an_effect_outside_cannot_be_undone(workspace: Workspace) -> None:
    store = workspace.context.store
    with workspace.context.store.read() as session:
        account = workspace.context.account(session)
    act = workspace.context.act(first_act("x", store.clock).verb, on=DAY, account=account, effect=Effect.OUTSIDE)
    with store.write(act) as write:
        workspace.context.account(write.session).name = "Charged"
    with pytest.raises(UserError, match=r"had an effect outside the workspace .* Make a correcting entry instead"):
        workspace.history.undo(act.act_id)


def test_an_act_already_undone_is_refused_and_redo_is_named(workspace: Workspace) -> None:
    new_key(workspace)
    number = number_of(workspace, "Issue")
    workspace.history.undo(number)
    with refused("has been undone already. To redo it, undo that undo"):
        workspace.history.undo(number)


def test_a_later_change_of_the_same_field_is_an_obstacle_until_it_is_undone(workspace: Workspace) -> None:
    first = rename(workspace, "One", "a")
    second = rename(workspace, "Two", "b")
    with refused("“Do a” cannot be undone: “Do b” changed the same thing afterwards"):
        workspace.history.undo(first)
    workspace.history.undo(second)
    workspace.history.undo(first)
    assert workspace.accounts.show().name == "Academy"


def test_a_later_change_of_another_field_is_no_obstacle(workspace: Workspace) -> None:
    first = rename(workspace, "One", "a")
    store = workspace.context.store
    with store.write(first_act("zone", store.clock)) as write:
        workspace.context.account(write.session).time_zone = "Europe/Paris"
    workspace.history.undo(first)
    shown = workspace.accounts.show()
    assert (shown.name, shown.time_zone) == ("Academy", "Europe/Paris")
    assert workspace.care.check().ok


def test_a_redo_is_refused_when_what_it_built_on_was_undone_since(workspace: Workspace) -> None:
    first = rename(workspace, "One", "a")
    second = rename(workspace, "Two", "b")
    undo_of_second = workspace.history.undo(second).act
    workspace.history.undo(first)
    assert workspace.accounts.show().name == "Academy"
    with refused("“Undo: Do a” changed the same thing afterwards"):
        workspace.history.undo(undo_of_second)
    assert workspace.accounts.show().name == "Academy"


def test_a_redone_act_is_an_obstacle_again(workspace: Workspace) -> None:
    first = rename(workspace, "One", "a")
    second = rename(workspace, "Two", "b")
    undo_of_second = workspace.history.undo(second).act
    workspace.history.undo(undo_of_second)
    with refused("“Do b” changed the same thing afterwards"):
        workspace.history.undo(first)
    assert workspace.accounts.show().name == "Two"


def test_undo_names_who_undid_it_and_the_act_says_so(workspace: Workspace) -> None:
    add_users(workspace, 1)
    workspace.users.change("user-0", UserWish(Role.ADMINISTRATOR))
    new_key(workspace)
    answer = acting(workspace, actor="user-0").history.undo()
    newest, undone = workspace.history.list()[:2]
    assert (newest.actor, newest.undoes, undone.undone_by) == ("user-0", undone.act, answer.act)


def test_a_learner_cannot_undo(workspace: Workspace) -> None:
    add_users(workspace, 1)
    new_key(workspace)
    with refused("Only administrators of your organization can manage billing"):
        acting(workspace, actor="user-0").history.undo()


def test_an_account_keeps_its_owner_through_undo(workspace: Workspace) -> None:
    add_users(workspace, 2)
    workspace.users.change("user-0", UserWish(Role.OWNER), act_id="first")
    workspace.users.change("user-1", UserWish(Role.OWNER), act_id="second")
    with pytest.raises(UserError):
        workspace.history.undo("first")
    workspace.history.undo("second")
    workspace.history.undo("first")
    assert [one.identifier for one in workspace.users.list() if one.role is Role.OWNER] == ["Anna"]
    assert workspace.care.check().ok


def test_f080_an_undo_clicked_twice_is_one_undo(workspace: Workspace) -> None:
    new_key(workspace, 1)
    new_key(workspace, 2)
    first = workspace.history.undo(act_id="click")
    again = workspace.history.undo(act_id="click")
    assert (again.act, again.changes, again.undone.act) == (first.act, first.changes, first.undone.act)
    assert len(workspace.keys.list()) == 1


def test_undo_finds_nothing_where_the_values_were_erased(workspace: Workspace) -> None:
    new_key(workspace)
    store = workspace.context.store
    with store.engine.begin() as connection, opened(connection, "journal"):
        connection.exec_driver_sql("DELETE FROM change_payload")
    with refused("The values of this entry were erased"):
        workspace.history.preview("2")
    with store.read() as session:
        assert session.execute(select(ActivationKeyRow)).scalar_one().seats == 10
        assert len(session.execute(select(UserRow)).scalars().all()) == 1
