"""The rail of steps at the left of Place Order: what was entered, where one stands, what comes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.i18n import Message, msg
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Ground, Text
from desktop.views.widgets.looks import Role


class Steps(Ground):
    """Titles with a caption each; the current one stands out in colour, mark and weight."""

    def __init__(self, around: Surroundings, titles: Sequence[Message]) -> None:
        """Begin at the first step."""
        super().__init__(around.looks, "pane")
        self._around, self._titles = around, tuple(titles)
        self._marks = [QLabel() for _ in titles]
        self._names = [Text(around.looks, Role.NAME, wrap=True) for _ in titles]
        self._captions = [Text(around.looks, Role.CAPTION, "text2", wrap=True) for _ in titles]
        self._foot = Text(around.looks, Role.CAPTION, "text2", wrap=True)
        self.setFixedWidth(224)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 24, 16, 20)
        column.setSpacing(20)
        for mark, name, caption in zip(self._marks, self._names, self._captions, strict=True):
            column.addWidget(_step(mark, name, caption))
        column.addStretch(1)
        column.addWidget(self._foot)
        self._foot.setText(around.words.text(msg("Nothing is charged before Complete Order.")))

    def show_step(self, current: int, captions: Sequence[Message]) -> None:
        """Stand at a step, with what is known of each."""
        text, icons = self._around.words.text, self._around.icons
        ratio = self.devicePixelRatioF()
        for place, (mark, name, caption) in enumerate(zip(self._marks, self._names, self._captions, strict=True)):
            icon = "circle-check" if place < current else "chevron-right"
            mark.setPixmap(icons.pixmap(icon, "text3" if place > current else "accent", 16, ratio))
            name.setText(text(self._titles[place]))
            name.color("accent" if place == current else "text2" if place > current else "text")
            caption.setText(text(captions[place]))
        where = msg("Step {n} of {whole}: {title}", n=current + 1, whole=len(self._titles), title=self._titles[current])
        self.setAccessibleName(text(where))

    def hush(self) -> None:
        """Say no more that nothing is charged yet."""
        self._foot.setText("")


def _step(mark: QLabel, name: Text, caption: Text) -> QWidget:
    step = QWidget()
    grid = QGridLayout(step)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(name, 0, 1)
    grid.addWidget(caption, 1, 1)
    return step
