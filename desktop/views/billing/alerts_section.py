"""Alerts: what to look at, each with the action that helps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.i18n import msg
from desktop.models.alerts import ORDER, PAYMENT, REACTIVATE, Alert
from desktop.models.standing import Standing
from desktop.views.billing.links import LinkButton
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

ACT_LABELS = {
    PAYMENT: msg("Update Payment Method"),
    REACTIVATE: msg("Reactivate"),
    ORDER: msg("Place Order"),
}


class AlertsSection(QWidget):
    """A line for each alert; `help_with` is called with the one whose action was chosen."""

    def __init__(
        self, around: Surroundings, help_with: Callable[[Alert], None], may_act: Callable[[Alert], bool]
    ) -> None:
        """Begin empty."""
        super().__init__()
        self._around, self._help, self._may_act = around, help_with, may_act
        self._title, self._count = Text(around.looks, Role.SECTION), Text(around.looks, color="text2")
        self._lines: list[QWidget] = []
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addLayout(head)

    def show_standing(self, standing: Standing | None) -> None:
        """Show these alerts instead."""
        alerts = standing.alerts if standing is not None else ()
        self.setVisible(bool(alerts))
        self._title.setText(self._around.words.text(msg("Alerts")))
        self._count.setText(self._around.words.value(len(alerts)))
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(alert) for alert in alerts]
        for line in self._lines:
            self._column.addWidget(line)

    def _line(self, alert: Alert) -> QWidget:
        text, looks = self._around.words.text, self._around.looks
        line, icon = QWidget(), QLabel()
        icon.setPixmap(self._around.icons.pixmap(alert.icon, alert.color, 16, self.devicePixelRatioF()))
        title = Text(looks, Role.NAME, wrap=True)
        detail = Text(looks, Role.CAPTION, "text2", wrap=True)
        title.setText(text(alert.title))
        detail.setText(text(alert.detail))
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(title, 0, 1)
        grid.addWidget(detail, 1, 1)
        if alert.act is not None and self._may_act(alert):
            link = LinkButton(self._around)
            link.say(text(ACT_LABELS[alert.act]), text(alert.title))
            link.clicked.connect(lambda: self._help(alert))
            grid.addWidget(link, 2, 1, Qt.AlignmentFlag.AlignLeft)
        return line
