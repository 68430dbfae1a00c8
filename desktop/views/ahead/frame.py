"""The red frame around everything that is only simulated."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.views.widgets.looks import Looks

_WIDE = 4


class SimulatedFrame(QWidget):
    """Lies over a widget and lets everything through; the words beside it say the same without colour."""

    def __init__(self, around: QWidget, looks: Looks) -> None:
        """Begin unseen."""
        super().__init__(around)
        self._looks = looks
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around.installEventFilter(self)
        looks.changed.connect(self.update)
        self.hide()

    def show_simulated(self, simulated: bool) -> None:
        """Frame it, or not."""
        self.setGeometry(self._framed().rect())
        self.setVisible(simulated)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is framed."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._framed().rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line along the edge."""
        del event
        painter = QPainter(self)
        pen = QPen(self._looks.color("err"), _WIDE)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(self.rect().adjusted(_WIDE // 2, _WIDE // 2, -_WIDE // 2, -_WIDE // 2))
        painter.end()

    def _framed(self) -> QWidget:
        found = self.parentWidget()
        assert found is not None  # noqa: S101 - it is made inside a widget
        return found
