"""The Monthly Usage tab: the months, the people of one of them, or what to do while there is nothing yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from desktop.domain.periods import Month
from desktop.i18n import Message, msg
from desktop.services.usage.page import Span, UsagePage, UsagePages
from desktop.views.action import Action, Tab
from desktop.views.desk import Kind, Surroundings
from desktop.views.frame.declared import Declared
from desktop.views.usage.acts import Acts
from desktop.views.usage.empty import Empty
from desktop.views.usage.headline import Headline
from desktop.views.usage.month_page import MonthPage
from desktop.views.usage.people_page import PeoplePage
from desktop.views.usage.side import WIDTH, Side
from desktop.views.widgets.letters import Ground, Hairline

_READ_AGAIN = frozenset({Kind.USAGE, Kind.KEYS, Kind.ACCOUNT, Kind.RULES, Kind.USERS})
_SPLITTER = "usage.side"


class UsageTab(Tab):
    """Answers who used it, when, and what it counts for."""

    title = msg("Monthly Usage")
    key = "usage"

    def __init__(self, surroundings: Surroundings) -> None:
        """Read the usual months at once; the chart follows when the page is shown."""
        super().__init__()
        self._surroundings = surroundings
        self._pages = UsagePages(surroundings.workspace.context)
        self._wanted: Span | None = None
        self._year_before = False
        self._asked = 0
        self.acts = Acts(surroundings, self)
        self._declared = self._actions()
        self.headline = Headline(surroundings, self._declared)
        self.months = MonthPage(surroundings)
        self.side = Side(surroundings)
        self.people = PeoplePage(surroundings)
        self.empty = Empty(surroundings)
        self.stack = QStackedWidget()
        self._build()
        self._connect()
        self.retranslate()
        self.read()

    @property
    def page(self) -> UsagePage | None:
        """What is shown."""
        return self.months.page

    def declared_actions(self) -> list[Action]:
        """Everything a person can do with usage."""
        return list(self._declared)

    def reload(self, kinds: frozenset[str]) -> None:
        """Read again what was written."""
        if kinds & _READ_AGAIN:
            self.read()
            if self.stack.currentWidget() is self.people:
                self.people.reload()

    def retranslate(self) -> None:
        """Say everything in the language and the colours of the moment."""
        self.setAccessibleName(self._surroundings.words.text(self.title))
        for part in (self.headline, self.months, self.side, self.people, self.empty):
            part.retranslate()

    def focus_first(self) -> None:
        """The chart has the keyboard, or the people, or the one button there is."""
        shown = self.stack.currentWidget()
        target = self.people.list if shown is self.people else self.months.chart
        (self.empty.button if shown is self.empty else target).setFocus()

    def import_files(self, paths: Sequence[Path] = ()) -> None:
        """Import activity files; without any, ask which."""
        self.acts.import_files(paths)

    def read(self) -> None:
        """Read the page again; an answer to an earlier question is dropped."""
        self._asked += 1
        asked, wanted, before = self._asked, self._wanted, self._year_before
        self._surroundings.jobs.read(
            msg("Read usage"),
            lambda _: self._pages.read(wanted, year_before=before),
            lambda page: self._show_alone(page) if asked == self._asked else None,
        )

    def open_month(self, month: Month, text: str = "") -> None:
        """Show the people of a month, those that the text finds."""
        self.people.open(month, text)
        self.stack.setCurrentWidget(self.people)
        self.people.focus_first()

    def show_months(self) -> None:
        """Back to the months."""
        self.stack.setCurrentWidget(self.main)
        self.months.chart.setFocus()

    def _show_alone(self, page: UsagePage) -> None:
        """Show what was read; what is got ready for the chart begins when the figures are there."""
        with self._surroundings.jobs.held():
            self._show(page)

    def _show(self, page: UsagePage) -> None:
        self.acts.page = page
        for declared in self.findChildren(Declared):
            declared.refresh()
        self.headline.show_page(page)
        self.months.show_page(page)
        self.side.show_page(page)
        self.empty.show_page(page)
        if self.stack.currentWidget() is not self.people:
            nothing = page.empty and not page.periods
            self.stack.setCurrentWidget(self.empty if nothing else self.main)

    def _choose(self, span: Span) -> None:
        self._wanted = span
        self.read()

    def _compare(self, year_before: bool) -> None:
        self._year_before = year_before
        self.read()

    def _build(self) -> None:
        looks = self._surroundings.looks
        self.main = Ground(looks, "base")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.months)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setCollapsible(0, False)
        self.splitter.setHandleWidth(3)
        self.splitter.setSizes([1000, WIDTH])
        inner = QVBoxLayout(self.main)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.headline)
        inner.addWidget(Hairline(looks))
        inner.addWidget(self.splitter, 1)
        for page in (self.main, self.people, self.empty):
            self.stack.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self.months.periods.chosen.connect(self._choose)
        self.months.periods.year_before_wanted.connect(self._compare)
        self.months.opened.connect(self.open_month)
        self.people.left.connect(self.show_months)
        self.people.export_wanted.connect(self.acts.export_people)
        self.people.learners_wanted.connect(self.acts.learners_of)
        self.side.import_wanted.connect(self.import_files)
        self.empty.import_wanted.connect(self.import_files)
        self.side.details_wanted.connect(self.acts.how_read)
        self.side.remove_wanted.connect(self.acts.remove)
        self.side.back_wanted.connect(self.acts.bring_back)
        self.side.map_wanted.connect(self.acts.edit_map)

    def _actions(self) -> list[Action]:
        return [*self._of_files(), *self._of_months(), *self._of_meaning(), *self._of_what_is_shown()]

    def _of_files(self) -> list[Action]:
        return [
            Action(
                "usage.report",
                msg("Download Detailed Report…"),
                lambda: self.acts.report(None),
                "Ctrl+Shift+D",
                msg("Writes who was active in which month, with the first qualifying activity"),
                "file-down",
                self._nothing_yet,
            ),
            Action(
                "usage.import",
                msg("Import activity files…"),
                self.import_files,
                "Ctrl+Shift+I",
                msg("Reads activity files after a preview; files can also be dropped on the window"),
                "upload",
                self._surroundings.only_read,
            ),
        ]

    def _of_months(self) -> list[Action]:
        return [
            Action(
                "usage.close-month",
                msg("Close month…"),
                self.acts.close_month,
                None,
                msg("Fixes what a month is billed; later imports change only what is observed"),
                "lock",
                self._nothing_to_close,
            ),
            Action(
                "usage.reopen-month",
                msg("Reopen month…"),
                self.acts.reopen_month,
                None,
                msg("Lets a closed month be what is observed again; undo closes it as it was"),
                "undo-2",
                self._nothing_closed,
            ),
        ]

    def _of_meaning(self) -> list[Action]:
        return [
            Action(
                "usage.map",
                msg("Edit what counts…"),
                lambda: self.acts.edit_map(None),
                None,
                msg("Says which actions make a learner active"),
                "map",
                self._surroundings.only_read,
            ),
            Action(
                "usage.learners",
                msg("Aliases and exclusions…"),
                self.acts.learners,
                None,
                msg("Two names of one person, and people who never count"),
                "users",
                self._surroundings.only_read,
            ),
        ]

    def _of_what_is_shown(self) -> list[Action]:
        return [
            Action(
                "usage.chart",
                msg("Save the chart…"),
                self.acts.save_chart,
                None,
                msg("Writes the chart shown as PNG, SVG or PDF"),
                "chart-column",
                self._nothing_yet,
            ),
            Action(
                "usage.copy",
                msg("Copy the table"),
                self._copy_table,
                None,
                msg("Puts the months shown on the clipboard, for a spreadsheet"),
                "copy",
                self._nothing_yet,
            ),
        ]

    def _copy_table(self) -> None:
        self.months.copy()

    def _nothing_yet(self) -> Message | None:
        page = self.acts.page
        return (
            None if page is not None and page.series.months else msg("There is no activity yet. Import a file first.")
        )

    def _nothing_to_close(self) -> Message | None:
        page = self.acts.page
        reason = msg("A month can be closed once the imported files reach past its end.")
        return self._surroundings.only_read() or (None if page is not None and page.closable else reason)

    def _nothing_closed(self) -> Message | None:
        page = self.acts.page
        reason = None if page is not None and page.closed_on else msg("No month is closed.")
        return self._surroundings.only_read() or reason

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what is dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.import_files(paths)
