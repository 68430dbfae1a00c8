"""Whatever was done: undoing every act, newest first, leads back to the start, and the journal always holds."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop.domain.errors import UserError
from desktop.domain.keys import Plan
from desktop.domain.users import Role
from desktop.services.accounts.users import UserWish
from desktop.services.workspace import Workspace
from desktop.store.schema import AccountRuleRow
from tests.desks import DAY, Desks, activate, at, first_act, new_key
from tests.services.journals import rows
from tests.store.evidence import add_users

LATER = DAY + timedelta(days=3)
NAMES = st.sampled_from(["Academy", "One", "Two"])
PLANS = st.sampled_from(Plan)


class Acts(RuleBasedStateMachine):
    """A desk that is used at random on one day."""

    desks: Desks

    def __init__(self) -> None:
        super().__init__()
        self.users = 0
        self.acts = 0
        self.workspace: Workspace
        self.start: dict[str, Any] = {}

    @initialize()
    def opens(self) -> None:
        self.workspace = at(self.desks.copied(), LATER)
        self.start = rows(self.workspace)

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            undo_everything(self.workspace)
            assert rows(self.workspace) == self.start
            answer = self.workspace.care.check()
            assert answer.ok, answer.findings
            self.workspace.close()

    @rule(plan=PLANS)
    def issue_key(self, plan: Plan) -> None:
        new_key(self.workspace, 3, plan)

    @rule(plan=PLANS, back=st.integers(0, 3))
    def activate_key(self, plan: Plan, back: int) -> None:
        activate(self.workspace, 5, plan, on=LATER - timedelta(days=back))

    @rule(days=st.integers(28, 33))
    def change_rule(self, days: int) -> None:
        self.workspace.rules.change("trial_days", str(days))

    @rule(count=st.integers(1, 4))
    def take_in_users(self, count: int) -> None:
        add_users(self.workspace, count, start=self.users)
        self.users += count

    @precondition(lambda self: self.users)
    @rule(role=st.sampled_from(Role), place=st.integers(0, 20))
    def set_role(self, role: Role, place: int) -> None:
        done_or_refused(self.workspace.users.change, f"user-{place}", UserWish(role))

    @rule(name=NAMES)
    def rename(self, name: str) -> None:
        store = self.workspace.context.store
        self.acts += 1
        with store.write(first_act(f"rename-{self.acts}", store.clock)) as write:
            self.workspace.context.account(write.session).name = name

    @rule()
    def delete_a_rule(self) -> None:
        store = self.workspace.context.store
        self.acts += 1
        with store.write(first_act(f"delete-{self.acts}", store.clock)) as write:
            row = write.session.query(AccountRuleRow).order_by(AccountRuleRow.id).first()
            if row is not None:
                write.session.delete(row)

    @rule(place=st.integers(0, 30))
    def undo_or_redo_any(self, place: int) -> None:
        acts = self.workspace.history.list()
        done_or_refused(self.workspace.history.undo, acts[place % len(acts)].act)

    @invariant()
    def rows_are_what_the_journal_says(self) -> None:
        if hasattr(self, "workspace"):
            answer = self.workspace.care.check()
            assert answer.ok, answer.findings


def done_or_refused(act: Any, *arguments: Any) -> None:
    """A person tries; a refusal changes nothing."""
    try:
        act(*arguments)
    except UserError:
        return


def undo_everything(workspace: Workspace) -> None:
    """Ctrl+Z until there is nothing left."""
    for _ in range(len(workspace.history.list()) + 1):
        try:
            workspace.history.undo()
        except UserError as refusal:
            if refusal.message.text != "There is nothing to undo.":
                raise
            return
    raise AssertionError("undo never came to an end")


def test_undoing_all_acts_newest_first_leads_back_to_the_start(desks: Desks) -> None:
    kind = type("ActsHere", (Acts,), {"desks": desks})
    run_state_machine_as_test(kind, settings=settings(max_examples=10, stateful_step_count=10, deadline=None))


@given(leaps=st.lists(st.integers(1, 200), min_size=1, max_size=4), seats=st.integers(1, 9))
@settings(max_examples=5)
def test_undo_across_the_calendar_never_leaves_a_store_its_journal_does_not_explain(
    desks: Desks, leaps: list[int], seats: int
) -> None:
    workspace, day = desks.copied(), DAY
    for leap in leaps:
        activate(workspace, seats)
        day += timedelta(days=leap)
        at(workspace, day)
        done_or_refused(workspace.history.undo)
        workspace.accounts.advance()
        workspace.rules.change("trial_days", "35")
    for act in workspace.history.list():
        done_or_refused(workspace.history.undo, act.act)
    assert workspace.care.check().ok
    calendar = [act for act in workspace.history.list() if act.verb.text.startswith("Account became")]
    assert all(act.undone_by is None for act in calendar)
    workspace.close()
