"""The people of a month: each once, with the first qualifying activity, its kind and source; late ones marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
)

from desktop.domain.periods import Month
from desktop.domain.qualification import Kind
from desktop.i18n import msg, msgn
from desktop.models.people import PeopleModel
from desktop.services.usage.people import MonthHead, MonthPeople
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.services.usage.usage import PersonAnswer
from desktop.views.desk import Surroundings
from desktop.views.frame.top_bar import ROOMY
from desktop.views.usage.people_chips import ALL, LATE, PeopleChips
from desktop.views.usage.people_head import PeopleHead
from desktop.views.usage.people_list import PeopleList
from desktop.views.usage.person_pane import WIDTH, PersonPane
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role

_TYPING_MILLISECONDS = 250


class PeoplePage(Ground):
    """Reads one month at a time. `left` leads back to the months, `export_wanted` to a file of the list."""

    left = Signal()
    export_wanted = Signal(object, object)
    learners_wanted = Signal(str, bool)

    def __init__(self, surroundings: Surroundings) -> None:
        """Show no month yet."""
        super().__init__(surroundings.looks, "base")
        self._surroundings = surroundings
        self._people = MonthPeople(surroundings.workspace.context)
        self._month: Month | None = None
        self._head: MonthHead | None = None
        self._chip = ALL
        self._asked = 0
        self._kept: str | None = None
        looks = surroundings.looks
        self.model = PeopleModel(surroundings.words.translator, self)
        self.list = PeopleList(self.model, surroundings)
        self.pane = PersonPane(surroundings)
        self.export = QPushButton()
        self.head = PeopleHead(surroundings, self.export)
        self.filter = QLineEdit()
        self.chips = PeopleChips(surroundings.words)
        self.count, self.foot = Text(looks, Role.CAPTION, "text2"), Text(looks, Role.CAPTION, "text2")
        self.nobody = Text(looks, Role.BODY, "text2")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MILLISECONDS)
        self._build()
        self._connect()

    @property
    def month(self) -> Month | None:
        """The month shown."""
        return self._month

    def open(self, month: Month, text: str = "") -> None:
        """Show the people of another month, all of them or those that the text finds; the first one is chosen."""
        self._month, self._chip = month, ALL
        self._forget()
        self.filter.blockSignals(True)
        self.filter.setText(text)
        self.filter.blockSignals(False)
        self.reload()

    def reload(self) -> None:
        """Read the month again, with the filters as they are."""
        month, wishes, people = self._month, self.wishes(), self._people
        if month is None:
            return
        self._asked += 1
        asked = self._asked
        self._surroundings.jobs.read(
            msg("Read the people of {month}", month=month),
            lambda _: people.head(month, wishes),
            lambda head: self._show(head) if asked == self._asked else None,
        )

    def wishes(self) -> PeopleWishes:
        """The filters as they are."""
        kind = Kind(self._chip) if self._chip in set(Kind) else None
        return PeopleWishes(self.filter.text(), kind, self._chip == LATE)

    def retranslate(self) -> None:
        """Say everything again."""
        text, icons = self._surroundings.words.text, self._surroundings.icons
        self.head.retranslate()
        self.filter.setPlaceholderText(text(msg("Find a person, learning object or source")))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setAccessibleDescription(text(msg("Shows only people whose row holds this text.")))
        self.export.setIcon(icons.icon("file-down"))
        self.list.setAccessibleName(text(msg("People of the month")))
        self.list.setAccessibleDescription(text(msg("Each person once, in order of the first qualifying activity.")))
        self.list.retranslate()
        self.pane.retranslate()
        if self._head is not None:
            self._show(self._head)

    def focus_first(self) -> None:
        """The list has the keyboard."""
        self.list.setFocus()

    def _show(self, head: MonthHead) -> None:
        self._head = head
        words = self._surroundings.words
        chosen = self._chosen()
        self._kept = self._kept if chosen is None else chosen.learner
        self.model.restart(head.found, head.zone, words.translator)
        self.head.show_head(head)
        self.chips.offer(head, self._chip)
        self.export.setText(words.text(msgn("Export {n} row…", "Export {n} rows…", n=head.found)))
        self.export.setAccessibleName(self.export.text())
        self.export.setAccessibleDescription(words.text(msg("Writes everyone listed, as filtered, to a file.")))
        self.export.setEnabled(head.found > 0)
        self.count.setText(words.text(msgn("{n} person", "{n} people", n=head.found)))
        self.foot.setText(words.text(msg("Local time, {zone}. A month begins at 00:00 there.", zone=head.zone)))
        self._say_nobody(head)

    def _say_nobody(self, head: MonthHead) -> None:
        words = self._surroundings.words
        self.nobody.setVisible(not head.found)
        text = msg("Nobody was active in this month.")
        if head.observed:
            text = msg("Nobody fits the filter.")
        self.nobody.setText(words.text(text))

    def _filter_by(self, key: str) -> None:
        self._chip = key
        self.reload()

    def _step(self, by: int) -> None:
        if self._month is not None:
            self._month = self._month + by
            self._forget()
            self.reload()

    def _fetch(self, start: int, limit: int) -> None:
        """Answer the model's wish for a page."""
        month, wishes, people, listing = self._month, self.wishes(), self._people, self.model.listing
        if month is None:
            return

        def take(page: list[PersonAnswer]) -> None:
            self.model.add_page(listing, start, page)
            if listing == self.model.listing and not self.list.currentIndex().isValid():
                self._choose_again()

        self._surroundings.jobs.read(
            msg("Read the people of {month}", month=month),
            lambda _: people.page(month, wishes, start, limit),
            take,
        )

    def _build(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(24, 8, 24, 8)
        filters.setSpacing(8)
        filters.addWidget(self.filter)
        filters.addWidget(self.chips)
        filters.addStretch(1)
        filters.addWidget(self.count)
        self._stack(filters)

    def _stack(self, filters: QHBoxLayout) -> None:
        looks = self._surroundings.looks
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 6, 24, 8)
        foot.addWidget(self.nobody)
        foot.addStretch(1)
        foot.addWidget(self.foot)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addWidget(Hairline(looks))
        box.addLayout(filters)
        box.addWidget(self._beside(), 1)
        box.addLayout(foot)
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(290)
        self.filter.setMinimumHeight(30)
        self.export.setMinimumHeight(32)
        self.export.setIconSize(QSize(16, 16))

    def _beside(self) -> QSplitter:
        """The list with the person chosen at its right."""
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(3)
        split.setSizes([1000, WIDTH])
        return split

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the person is shown only when opened with Enter."""
        super().resizeEvent(event)
        before, now = event.oldSize().width(), event.size().width()
        if before < 0 or (before < ROOMY) != (now < ROOMY):
            self._show_pane(shown=now >= ROOMY)
            self._choose()

    def _forget(self) -> None:
        """In another month the first person is chosen."""
        self._kept = None
        self.list.setCurrentIndex(QModelIndex())

    def _choose_again(self) -> None:
        """Choose whoever was chosen before the list was read again, wherever listed now; at first the first one."""
        row = 0 if self._kept is None else self.model.row_of(self._kept)
        if row is not None and row < self.model.loaded:
            self.list.setCurrentIndex(self.model.index(row, 0, QModelIndex()))

    def _chosen(self) -> PersonAnswer | None:
        person = self.list.currentIndex().data(PeopleModel.PersonRole)
        return person if isinstance(person, PersonAnswer) else None

    def _choose(self) -> None:
        """Show the current person beside the list."""
        person = self._chosen()
        if self.pane.isHidden():
            return
        if person is not None and self._month is not None:
            self.pane.show_person(self._month, person)
        else:
            self.pane.show_nobody()

    def open_person(self) -> None:
        """Show the current person's details, wherever there is room for them."""
        self._show_pane(shown=True)
        self._choose()

    def _show_pane(self, *, shown: bool) -> None:
        self.pane.setVisible(shown)
        self.list.stand_beside(shown)

    def _connect(self) -> None:
        self.list.selectionModel().currentRowChanged.connect(self._choose)
        self.model.modelReset.connect(self._choose)
        self.list.activated.connect(self.open_person)
        self.pane.left.connect(lambda: self._show_pane(shown=False))
        self.pane.learners_wanted.connect(self.learners_wanted)
        self.head.left.connect(self.left)
        self.head.stepped.connect(self._step)
        self.chips.picked.connect(self._filter_by)
        self.model.wanted.connect(self._fetch)
        self._typing.timeout.connect(self.reload)
        self.filter.textChanged.connect(self._typing.start)
        self.export.clicked.connect(lambda: self.export_wanted.emit(self._head, self.wishes()))
        back = QAction(self)
        back.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        back.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.triggered.connect(self.left)
        self.addAction(back)
        find = QAction(self)
        find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(self._find)
        self.addAction(find)

    def _find(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
