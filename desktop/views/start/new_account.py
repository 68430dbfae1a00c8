"""What is asked before an account is made: its name, and where and how it is billed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.accounts import Region
from desktop.i18n import Message, msg
from desktop.views.start.opening import FirstAccount
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.words import Words

_REGIONS = {Region.US: msg("United States"), Region.EU: msg("European Union"), Region.OTHER: msg("Elsewhere")}
_CURRENCIES = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY")


class NewAccountDialog(QDialog):
    """Asks for a new account; `said` with the answers."""

    said = Signal(object)

    def __init__(self, parent: QWidget, words: Words, title: Message) -> None:
        """Offer what most people will leave as it is."""
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(words.text(title))
        self.setMinimumWidth(460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name, self.owner = QLineEdit(), QLineEdit()
        self.region, self.zone, self.currency = QComboBox(), QComboBox(), QComboBox()
        self.name.setMaxLength(200)
        for region, label in _REGIONS.items():
            self.region.addItem(words.text(label), region.value)
        self._fill_zones()
        self.currency.addItems(list(_CURRENCIES))
        self.currency.setEditable(True)
        self._buttons = DialogButtons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(words.text(msg("Create")))
        self._build()
        self.name.textChanged.connect(self._look)
        self._buttons.accepted.connect(self._say)
        self._buttons.rejected.connect(self.reject)
        self._look()

    def _build(self) -> None:
        text = self._words.text
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows = (
            (msg("Account name"), self.name, msg("The organization whose licenses are billed")),
            (msg("Owner"), self.owner, msg("Name or e-mail of the owner, who acts by default")),
            (msg("Billing region"), self.region, msg("Where the account is billed")),
            (
                msg("Time zone"),
                self.zone,
                msg("Months are counted in this zone; it cannot be changed after the first import"),
            ),
            (msg("Currency"), self.currency, msg("The code of the account’s currency")),
        )
        for label, field, hint in rows:
            form.addRow(text(label), field)
            field.setAccessibleName(text(label))
            field.setAccessibleDescription(text(hint))
            field.setToolTip(text(hint))
        about = QLabel(text(msg("The account starts in Trial. Everything stays on this computer.")))
        about.setWordWrap(True)
        self.owner.setPlaceholderText(text(msg("Owner")))
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(self._buttons)

    def _fill_zones(self) -> None:
        names = sorted(bytes(one.data()).decode() for one in QTimeZone.availableTimeZoneIds())
        self.zone.addItems([name for name in names if "/" in name or name == "UTC"])
        own = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        place = self.zone.findText(own)
        self.zone.setCurrentIndex(place if place >= 0 else self.zone.findText("UTC"))
        self.zone.setEditable(True)
        completer = QCompleter(self.zone.model(), self.zone)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.zone.setCompleter(completer)

    def _look(self) -> None:
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(self.name.text().strip()))
        ok.setToolTip("" if ok.isEnabled() else self._words.text(msg("Enter the account’s name first.")))

    def _say(self) -> None:
        owner = self.owner.text().strip() or self._words.text(msg("Owner"))
        currency = self.currency.currentText().strip().upper()
        self.said.emit(
            FirstAccount(
                self.name.text().strip(), self.region.currentData(), self.zone.currentText().strip(), currency, owner
            )
        )
        self.accept()
