"""Export: the list as it is filtered, or one order with everything about it, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import Message, msg, msgn
from desktop.views.desk import Level, Surroundings
from desktop.views.letters import Text
from desktop.views.looks import Role
from desktop.views.usage.dialogs import ask_buttons
from desktop.views.usage.places import downloads, free_name
from desktop.views.usage.report_request import KINDS, PROFILES

if TYPE_CHECKING:
    from desktop.domain.progress import Step
    from desktop.services.order_answers import OrderAnswer
    from desktop.services.order_wishes import OrderWishes
    from desktop.services.usage_report import FileWritten


class OrderExport(QDialog):
    """Writes the file as a job, and says where it is."""

    def __init__(
        self, parent: QWidget, around: Surroundings, wishes: OrderWishes, total: int, order: OrderAnswer | None
    ) -> None:
        """Offer the list as a workbook in the Downloads folder."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._around, self._wishes, self._order = around, wishes, order
        text = around.words.text
        self.setWindowTitle(text(msg("Export orders")))
        self.setAccessibleName(self.windowTitle())
        self.what, self.kind, self.profile = QComboBox(), QComboBox(), QComboBox()
        rows = msgn("The list: {n} order", "The list: {n} orders", n=total)
        self.what.addItem(text(rows), False)
        if order is not None:
            one = msg("Order {number} with its instalments, fee and timeline", number=order.number)
            self.what.addItem(text(one), True)
        for combo, labels in ((self.kind, KINDS), (self.profile, PROFILES)):
            for key, label in labels.items():
                combo.addItem(text(label), key)
        self.folder = QLineEdit(str(downloads()))
        self.choose = QPushButton(text(msg("Choose…")))
        self.refusal = Text(around.looks, Role.CAPTION, "err", wrap=True)
        self._box, self.write = ask_buttons(self, text(msg("Export")), text(msg("Writes the file as a job")))
        self._build()
        self._check()

    @property
    def one(self) -> bool:
        """Whether one order is wanted, not the list."""
        return bool(self.what.currentData())

    def path(self) -> Path:
        """The file: a name that says what and when, and none that is there already."""
        from desktop.views.billing.reading import read_today

        day = read_today(self._around.workspace).isoformat()
        filtered = "-filtered" if self._wishes.states or self._wishes.text.strip() else ""
        stem = f"order-{self._order.number}" if self.one and self._order is not None else f"orders{filtered}"
        return free_name(Path(self.folder.text()).expanduser() / f"{stem}-{day}.{self.kind.currentData()}")

    def accept(self) -> None:
        """Write the file."""
        around, path, profile = self._around, self.path(), str(self.profile.currentData())
        reports, wishes, translator = around.workspace.order_reports, self._wishes, around.words.translator
        order = self._order.order if self.one and self._order is not None else None

        def work(step: Step) -> FileWritten:
            if order is not None:
                return reports.write_order(path, translator, order, profile=profile, step=step)
            return reports.write_list(path, translator, wishes, profile=profile, step=step)

        def written(answer: Any) -> None:
            said = msgn("Wrote {n} row to {files}", "Wrote {n} rows to {files}", n=answer.rows, files=_names(answer))
            around.show_message(said, level=Level.INFO)

        around.jobs.run(msg("Write {file}", file=path.name), work, written)
        super().accept()

    def _build(self) -> None:
        text = self._around.words.text
        named: tuple[tuple[QWidget, Message], ...] = (
            (self.what, msg("What")),
            (self.kind, msg("Format")),
            (self.profile, msg("CSV for")),
            (self.folder, msg("Folder")),
        )
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for widget, name in named:
            widget.setAccessibleName(text(name))
            form.addRow(text(name), widget)
        form.addRow("", self.choose)
        self.choose.setAccessibleName(text(msg("Choose the folder")))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.refusal)
        column.addStretch(1)
        column.addWidget(self._box)
        self.setMinimumWidth(480)
        self.kind.currentIndexChanged.connect(self._check)
        self.folder.textChanged.connect(self._check)
        self.choose.clicked.connect(self._choose)

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.choose.accessibleName(), self.folder.text())
        if found:
            self.folder.setText(found)

    def _check(self) -> None:
        typed = self.folder.text().strip()
        missing = not typed or not Path(typed).expanduser().is_dir()
        self.profile.setEnabled(self.kind.currentData() == "csv")
        self.refusal.setText(self._around.words.text(msg("Choose a folder that is there.")) if missing else "")
        self.refusal.setVisible(missing)
        self.write.setEnabled(not missing)


def _names(answer: FileWritten) -> str:
    return ", ".join(Path(one).name for one in answer.files)
