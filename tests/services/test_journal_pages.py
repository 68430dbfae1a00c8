"""The journal read as a list: in a fixed number of statements, and in words for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event, inspect

from desktop.domain.periods import Month
from desktop.domain.qualification import Kind
from desktop.i18n import LANGUAGES, Translator
from desktop.services.journal.entry_changes import change_lines
from desktop.services.journal.labels import ENTITY_LABELS, FIELD_LABELS, UNSAID
from desktop.services.journal.undo import ChangeAnswer
from desktop.services.workspace import Workspace
from desktop.store.engine import Store
from desktop.store.schema import ChangeKind
from desktop.store.unit_of_work import journaled_entities
from desktop.system.paths import resources
from tests.desks import at, first_act, new_key
from tests.services.journals import verbs


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements sent in the block."""
    said: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def with_acts(workspace: Workspace, count: int) -> None:
    store = workspace.context.store
    for number in range(count):
        with store.write(first_act(f"act-{number}", store.clock)) as write:
            workspace.context.account(write.session).name = f"Academy {number}"


def test_a_page_takes_as_many_statements_whatever_it_holds(workspace: Workspace) -> None:
    new_key(workspace)
    with counted(workspace.context.store) as few:
        workspace.history.list()
    workspace.history.undo(workspace.history.undo().act)
    with_acts(workspace, 150)
    with counted(workspace.context.store) as many:
        page = workspace.history.list(limit=100)
    assert len(page) == 100
    assert len(many) == len(few)
    assert not any("change_payload" in statement for statement in many), "values are read on demand"


def test_undo_finds_the_newest_act_without_reading_the_whole_journal(workspace: Workspace) -> None:
    with_acts(workspace, 3)
    with counted(workspace.context.store) as few:
        assert workspace.history.preview().undone.act == "act-2"
    for _ in range(40):
        workspace.history.undo(workspace.history.list()[0].act)
    with counted(workspace.context.store) as many:
        workspace.history.preview()
    assert len(many) <= len(few) + 4, "what came later is looked at in one go, before the try and in it"


def test_an_entry_says_how_many_things_it_changed_and_what_took_it_back(workspace: Workspace) -> None:
    new_key(workspace)
    undone = workspace.history.undo()
    newest, made = workspace.history.list()[:2]
    assert (made.count, made.undone_by, newest.redoes) == (1, undone.act, True)
    workspace.history.undo(undone.act)
    assert workspace.history.list()[2].undone_by is None
    assert [entry.act for entry in workspace.history.list()] == [act.act for act in workspace.history.in_full()]


def test_undo_and_redo_are_told_apart_however_often(workspace: Workspace) -> None:
    new_key(workspace)
    for _ in range(4):
        workspace.history.undo(workspace.history.list()[0].act)
    assert verbs(workspace)[-4:] == [f"{word}: Issue a key for 10 seats" for word in ("Undo", "Redo", "Undo", "Redo")]
    assert workspace.care.check().ok


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_in_the_journal_is_read_in_the_language_of_the_reader(workspace: Workspace, language: str) -> None:
    month = Month.parse("2026-01")
    at(workspace, date(2026, 2, 3))
    workspace.usage_changes.close_month(month)
    verb = workspace.history.list()[0].verb
    assert (verb.english(), verb.params) == ("Close 2026-01", {"month": month})
    words = Translator(language, resources() / "locale")
    assert words.month(month.first_day) in words.text(verb)
    assert "2026-01" not in words.text(verb)
    assert workspace.care.check().ok


def test_everything_a_journal_can_change_has_a_name_for_people() -> None:
    for entity in journaled_entities():
        assert entity.__tablename__ in ENTITY_LABELS
        for column in inspect(entity).columns:
            assert (column.name in FIELD_LABELS) != (column.name in UNSAID), f"{entity.__tablename__}.{column.name}"


def test_stored_messages_and_rules_are_shown_in_words() -> None:
    reason = '{"params":{"day":{"date":"2026-01-10"}},"text":"The trial ended on {day}"}'
    changes = [
        ChangeAnswer("account", "a", ChangeKind.EDIT, {"state_reason": [None, reason]}),
        ChangeAnswer("account_rule", "r", ChangeKind.EDIT, {"value": ['["q1","q2"]', '[{"action":"x","kind":"q1"}]']}),
    ]
    said = [(str(line.before), str(line.after)) for line in change_lines(changes)]
    assert said == [("None", "The trial ended on 2026-01-10"), ("q1, q2", "x, q1")]


def test_taking_a_map_back_says_the_lines_that_become_others(workspace: Workspace) -> None:
    changes, history = workspace.map_changes, workspace.history
    changes.map_actions({"http://a.example/verbs/pondered": Kind.Q1, "slept": Kind.IGNORE})
    changes.map_actions({"http://a.example/verbs/pondered": Kind.IGNORE})
    lines = [(str(line.what), str(line.before), str(line.after)) for line in history.lines(history.preview().changes)]
    assert lines == [
        ("Map: http://a.example/verbs/pondered", "Does not count", "Course, learning program or certification used")
    ]
    history.undo()
    whole = [(str(line.what), str(line.after)) for line in history.lines(history.preview("2").changes)]
    assert whole == [
        ("Map: http://a.example/verbs/pondered", "No line of this account"),
        ("Map: slept", "No line of this account"),
    ]


def test_taking_a_rule_back_says_the_value_before_it(workspace: Workspace) -> None:
    workspace.rules.change("trial_days", "45")
    said = [
        (str(line.what), line.before, line.after)
        for line in workspace.history.lines(workspace.history.preview().changes)
    ]
    assert ("Account rule: Days of a trial", 45, 30) in said
