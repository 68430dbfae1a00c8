"""Labels with their values, one below the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Looks


class Facts(QWidget):
    """A grid of label and value; values can be selected and copied."""

    def __init__(self, looks: Looks) -> None:
        """Begin empty."""
        super().__init__()
        self._looks = looks
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[tuple[Text, Text]] = []

    def show_facts(self, *facts: tuple[str, str]) -> None:
        """Show these labels and values instead."""
        while len(self._lines) < len(facts):
            self._add_line()
        for place, (label, value) in enumerate(self._lines):
            label.setVisible(place < len(facts))
            value.setVisible(place < len(facts))
            if place < len(facts):
                label.setText(facts[place][0])
                value.setText(facts[place][1])
                value.setAccessibleName(f"{facts[place][0]}: {facts[place][1]}")

    def _add_line(self) -> None:
        label, value = Text(self._looks, color="text2"), Text(self._looks, wrap=True, selectable=True)
        row = len(self._lines)
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(label, row, 0, top)
        self._grid.addWidget(value, row, 1)
        self._lines.append((label, value))
