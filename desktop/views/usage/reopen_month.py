"""Reopen month: which closed month, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.periods import Month
from desktop.i18n import msg
from desktop.services.usage.page import UsagePage
from desktop.views.desk import Surroundings
from desktop.views.usage.dialogs import ask_buttons
from desktop.views.usage.months import month_message
from desktop.views.widgets.letters import Text


class ReopenMonth(QDialog):
    """Offers the closed months, the newest first; `chosen` carries a `Month` and the reason."""

    chosen = Signal(object, str)

    def __init__(self, surroundings: Surroundings, page: UsagePage, parent: QWidget) -> None:
        """Begin with the newest closed month."""
        super().__init__(parent)
        words = surroundings.words
        self.setWindowTitle(words.text(msg("Reopen month")))
        self.setAccessibleName(self.windowTitle())
        self.months, self.reason = QComboBox(), QLineEdit()
        for month in sorted(page.closed_on, reverse=True):
            self.months.addItem(month_message(month, words), month)
        effect = Text(surroundings.looks, wrap=True)
        effect.setText(
            words.text(
                msg(
                    "What the month was billed is no longer fixed: it counts what is observed until it is closed again."
                )
            )
        )
        buttons, self.reopen = ask_buttons(self, words.text(msg("Reopen month")), "")
        form = QFormLayout()
        for name, field in ((msg("Month"), self.months), (msg("Why"), self.reason)):
            field.setAccessibleName(words.text(name))
            form.addRow(words.text(name), field)
        self.reason.setAccessibleDescription(words.text(msg("Kept in the journal")))
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addLayout(form)
        box.addWidget(effect)
        box.addStretch(1)
        box.addWidget(buttons)
        self.setMinimumWidth(440)
        self.reason.textChanged.connect(self._check)
        self.accepted.connect(lambda: self.chosen.emit(self.months.currentData(), self.reason.text().strip()))
        self.reason.setFocus()
        self._check()

    @property
    def month(self) -> Month:
        """The month chosen."""
        month: Month = self.months.currentData()
        return month

    def _check(self) -> None:
        self.reopen.setEnabled(bool(self.reason.text().strip()) and self.months.count() > 0)
