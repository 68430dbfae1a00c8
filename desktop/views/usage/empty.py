"""What Monthly Usage says before the first import: what will be here, and the one act that fills it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout

from desktop.i18n import msg
from desktop.services.usage.page import UsagePage
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Ground, Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.primary import PrimaryButton

_ICON = 32


class Empty(Ground):
    """One sentence, one button."""

    import_wanted = Signal()

    def __init__(self, surroundings: Surroundings) -> None:
        """Stand in the middle of the page."""
        super().__init__(surroundings.looks, "base")
        self._surroundings = surroundings
        self.icon, self.button = QLabel(), PrimaryButton(surroundings.looks)
        self.sentence = Text(surroundings.looks, Role.BODY, "text")
        self.hint = Text(surroundings.looks, Role.CAPTION, "text2")
        self.button.setMinimumHeight(32)
        self.button.setIconSize(QSize(16, 16))
        self.button.clicked.connect(self.import_wanted)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addStretch(2)
        for widget in (self.icon, self.sentence, self.hint):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(widget)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

    def show_page(self, _page: UsagePage) -> None:
        """Nothing of a page is shown here."""

    def retranslate(self) -> None:
        """Say everything again."""
        text, icons = self._surroundings.words.text, self._surroundings.icons
        self.icon.setPixmap(icons.pixmap("chart-column", "text3", _ICON, self.devicePixelRatioF()))
        self.sentence.setText(text(msg("Here you will see who was active in which month.")))
        self.hint.setText(
            text(msg("Import an activity file, or drop one here. Nothing counts before you have seen it."))
        )
        self.button.setText(text(msg("Import activity files…")))
        self.button.setIcon(icons.icon("upload", self.button.ink))
        self.button.setAccessibleName(self.button.text())
        kept = self._surroundings.only_read()
        self.button.setEnabled(kept is None)
        self.button.setToolTip(text(kept) if kept else "")
        self.button.setAccessibleDescription(self.button.toolTip() or self.hint.text())
