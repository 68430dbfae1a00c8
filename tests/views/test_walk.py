"""A walk over every window and dialog of the frame: each control has a name, and nothing is cut off."""

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenuBar,
    QProgressBar,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QWidget,
)

from desktop.domain.keys import Plan
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Tools
from desktop.views.frame.window import MainWindow
from desktop.views.palette.palette import CommandPalette
from desktop.views.widgets.contrast import READABLE, contrast
from tests.views.hands import the

Settled = Callable[[], None]
LANGUAGES = ("en", "fr", "nl")
THEMES = ("light", "dark")
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
)
INTERNAL = ("qt_", "ScrollLeftButton", "ScrollRightButton")
"""Parts that Qt makes for itself: their names are Qt's own."""


def named(widget: QWidget) -> bool:
    """Whether a screen reader can say what the control is."""
    if widget.accessibleName():
        return True
    if isinstance(widget, QAbstractButton):
        return bool(widget.text())
    parent = widget.parentWidget()
    inside = isinstance(parent, QAbstractSpinBox | QComboBox | QTabBar | QAbstractItemView)
    return inside or (parent is not None and parent.objectName().startswith("qt_"))


def parts(top: QWidget) -> Iterator[QWidget]:
    for widget in top.findChildren(QWidget):
        if widget.isVisibleTo(top) and not widget.objectName().startswith(INTERNAL):
            yield widget


def cut_off(widget: QWidget) -> bool:
    """Whether its text does not fit into it."""
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        return widget.width() < widget.sizeHint().width() or widget.height() < widget.minimumSizeHint().height()
    if isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QLineEdit):
        return False
    if isinstance(widget, QAbstractButton | QComboBox | QLineEdit):
        hint = widget.minimumSizeHint()
        return widget.width() < hint.width() or widget.height() < hint.height()
    return False


def outside(widget: QWidget, top: QWidget) -> bool:
    """Whether it lies beyond the edge of its window, where nothing can be scrolled to it."""
    above: QWidget | None = widget.parentWidget()
    while above is not None and above is not top:
        if isinstance(above, QScrollArea | QAbstractItemView):
            return False
        above = above.parentWidget()
    corner = widget.mapTo(top, QPoint(widget.width(), 0))
    return corner.x() > top.width() + 1


def faint(widget: QWidget) -> float | None:
    """The contrast of a label's text with its ground, where it is too low to read."""
    if not isinstance(widget, QLabel) or not widget.text() or not widget.isEnabled():
        return None
    ground: QWidget | None = widget
    while ground is not None and not ground.autoFillBackground() and not ground.isWindow():
        ground = ground.parentWidget()
    behind = (ground or widget).palette().color(QPalette.ColorRole.Window)
    found = contrast(widget.palette().color(QPalette.ColorRole.WindowText), behind)
    return found if found < READABLE - 0.05 else None


def faults(top: QWidget) -> list[str]:
    found = []
    for widget in parts(top):
        what = f"{type(widget).__name__} “{getattr(widget, 'text', str)()}”"
        if isinstance(widget, CONTROLS) and not named(widget):
            found.append(f"unnamed: {what} in {type(widget.parentWidget()).__name__}")
        if not isinstance(widget, QMenuBar) and cut_off(widget):
            found.append(f"cut off: {what} {widget.size()} needs {widget.sizeHint()}")
        if faint(widget) is not None:
            found.append(f"faint: {what} {faint(widget)}")
        if isinstance(widget, (*CONTROLS, QLabel)) and outside(widget, top):
            found.append(f"outside: {what}")
    return found


SAME_IN_EVERY_LANGUAGE = frozenset(
    {
        # names of programs, formats and languages
        *("CSV", "JSON", "PDF", "Parquet", "English", "Français", "Nederlands", "Seatwise"),
        "ECCID",
        # what the test's own data says
        *("Academy", "Anna", "completed", "pondered", "action", "object", "timestamp", "user", "Course"),
    }
)
"""Texts that are not translated, by reason."""
_WORD = re.compile(r"[^\W\d_]{3,}")


def words_said(top: QWidget) -> set[str]:
    """Every text that can be read, with at least one word in it."""
    said: set[str] = set()
    for widget in parts(top):
        if isinstance(widget, QLabel | QAbstractButton):
            said.add(widget.text())
        elif isinstance(widget, QLineEdit):
            said.add(widget.placeholderText())
        elif isinstance(widget, QTabBar):
            said |= {widget.tabText(place) for place in range(widget.count())}
        elif isinstance(widget, QComboBox):
            said |= {widget.itemText(place) for place in range(widget.count())}
        said |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
    return {text.replace("&", "") for text in said if _WORD.search(text)}


