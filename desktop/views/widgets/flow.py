"""Widgets side by side that break into lines where the room is too narrow: nothing is cut, and nothing scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop.views.widgets.letters import Hairline

_BETWEEN_LINES = 8
_OUT_OF_SIGHT = QRect()


class Flow(QLayout):
    """Lines as high as need be. The widget that is `last` keeps to the right; a hairline never begins a line."""

    def __init__(self, spacing: int, last: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._last = last
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Add one at the end; a name of Qt's."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high its lines are in a width."""
        margins = self.contentsMargins()
        inside = width - margins.left() - margins.right()
        return self._lay(QRect(0, 0, inside, 0), place=False) + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        """Put each into its place."""
        super().setGeometry(rect)
        margins = self.contentsMargins()
        self._lay(rect.adjusted(margins.left(), margins.top(), -margins.right(), -margins.bottom()), place=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        height = max((item.sizeHint().height() for item in shown), default=0)
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        """The widest of them, in a line by itself."""
        shown = self._shown()
        width = max((item.minimumSize().width() for item in shown), default=0)
        return self._with_margins(QSize(width, max((item.minimumSize().height() for item in shown), default=0)))

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay(self, rect: QRect, *, place: bool) -> int:
        """Lay the lines out in the rectangle's width; how high they are."""
        y = rect.y()
        for number, line in enumerate(self._lines(rect.width())):
            y += _BETWEEN_LINES if number else 0
            y += self._lay_line(line, QPoint(rect.x(), y), rect.width(), place=place)
        return y - rect.y()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """As many in a line as fit with the least room that each can do with."""
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            needs = item.minimumSize().width()
            if lines[-1] and used + self.spacing() + needs > width:
                lines.append([])
                used = 0
            used += needs + (self.spacing() if lines[-1] else 0)
            lines[-1].append(item)
        return [_without_edges(line) for line in lines if line]

    def _lay_line(self, line: Sequence[QLayoutItem], at: QPoint, width: int, *, place: bool) -> int:
        widths = _shared(
            [item.minimumSize().width() for item in line],
            [item.sizeHint().width() for item in line],
            width - self.spacing() * (len(line) - 1),
        )
        height = max((_height(item, wide) for item, wide in zip(line, widths, strict=True)), default=0)
        if place:
            x = at.x()
            for item, wide in zip(line, widths, strict=True):
                if item.widget() is self._last and self._last is not None:
                    x = max(x, at.x() + width - wide)
                tall = height if isinstance(item.widget(), Hairline) else _height(item, wide)
                item.setGeometry(QRect(x, at.y() + (height - tall) // 2, wide, tall))
                x += wide + self.spacing()
        return height


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _without_edges(line: Sequence[QLayoutItem]) -> list[QLayoutItem]:
    """The line without hairlines at its ends, which are put out of sight."""
    kept = list(line)
    for end in (0, -1):
        while kept and isinstance(kept[end].widget(), Hairline):
            kept.pop(end).setGeometry(_OUT_OF_SIGHT)
    return kept


def _shared(least: Sequence[int], wished: Sequence[int], room: int) -> list[int]:
    """Widths between the least and the wished ones that fill the room as evenly as can be.

    >>> _shared([50, 50], [80, 200], 200)
    [80, 120]
    >>> _shared([50, 50], [80, 90], 500)
    [80, 90]
    """
    widths = [max(pair) for pair in zip(least, wished, strict=True)]
    most = max(widths, default=0)
    while sum(widths) > room and most > 0:
        most -= 1
        widths = [max(low, min(width, most)) for low, width in zip(least, widths, strict=True)]
    return widths


class SideBySide(QWidget):
    """Some widgets in a flow; `last` stays at the right."""

    def __init__(
        self,
        parts: Sequence[QWidget],
        *,
        spacing: int,
        last: QWidget | None = None,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    ) -> None:
        """Hold the parts in their order."""
        super().__init__()
        flow = self._flow = Flow(spacing, last)
        flow.setContentsMargins(*margins)
        self.setLayout(flow)
        for part in (*parts, *((last,) if last is not None else ())):
            flow.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width it may take more lines."""
        super().resizeEvent(event)
        self._keep_height()

    def event(self, event: QEvent) -> bool:
        """With other texts it may too."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_height()
        return handled

    def _keep_height(self) -> None:
        """A scrolled page asks for the least height only, and would squeeze what is below."""
        height = self._flow.heightForWidth(self.width())
        if height != self.minimumHeight():
            self.setMinimumHeight(height)

    def settle(self) -> None:
        """Lay everything out now, after texts have changed."""
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            layout = part.layout()
            if layout is not None:
                layout.activate()
        self._flow.activate()
