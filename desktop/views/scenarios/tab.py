"""The Scenarios tab: what-ifs side by side as a table and a chart, and the months of the one chosen."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.domain.scenarios import BUYING_LABELS
from desktop.domain.shares import share_percent
from desktop.i18n import Message, Value, msg, msgn
from desktop.models.answers import Answers, Column
from desktop.views.action import Action, Tab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.export_dialog import ExportDialog, drawn, listed
from desktop.views.scenarios.picture import ScenarioPicture
from desktop.views.widgets.explained_rows import ExplainedRows
from desktop.views.widgets.letters import Hairline, Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.domain.progress import Step
    from desktop.services.scenarios.answers import ComparedAnswer, ScenarioAnswer
    from desktop.services.scenarios.orders import ChangeSetAnswer

    Read = tuple[str, str, date, Sequence[ComparedAnswer]]

_NONE_CHOSEN = msg("Choose a scenario first.")


def _more(one: ComparedAnswer) -> Value:
    return "" if one.more is None else one.more


_BOARD = (
    Column(msg("Scenario"), lambda one: one.scenario.name),
    Column(msg("Buys"), lambda one: BUYING_LABELS[one.scenario.buying]),
    Column(msg("From"), lambda one: one.scenario.starts_on),
    Column(msg("Users"), lambda one: one.scenario.users, numeric=True),
    Column(msg("Growth a month"), lambda one: _percent(one.scenario.growth), numeric=True),
    Column(msg("Active share"), lambda one: _percent(one.scenario.active_share), numeric=True),
    Column(msg("Months"), lambda one: one.scenario.length, numeric=True),
    Column(msg("Total"), lambda one: one.scenario.total or msg("No price"), numeric=True),
    Column(msg("More than the first"), _more, numeric=True),
    Column(msg("Dearer from"), lambda one: one.dearer_from or msg("Never")),
)
_MONTHS = (
    Column(msg("From"), lambda month: month.starts_on),
    Column(msg("Users"), lambda month: month.users, numeric=True),
    Column(msg("Units"), lambda month: month.units, numeric=True),
    Column(msg("Total"), lambda month: month.total or "", numeric=True),
    Column(msg("Running total"), lambda month: month.running_total or "", numeric=True),
)


class ScenarioTab(Tab):
    """The board. Enter changes a scenario; Enter on a month says why it costs what it does."""

    title = msg("Scenarios")
    key = "scenarios"

    def __init__(self, around: Surroundings) -> None:
        """Build the board and read the scenarios."""
        super().__init__()
        self._around = around
        self.found: Sequence[ComparedAnswer] = ()
        self._account = ("", "USD")
        self._today: date | None = None
        looks, words = around.looks, around.words
        self._heading, self.about = Text(looks, Role.TITLE), Text(looks, color="text2", wrap=True)
        self._months_of = Text(looks, Role.SECTION)
        self.add, self.apply, self.export = QPushButton(), QPushButton(), QPushButton()
        self.board, self.months = Answers(_BOARD, words.value, self), Answers(_MONTHS, words.value, self)
        self.rows = ExplainedRows("scenarios", self.board, around, lambda one: one.scenario.explanation)
        self.rows.columns_wide(28, 14, 14, 10, 10, 10, 8, 16, 18, 14)
        self.month_rows = ExplainedRows("scenario-months", self.months, around, lambda one: one.explanation)
        self.month_rows.columns_wide(14, 8, 8, 14, 16)
        self.picture = ScenarioPicture(around)
        self._build()
        self.add.clicked.connect(self.add_scenario)
        self.apply.clicked.connect(self.review)
        self.export.clicked.connect(self.ask_for_file)
        self.rows.opened.connect(lambda _row: self.change_scenario())
        self.month_rows.opened.connect(lambda _row: self.explain_here())
        self.rows.selectionModel().currentRowChanged.connect(lambda *_: self._show_months())
        self.retranslate()
        self.reload(EVERYTHING)

    def declared_actions(self) -> list[Action]:
        """Everything that can be done with scenarios."""

        def chosen() -> Message | None:
            return self._around.only_read() or (None if self.current() is not None else _NONE_CHOSEN)

        return [
            Action(
                "scenario.add",
                msg("Add scenario…"),
                self.add_scenario,
                "Ctrl+N",
                msg("Keep a what-if"),
                "plus",
                self._around.only_read,
            ),
            Action(
                "scenario.change", msg("Change scenario…"), self.change_scenario, None, msg("Edit it"), "table", chosen
            ),
            Action(
                "scenario.remove",
                msg("Remove scenario"),
                self.remove_scenario,
                "Del",
                msg("Undo brings it back"),
                "x",
                chosen,
            ),
            Action(
                "scenario.apply",
                msg("Apply scenario…"),
                self.review,
                None,
                msg("Review the orders it would place today, then place them"),
                "check",
                chosen,
            ),
            Action(
                "scenario.export",
                msg("Export scenarios…"),
                self.ask_for_file,
                None,
                msg("Write the board or its chart to a file"),
                "file-down",
                lambda: None if self.found else msg("There is no scenario yet."),
            ),
        ]

    def current(self) -> ScenarioAnswer | None:
        """The scenario chosen."""
        one = self.rows.current_answer()
        return None if one is None else one.scenario  # type: ignore[attr-defined]

    def reload(self, kinds: frozenset[str]) -> None:
        """Prices, rules, orders: whatever was written may cost another amount now."""
        del kinds
        workspace = self._around.workspace

        def work(_step: Step) -> Read:
            from desktop.services.scenarios.scenarios import Scenarios
            from desktop.system.clock import today

            account = workspace.accounts.show()
            day = today(workspace.context.store.clock, account.time_zone)
            return account.name, account.currency, day, Scenarios(workspace.context).compare()

        self._around.jobs.read(msg("Read the scenarios"), work, self._show)

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._around.words.text
        self._heading.setText(text(msg("Scenarios")))
        self.add.setText(text(msg("Add…")))
        self.apply.setText(text(msg("Apply…")))
        self.export.setText(text(msg("Export…")))
        self.rows.setAccessibleName(text(msg("Scenarios side by side")))
        self.month_rows.setAccessibleName(text(msg("Months of the scenario chosen; Enter says why")))
        self.board.retranslate()
        self.months.retranslate()
        self.picture.retranslate()
        self._say_months()
        self._say()

    def focus_first(self) -> None:
        """The board."""
        self.rows.setFocus()

    def explain_here(self) -> None:
        """Why the month chosen costs what it does; without one, why the scenario does."""
        month = self.month_rows.current_answer()
        chosen = self.rows if month is None or month.explanation is None else self.month_rows  # type: ignore[attr-defined]
        chosen.explain_here()

    def add_scenario(self) -> None:
        """Ask for a new what-if."""
        self._ask(None)

    def change_scenario(self) -> None:
        """Edit the scenario chosen."""
        if self.current() is not None:
            self._ask(self.current())

    def remove_scenario(self) -> None:
        """Remove the scenario chosen; undo brings it back."""
        one, around = self.current(), self._around
        if one is None:
            return
        context, act_id = around.workspace.context, around.workspace.context.ids.new()

        def work(_step: Step) -> str:
            from desktop.services.scenarios.scenarios import Scenarios

            return Scenarios(context).remove(one.scenario, act_id)

        around.jobs.run(msg("Remove scenario {name}", name=one.name), work, lambda _: around.announce(EVERYTHING))

    def review(self) -> None:
        """Show what applying the scenario chosen would place."""
        one, context = self.current(), self._around.workspace.context
        if one is None or self._around.only_read() is not None:
            return

        def work(_step: Step) -> ChangeSetAnswer:
            from desktop.services.scenarios.orders import ScenarioOrders

            return ScenarioOrders(context).preview(one.scenario)

        self._around.jobs.read(msg("Review the scenario"), work, self._open_review)

    def ask_for_file(self) -> None:
        """Ask what becomes a file: the board, or its chart."""
        if self.found:
            from desktop.services.scenarios.report import write_scenario_chart, write_scenarios

            context, found = self._around.workspace.context, self.found
            board = msgn("The board: {n} scenario", "The board: {n} scenarios", n=len(found))
            wares = (
                listed(board, "scenarios", partial(write_scenarios, context, found)),
                drawn(msg("The chart"), "scenarios", partial(write_scenario_chart, context, found)),
            )
            ExportDialog(self, self._around, msg("Export scenarios"), wares).open()

    def _ask(self, kept: ScenarioAnswer | None) -> None:
        from desktop.views.scenarios.dialogs import ScenarioDialog

        if self._today is not None and self._around.only_read() is None:
            ScenarioDialog(self, self._around, self._today, kept).open()

    def _open_review(self, shown: ChangeSetAnswer) -> None:
        from desktop.views.scenarios.dialogs import ApplyDialog

        ApplyDialog(self, self._around, shown).open()

    def _show(self, read: Read) -> None:
        name, currency, self._today, self.found = read
        self._account = (name, currency)
        row = max(0, self.rows.currentIndex().row())
        self.board.show(self.found)
        self.rows.setCurrentIndex(self.board.index(min(row, max(0, len(self.found) - 1)), 0))
        self.picture.show_scenarios(self._account, self.found)
        self._show_months()
        self._say()

    def _show_months(self) -> None:
        one = self.current()
        self.months.show([] if one is None else one.months)
        self._say_months()

    def _say_months(self) -> None:
        one, text = self.current(), self._around.words.text
        self._months_of.setText("" if one is None else text(msg("Months of {name}", name=one.name)))

    def _say(self) -> None:
        empty = msg("Keep a what-if: so many users from a day on, as seats or as active users, and see what it costs.")
        about = msg("Worked out on this account’s own prices and rules, and compared with the first one.")
        self.about.setText(self._around.words.text(about if self.found else empty))
        for button, off in (
            (self.add, self._around.only_read()),
            (self.apply, self._around.only_read() or (None if self.found else _NONE_CHOSEN)),
            (self.export, None if self.found else _NONE_CHOSEN),
        ):
            button.setEnabled(off is None)
            button.setToolTip("" if off is None else self._around.words.text(off))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 24, 14)
        head.setSpacing(16)
        head.addWidget(self._heading)
        head.addWidget(self.about, 1)
        for button in (self.export, self.apply, self.add):
            head.addWidget(button)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._months_of)
        column.addWidget(self.month_rows, 1)
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(self.picture)
        lower.addWidget(side)
        lower.setSizes([720, 520])
        lower.setChildrenCollapsible(False)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.rows)
        split.addWidget(lower)
        split.setSizes([220, 440])
        split.setChildrenCollapsible(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(Hairline(self._around.looks))
        page.addWidget(split, 1)


def _percent(share: str) -> Value:
    return msg("{percent} %", percent=share_percent(Fraction(share)))
