"""The one act that a page is for."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.views.widgets.looks import Looks

_ROLES = (
    (QPalette.ColorRole.ButtonText, "on_accent"),
    # What the style draws round the button that has the keyboard, which the accent would hide.
    (QPalette.ColorRole.Highlight, "text"),
)
_PALER = 130
"""How much paler, in percent, Fusion paints a default button than it is told: white has to stay readable on it."""


class PrimaryButton(QPushButton):
    """The default button. A style that paints it without the accent, as Fusion does, is given a fill of it."""

    def __init__(self, looks: Looks) -> None:
        """Follow the scheme."""
        super().__init__()
        self._looks = looks
        self.setDefault(True)
        looks.changed.connect(self._paint)
        self._paint()

    @property
    def ink(self) -> str:
        """The colour that an icon on it is drawn in."""
        return "on_accent" if self._filled else "text2"

    @property
    def _filled(self) -> bool:
        return QApplication.style().name() == "fusion" and not self._looks.high_contrast

    def _paint(self) -> None:
        palette = QPalette()
        if self._filled:
            palette = self._looks.palette()
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                palette.setColor(group, QPalette.ColorRole.Button, self._looks.color("accent").darker(_PALER))
                for role, token in _ROLES:
                    palette.setColor(group, role, self._looks.color(token))
        self.setPalette(palette)
