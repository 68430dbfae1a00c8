"""Whom the list of a month shows: all, the late ones, or one kind of qualifying activity."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from desktop.domain.qualification import KIND_LABELS, Kind
from desktop.i18n import Message, msg
from desktop.models.people import SHORT_KINDS
from desktop.services.usage.people import MonthHead
from desktop.views.words import Words

ALL, LATE = "all", "late"


class PeopleChips(QWidget):
    """Filters with their counts, of which one is in force. `picked` when a person takes another one."""

    picked = Signal(str)

    def __init__(self, words: Words) -> None:
        """Offer nothing yet."""
        super().__init__()
        self._words = words
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    def offer(self, head: MonthHead, chosen: str) -> None:
        """All, late, and each kind there is; only all where nothing would be filtered."""
        offered: list[tuple[str, Message, int]] = [(ALL, msg("All"), head.observed)]
        if head.late:
            offered.append((LATE, msg("Late, not billed"), head.late))
        offered += [(kind, SHORT_KINDS[kind], count) for kind, count in head.kinds.items()]
        focused = any(button.hasFocus() for button in self._group.buttons())
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.deleteLater()
        for key, label, count in offered if len(offered) > 2 else offered[:1]:
            chip = self._chip(key, label, count)
            chip.setChecked(key == chosen)
            if focused and key == chosen:
                chip.setFocus()

    def _chip(self, key: str, label: Message, count: int) -> QToolButton:
        words = self._words
        chip = QToolButton()
        chip.setCheckable(True)
        chip.setText(f"{words.text(label)}  {words.value(count)}")
        if key in set(Kind):
            chip.setToolTip(words.text(KIND_LABELS[Kind(key)]))
        chip.setAccessibleName(words.text(msg("Show: {what}, {count}", what=label, count=count)))
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.clicked.connect(lambda: self.picked.emit(key))
        self._group.addButton(chip)
        self._row.addWidget(chip)
        return chip
