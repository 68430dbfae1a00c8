"""Cancel or keep: the curve, what it says, and the same as a table; each of its days can be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import msg
from desktop.models.answers import Column
from desktop.models.leaving import curve_rows
from desktop.services.leaving.words import ASSUMED
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import Surroundings
from desktop.views.leaving.chart import LeavingView
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from datetime import date

    from desktop.services.leaving.curve import WholeCurve

_COLUMNS = (
    Column(msg("If you deactivate on"), lambda one: one.when),
    Column(msg("Fee"), lambda one: one.fee, numeric=True),
    Column(msg("Charges until then"), lambda one: one.instalments, numeric=True),
    Column(msg("In all"), lambda one: one.outlay, numeric=True),
)


class CancelOrKeep(QWidget):
    """`day_wanted` with the day that a person clicks in the chart, or opens in the chart or the table with Enter."""

    day_wanted = Signal(object)

    def __init__(self, around: Surroundings) -> None:
        """Begin empty."""
        super().__init__()
        self._around = around
        looks = around.looks
        self.title = Text(looks, Role.SECTION)
        self.chart = LeavingView(around)
        self.summary, self.assumed = Text(looks, color="text2", wrap=True), Text(looks, color="text2", wrap=True)
        name = msg("Cancel or keep, the next 12 months")
        self.table = SmallTable(around, _COLUMNS, name, wide=0, why=lambda one: one.explanation)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.title, self.chart, self.summary, self.assumed, self.table):
            column.addWidget(widget)
        self.chart.day_wanted.connect(self.day_wanted)
        self.table.opened.connect(self._open)

    def show_curve(self, curve: WholeCurve | None) -> None:
        """Show the curve; nothing without one."""
        self.setVisible(curve is not None)
        self.chart.show_curve(curve)
        if curve is None:
            return
        text = self._around.words.text
        self.title.setText(text(msg("Cancel or keep, the next 12 months")))
        self.summary.setText(text(curve.summary))
        self.assumed.setText(text(msg("Assumed: {assumed}", assumed=ASSUMED)))
        self.table.retranslate()
        self.table.show_rows(curve_rows(curve))

    def mark(self, day: date | None) -> None:
        """Mark the later day that is looked at; None is today."""
        self.chart.mark_day(day)

    def _open(self, row: int) -> None:
        day = self.table.rows.answer(row).day
        if day is not None:
            self.day_wanted.emit(day)
