"""The command palette finds commands, people and the guide."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desktop.domain.users import Role
from desktop.views.command_palette import CommandPalette
from desktop.views.desk import Surroundings
from desktop.views.person_card import PersonCard
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
