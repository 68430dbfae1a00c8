"""How the command palette draws its lines: what was found in the accent, keys as caps, and the heads of sections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.domain.search_text import places_of
from desktop.models.commands import Entry
from desktop.views.widgets.key_caps import caps_of, caps_width, draw_caps
from desktop.views.widgets.looks import Looks, Role

ENTRY = int(Qt.ItemDataRole.UserRole)
_EDGE, _ICON, _BESIDE_ICON, _BEFORE_DETAIL = 14, 18, 12, 12
_LEAST_TEXT, _LEAST_DETAIL = 60, 40
_LINE, _HEAD = 36, 28
_ROUND = 4


class PaletteLines(QStyledItemDelegate):
    """A line with its detail beside it and its keys at the right; section heads are smaller."""

    def __init__(self, looks: Looks, view: QListView) -> None:
        """Draw the lines of this list."""
        super().__init__(view)
        self._looks = looks
        self._words: Sequence[str] = ()

    def mark(self, words: Sequence[str]) -> None:
        """Show where these folded words stand in the lines."""
        self._words = words

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Higher for a line than for a head, and for larger letters."""
        del option
        least = _LINE if isinstance(index.data(ENTRY), Entry) else _HEAD
        return QSize(0, max(least, QFontMetrics(self._looks.font(Role.BODY)).height() + least - 16))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a head or a line."""
        painter.save()
        entry = index.data(ENTRY)
        if isinstance(entry, Entry):
            self._line(painter, option, index.data(Qt.ItemDataRole.DecorationRole), entry)
        else:
            font = self._looks.font(Role.HEAD)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(self._looks.color("text2"))
            below = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(option.rect.adjusted(_EDGE, 4, -_EDGE, 0), below, str(index.data()))
        painter.restore()

    def _line(self, painter: QPainter, option: QStyleOptionViewItem, icon: QIcon | None, entry: Entry) -> None:
        looks, rect = self._looks, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(looks.color("selection"))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), _ROUND, _ROUND)
        middle = rect.center().y() + 1
        if icon is not None:
            icon.paint(painter, QRect(rect.left() + _EDGE, middle - _ICON // 2, _ICON, _ICON))
        left = rect.left() + _EDGE + _ICON + _BESIDE_ICON
        right = rect.right() - _EDGE
        painter.setFont(looks.font(Role.CAPTION))
        caps = caps_of(entry.keys)
        right -= caps_width(painter.fontMetrics(), caps)
        draw_caps(painter, looks, right, middle, caps)
        right -= _BEFORE_DETAIL
        left = self._text(painter, QRect(left, rect.top(), max(right - left, _LEAST_TEXT), rect.height()), entry)
        left += _BEFORE_DETAIL
        if entry.detail and right - left > _LEAST_DETAIL:
            painter.setFont(looks.font(Role.BODY))
            painter.setPen(looks.color("text2"))
            detail = painter.fontMetrics().elidedText(entry.detail, Qt.TextElideMode.ElideRight, right - left)
            painter.drawText(
                QRect(left, rect.top(), right - left, rect.height()), Qt.AlignmentFlag.AlignVCenter, detail
            )

    def _text(self, painter: QPainter, room: QRect, entry: Entry) -> int:
        """Draw the text, what was found of it in the accent and heavier; answers where it ends."""
        looks = self._looks
        plain, found = looks.font(Role.BODY), looks.font(Role.TOTAL)
        can = entry.run is not None
        text = QFontMetrics(found).elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        left = room.left()
        for part, marked in _parts(text, places_of(self._words, text)):
            font, color = (found, "accent" if can else "text3") if marked else (plain, "text" if can else "text3")
            painter.setFont(font)
            painter.setPen(QColor(looks.color(color)))
            width = QFontMetrics(font).horizontalAdvance(part)
            box = QRect(left, room.top(), width + 2, room.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, part)
            left += width
        return left


def _parts(text: str, places: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text in parts, and whether each was found; places may overlap."""
    marked = [any(first <= at < last for first, last in places) for at in range(len(text))]
    parts: list[tuple[str, bool]] = []
    for letter, found in zip(text, marked, strict=True):
        if parts and parts[-1][1] == found:
            parts[-1] = (parts[-1][0] + letter, found)
        else:
            parts.append((letter, found))
    return parts
