"""The fields of an address, as the chosen country writes addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFormLayout, QLineEdit, QSizePolicy, QWidget

from desktop.i18n import Message, msg
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from desktop.services.accounts.addresses import Address

_LINES = 2
_SHORTEST = 12


def narrowing(box: QComboBox) -> None:
    """Let a field be narrower than the longest of its texts: the list is as wide as they are when it opens."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_SHORTEST)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class CountryBox(QComboBox):
    """Every country by its name in the language of the moment; typing finds one."""

    def __init__(self, around: Surroundings, code: str) -> None:
        """Begin with a country."""
        super().__init__()
        from desktop.services.accounts.countries import countries

        for one, name in countries(around.words.language):
            self.addItem(name, one)
        self.setEditable(True)
        narrowing(self)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.choose(code)

    def choose(self, code: str) -> None:
        """Choose a country by its code."""
        self.setCurrentIndex(self.findData(code))

    def code(self) -> str:
        """The code of the country that is written there, or nothing."""
        place = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(place)) if place >= 0 else ""


class AddressForm(QWidget):
    """Asks whom and where an order is billed to; contact and address are required."""

    changed = Signal()

    def __init__(self, around: Surroundings, country: str, current: Address | None) -> None:
        """Begin with the address in use, where there is one."""
        super().__init__()
        self._around = around
        self.country = CountryBox(around, current.country if current is not None else country)
        self.contact, self.company, self.city = QLineEdit(), QLineEdit(), QLineEdit()
        self.postal_code, self.email, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.lines = [QLineEdit() for _ in range(_LINES)]
        self.region = QComboBox()
        self.region.setEditable(True)
        narrowing(self.region)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._build()
        if current is not None:
            self._fill(current)
        self.country.currentTextChanged.connect(self._look)
        for field in self._texts():
            field.textChanged.connect(self.changed)
        self.region.currentTextChanged.connect(self.changed)
        self._look()

    def missing(self) -> Message | None:
        """What must still be said, or None."""
        from desktop.services.accounts.countries import country_form

        if not self.contact.text().strip():
            return msg("Enter a contact.")
        if not self.country.code():
            return msg("Choose a country.")
        said = {
            "lines": any(one.text().strip() for one in self.lines),
            "city": bool(self.city.text().strip()),
            "region": bool(self.region.currentText().strip()),
            "postal_code": bool(self.postal_code.text().strip()),
        }
        required = country_form(self.country.code()).required | {"lines"}
        name = next((name for name in said if name in required and not said[name]), None)
        return None if name is None else msg("The address is incomplete: {field} is missing.", field=_LABELS[name])

    def named(self, refusal: Message) -> QWidget | None:
        """The field that a refusal names."""
        fields = {
            "Country": self.country,
            "Street": self.lines[0],
            "City": self.city,
            "State or region": self.region,
            "Postal code": self.postal_code,
        }
        said = refusal.params.get("field")
        if isinstance(said, Message):
            return fields.get(said.text)
        return self.email if "text" in refusal.params and refusal.params["text"] == self.email.text() else None

    def address(self) -> Address:
        """What was said."""
        from desktop.services.accounts.addresses import Address

        return Address(
            self.contact.text(),
            self.company.text(),
            tuple(one.text() for one in self.lines if one.text().strip()),
            self.city.text(),
            self.region.currentText(),
            self.postal_code.text(),
            self.country.code(),
            self.email.text(),
            self.phone.text(),
        )

    def _texts(self) -> list[QLineEdit]:
        return [self.contact, self.company, *self.lines, self.city, self.postal_code, self.email, self.phone]

    def _fill(self, current: Address) -> None:
        self.contact.setText(current.contact)
        self.company.setText(current.company)
        for field, line in zip(self.lines, current.lines, strict=False):
            field.setText(line)
        self.city.setText(current.city)
        self.region.setCurrentText(current.region)
        self.postal_code.setText(current.postal_code)
        self.email.setText(current.email)
        self.phone.setText(current.phone)

    def _look(self) -> None:
        """Offer the regions of the country; what was typed stays."""
        from desktop.services.accounts.countries import country_form

        typed = self.region.currentText()
        form = country_form(self.country.code()) if self.country.code() else None
        self.region.clear()
        self.region.addItems(list(form.regions) if form is not None else [])
        self.region.setCurrentText(typed)
        self.changed.emit()

    def _build(self) -> None:
        rows: tuple[tuple[Message, Message, QWidget], ...] = (
            (msg("Country"), msg("The country decides the tax"), self.country),
            (msg("Contact"), msg("Who answers questions about bills"), self.contact),
            (msg("Company"), msg("The organization that is billed"), self.company),
            (msg("Street"), msg("Street and number"), self.lines[0]),
            (msg("Street, second line"), msg("Suite, floor or building"), self.lines[1]),
            (msg("Postal code"), msg("As the country writes it"), self.postal_code),
            (msg("City"), msg("The city of the address"), self.city),
            (msg("State or region"), msg("Where the country’s addresses have one"), self.region),
            (msg("E-mail"), msg("Where bills are sent to"), self.email),
            (msg("Phone"), msg("With its country code"), self.phone),
        )
        text = self._around.words.text
        for label, hint, field in rows:
            self.form.addRow(text(label), field)
            field.setAccessibleName(text(label))
            field.setAccessibleDescription(text(hint))
            field.setToolTip(text(hint))


_LABELS = {
    "lines": msg("Street"),
    "city": msg("City"),
    "region": msg("State or region"),
    "postal_code": msg("Postal code"),
}
