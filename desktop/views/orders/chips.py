"""What part of the list is shown: a search field, chips with their counts, and how many rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.domain.orders.transitions import OrderState
from desktop.i18n import Message, msg, msgn
from desktop.models.orders import CHIPS
from desktop.views.desk import Surroundings
from desktop.views.widgets.flow import SideBySide
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.services.orders.totals import OrderTotals

_REST_MILLISECONDS = 250
_SEARCH_LETTERS = 28


class Filters(QWidget):
    """`changed` when another part of the list is wanted."""

    changed = Signal()

    def __init__(self, around: Surroundings, kept: int) -> None:
        """Begin with the chip that was kept."""
        super().__init__()
        self._around = around
        self._totals: OrderTotals | None = None
        self._rows: int | None = None
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.addAction(around.icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(_SEARCH_LETTERS * self.fontMetrics().averageCharWidth())
        self._chips = QButtonGroup(self)
        self._count = Text(around.looks, Role.CAPTION, "text2")
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self.said = Text(around.looks, Role.CAPTION, "text2", wrap=True)
        self.said.hide()
        for place in range(len(CHIPS)):
            chip = QToolButton()
            chip.setCheckable(True)
            chip.setChecked(place == kept)
            self._chips.addButton(chip, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 8)
        column.addWidget(SideBySide((self.search, *self._chips.buttons()), spacing=6, last=self._count))
        column.addWidget(self.said)
        self.search.textChanged.connect(self._rest.start)
        self.search.returnPressed.connect(self._now)
        self._rest.timeout.connect(self.changed)
        self._chips.idClicked.connect(self._chosen)

    @property
    def states(self) -> tuple[OrderState, ...]:
        """The states wanted; none is all."""
        return CHIPS[self.place][0]

    @property
    def place(self) -> int:
        """Which chip is chosen."""
        return max(0, self._chips.checkedId())

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.search.text().strip()

    def look_for(self, text: str) -> None:
        """Show what fits the text, in whatever state."""
        self._chips.button(0).setChecked(True)
        self.search.setText(text)
        self._mark()
        self._now()

    def show_totals(self, totals: OrderTotals) -> None:
        """Write the counts on the chips."""
        self._totals = totals
        self.retranslate()

    def show_rows(self, rows: int | None) -> None:
        """Say how many rows the list has."""
        self._rows = rows
        self.retranslate()

    def say(self, message: Message | None) -> None:
        """Say under the field why nothing is found."""
        self.said.setText("" if message is None else self._around.words.text(message))
        self.said.setVisible(message is not None)

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._around.words.text
        self.search.setPlaceholderText(text(msg("Find in orders")))
        self.search.setAccessibleName(text(msg("Find in orders")))
        self.search.setToolTip(
            text(msg("A number, so many seats, a card, or a year, month or day: 12, #3, Visa, 2019, 2019-04"))
        )
        self.search.setAccessibleDescription(self.search.toolTip())
        for place, (states, label) in enumerate(CHIPS):
            chip = self._chips.button(place)
            chip.setText(text(self._counted(states, label)))
        self._count.setText("" if self._rows is None else text(msgn("{n} order", "{n} orders", n=self._rows)))
        self._mark()

    def _counted(self, states: tuple[OrderState, ...], label: Message) -> Message:
        if self._totals is None:
            return label
        counts = self._totals.states
        return msg("{label} {n}", label=label, n=sum(counts[one] for one in states or counts))

    def _mark(self) -> None:
        """The filter in force stands out in the accent."""
        looks = self._around.looks
        for chip in self._chips.buttons():
            palette = looks.palette()
            if chip.isChecked():
                palette.setColor(QPalette.ColorRole.Button, looks.color("accent_soft"))
                palette.setColor(QPalette.ColorRole.ButtonText, looks.color("accent"))
            chip.setPalette(palette)
            chip.setFont(looks.font(Role.TOTAL if chip.isChecked() else Role.BODY))

    def _chosen(self) -> None:
        self._mark()
        self.changed.emit()

    def _now(self) -> None:
        self._rest.stop()
        self.changed.emit()
