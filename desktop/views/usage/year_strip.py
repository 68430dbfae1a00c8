"""The months of a plan year in which a person was active, as a strip of boxes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.periods import Month
from desktop.i18n import msg
from desktop.services.usage.person import MonthMark
from desktop.views.desk import Surroundings
from desktop.views.widgets.looks import Role

_BOX, _GAP = 16, 4


class YearStrip(QWidget):
    """A box a month: filled where the person was active, with a line below the month shown; words say the same."""

    def __init__(self, surroundings: Surroundings) -> None:
        """Show no months yet."""
        super().__init__()
        self._surroundings = surroundings
        self._marks: tuple[MonthMark, ...] = ()
        self._month: Month | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_year(self, marks: Sequence[MonthMark], month: Month) -> None:
        """Show these months, one of them as the month looked at."""
        words = self._surroundings.words
        self._marks, self._month = tuple(marks), month
        active = ", ".join(words.month(one.month.first_day) for one in self._marks if one.active)
        said = words.text(msg("Active in {months}", months=active) if active else msg("Active in no month"))
        self.setAccessibleName(words.text(msg("Months of the plan year")))
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for twelve boxes and the letters below."""
        return QSize(12 * (_BOX + _GAP), _BOX + 6 + self._letters().height())

    def minimumSizeHint(self) -> QSize:
        """The same: boxes do not shrink."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the boxes and the first letter of each month."""
        del event
        looks, words = self._surroundings.looks, self._surroundings.words
        painter = QPainter(self)
        painter.setFont(looks.font(Role.CAPTION))
        for place, mark in enumerate(self._marks):
            left = place * (_BOX + _GAP)
            box = QRectF(left + 0.5, 0.5, _BOX - 1, _BOX - 1)
            painter.setPen(looks.color("accent" if mark.active else "strong"))
            painter.setBrush(looks.color("accent") if mark.active else Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
            if mark.month == self._month:
                painter.fillRect(left, _BOX + 2, _BOX, 2, looks.color("text"))
            painter.setPen(looks.color("text2"))
            letter = words.month(mark.month.first_day, style="LLLLL")
            painter.drawText(
                QRectF(left, _BOX + 5, _BOX, self._letters().height()), Qt.AlignmentFlag.AlignCenter, letter
            )

    def _letters(self) -> QSize:
        from PySide6.QtGui import QFontMetrics

        return QFontMetrics(self._surroundings.looks.font(Role.CAPTION)).size(0, "M")
