"""The head of a month's people: which month, its neighbours, whether it is closed, and what it counts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.periods import Month
from desktop.i18n import msg, msgn
from desktop.services.usage.people import MonthHead
from desktop.views.amounts import Amount
from desktop.views.desk import Surroundings
from desktop.views.usage.buttons import as_link, plain_button
from desktop.views.usage.months import month_message
from desktop.views.widgets.letters import Hairline, Text
from desktop.views.widgets.looks import Role


class PeopleHead(QWidget):
    """What stands above the list. `left` leads back to the months; `stepped` to an earlier or a later one."""

    left = Signal()
    stepped = Signal(int)

    def __init__(self, surroundings: Surroundings, beside: QWidget) -> None:
        """Show no month yet; `beside` stands at the right of the numbers."""
        super().__init__()
        self._surroundings = surroundings
        looks = surroundings.looks
        self.crumb, self.name = plain_button(self.left.emit), Text(looks, Role.TOTAL)
        self.lock, self.closed = QLabel(), Text(looks, Role.BODY, "text2")
        self.before = plain_button(lambda: self.stepped.emit(-1))
        self.after = plain_button(lambda: self.stepped.emit(1))
        self.after.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.billed, self.observed, self.late = (Amount(surroundings) for _ in range(3))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._path())
        box.addWidget(Hairline(looks))
        box.addLayout(self._row_of_numbers(beside))

    def retranslate(self) -> None:
        """Say the way back again; the month is said by `show_head`."""
        text = self._surroundings.words.text
        self.crumb.setText(text(msg("Monthly Usage")))
        as_link(self.crumb, self._surroundings.looks)
        self.crumb.setAccessibleName(text(msg("Back to Monthly Usage")))
        self.crumb.setToolTip(text(msg("Back to Monthly Usage (Esc)")))

    def show_head(self, head: MonthHead) -> None:
        """Show a month and its numbers."""
        self.name.setText(month_message(head.month, self._surroundings.words))
        self._numbers(head)
        self._neighbours(head.month)

    def _path(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setContentsMargins(16, 6, 16, 6)
        top.setSpacing(8)
        parting = Text(self._surroundings.looks, Role.BODY, "text2")
        parting.setText("/")
        for widget in (self.crumb, parting, self.name, self.lock, self.closed):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.before)
        top.addWidget(self.after)
        return top

    def _row_of_numbers(self, beside: QWidget) -> QHBoxLayout:
        numbers = QHBoxLayout()
        numbers.setContentsMargins(24, 10, 24, 10)
        numbers.setSpacing(28)
        for amount in (self.billed, self.observed, self.late):
            numbers.addWidget(amount)
        numbers.addStretch(1)
        numbers.addWidget(beside)
        return numbers

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
