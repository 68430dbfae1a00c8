"""A walk over the tab and its dialogs: every control has a name, nothing is cut off, in each language and scheme."""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.periods import Month
from desktop.services.workspace import Workspace
from desktop.views.desk import Tools
from tests.views.test_walk import LANGUAGES, THEMES, faults, untranslated, words_said
from tests.views.usage.conftest import DECEMBER, Desktop, write_activity


def dialogs(desktop: Desktop, path: Path) -> Iterator[tuple[str, QDialog]]:
    """Every dialog of the page, one after the other."""
    acts, page = desktop.tab.acts, desktop.tab.page
    assert page is not None
    asks: tuple[tuple[str, Callable[[], None]], ...] = (
        ("import", lambda: desktop.tab.import_files([path])),
        ("how read", lambda: acts.how_read(page.sources[0])),
        ("remove", lambda: acts.remove(page.sources[0])),
        ("close", acts.close_month),
        ("reopen", acts.reopen_month),
        ("map", lambda: acts.edit_map(None)),
        ("learners", acts.learners),
        ("report", lambda: acts.report(None)),
    )
    for name, ask in asks:
        ask()
        desktop.settle()
        found = desktop.dialog()
        yield name, found
        found.reject()


def pages(desktop: Desktop, qtbot: QtBot) -> Iterator[tuple[str, QWidget]]:
    yield "months", desktop.tab
    desktop.tab.open_month(DECEMBER)
    desktop.settle()
    qtbot.waitUntil(lambda: desktop.tab.people.model.rowCount() > 0)
    yield "people", desktop.tab
    desktop.tab.people.list.selectRow(0)
    desktop.tab.people.open_person()
    desktop.settle()
    yield "person", desktop.tab
    desktop.tab.show_months()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_control_has_a_name_and_nothing_is_cut_off(
    show: Callable[[Workspace], Desktop],
    used: Workspace,
    tools: Tools,
    qtbot: QtBot,
    tmp_path: Path,
    theme: str,
    language: str,
) -> None:
    tools.looks.choose(theme)
    tools.words.speak(language)
    used.usage_changes.close_month(Month.parse("2025-03"))
    desktop = show(used)
    desktop.tab.resize(1024, 560)
    found = []
    path = write_activity(tmp_path / "other.csv", ["2025-05", "2025-06"])
    for name, top in chain(pages(desktop, qtbot), dialogs(desktop, path)):
        QApplication.processEvents()
        found += [f"{name}: {fault}" for fault in faults(top)]
    assert not found, "\n".join(found)


def test_every_text_is_said_in_the_language_chosen(
    show: Callable[[Workspace], Desktop], used: Workspace, tools: Tools, qtbot: QtBot, tmp_path: Path
) -> None:
    used.usage_changes.close_month(Month.parse("2025-03"))
    path = write_activity(tmp_path / "other.csv", ["2025-05", "2025-06"])
    said: dict[str, set[str]] = {}
    desktop = show(used)
    for language in LANGUAGES:
        tools.words.speak(language)
        desktop.tab.retranslate()
        desktop.settle()
        found = said.setdefault(language, set())
        for _, top in chain(pages(desktop, qtbot), dialogs(desktop, path)):
            QApplication.processEvents()
            found |= words_said(top)
    assert {language: untranslated(said, language) for language in ("fr", "nl")} == {"fr": set(), "nl": set()}


def test_the_tab_speaks_another_language_without_being_made_anew(desktop: Desktop, tools: Tools) -> None:
    tools.words.speak("nl")
    desktop.tab.retranslate()
    names = desktop.tab.months.chart.accessibleDescription()
    assert "januari 2026" in names
    assert desktop.tab.months.periods.periods.itemText(0) == "mrt 2025 – feb 2026"
