"""Close month: what closing fixes, before it is fixed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QVBoxLayout, QWidget

from desktop.domain.periods import Month
from desktop.i18n import msg, msgn
from desktop.services.usage.page import UsagePage
from desktop.views.desk import Surroundings
from desktop.views.usage.dialogs import ask_buttons
from desktop.views.usage.months import month_message
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role


class CloseMonth(QDialog):
    """Offers the months whose end the imported files are past."""

    chosen = Signal(object)
    """A `Month`."""

    def __init__(self, surroundings: Surroundings, page: UsagePage, parent: QWidget) -> None:
        """Begin with the oldest open month."""
        super().__init__(parent)
        self._surroundings, self._page = surroundings, page
        words = surroundings.words
        self.setWindowTitle(words.text(msg("Close month")))
        self.setAccessibleName(self.windowTitle())
        self.months = QComboBox()
        for month in page.closable:
            self.months.addItem(month_message(month, words), month)
        self.months.setAccessibleName(words.text(msg("Month")))
        self.months.setAccessibleDescription(words.text(msg("The month to close")))
        self.effect = Text(surroundings.looks, Role.BODY, wrap=True)
        rest = Text(surroundings.looks, Role.CAPTION, "text2", wrap=True)
        rest.setText(
            words.text(msg("Later imports change only what is observed, never what is billed. Undo reopens the month."))
        )
        buttons, self.close_button = ask_buttons(self, words.text(msg("Close month")), "")
        form = QFormLayout()
        form.addRow(words.text(msg("Month")), self.months)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addLayout(form)
        box.addWidget(self.effect)
        box.addWidget(rest)
        box.addStretch(1)
        box.addWidget(buttons)
        self.setMinimumWidth(440)
        self.months.currentIndexChanged.connect(self._say)
        self.accepted.connect(lambda: self.chosen.emit(self.month))
        self._say()

    @property
    def month(self) -> Month:
        """The month chosen."""
        month: Month = self.months.currentData()
        return month

    def _say(self) -> None:
        words, series = self._surroundings.words, self._page.series
        name = month_message(self.month, words)
        if self.month not in series.months:
            self.effect.setText(words.text(msg("{month} will be billed for everyone observed in it now.", month=name)))
            return
        count = series.active[series.months.index(self.month)]
        said = msgn(
            "{month} will be billed for the {n} person observed in it now.",
            "{month} will be billed for the {n} people observed in it now.",
            n=count,
            month=name,
        )
        self.effect.setText(words.text(said))
