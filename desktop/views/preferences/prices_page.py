"""The price list: what a user costs a month and from which day on, prices to come, and taking them out again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.domain.errors import UserError
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, Value, msg, msgn
from desktop.models.answers import Answers, Column
from desktop.views.desk import Kind, Surroundings
from desktop.views.export_dialog import ExportDialog, listed
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.services.rules.price_lists import PriceVersionAnswer

_WROTE: frozenset[str] = frozenset({Kind.RULES, Kind.ACCOUNT})


def _prices(version: PriceVersionAnswer) -> Value:
    return tuple(msg("{price}", price=price) for price in version.prices)


def _standing(version: PriceVersionAnswer) -> Value:
    return msg("In force today") if version.in_force else ""


def _reaches(version: PriceVersionAnswer) -> Value:
    return msg("Keep their price") if version.reaches_existing_from is None else version.reaches_existing_from


_COLUMNS = (
    Column(msg("In force from"), lambda version: version.effective_from),
    Column(msg("A user a month"), _prices),
    Column(msg("Prices"), lambda version: version.version),
    Column(msg("Existing orders"), _reaches),
    Column(msg("Orders"), lambda version: version.orders, numeric=True),
    Column(msg("Status"), _standing),
)


class PricesPage(QWidget):
    """The versions, a line to add one, and a button to take one out."""

    def __init__(self, around: Surroundings) -> None:
        """Build the page and read the prices."""
        super().__init__()
        self._around = around
        self._currency = ""
        looks, words = around.looks, around.words
        self.versions = Answers(_COLUMNS, words.value, self)
        self.list = Rows("prices", self.versions, looks, around.settings)
        self.list.columns_wide(14, 18, 22, 18, 10)
        self._heading = Text(looks, Role.SECTION)
        self._about = Text(looks, Role.CAPTION, "text2", wrap=True)
        self._labels = (Text(looks, color="text2"), Text(looks, color="text2"))
        self.price, self.start, self.add = QLineEdit(), QDateEdit(), QPushButton()
        self.reaches, self.reaches_from, self.remove = QCheckBox(), QDateEdit(), QPushButton()
        self.export = QPushButton()
        self.problem = Text(looks, color="err", wrap=True)
        self.problem.hide()
        for field in (self.start, self.reaches_from):
            field.setCalendarPopup(True)
        for button in (self.add, self.remove, self.export):
            button.setAutoDefault(False)
        self._build()
        self.reaches.toggled.connect(self.reaches_from.setEnabled)
        self.list.selectionModel().currentRowChanged.connect(self._allow)
        self.add.clicked.connect(self._add)
        self.price.returnPressed.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.export.clicked.connect(self._export)
        self.retranslate()
        self.read()

    def read(self) -> None:
        """Read the price list."""
        workspace = self._around.workspace

        def work(_step: object) -> tuple[Sequence[PriceVersionAnswer], str, date]:
            from desktop.views.billing.reading import read_today

            return workspace.prices.list(), workspace.accounts.show().currency, read_today(workspace)

        self._around.jobs.read(msg("Read the prices"), work, self._show)

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._around.words.text
        self._heading.setText(text(msg("Price list")))
        self._about.setText(
            text(msg("Orders keep the price they were placed at, unless a later one reaches existing orders."))
        )
        for label, said in zip(
            self._labels, (msg("New price, {currency}", currency=self._currency), msg("from")), strict=True
        ):
            label.setText(text(said))
        self.reaches.setText(text(msg("Existing orders too, with a term that begins from")))
        self.add.setText(text(msg("Add price")))
        self.remove.setText(text(msg("Remove the chosen price")))
        self.export.setText(text(msg("Export…")))
        for widget, name in (
            (self.list, msg("Prices, oldest first")),
            (self.price, msg("Price of a user for a month")),
            (self.start, msg("First day of the price")),
            (self.reaches, msg("Whether existing orders take the price too")),
            (self.reaches_from, msg("The day from which existing orders take the price")),
        ):
            _name(widget, text(name))
        for field in (self.start, self.reaches_from):
            field.setLocale(QLocale())
        self.versions.retranslate()
        self._allow()

    def _show(self, read: tuple[Sequence[PriceVersionAnswer], str, date]) -> None:
        versions, self._currency, today = read
        self.versions.show(versions)
        for field in (self.start, self.reaches_from):
            field.setMinimumDate(QDate(today.year, today.month, today.day))
        self.list.setCurrentIndex(self.versions.index(len(versions) - 1, 0))
        self.retranslate()

    def _allow(self) -> None:
        """Say what can be done now, and why not."""
        kept = self._around.only_read()
        for part in (self.price, self.start, self.reaches, self.add):
            part.setEnabled(kept is None)
        self.reaches_from.setEnabled(kept is None and self.reaches.isChecked())
        why = kept or self._why_kept()
        self.remove.setEnabled(why is None)
        self.remove.setToolTip(self._around.words.text(why or msg("Its day has not come, and no order uses it")))
        self.add.setToolTip(self._around.words.text(kept or msg("Add the price from its day on")))

    def _why_kept(self) -> Message | None:
        version = self._chosen()
        if version is None:
            return msg("Choose a price first.")
        return (
            None if version.added_here else msg("The prices {name} come with Seatwise and stay.", name=version.version)
        )

    def _chosen(self) -> PriceVersionAnswer | None:
        found: PriceVersionAnswer | None = self.list.current_answer()  # type: ignore[assignment]
        return found

    def _add(self) -> None:
        from desktop.services.rules.price_lists import NewPrices
        from desktop.views.billing.key_dialogs import read_day

        try:
            price = UnitPrice.typed(self.price.text(), self._currency, self._around.words.language)
        except UserError as refusal:
            self._refuse(refusal)
            return
        reaches = read_day(self.reaches_from) if self.reaches.isChecked() else None
        new = NewPrices(read_day(self.start), {self._currency: price.decimal}, None, reaches)
        self._do(msg("Add price"), partial(self._around.workspace.prices.add, new))

    def _remove(self) -> None:
        version = self._chosen()
        if version is not None:
            self._do(msg("Remove the chosen price"), partial(self._around.workspace.prices.remove, version.version))

    def _do(self, title: Message, act: Callable[..., object]) -> None:
        act_id = self._around.workspace.context.ids.new()
        self._around.jobs.run(
            title, lambda _step: act(act_id=act_id), partial(_written, self, self._around), self._refuse
        )

    def _refuse(self, refusal: UserError) -> None:
        self.problem.setText(self._around.words.text(refusal.message))
        self.problem.show()

    def _export(self) -> None:
        """Ask in which format the price list becomes a file."""
        from desktop.services.billing.report import BillingReports

        write = BillingReports(self._around.workspace.context).write_prices
        label = msgn("The list: {n} version", "The list: {n} versions", n=self.versions.rowCount())
        ExportDialog(self, self._around, msg("Export the price list"), (listed(label, "price-list", write),)).open()

    def _build(self) -> None:
        line, below = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self._labels[0])
        line.addWidget(self.price, 1)
        line.addWidget(self._labels[1])
        line.addWidget(self.start)
        line.addWidget(self.add)
        below.addWidget(self.reaches)
        below.addWidget(self.reaches_from)
        below.addStretch(1)
        below.addWidget(self.export)
        below.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._heading)
        column.addWidget(self._about)
        column.addWidget(self.list, 1)
        column.addLayout(line)
        column.addLayout(below)
        column.addWidget(self.problem)


def _written(page: PricesPage, around: Surroundings, _answer: object) -> None:
    """Tell what was written, also when the dialog was closed meanwhile."""
    around.announce(_WROTE)
    if isValid(page):
        page.problem.hide()
        page.price.clear()
        page.read()


def _name(widget: QWidget, text: str) -> None:
    widget.setAccessibleName(text)
    widget.setToolTip(text)
