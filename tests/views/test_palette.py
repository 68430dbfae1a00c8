"""The command palette finds commands, people and the guide."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.domain.users import Role
from desktop.models.commands import Section
from desktop.models.month_names import months_named
from desktop.services.usage_import import ImportWishes
from desktop.services.usage_learners import UsageLearners
from desktop.views.command_palette import CommandPalette
from desktop.views.desk import Surroundings
from desktop.views.opening import FirstAccount
from desktop.views.person_card import PersonCard
from desktop.views.usage.tab import UsageTab
from desktop.views.window import MainWindow
from tests.views.hands import press, the, write

Settled = Callable[[], None]


@pytest.fixture
def palette(open_window: MainWindow) -> CommandPalette:
    open_window.errands.open_palette()
    return the(open_window, CommandPalette)


def test_every_declared_action_is_there(palette: CommandPalette, open_window: MainWindow) -> None:
    declared = [action.id for action in open_window.declared.actions if action.id != "palette"]
    of_tabs = [action.id for tab in open_window.page.tabs for action in tab.declared_actions()]
    assert {entry.key for entry in palette.shown()} >= {*declared, *of_tabs}


def test_what_cannot_be_done_now_is_listed_with_the_reason(palette: CommandPalette) -> None:
    undo = next(entry for entry in palette.shown() if entry.key == "undo")
    assert undo.run is None
    assert undo.detail == "Nothing was done in this session that can be taken back."


def test_words_in_any_order_find_a_command_and_enter_does_it(palette: CommandPalette, settled: Settled) -> None:
    window = palette.parent()
    assert isinstance(window, MainWindow)
    write(palette._field, "of accounts past")
    assert palette.shown() == []
    palette._field.clear()
    write(palette._field, "changed history")
    press(palette._field, Qt.Key.Key_Return)
    settled()
    assert window.page.current is not None
    assert window.page.current.key == "history"


def test_people_are_found_by_a_part_of_their_name(
    palette: CommandPalette, around: Surroundings, settled: Settled
) -> None:
    write(palette._field, "@nn")
    palette._ask_people()
    settled()
    assert [(entry.text, entry.detail) for entry in palette.shown()] == [("Anna", "Owner")]
    assert around.workspace.users.list()[0].role is Role.OWNER
    press(palette._field, Qt.Key.Key_Return)
    window = palette.parent()
    assert isinstance(window, MainWindow)
    assert the(window, PersonCard).isVisible()
    the(window, PersonCard).reject()


def test_escape_leaves_everything_as_it_was(palette: CommandPalette) -> None:
    press(palette._field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_learners_are_found_and_lead_to_their_newest_month(
    palette: CommandPalette, around: Surroundings, settled: Settled, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "user,name,timestamp,action\nw7,Élodie Wit,2025-11-03T10:00:00Z,completed\n"
        "w7,Élodie Wit,2025-12-03T10:00:00Z,completed\nw8,Other,2025-12-03T10:00:00Z,completed\n",
        encoding="utf-8",
    )
    around.workspace.usage_imports.import_files([path], ImportWishes())
    palette._field.setText("élodie wit")
    palette._ask_people()
    settled()
    assert [(entry.text, entry.detail) for entry in palette.shown()] == [("Élodie Wit", "Learner, w7")]
    press(palette._field, Qt.Key.Key_Return)
    settled()
    window = palette.parent()
    assert isinstance(window, MainWindow)
    tab = window.page.current
    assert isinstance(tab, UsageTab)
    assert (str(tab.people.month), tab.people.model.total) == ("2025-12", 1)


@pytest.mark.parametrize(("typed", "name"), [("2025-03", "March 2025"), ("march 2025", "March 2025")])
def test_a_month_is_named_and_opened(palette: CommandPalette, settled: Settled, typed: str, name: str) -> None:
    write(palette._field, typed)
    months = [entry for entry in palette.shown() if entry.section is Section.MONTHS]
    assert [entry.text for entry in months] == [name]
    assert months[0].run is not None
    months[0].run()
    settled()
    window = palette.parent()
    assert isinstance(window, MainWindow)
    assert isinstance(window.page.current, UsageTab)
    assert str(window.page.current.people.month) == "2025-03"


def test_another_account_is_found_and_opened(open_window: MainWindow, around: Surroundings, settled: Settled) -> None:
    open_window.sitting.add_account(FirstAccount("Zwolle", "EU", "UTC", "EUR", "Marit"))
    settled()
    open_window.errands.open_palette()
    palette = the(open_window, CommandPalette)
    write(palette._field, "academy")
    press(palette._field, Qt.Key.Key_Return)
    settled()
    assert open_window.windowTitle() == "Academy – Seatwise"


@pytest.mark.parametrize(
    ("typed", "language", "months"),
    [
        ("mars 2026", "fr", ["2026-03"]),
        ("maart 2026", "nl", ["2026-03"]),
        ("2026 juil", "fr", ["2026-07"]),
        ("jui 2026", "fr", ["2026-06", "2026-07"]),
        ("03/2026", "fr", ["2026-03"]),
        ("2026-13", "en", []),
        ("march", "en", []),
        ("report 2026", "en", []),
    ],
)
def test_months_are_known_by_their_names(typed: str, language: str, months: list[str]) -> None:
    assert [str(month) for month in months_named(typed, language)] == months


def test_a_search_reads_no_more_learners_than_it_shows(around: Surroundings, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = [f"p{who:04d}@example.org,2025-06-09T10:00:00Z,completed" for who in range(1500)]
    path.write_text("user,timestamp,action\n" + "\n".join(rows) + "\n", encoding="utf-8")
    around.workspace.usage_imports.import_files([path], ImportWishes())
    learners = UsageLearners(around.workspace.context)
    assert [one.identifier for one in learners.like("p01", 3)] == [f"p010{n}@example.org" for n in range(3)]
    assert len(learners.like("EXAMPLE", 8)) == 8
    assert learners.like("p0100 nowhere") == []


def test_a_name_or_a_year_alone_finds_the_months_there_may_be(palette: CommandPalette, settled: Settled) -> None:
    def months(typed: str) -> list[str]:
        palette.open_with([], typed)
        settled()
        return [entry.text for entry in palette.shown() if entry.section is Section.MONTHS]

    assert months("mar") == ["March 2025", "March 2024"]
    assert months("2026") == ["January 2026"]
    assert months("2027") == []
