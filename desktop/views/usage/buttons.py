"""Flat buttons for acts within a page, and check boxes seen in the dark."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QCheckBox, QToolButton

from desktop.views.widgets.looks import Looks


class CheckBox(QCheckBox):
    """A check box whose edge is seen in the dark too: the style takes it from the window's colour, only darker."""

    def __init__(self, looks: Looks, text: str = "") -> None:
        """Follow a change of scheme."""
        super().__init__(text)
        self._looks = looks
        looks.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        palette = QPalette(QGuiApplication.palette())
        if self._looks.dark:
            palette.setColor(QPalette.ColorRole.Window, self._looks.color("strong").lighter(140))
        self.setPalette(palette)


def as_link(button: QToolButton, looks: Looks) -> None:
    """Let the button look like a way to somewhere."""
    palette = QPalette(QGuiApplication.palette())
    palette.setColor(QPalette.ColorRole.ButtonText, looks.color("accent"))
    button.setPalette(palette)


def plain_button(act: Callable[[], object]) -> QToolButton:
    """A flat button; whoever shows it names it."""
    button = QToolButton()
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def pressed() -> None:
        act()

    button.clicked.connect(pressed)
    return button
