"""What happens until the day looked at: played forward on a copy, which is thrown away."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from desktop.domain.periods import Month
from desktop.domain.rulebook import rule_in_words
from desktop.i18n import Message, msg, msgn
from desktop.models.answers import Answers, Column
from desktop.models.derivation import why_event
from desktop.views.action import Action, Tab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.export_dialog import ExportDialog, listed
from desktop.views.widgets.explained_rows import ExplainedRows
from desktop.views.widgets.letters import Hairline, Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.domain.progress import Step
    from desktop.services.time.fork import SimulationAnswer

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
        self.event_rows = ExplainedRows("ahead-events", self.events, around, why_event)
        self.event_rows.columns_wide(14, 80, 16, 10, rest=1)
        self.whole = Text(looks, color="text2", wrap=True, selectable=True)
        self.charge_rows = ExplainedRows("ahead-charges", self.charges, around, lambda one: one.explanation)
        self.charge_rows.columns_wide(14, 12, 8, 18, 18, 18, rest=0)
        self._build()
        self.export.clicked.connect(self.ask_for_file)
        self.event_rows.selectionModel().currentRowChanged.connect(lambda *_: self._say_whole())
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
            from desktop.services.time.fork import told

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
        """Ask in which format it becomes a file."""
        if self.answer is not None:
            from desktop.services.scenarios.simulation_report import write_simulation

            label = msg("What happens until {day}, and what falls due by month", day=self.answer.until)
            ware = listed(
                label, f"simulation-{self.answer.since}-{self.answer.until}", partial(write_simulation, self.answer)
            )
            title = msg("Export what happens")
            ExportDialog(self, self._around, title, (replace(ware, dated=False),)).open()

    def _show(self, answer: SimulationAnswer) -> None:
        self.answer = answer
        self.events.show(answer.events)
        self.charges.show(answer.charges)
        self.event_rows.setCurrentIndex(self.events.index(0, 0))
        self._say()
        self._say_whole()

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

    def _say_whole(self) -> None:
        """The current event in full, with its rule in words: the list may be narrower than its texts."""
        one = self.event_rows.current_answer()
        self.whole.setVisible(one is not None)
        if one is not None:
            said = msg("{day}: {what}", day=one.on, what=one.text)  # type: ignore[attr-defined]
            rule = rule_in_words(one.rule)  # type: ignore[attr-defined]
            self.whole.setText("\n".join(map(self._around.words.text, (said, rule))))

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
        self.whole.setContentsMargins(24, 8, 24, 8)
        page.addWidget(self.whole)
        page.addWidget(Hairline(self._around.looks))
        page.addLayout(months)
        page.addWidget(self.charge_rows, 2)


def _falls_due(answer: SimulationAnswer) -> Message:
    return msg("From {start} to {end}, {total} falls due.", start=answer.since, end=answer.until, total=answer.total)


def _month(text: str) -> Month:
    return Month.parse(text)
