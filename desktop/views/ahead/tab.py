"""What happens until the day looked at: played forward on a copy, which is thrown away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout

from desktop.domain.periods import Month
from desktop.i18n import Message, msg, msgn
from desktop.models.answers import Answers, Column
from desktop.views.action import Action, Tab
from desktop.views.desk import EVERYTHING, Level, Surroundings
from desktop.views.letters import Hairline, Text
from desktop.views.looks import Role
from desktop.views.rows import Rows

if TYPE_CHECKING:
    from desktop.domain.progress import Step
    from desktop.services.fork import SimulationAnswer
    from desktop.services.usage_report import FileWritten

FORMATS = ("xlsx", "pdf", "csv", "parquet", "json")


def file_kinds() -> str:
    """The formats of a report, as a file dialog takes them."""
    return ";;".join(f"{one.upper()} (*.{one})" for one in FORMATS)


_EVENTS = (
    Column(msg("Date"), lambda one: one.on),
    Column(msg("What"), lambda one: one.text),
    Column(msg("Amount"), lambda one: one.amount or "", numeric=True),
    Column(msg("Rule"), lambda one: one.rule),
)
_CHARGES = (
    Column(msg("Month"), lambda one: _month(one.month)),
    Column(msg("Instalments"), lambda one: one.instalments, numeric=True),
    Column(msg("Fees"), lambda one: one.fees, numeric=True),
    Column(msg("Net"), lambda one: one.net, numeric=True),
    Column(msg("Tax"), lambda one: one.tax, numeric=True),
    Column(msg("Total"), lambda one: one.total, numeric=True),
)


class AheadTab(Tab):
    """The events on the way and what falls due by month, with their total. Acts done on the copy are among them."""

    title = msg("What happens")
    key = "ahead"

    def __init__(self, around: Surroundings) -> None:
        """Build the page and read what was played."""
        super().__init__()
        self._around = around
        self.answer: SimulationAnswer | None = None
        looks, words = around.looks, around.words
        self.heading, self.about = Text(looks, Role.TITLE), Text(looks, color="text2", wrap=True)
        self.total = Text(looks, Role.METRIC)
        self._months = Text(looks, Role.SECTION)
        self.export = QPushButton()
        self.events = Answers(_EVENTS, words.value, self)
        self.charges = Answers(_CHARGES, words.value, self)
        self.event_rows = Rows("ahead-events", self.events, looks, around.settings)
        self.event_rows.columns_wide(14, 80, 16, 10)
        self.charge_rows = Rows("ahead-charges", self.charges, looks, around.settings)
        self.charge_rows.columns_wide(14, 12, 8, 18, 18, 18)
        self._build()
        self.export.clicked.connect(self.ask_for_file)
        self.retranslate()
        self.reload(EVERYTHING)

    def declared_actions(self) -> list[Action]:
        """Export what happens."""
        return [
            Action(
                "ahead.export",
                msg("Export what happens…"),
                self.ask_for_file,
                None,
                msg("Write the events and the months to a file"),
                "file-down",
                lambda: None if self.answer is not None else msg("It is still being read."),
            )
        ]

    def reload(self, kinds: frozenset[str]) -> None:
        """What was done on the copy is on the list too."""
        del kinds
        workspace = self._around.workspace

        def work(_step: Step) -> SimulationAnswer:
            from desktop.services.fork import told

            return told(workspace)

        self._around.jobs.read(msg("Read what happens"), work, self._show)

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._around.words.text
        self.heading.setText(text(msg("What happens")))
        self.export.setText(text(msg("Export…")))
        self._months.setText(text(msg("What falls due by month")))
        self.event_rows.setAccessibleName(text(msg("What happens")))
        self.charge_rows.setAccessibleName(text(msg("What falls due by month")))
        self.events.retranslate()
        self.charges.retranslate()
        self._say()

    def focus_first(self) -> None:
        """The list."""
        self.event_rows.setFocus()

    def ask_for_file(self) -> None:
        """Choose where the list is written."""
        answer = self.answer
        if answer is None:
            return
        text = self._around.words.text
        name = str(Path.home() / f"simulation-{answer.since}-{answer.until}.xlsx")
        found, _ = QFileDialog.getSaveFileName(self, text(msg("Export what happens")), name, file_kinds())
        if found:
            self.write(Path(found))

    def write(self, path: Path) -> None:
        """Write the list; the dialog has asked whether a file may be replaced."""
        around, answer = self._around, self.answer
        if answer is None:
            return
        translator = around.words.translator

        def work(step: Step) -> FileWritten:
            from desktop.services.simulation_report import write_simulation

            return write_simulation(answer, path, translator, overwrite=True, step=step)

        around.jobs.run(
            msg("Write {file}", file=path.name),
            work,
            lambda done: around.show_message(msg("Written: {file}", file=done.files[0]), None, Level.INFO),
        )

    def _show(self, answer: SimulationAnswer) -> None:
        self.answer = answer
        self.events.show(answer.events)
        self.charges.show(answer.charges)
        self._say()

    def _say(self) -> None:
        answer, text = self.answer, self._around.words.text
        if answer is None:
            return
        about = msg(
            "Simulated from {start} to {end}: every payment is assumed paid, and nothing of it is kept.",
            start=answer.since,
            end=answer.until,
        )
        count = msgn("{total} in {n} month", "{total} in {n} months", n=len(answer.charges), total=answer.total)
        self.about.setText(text(about))
        self.total.setText(text(count))
        self.total.setAccessibleName(text(_falls_due(answer)))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 24, 14)
        head.setSpacing(16)
        head.addWidget(self.heading)
        head.addWidget(self.about, 1)
        head.addWidget(self.total)
        head.addWidget(self.export)
        months = QVBoxLayout()
        months.setContentsMargins(24, 8, 24, 8)
        months.addWidget(self._months)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(Hairline(self._around.looks))
        page.addWidget(self.event_rows, 3)
        page.addWidget(Hairline(self._around.looks))
        page.addLayout(months)
        page.addWidget(self.charge_rows, 2)


def _falls_due(answer: SimulationAnswer) -> Message:
    return msg("From {start} to {end}, {total} falls due.", start=answer.since, end=answer.until, total=answer.total)


def _month(text: str) -> Month:
    return Month.parse(text)
