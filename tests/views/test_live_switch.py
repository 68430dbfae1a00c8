"""A switch of language retells everything at once: what can be read is what a fresh start in that language says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.app import Desk
from desktop.domain.progress import silent
from desktop.i18n import msg
from desktop.services.workspace import Choice
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import Level, Tools
from desktop.views.frame.window import MainWindow
from desktop.views.leaving.page import DeactivatePage
from desktop.views.orders.tab import OrdersTab
from desktop.views.start.program import tools_for
from tests.desks import DAY
from tests.views.conftest import OnDay


def read(widget: QWidget) -> Iterator[str]:
    """What one widget says: its text, to the eye and to a screen reader."""
    name = type(widget).__name__
    for what, text in (
        ("name", widget.accessibleName()),
        ("description", widget.accessibleDescription()),
        ("tip", widget.toolTip()),
        ("title", widget.windowTitle()),
    ):
        yield f"{name} {what}: {text}"
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield f"{name}: {widget.text()}"
    if isinstance(widget, QLineEdit):
        yield f"{name} placeholder: {widget.placeholderText()}"
    if isinstance(widget, QTextEdit):
        yield f"{name}: {widget.toPlainText()}"
    if isinstance(widget, QComboBox):
        yield from (f"{name} item: {widget.itemText(place)}" for place in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model, root = view.model(), view.rootIndex()
    across, down = Qt.Orientation.Horizontal, min(40, model.rowCount(root))
    for column in range(model.columnCount(root)):
        yield f"head: {model.headerData(column, across)}"
        for row in range(down):
            index = model.index(row, column, root)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                yield f"cell: {index.data(role)}"


def everything(window: MainWindow) -> set[str]:
    """Everything that can be read in the window now, but the jobs of the moment: those differ from run to run."""
    shown = (one for one in window.findChildren(QWidget) if one.isVisibleTo(window))
    widgets = [one for one in (window, *shown) if not window.status.isAncestorOf(one)]
    said = {text for widget in widgets for text in read(widget)}
    # What can be done now is asked when a menu opens.
    for declared in (window.declared, *map(window.page.declared, window.page.tabs)):
        declared.refresh()
    jobs = set(window.status.findChildren(QAction))
    actions = (one for one in window.findChildren(QAction) if one not in jobs)
    # What a button's menu says of why not is of the row chosen when it was filled.
    return said | {
        f"action: {one.text()} | {'' if isinstance(one.parent(), QMenu) else one.toolTip()}" for one in actions
    }


@pytest.fixture
def begin(desk: Desk, qtbot: QtBot) -> Iterator[Callable[[str], MainWindow]]:
    """Starts the window in a language, on the account with orders of the demo workspace; one at a time."""
    desk.demo(Choice(store=str(desk.folders.demo_store)), silent).close()
    open_now: list[MainWindow] = []

    def end() -> None:
        for window in open_now:
            window.tools.jobs.wait_idle()
            window.close()
            window.sitting.end()
            window.tools.jobs.close()
        open_now.clear()

    def start(language: str) -> MainWindow:
        end()
        tools = tools_for(OnDay(desk, DAY), desk.folders, replace(desk.settings, theme="light"), language)
        window = MainWindow(tools)
        qtbot.addWidget(window)
        open_now.append(window)
        window.sitting.freshness.rest()
        window.show_welcome()
        window.show()
        window.sitting.open_demo()
        settled(tools)
        assert window.sitting.opened is not None
        orders = next(one for one in window.sitting.opened.accounts if "Halden" in one.name)
        window.sitting.choose_account(orders.account)
        settled(tools)
        for one in (window.errands.open_history, window.errands.open_mail, window.errands.open_scenarios):
            one()
            settled(tools)
        orders_tab = next(one for one in window.page.tabs if isinstance(one, OrdersTab))
        window.page.show_tab(orders_tab.key)
        orders_tab.open_order(4)
        settled(tools)
        billing = next(one for one in window.page.tabs if isinstance(one, BillingTab))
        window.page.show_tab(billing.key)
        billing.deactivate()
        settled(tools)
        window.show_message(msg("Nothing was changed."), level=Level.WARNING)
        return window

    yield start
    end()


def settled(tools: Tools) -> None:
    assert tools.jobs.wait_idle(50_000)


def look(window: MainWindow) -> Mapping[str, set[str]]:
    """What each tab says, its first row chosen."""
    said = {}
    for key in window.page.keys:
        window.page.show_tab(key)
        settled(window.tools)
        tab = window.page.current
        assert tab is not None
        for view in tab.findChildren(QAbstractItemView):
            if view.isVisibleTo(tab) and view.model() is not None and view.model().rowCount():
                view.setCurrentIndex(view.model().index(0, 0))
        settled(window.tools)
        said[key] = everything(window)
    return said


@pytest.mark.timeout(300)
def test_what_is_switched_says_what_a_fresh_start_says(begin: Callable[[str], MainWindow]) -> None:
    window = begin("en")
    look(window)
    switched = {}
    for language in ("fr", "nl", "en"):
        window.tools.words.speak(language)
        settled(window.tools)
        switched[language] = look(window)
        assert window.findChildren(DeactivatePage)
        finished = [window.tools.words.text(job.title) for job in window.status._finished]
        assert [one.text() for one in window.status._past.menu().actions()] == finished
    slips: dict[str, list[str]] = {}
    for language in ("fr", "nl", "en"):
        window = begin(language)
        look(window)
        fresh = look(window)
        for key, said in fresh.items():
            stale = sorted(switched[language][key] ^ said)
            if stale:
                slips[f"{language} {key}"] = stale
    assert slips == {}