def untranslated(said: dict[str, set[str]], language: str) -> set[str]:
    """What is said alike in English and the language, without what is alike by reason."""
    alike = said["en"] & said[language]
    return {text for text in alike if not _is_data(text) and (language, text) not in ALIKE}


ALIKE = {
    ("fr", "Action"),
    ("fr", "Actions"),
    ("fr", "Description"),
    ("fr", "Format"),
    ("fr", "Source"),
    ("fr", "Version"),
    ("fr", "Formats"),
    ("fr", "Imports"),
    ("nl", "Imports"),
    ("fr", "Plan"),
    ("nl", "Account"),
    ("nl", "Account Academy"),
    # with how many entries there are
    ("nl", "Account 2"),
    # English for saying what an action counts as, Dutch for a folder
    ("nl", "Map"),
    ("nl", "Filter"),
    ("nl", "Status"),
}
"""Words that are the same in English and another language."""


def _is_data(text: str) -> bool:
    """Whether a text holds names and data alone."""
    left = re.sub(
        r"\S+@\S+|\S+/\S+|\S*\.(csv|db)|\b[A-Z]{3}\b|[0-9a-f-]{36}|(Ctrl|Shift|Alt|Esc|Del)\b",
        "",
        text.replace("\u200b", ""),
    )
    for same in sorted(SAME_IN_EVERY_LANGUAGE, key=len, reverse=True):
        left = left.replace(same, "")
    return not _WORD.search(left)


def windows(window: MainWindow, settled: Settled) -> Iterator[tuple[str, QWidget]]:
    """Every page and dialog of the frame, one after the other."""
    errands = window.errands
    window.show_welcome()
    yield "welcome", window
    window.show_page()
    for tab in window.page.tabs:
        window.page.show_tab(tab.key)
        settled()
        if isinstance(tab, BillingTab):
            yield "billing", window
            asked = {"activate": tab.activate, "issue": tab.issue, "receive": tab.receive_seats, "end": tab.end_share}
            for name, ask in asked.items():
                ask()
                yield name, dialog(name)
            errands.explain()
            yield "why", window.why
            window.why.put_away()
    errands.open_history()
    settled()
    yield "history", window
    errands.open_mail()
    settled()
    yield "mail", window
    for name, ask in (
        ("new account", errands.start_own),
        ("preferences", errands.open_preferences),
        ("shortcuts", errands.open_shortcuts),
        ("statement", errands.open_statement),
        ("guide", errands.open_guide),
    ):
        ask()
        settled()
        yield name, dialog(name)
    errands.open_palette()
    yield "palette", the(window, CommandPalette)


def dialog(name: str) -> QDialog:
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    assert len(shown) == 1, f"{name}: {shown}"
    return shown[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_control_has_a_name_and_nothing_is_cut_off(
    open_window: MainWindow, tools: Tools, settled: Settled, theme: str, language: str
) -> None:
    assert open_window.around is not None
    tools.looks.choose(theme)
    tools.words.speak(language)
    open_window.resize(open_window.minimumSize())
    open_window.around.workspace.keys.activate("VENDOR-1234", seats=10, plan=Plan.USERS)
    open_window.around.workspace.peer_shares.receive(25, "VENDOR-1234")
    open_window.announce(EVERYTHING)
    settled()
    found = []
    for name, top in windows(open_window, settled):
        QApplication.processEvents()
        found += [f"{name}: {fault}" for fault in faults(top)]
        if isinstance(top, QDialog):
            top.close()
            QApplication.processEvents()
    assert found == []


def test_every_text_is_said_in_the_language_chosen(open_window: MainWindow, tools: Tools, settled: Settled) -> None:
    assert open_window.around is not None
    open_window.around.workspace.keys.activate("VENDOR-1234", seats=10, plan=Plan.USERS)
    open_window.around.workspace.peer_shares.receive(25, "VENDOR-1234")
    said: dict[str, set[str]] = {}
    for language in LANGUAGES:
        tools.words.speak(language)
        open_window.announce(EVERYTHING)
        settled()
        found = said.setdefault(language, set())
        for _, top in windows(open_window, settled):
            QApplication.processEvents()
            found |= words_said(top)
            if isinstance(top, QDialog):
                top.close()
                QApplication.processEvents()
        the(open_window, CommandPalette).put_away()
    assert {language: untranslated(said, language) for language in ("fr", "nl")} == {"fr": set(), "nl": set()}
