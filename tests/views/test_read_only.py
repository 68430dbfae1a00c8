"""A store that is only read: the window says so for as long as it is open, and offers no act."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desktop.views.frame.declared import tooltip
from desktop.views.frame.window import MainWindow

Settled = Callable[[], None]
_WHY = "The store is open for reading only. It was made by a newer Seatwise."


def made_newer(place: str) -> None:
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def test_a_store_of_a_newer_program_is_shown_with_a_lasting_warning(
    window: MainWindow, place: str, settled: Settled
) -> None:
    made_newer(place)
    window.sitting.open_place(place)
    settled()
    bar = window.page.messages
    said = "academy.db is open read-only: It was made by a newer Seatwise. Nothing can be changed here."
    assert bar.said() == said
    bar.put_away()
    window.reload_all()
    settled()
    assert bar.said() == said


def test_no_act_is_offered_in_a_store_that_is_only_read(window: MainWindow, place: str, settled: Settled) -> None:
    made_newer(place)
    window.sitting.open_place(place)
    settled()
    acts = {"account", "undo", "redo", "activate", "usage.import", "usage.map", "usage.learners", "usage.close-month"}
    found = [*window.declared.actions, *(one for tab in window.page.tabs for one in tab.declared_actions())]
    for action in found:
        if action.id in acts:
            assert tooltip(action, window.tools.words).startswith(_WHY), action.id
    assert acts <= {action.id for action in found}
    window.errands.open_history()
    settled()
    assert window.page.current is not None
    assert str(window.page.current.declared_actions()[0].enabled()).startswith("The store is open for reading only.")


def test_files_dropped_on_a_store_that_is_only_read_are_not_imported(
    window: MainWindow, place: str, settled: Settled, tmp_path: Path
) -> None:
    made_newer(place)
    window.sitting.open_place(place)
    settled()
    window.errands.import_files([tmp_path / "activity.csv"])
    assert window.page.messages.said() == _WHY
