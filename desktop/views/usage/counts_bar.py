"""The bar of five counts as a widget of its own, for dialogs."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.models.sources import count_messages
from desktop.views.usage.counts import HEIGHT, counts_height, paint_bar, paint_counts
from desktop.views.widgets.looks import Looks, Role
from desktop.views.words import Words

_GAP = 4


class CountsBar(QWidget):
    """Counted, ignored, unmapped, rejected and duplicate rows of a file."""

    def __init__(self, looks: Looks) -> None:
        """Begin with nothing."""
        super().__init__()
        self._looks = looks
        self._counts: tuple[int, ...] = (0, 0, 0, 0, 0)
        self._texts: tuple[str, ...] = ("",) * 5
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_counts(self, counts: tuple[int, int, int, int, int], words: Words) -> None:
        """Show these counts, named."""
        self._counts = counts
        self._texts = tuple(words.text(message) for message in count_messages(counts))
        self.setAccessibleName(", ".join(self._texts))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """A narrow bar has its counts in more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The bar, and the lines below."""
        metrics = QFontMetrics(self._looks.font(Role.CAPTION))
        return HEIGHT + _GAP + counts_height(self._texts, metrics, width)

    def sizeHint(self) -> QSize:
        """One line below the bar."""
        return QSize(420, self.heightForWidth(420))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bar, and the counts."""
        painter = QPainter(self)
        painter.setFont(self._looks.font(Role.CAPTION))
        paint_bar(painter, QRect(0, 0, self.width(), HEIGHT), self._counts, self._looks)
        below = QRect(0, HEIGHT + _GAP, self.width(), self.height())
        paint_counts(painter, below, self._texts, self._counts, self._looks)
        painter.end()
