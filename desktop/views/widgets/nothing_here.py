"""What stands in a list without rows, under its heads: a sentence, and the one act that helps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton, QVBoxLayout

from desktop.i18n import Message
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Ground, Text

_ICON = 32


class NothingHere(Ground):
    """Covers where the rows of a list would be; `wanted` when its button is pressed."""

    wanted = Signal()

    def __init__(self, around: Surroundings, rows: QAbstractItemView) -> None:
        """Hidden at first."""
        super().__init__(around.looks, "base")
        self._around = around
        self.icon, self.button = QLabel(), QPushButton()
        self.sentence = Text(around.looks, color="text2", wrap=True)
        self.button.setIconSize(QSize(16, 16))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 12, 24, 12)
        box.setSpacing(10)
        box.addStretch(2)
        for widget in (self.icon, self.sentence):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(widget)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self.setParent(rows.viewport())
        rows.viewport().installEventFilter(self)
        self.hide()

    def say(self, message: Message, verb: Message, icon: str, why_not: Message | None = None) -> None:
        """Stand there with a sentence and what the button does; `why_not` says why it cannot be done now."""
        text = self._around.words.text
        self.sentence.setText(text(message))
        self.setAccessibleName(self.sentence.text())
        self.icon.setPixmap(self._around.icons.pixmap(icon, "text3", _ICON, self.devicePixelRatioF()))
        self.button.setText(text(verb))
        self.button.setAccessibleName(self.button.text())
        self.button.setEnabled(why_not is None)
        self.button.setToolTip("" if why_not is None else text(why_not))
        self.button.setAccessibleDescription(self.button.toolTip())
        self._cover()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the rows would be."""
        if event.type() == QEvent.Type.Resize:
            self._cover()
        return super().eventFilter(watched, event)

    def _cover(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
