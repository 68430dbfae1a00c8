"""How a file shall be read: columns, zone, order of dates, sheet. Only what the file leaves open is asked."""

from __future__ import annotations

from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFormLayout, QWidget

from desktop.i18n import Message, msg
from desktop.services.usage.imports import ImportWishes
from desktop.services.usage.preview import FilePreview
from desktop.views.desk import Surroundings
from desktop.views.usage.buttons import CheckBox

ORDERS: dict[str, Message] = {
    "dmy": msg("Day, month, year (31/12/2019)"),
    "mdy": msg("Month, day, year (12/31/2019)"),
    "ymd": msg("Year, month, day (2019/12/31)"),
}
_NAMES: dict[str, Message] = {
    "user": msg("Who: column"),
    "time": msg("When: column"),
    "action": msg("What was done: column"),
    "zone": msg("Times without a zone are in"),
    "order": msg("Dates are written"),
    "sheet": msg("Sheet"),
}


class Choices(QWidget):
    """`changed` whenever a choice is another one; `wishes` are the choices."""

    changed = Signal()

    def __init__(self, surroundings: Surroundings) -> None:
        """Ask nothing before a file is shown."""
        super().__init__()
        self._surroundings = surroundings
        words = surroundings.words
        self.fields = {key: QComboBox() for key in _NAMES}
        self._touched: set[str] = set()
        self.count_all = CheckBox(surroundings.looks, words.text(msg("Count every row, whatever was done")))
        self.count_all.setAccessibleDescription(
            words.text(msg("For files without actions: every row that names a person and a time counts."))
        )
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setVerticalSpacing(4)
        self.setFixedWidth(max(300, self.count_all.sizeHint().width()))
        for key, name in _NAMES.items():
            field = self.fields[key]
            text = words.text(name)
            self._form.addRow(text, field)
            field.setAccessibleName(text)
            field.activated.connect(lambda _place, key=key: self._touch(key))
            if key == "action":
                self._form.addRow("", self.count_all)
        self.count_all.toggled.connect(lambda _: self.changed.emit())
        self._fill_zones()

    def wishes(self, *, dry_run: bool) -> ImportWishes:
        """The choices; what was not touched is found out."""
        return ImportWishes(
            user=self._chosen("user"),
            time=self._chosen("time"),
            action=self._chosen("action"),
            count_all=self.count_all.isChecked(),
            date_order=self._chosen("order"),
            time_zone=self._chosen("zone"),
            sheet=self._chosen("sheet"),
            dry_run=dry_run,
        )

    def open_question(self, preview: FilePreview) -> Message | None:
        """What has to be chosen before the file can be read, in terms of the choices."""
        asked = {
            "user": msg("Choose the column that says who the learner is."),
            "time": msg("Choose the column that says when it was."),
            "action": msg("Choose the column that says what was done, or count every row."),
        }
        found = {"user": preview.user, "time": preview.time, "action": preview.action}
        for key, question in asked.items():
            needed = key != "action" or not self.count_all.isChecked()
            if preview.problem is not None and preview.is_table and found[key] is None and needed:
                return question
        if preview.problem is None and len(preview.date_orders) > 1 and self._chosen("order") is None:
            return msg("Choose how dates are written: both orders are possible.")
        return preview.problem

    def show_file(self, preview: FilePreview) -> None:
        """Offer what this file leaves open, set to what was found."""
        found = {"user": preview.user, "time": preview.time, "action": preview.action}
        for key, column in found.items():
            self._offer(key, [(one, one) for one in preview.header if one], column)
            self._form.setRowVisible(self.fields[key], preview.is_table)
        self._form.setRowVisible(self.count_all, preview.is_table)
        text = self._surroundings.words.text
        orders = [(text(ORDERS[one]), one) for one in preview.date_orders]
        self._offer("order", orders, preview.date_orders[0] if len(preview.date_orders) == 1 else None)
        self._form.setRowVisible(self.fields["order"], len(orders) > 1)
        self._offer("sheet", [(one, one) for one in preview.sheets], preview.member)
        self._form.setRowVisible(self.fields["sheet"], len(preview.sheets) > 1)
        self._form.setRowVisible(self.fields["zone"], not preview.zone_seen)
        self.setVisible(preview.is_table or len(orders) > 1 or len(preview.sheets) > 1 or not preview.zone_seen)
        if "zone" not in self._touched:
            self.fields["zone"].setCurrentText(preview.account_zone)

    def _fill_zones(self) -> None:
        zones = self.fields["zone"]
        zones.setEditable(True)
        zones.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        zones.addItems(sorted(available_timezones()))
        completer = zones.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line = zones.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._zone_typed)
            line.setAccessibleName(zones.accessibleName())

    def _zone_typed(self) -> None:
        zones, line = self.fields["zone"], self.fields["zone"].lineEdit()
        if line is not None and line.isModified() and zones.findText(zones.currentText()) >= 0:
            line.setModified(False)
            self._touch("zone")

    def _offer(self, key: str, choices: list[tuple[str, str]], found: str | None) -> None:
        field = self.fields[key]
        kept = field.currentData() if key in self._touched else found
        field.clear()
        if found is None:
            field.addItem(self._surroundings.words.text(msg("Choose…")), None)
        for text, value in choices:
            field.addItem(text, value)
        field.setCurrentIndex(max(0, field.findData(kept)) if kept is not None else 0)

    def _touch(self, key: str) -> None:
        self._touched.add(key)
        self.changed.emit()

    def _chosen(self, key: str) -> str | None:
        if key not in self._touched:
            return None
        field = self.fields[key]
        value: str | None = field.currentText() if key == "zone" else field.currentData()
        return value
