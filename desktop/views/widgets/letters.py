"""Text in a role and a colour of the design language, and the hairlines between sections."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.views.widgets.looks import Looks, Role

_UNBROKEN = 14
"""Letters a word may have before it may be broken."""


class Text(QLabel):
    """A label in a role; its colour is a token, and it follows a change of scheme."""

    def __init__(
        self, looks: Looks, role: Role = Role.BODY, color: str = "text", *, wrap: bool = False, selectable: bool = False
    ) -> None:
        """Begin empty."""
        super().__init__()
        self._looks, self._role, self._color = looks, role, color
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        looks.changed.connect(self._paint)
        self._paint()

    def color(self, token: str) -> None:
        """Take another colour."""
        self._color = token
        self._paint()

    def _paint(self) -> None:
        self.setFont(self._looks.font(self._role))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._looks.color(self._color))
        self.setPalette(palette)


class Hairline(QFrame):
    """A line of one pixel between sections, lying or standing."""

    def __init__(self, looks: Looks, *, standing: bool = False, color: str = "line") -> None:
        """Draw it in a token's colour."""
        super().__init__()
        self._looks, self._color = looks, color
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        if standing:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)
        looks.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        fill(self, self._looks.color(self._color))


class Ground(QWidget):
    """A flat region in a token's colour."""

    def __init__(self, looks: Looks, color: str) -> None:
        """Fill it, also after a change of scheme."""
        super().__init__()
        self._looks, self._color = looks, color
        self.setAutoFillBackground(True)
        looks.changed.connect(self._paint)
        self._paint()

    def color(self, token: str) -> None:
        """Take another colour."""
        self._color = token
        self._paint()

    def _paint(self) -> None:
        fill(self, self._looks.color(self._color))


def selection_soft(widget: QWidget, looks: Looks) -> None:
    """Let what is selected stand on the soft colour of a row, with its text as it was."""
    palette = QPalette(widget.palette())
    palette.setColor(QPalette.ColorRole.Highlight, looks.color("selection"))
    palette.setColor(QPalette.ColorRole.HighlightedText, looks.color("text"))
    widget.setPalette(palette)


def fill(widget: QWidget, color: QColor) -> None:
    """Let the widget stand on a colour."""
    palette = QPalette(widget.palette())
    palette.setColor(QPalette.ColorRole.Window, color)
    widget.setPalette(palette)


def breaking(text: str) -> str:
    """A text whose addresses and file names may be broken after their marks."""
    words = text.split(" ")
    return " ".join(_broken(word) if len(word) > _UNBROKEN else word for word in words)


def _broken(word: str) -> str:
    return "".join(f"{letter}\u200b" if letter in "/-_.@" else letter for letter in word)
