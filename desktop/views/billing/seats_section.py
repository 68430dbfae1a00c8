"""Seats or units: what there is, what is taken, what is left, and the bar."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.standing import Standing
from desktop.views.amounts import Amount
from desktop.views.billing.seats_bar import SeatsBar
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

_MOST = 3


class SeatsSection(QWidget):
    """Available, Registered, Remaining; or Purchased, Used, Remaining."""

    def __init__(self, around: Surroundings) -> None:
        """Begin empty."""
        super().__init__()
        self._around = around
        self._title, self._note = Text(around.looks, Role.SECTION), Text(around.looks, color="text2", wrap=True)
        self._amounts = [Amount(around, Role.FIGURE) for _ in range(_MOST)]
        self._bar = SeatsBar(around)
        row = QHBoxLayout()
        row.setSpacing(32)
        for amount in self._amounts:
            row.addWidget(amount)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addLayout(row)
        column.addWidget(self._bar)
        column.addWidget(self._note)

    def show_standing(self, standing: Standing | None) -> None:
        """Show the figures and the bar."""
        figures = standing.figures if standing is not None else ()
        text = self._around.words.text
        for place, amount in enumerate(self._amounts):
            amount.setVisible(place < len(figures))
            if place < len(figures):
                amount.show_amount(figures[place].value, figures[place].caption, figures[place].why)
                amount.color(figures[place].color)
        self._bar.show_parts(standing.parts if standing is not None else None)
        note = standing.note if standing is not None else None
        self._note.setVisible(note is not None)
        self._note.setText(text(note) if note is not None else "")
        self._note.color("warn" if standing is not None and standing.parts is not None else "text2")
        if standing is not None:
            self._title.setText(text(standing.title))
