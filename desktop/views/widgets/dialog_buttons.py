"""The buttons at the foot of a dialog: words alone, since the style's own icons do not follow the scheme."""

from __future__ import annotations

from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QDialogButtonBox


class DialogButtons(QDialogButtonBox):
    """In the platform's order, without icons."""

    def showEvent(self, event: QShowEvent) -> None:
        """Take the icons away that the style gave."""
        for button in self.buttons():
            button.setIcon(QIcon())
        super().showEvent(event)
