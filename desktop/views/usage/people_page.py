"""The people of a month: each once, with the first qualifying activity, its kind and source; late ones marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
)

from desktop.domain.periods import Month
from desktop.domain.qualification import KIND_LABELS, Kind
from desktop.i18n import Message, msg, msgn
from desktop.models.people import SHORT_KINDS, PeopleModel
from desktop.services.usage.people import MonthHead, MonthPeople
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.services.usage.usage import PersonAnswer
from desktop.views.amounts import Amount
from desktop.views.desk import Surroundings
from desktop.views.frame.top_bar import ROOMY
from desktop.views.usage.buttons import as_link, plain_button
from desktop.views.usage.months import month_message
from desktop.views.usage.people_list import PeopleList
from desktop.views.usage.person_pane import WIDTH, PersonPane
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role

_TYPING_MILLISECONDS = 250
_ALL, _LATE = "all", "late"


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
        self._chip = _ALL
        self._asked = 0
        self._kept: str | None = None
        looks = surroundings.looks
        self.model = PeopleModel(surroundings.words.translator, self)
        self.list = PeopleList(self.model, surroundings)
        self.pane = PersonPane(surroundings)
        self.crumb, self.name = plain_button(self.left.emit), Text(looks, Role.TOTAL)
        self.lock, self.closed = QLabel(), Text(looks, Role.BODY, "text2")
        self.before, self.after = plain_button(lambda: self._step(-1)), plain_button(lambda: self._step(1))
        self.billed, self.observed, self.late = (Amount(surroundings) for _ in range(3))
        self.export = QPushButton()
        self.filter = QLineEdit()
        self.chips = QHBoxLayout()
        self._group = QButtonGroup(self)
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
        self._month, self._chip = month, _ALL
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
        return PeopleWishes(self.filter.text(), kind, self._chip == _LATE)

    def retranslate(self) -> None:
        """Say everything again."""
        text, icons = self._surroundings.words.text, self._surroundings.icons
        self.crumb.setText(text(msg("Monthly Usage")))
        as_link(self.crumb, self._surroundings.looks)
        self.crumb.setAccessibleName(text(msg("Back to Monthly Usage")))
        self.crumb.setToolTip(text(msg("Back to Monthly Usage (Esc)")))
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
        self.name.setText(month_message(head.month, words))
        self._numbers(head)
        self._neighbours(head.month)
        self._offer_chips(head)
        self.export.setText(words.text(msgn("Export {n} row…", "Export {n} rows…", n=head.found)))
        self.export.setAccessibleName(self.export.text())
        self.export.setAccessibleDescription(words.text(msg("Writes everyone listed, as filtered, to a file.")))
        self.export.setEnabled(head.found > 0)
        self.count.setText(words.text(msgn("{n} person", "{n} people", n=head.found)))
        self.foot.setText(words.text(msg("Local time, {zone}. A month begins at 00:00 there.", zone=head.zone)))
        self._say_nobody(head)

    def _numbers(self, head: MonthHead) -> None:
        closed = head.billed is not None
        for one in (self.billed, self.late):
            one.setVisible(closed)
        self.late.setVisible(bool(head.late))
        self.observed.show_amount(head.observed, msg("observed in all imported files"))
        self.billed.show_amount(head.billed, msg("billed people"))
        self.late.show_amount(head.late, msg("late, not billed"))
        self.late.color("warn")
        self.lock.setVisible(closed)
        self.lock.setPixmap(self._surroundings.icons.pixmap("lock", scale=self.devicePixelRatioF()))
        said = msg("Not closed yet") if head.closed_on is None else msg("Closed on {day}", day=head.closed_on)
        gone = msgn("{n} billed is no longer observed", "{n} billed are no longer observed", n=head.gone)
        whole = msg("{first}. {second}.", first=said, second=gone) if head.gone else said
        self.closed.setText(self._surroundings.words.text(whole))

    def _neighbours(self, month: Month) -> None:
        words, icons = self._surroundings.words, self._surroundings.icons
        for button, by, icon in ((self.before, -1, "chevron-left"), (self.after, 1, "chevron-right")):
            name = month_message(month + by, words)
            button.setIcon(icons.icon(icon))
            button.setText(name)
            button.setAccessibleName(words.text(msg("People of {month}", month=name)))
            button.setToolTip(button.accessibleName())

    def _offer_chips(self, head: MonthHead) -> None:
        """All, late, and each kind there is, with their counts."""
        offered: list[tuple[str, Message, int]] = [(_ALL, msg("All"), head.observed)]
        if head.late:
            offered.append((_LATE, msg("Late, not billed"), head.late))
        offered += [(kind, SHORT_KINDS[kind], count) for kind, count in head.kinds.items()]
        focused = any(button.hasFocus() for button in self._group.buttons())
        for old in self._group.buttons():
            self._group.removeButton(old)
            self.chips.removeWidget(old)
            old.deleteLater()
        for key, label, count in offered if len(offered) > 2 else offered[:1]:
            self._add_chip(key, label, count, focused=focused)

    def _add_chip(self, key: str, label: Message, count: int, *, focused: bool) -> None:
        words = self._surroundings.words
        chip = QToolButton()
        chip.setCheckable(True)
        chip.setChecked(key == self._chip)
        chip.setText(f"{words.text(label)}  {words.value(count)}")
        if key in set(Kind):
            chip.setToolTip(words.text(KIND_LABELS[Kind(key)]))
        chip.setAccessibleName(words.text(msg("Show: {what}, {count}", what=label, count=count)))
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.clicked.connect(lambda: self._filter_by(key))
        self._group.addButton(chip)
        self.chips.addWidget(chip)
        if focused and key == self._chip:
            chip.setFocus()

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
        looks = self._surroundings.looks
        top = QHBoxLayout()
        top.setContentsMargins(16, 6, 16, 6)
        top.setSpacing(8)
        parting = Text(looks, Role.BODY, "text2")
        parting.setText("/")
        for widget in (self.crumb, parting, self.name, self.lock, self.closed):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.before)
        top.addWidget(self.after)
        numbers = QHBoxLayout()
        numbers.setContentsMargins(24, 10, 24, 10)
        numbers.setSpacing(28)
        for amount in (self.billed, self.observed, self.late):
            numbers.addWidget(amount)
        numbers.addStretch(1)
        numbers.addWidget(self.export)
        filters = QHBoxLayout()
        filters.setContentsMargins(24, 8, 24, 8)
        filters.setSpacing(8)
        filters.addWidget(self.filter)
        filters.addLayout(self.chips)
        filters.addStretch(1)
        filters.addWidget(self.count)
        self._stack(top, numbers, filters)

    def _stack(self, top: QHBoxLayout, numbers: QHBoxLayout, filters: QHBoxLayout) -> None:
        looks = self._surroundings.looks
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 6, 24, 8)
        foot.addWidget(self.nobody)
        foot.addStretch(1)
        foot.addWidget(self.foot)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(Hairline(looks))
        box.addLayout(numbers)
        box.addWidget(Hairline(looks))
        box.addLayout(filters)
        box.addWidget(self._beside(), 1)
        box.addLayout(foot)
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(290)
        self.filter.setMinimumHeight(30)
        self.export.setMinimumHeight(32)
        self.export.setIconSize(QSize(16, 16))
        self.after.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

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
        self._group.setExclusive(True)
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
