"""Lists of answers, whole and by page, and the lines a person reads."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.i18n import Value, msg
from desktop.models.answers import Answers, Column
from desktop.models.commands import Entry, Section, Wanted, matching
from desktop.models.derivation import as_text, step_lines
from desktop.models.pages import Pages
from desktop.models.session_undo import steps
from desktop.services.journal.entries import ActEntry
from desktop.services.journal.entry_changes import change_lines
from desktop.services.journal.undo import ChangeAnswer
from desktop.store.schema import ChangeKind


@dataclass(frozen=True)
class Seat:
    name: str
    count: int


COLUMNS = (Column(msg("Name"), lambda seat: seat.name), Column(msg("Seats"), lambda seat: seat.count, numeric=True))


def say(value: Value) -> str:
    return str(value)


def test_a_list_of_answers_is_a_good_model(qtbot: QtBot) -> None:
    model = Answers(COLUMNS, say)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show([Seat("a", 1), Seat("b", 2)])
    model.add_page([Seat("c", 3)])
    assert tester.model() is model
    assert [model.index(row, 0).data() for row in range(3)] == ["a", "b", "c"]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Seats"


def test_pages_are_asked_for_once_and_end_with_a_short_one() -> None:
    model, asked = Pages(COLUMNS, say, 2), []
    model.wanted.connect(lambda: asked.append(model.last().name))
    model.show([Seat("a", 1), Seat("b", 2)])
    model.fetchMore()
    model.fetchMore()
    assert asked == ["b"]
    model.add_page([Seat("c", 3)])
    assert not model.canFetchMore(QModelIndex())
    assert model.complete


def test_every_word_typed_must_occur_in_any_order() -> None:
    close, history = Entry(Section.COMMANDS, "Close March"), Entry(Section.COMMANDS, "History", "who changed what")
    entries = [close, history, Entry(Section.PEOPLE, "Marc")]
    assert matching(entries, Wanted.of("march close")) == [close]
    assert matching(entries, Wanted.of("changed HIST")) == [history]
    assert [one.text for one in matching(entries, Wanted.of("@mar"))] == ["Marc"]


def test_what_was_used_last_comes_first_while_nothing_is_typed() -> None:
    entries = [Entry(Section.COMMANDS, text, key=text) for text in ("One", "Two")]
    assert [one.text for one in matching(entries, Wanted.of(""), ["Two"])] == ["Two", "One"]


def test_commands_leave_room_for_what_else_is_found_and_are_there_once() -> None:
    here = [Entry(Section.COMMANDS, f"Do {place}", "an order") for place in range(9)]
    entries = [*here, here[0], Entry(Section.COMMANDS, "Place Order"), Entry(Section.GUIDE, "Orders")]
    found = [one.text for one in matching(entries, Wanted.of("order"))]
    assert found == ["Place Order", *(f"Do {place}" for place in range(5)), "Orders"]
    assert len(matching(entries, Wanted.of(">order"))) == 10
    assert len(matching(entries, Wanted.of(""))) == 11


def test_a_derivation_is_numbered_and_copied_as_text() -> None:
    share = Explanation(msg("Share"), Fraction(7, 3), rule="F2")
    whole = Explanation(msg("Total"), 7, (Explanation(msg("Parts"), 7, (share,)), Explanation(msg("Kept"), 0)))
    assert [line.number for line in step_lines(whole)] == ["1", "1.1", "2", ""]
    assert as_text(whole, str, str).splitlines() == [
        "Why 7?",
        "1  Parts: 7",
        "   1.1  Share [F2]: 7/3",
        "2  Kept: 0",
        "=  Total: 7",
    ]


def test_an_amount_is_explained_with_its_currency() -> None:
    amount = Explanation(msg("Due"), Money(19200, "USD"))
    assert as_text(amount, str, lambda value: getattr(value, "decimal", str(value))).startswith("Why 192.00?")


def test_what_an_entry_changed_is_read_in_words() -> None:
    change = ChangeAnswer(
        "activation_key",
        "k",
        ChangeKind.EDIT,
        {"activated_on": [None, "2026-01-10"], "id": [1, 2], "plan": ["mau", "users"]},
    )
    lines = [(str(line.what), line.before, line.after) for line in change_lines([change])]
    assert lines[0] == ("Activation key: Activated on", None, date(2026, 1, 10))
    assert [str(part) for part in lines[1]] == [
        "Activation key: Plan",
        "Monthly active users (MAU)",
        "Registered users",
    ]


def test_many_rows_at_once_are_one_line() -> None:
    change = ChangeAnswer("user", "batch", ChangeKind.UNBATCH, {"rows": [{}, {}, {}]})
    assert [(str(line.what), str(line.before), line.after) for line in change_lines([change])] == [
        ("User, many at once", "3 rows", None)
    ]


def act(number: int, *, undoes: str | None = None, undone_by: str | None = None, actor: str = "Anna") -> ActEntry:
    moment = datetime(2026, 1, 10, tzinfo=UTC)
    return ActEntry(
        act=f"a{number}",
        number=number,
        account=None,
        actor=actor,
        verb=msg("Act {n}", n=number),
        effective_on=moment.date(),
        recorded_at=moment,
        undoes=undoes,
        undone_by=undone_by,
        count=0,
    )


def test_undo_takes_the_newest_own_act_of_this_session() -> None:
    journal = [act(3, actor="Seatwise"), act(2), act(1)]
    found = steps(journal, {"a1", "a2", "a3"})
    assert found.back is not None
    assert found.back.entry == "a2"
    assert steps(journal, {"elsewhere"}).back is None


def test_redo_brings_back_the_last_undone_until_something_new_is_done() -> None:
    undone = [act(4, undoes="a1"), act(3, undoes="a2"), act(2, undone_by="a3"), act(1, undone_by="a4")]
    found = steps(undone, {f"a{number}" for number in range(1, 6)})
    assert found.back is None
    assert found.forward is not None
    assert (found.forward.entry, str(found.forward.verb)) == ("a4", "Act 1")
    assert steps([act(5), *undone], {f"a{number}" for number in range(1, 6)}).forward is None
