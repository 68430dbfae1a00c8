"""A tab that is a list with a pane at its right, below a heading, filter chips and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSplitter, QToolButton, QVBoxLayout, QWidget

from desktop.i18n import Message, msg
from desktop.models.answers import Answers
from desktop.views.action import Tab
from desktop.views.desk import Surroundings
from desktop.views.widgets.flow import Flow
from desktop.views.widgets.letters import Hairline, Text
from desktop.views.widgets.looks import Looks, Role
from desktop.views.widgets.rows import Rows


class Chips(QButtonGroup):
    """Filters of which one is in force. `picked` when a person takes another one."""

    picked = Signal(int)

    def __init__(self, looks: Looks, labels: Sequence[Message], parent: QWidget) -> None:
        """The first filter is in force."""
        super().__init__(parent)
        self._looks, self._labels = looks, labels
        for place in range(len(labels)):
            chip = QToolButton()
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self.addButton(chip, place)
        self.idClicked.connect(self._pick)

    def choose(self, place: int) -> None:
        """Put a filter in force, without telling anybody."""
        self.button(place).setChecked(True)
        self.mark()

    def say(self, texts: Sequence[str]) -> None:
        """Write the labels."""
        for place, text in enumerate(texts):
            self.button(place).setText(text)
        self.mark()

    def mark(self) -> None:
        """The filter in force stands out in the accent."""
        for chip in self.buttons():
            palette = self._looks.palette()
            if chip.isChecked():
                palette.setColor(QPalette.ColorRole.Button, self._looks.color("accent_soft"))
                palette.setColor(QPalette.ColorRole.ButtonText, self._looks.color("accent"))
            chip.setPalette(palette)
            chip.setFont(self._looks.font(Role.TOTAL if chip.isChecked() else Role.BODY))

    def _pick(self, place: int) -> None:
        self.mark()
        self.picked.emit(place)


class ListTab(Tab):
    """The frame of such a tab; whoever is one says what it lists."""

    about: Message
    named: Message
    """What the list is called by a screen reader."""

    def __init__(self, around: Surroundings, model: Answers, kept: str, filters: Sequence[Message] = ()) -> None:
        """`kept` is the name that the columns are remembered by."""
        super().__init__()
        self._around = around
        self._filters = tuple(filters)
        looks = around.looks
        self._heading, self._about = Text(looks, Role.TITLE), Text(looks, color="text2", wrap=True)
        self._count = Text(looks, Role.CAPTION, "text2")
        self.chips = Chips(looks, self._filters, self)
        self.export = QPushButton()
        self.rows = Rows(kept, model, looks, around.settings)

    def focus_first(self) -> None:
        """The list."""
        self.rows.setFocus()

    def say_frame(self) -> None:
        """Say heading, filters and what the list is."""
        text = self._around.words.text
        self._heading.setText(text(self.title))
        self._about.setText(text(self.about))
        self.chips.say([text(label) for label in self._filters])
        self.export.setText(text(msg("Export…")))
        self.rows.setAccessibleName(text(self.named))
        self.rows.setAccessibleDescription(text(msg("Ctrl+C copies the selected rows")))

    def say_chips(self, counts: Sequence[int | None]) -> None:
        """Say how many fit each filter, and put away those that nothing fits; None leaves it as it is."""
        text = self._around.words.text
        said = zip(self._filters, counts, strict=True)
        self.chips.say([text(label if n is None else msg("{label} {n}", label=label, n=n)) for label, n in said])
        for chip, n in zip(self.chips.buttons(), counts, strict=True):
            chip.setVisible(n is None or n > 0 or chip.isChecked())

    def say_count(self, count: Message) -> None:
        """Say how many there are."""
        self._count.setText(self._around.words.text(count))

    def lay_out(self, pane: QWidget, sizes: tuple[int, int]) -> None:
        """Put the list beside the pane, below heading and filters."""
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.rows)
        split.addWidget(pane)
        split.setStretchFactor(0, 1)
        split.setSizes(list(sizes))
        split.setChildrenCollapsible(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(_row((self._heading, self._about, self._count, self.export), 14, 16, stretched=self._about))
        page.addWidget(Hairline(self._around.looks))
        if self._filters:
            chips = Flow(6)
            chips.setContentsMargins(24, 8, 24, 8)
            for chip in self.chips.buttons():
                chips.addWidget(chip)
            page.addLayout(chips)
        page.addWidget(split, 1)


def _row(widgets: Sequence[QWidget], high: int, spacing: int, stretched: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(24, high, 24, high)
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is stretched else 0)
    return row
