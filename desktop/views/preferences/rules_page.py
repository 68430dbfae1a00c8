"""The account's rules: what is in force, how it came to be, and a new version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.domain.errors import UserError
from desktop.domain.rules import RULES, value_said
from desktop.i18n import Message, Value, msg
from desktop.models.answers import Answers, Column
from desktop.views.desk import Kind, Surroundings
from desktop.views.preferences.rule_field import RuleField
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.rows import Rows

if TYPE_CHECKING:
    from desktop.services.journal.entries import ActEntry
    from desktop.services.rules.rules import RuleAnswer

_WROTE: frozenset[str] = frozenset({Kind.RULES, Kind.ACCOUNT, Kind.USAGE})
_HISTORY = 50


def _since(rule: RuleAnswer) -> Value:
    return msg("Comes with Seatwise") if rule.effective_from is None else rule.effective_from


_RULES = (
    Column(msg("Rule"), lambda rule: rule.text),
    Column(msg("Value"), lambda rule: value_said(RULES[rule.name], rule.value)),
    Column(msg("In force from"), _since),
    Column(msg("Version"), lambda rule: rule.version, numeric=True),
)
_PAST = (
    Column(msg("When"), lambda act: act.recorded_at),
    Column(msg("Who"), lambda act: act.actor),
    Column(msg("What"), lambda act: act.verb),
)


class RulesPage(QWidget):
    """Two lists, and a line to write a new version of the rule chosen."""

    def __init__(self, around: Surroundings) -> None:
        """Build the page and read the rules."""
        super().__init__()
        self._around, self._today = around, date.min
        looks, words = around.looks, around.words
        self.rules, self.past = Answers(_RULES, words.value, self), Answers(_PAST, words.value, self)
        self.list = Rows("rules", self.rules, looks, around.settings)
        self.history = Rows("rule_history", self.past, looks, around.settings)
        self.list.columns_wide(44, 16, 22)
        self.history.columns_wide(28, 20)
        self._heading, self._past = Text(looks, Role.SECTION), Text(looks, Role.SECTION)
        self._labels = (Text(looks, color="text2"), Text(looks, color="text2"))
        self.value, self.start, self.save = RuleField(words), QDateEdit(), QPushButton()
        self.save.setAutoDefault(False)
        self.problem = Text(looks, color="err", wrap=True)
        self.problem.hide()
        self.start.setCalendarPopup(True)
        self._build()
        self.list.selectionModel().currentRowChanged.connect(self._choose)
        self.save.clicked.connect(self._change)
        self.value.entered.connect(self._change)
        self.retranslate()
        self.read()

    def read(self) -> None:
        """Read the rules and their history."""
        workspace = self._around.workspace

        def work(_step: object) -> tuple[list[RuleAnswer], list[ActEntry], Any]:
            from desktop.services.journal.entries import in_zone
            from desktop.views.billing.reading import read_today

            acts = in_zone(workspace.history.list("account_rule", _HISTORY), workspace.accounts.time_zone())
            return workspace.rules.list(), acts, read_today(workspace)

        self._around.jobs.read(msg("Read the rules"), work, self._show)

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._around.words.text
        self._heading.setText(text(msg("In force today")))
        self._past.setText(text(msg("Changes so far")))
        self.start.setLocale(QLocale())
        for label, said in zip(self._labels, (msg("New value"), msg("from")), strict=True):
            label.setText(text(said))
        self.save.setText(text(msg("Write a new version")))
        _name(self.list, text(msg("Rules in force today")))
        _name(self.history, text(msg("Changes of the rules, newest first")))
        self.value.name(text(msg("New value of the rule chosen")))
        _name(self.start, text(msg("First day of the new version")))
        _name(self.save, text(msg("Write a new version")))
        kept = self._around.only_read()
        for part in (self.value, self.start, self.save):
            part.setEnabled(kept is None)
        if kept is not None:
            self.save.setToolTip(text(kept))
        self.rules.retranslate()
        self.past.retranslate()
        self._choose()

    def _show(self, read: tuple[list[RuleAnswer], list[ActEntry], Any]) -> None:
        rules, acts, today = read
        row = max(0, self.list.currentIndex().row())
        self._today = today
        self.rules.show(rules)
        self.past.show(acts)
        self.list.setCurrentIndex(self.rules.index(row, 0))
        self._choose()

    def _choose(self) -> None:
        rule: Any = self.list.current_answer()
        if rule is not None:
            self.value.show_value(RULES[rule.name], rule.value)
            first = max(self._today, rule.earliest or self._today)
            self.start.setDate(QDate(first.year, first.month, first.day))
            self.problem.hide()

    def _change(self) -> None:
        from desktop.views.billing.key_dialogs import read_day

        rule: Any = self.list.current_answer()
        if rule is None:
            return
        service, day = self._around.workspace.rules, read_day(self.start)
        try:
            plain = self.value.plain()
        except UserError as refusal:
            self._refuse(rule, refusal)
            return

        def work(_step: object) -> bool:
            before = service.newest(rule.name)
            return service.change(rule.name, plain, day).version > before

        self._around.jobs.run(
            msg("Change rule {name}", name=rule.text),
            work,
            partial(_changed, self, self._around, rule),
            partial(self._refuse, rule),
        )

    def _refuse(self, rule: RuleAnswer, refusal: UserError) -> None:
        """Say why not, the rule called as it is called here."""
        message = refusal.message
        named = {**message.params, "name": msg("“{rule}”", rule=rule.text)} if "name" in message.params else {}
        self.tell(replace(message, params=named or message.params), "err")

    def tell(self, message: Message, color: str) -> None:
        """Say something below the field."""
        self.problem.color(color)
        self.problem.setText(self._around.words.text(message))
        self.problem.show()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._labels[0])
        line.addWidget(self.value, 1)
        line.addWidget(self._labels[1])
        line.addWidget(self.start)
        line.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._heading)
        column.addWidget(self.list, 3)
        column.addLayout(line)
        column.addWidget(self.problem)
        column.addWidget(self._past)
        column.addWidget(self.history, 1)


def _changed(page: RulesPage, around: Surroundings, rule: RuleAnswer, written: bool) -> None:
    """Tell what was written, also when the dialog was closed meanwhile; where nothing was, say so."""
    if written:
        around.announce(_WROTE)
    if not isValid(page):
        return
    page.problem.hide()
    if written:
        page.read()
    else:
        page.tell(msg("There is nothing to change: “{rule}” has this value already.", rule=rule.text), "text2")


def _name(widget: QWidget, text: str) -> None:
    widget.setAccessibleName(text)
    widget.setToolTip(text)
