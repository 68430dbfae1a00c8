"""Small buttons that look like links: for going somewhere, or for the action that helps."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import Message, msg
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

_ROOM, _NARROWEST = 8, 80
_SALES = "mailto:learningmanagersales@adobe.com"
_PRICING = "https://www.adobe.com/products/learningmanager.html"


class LinkButton(QPushButton):
    """A flat button in the colour of links; cut at its right where the room is narrow, its tooltip says it whole."""

    def __init__(self, around: Surroundings) -> None:
        """Begin without a text."""
        super().__init__()
        self._around = around
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        around.looks.changed.connect(self._paint)
        self._paint()

    def say(self, text: str, hint: str) -> None:
        """Say what it does."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        self.setToolTip(f"{text}\n{hint}")

    def minimumSizeHint(self) -> QSize:
        """A few letters at least."""
        return QSize(min(_NARROWEST, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """As the style paints it, its text as long as there is room."""
        del event
        option, painter = QStyleOptionButton(), QStylePainter(self)
        self.initStyleOption(option)
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - _ROOM)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def _paint(self) -> None:
        palette, looks = QPalette(self.palette()), self._around.looks
        palette.setColor(QPalette.ColorRole.ButtonText, looks.color("accent"))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, looks.color("text3"))
        self.setPalette(palette)


class HelpLines(QWidget):
    """Where to turn for a purchase order, and where prices are described."""

    def __init__(self, around: Surroundings) -> None:
        """Begin with the two lines."""
        super().__init__()
        self._around = around
        self._told = Text(around.looks, Role.CAPTION, "text2", wrap=True)
        self.sales, self.pricing = LinkButton(around), LinkButton(around)
        self.sales.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(_SALES)))
        self.pricing.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(_PRICING)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._told)
        for link in (self.sales, self.pricing):
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def retranslate(self) -> None:
        """Say both lines again."""
        text = self._around.words.text
        address = _SALES.removeprefix("mailto:")
        told: Message = msg("For a purchase order, or for more users on a plan, write to {address}.", address=address)
        self._told.setText(text(told))
        self.sales.say(text(msg("Write to sales")), text(msg("Opens a mail draft in your mail program")))
        self.pricing.say(text(msg("About pricing")), text(msg("Opens the vendor’s page in your browser")))
