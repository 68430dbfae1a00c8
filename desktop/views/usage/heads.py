"""Flat heads of tables: sentence case in the colour of labels, a line below, in step with the cells' margins."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop.views.widgets.looks import Looks, Role

SIDE = 24
INNER = 8
_HEIGHT = 32


class FlatHead(QHeaderView):
    """The heads of columns. The first one begins at the page's margin where `wide` is set."""

    def __init__(self, looks: Looks, parent: QTableView, *, wide: bool = True) -> None:
        """Stand above a table."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._looks, self._wide = looks, wide
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        """As high as the design says, higher with larger letters."""
        return QSize(super().sizeHint().width(), max(_HEIGHT, self.fontMetrics().height() + 12))

    def sectionSizeFromContents(self, section: int) -> QSize:
        """The text with its margins."""
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        width = QFontMetrics(self._looks.font(Role.HEAD)).horizontalAdvance(text) + INNER + self._left(section)
        return QSize(width, self.sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """A name and the line below."""
        model = self.model()
        alignment = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        flags = alignment if isinstance(alignment, Qt.AlignmentFlag) else self.defaultAlignment()
        painter.save()
        painter.fillRect(rect, self._looks.color("base"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._looks.color("border"))
        painter.setFont(self._looks.font(Role.HEAD))
        painter.setPen(self._looks.color("text2"))
        right = SIDE - INNER if flags & Qt.AlignmentFlag.AlignRight and self._wide else INNER
        room = rect.adjusted(self._left(section), 0, -right, 0)
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags, shown)
        painter.restore()

    def _left(self, section: int) -> int:
        return SIDE if self._wide and self.visualIndex(section) == 0 else INNER
