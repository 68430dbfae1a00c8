"""Aliases and exclusions: two names of one person, and people who never count. Each is taken back by undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg
from desktop.models.rejects import RowsModel
from desktop.services.usage.learners import AliasAnswer, ExclusionAnswer, UsageLearners
from desktop.views.desk import Kind, Surroundings
from desktop.views.usage.dialogs import PlainTable, close_buttons
from desktop.views.usage.learner_field import LearnerField, ReasonField
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

T = TypeVar("T")


class Listing(QWidget):
    """A list with what adds to it below, and the button that takes the current line back."""

    def __init__(self, surroundings: Surroundings, name: Message, hint: Message) -> None:
        """Begin empty."""
        super().__init__()
        words, looks = surroundings.words, surroundings.looks
        self.ids: list[str] = []
        self.rows = RowsModel(self)
        self.table = PlainTable(self.rows, looks, words.text(name))
        said = Text(looks, Role.CAPTION, "text2", wrap=True)
        said.setText(words.text(hint))
        self.form = QFormLayout()
        self.add, self.back = QPushButton(), QPushButton(words.text(msg("Take back")))
        self.back.setAccessibleName(self.back.text())
        self.back.setAccessibleDescription(words.text(msg("Undoes the entry that made the current line")))
        self.add.setAutoDefault(False)
        self.back.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        for widget in (said, self.table):
            box.addWidget(widget)
        box.addLayout(self.form)
        box.addLayout(buttons)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self.back.setEnabled(now.isValid()))

    def show_rows(self, heads: Sequence[str], rows: Sequence[Sequence[str]], ids: Sequence[str]) -> None:
        """Show these lines."""
        self.ids = list(ids)
        self.rows.show(heads, rows)
        self.table.fit_columns()
        self.back.setEnabled(False)

    def current(self) -> str | None:
        """The id of the current line."""
        row = self.table.currentIndex().row()
        return self.ids[row] if 0 <= row < len(self.ids) else None


class LearnersDialog(QDialog):
    """Both lists; every change is an act of its own and is seen at once."""

    changed = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget) -> None:
        """Read both lists."""
        super().__init__(parent)
        self._surroundings = surroundings
        self._learners = UsageLearners(surroundings.workspace.context)
        words, looks = surroundings.words, surroundings.looks
        self.setWindowTitle(words.text(msg("Aliases and exclusions")))
        self.setAccessibleName(self.windowTitle())
        hint = msg("Two identifiers of one person count once, in months that are not closed.")
        self.aliases = Listing(surroundings, msg("Aliases"), hint)
        never = msg("These people never count, in months that are not closed: test accounts, teachers.")
        self.exclusions = Listing(surroundings, msg("Exclusions"), never)
        find = self._learners.like
        self.learner, self.same_as, self.excluded = (LearnerField(surroundings, find) for _ in range(3))
        self.reason = ReasonField(surroundings)
        self.refusal = Text(looks, Role.CAPTION, "err", wrap=True)
        self.refusal.hide()
        self.tabs = QTabWidget()
        self._build()
        self._connect()
        self._read()

    def begin_with(self, identifier: str, *, never: bool) -> None:
        """Fill in a learner who is the same person as another one, or who shall never count."""
        (self.excluded if never else self.learner).setText(identifier)
        self.tabs.setCurrentWidget(self.exclusions if never else self.aliases)
        (self.reason if never else self.same_as).setFocus()

    def _build(self) -> None:
        text = self._surroundings.words.text
        for field, name in (
            (self.learner, msg("Identifier")),
            (self.same_as, msg("Counts as")),
            (self.excluded, msg("Identifier")),
        ):
            field.setAccessibleName(text(name))
        self.aliases.form.addRow(text(msg("Identifier")), self.learner)
        self.aliases.form.addRow(text(msg("Counts as")), self.same_as)
        self.aliases.add.setText(text(msg("Count as one person")))
        self.exclusions.form.addRow(text(msg("Identifier")), self.excluded)
        self.exclusions.form.addRow(text(msg("Why")), self.reason)
        self.exclusions.add.setText(text(msg("Never count")))
        for button in (self.aliases.add, self.exclusions.add):
            button.setAccessibleName(button.text())
            button.setEnabled(False)
        self.tabs.addTab(self.aliases, text(msg("Aliases")))
        self.tabs.addTab(self.exclusions, text(msg("Exclusions")))
        self.tabs.setAccessibleName(self.windowTitle())
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addWidget(self.tabs, 1)
        box.addWidget(self.refusal)
        box.addWidget(close_buttons(self))
        self.resize(640, 520)

    def _connect(self) -> None:
        self.aliases.add.clicked.connect(self._add_alias)
        self.exclusions.add.clicked.connect(self._exclude)
        self.aliases.back.clicked.connect(lambda: self._take_back(self.aliases))
        self.exclusions.back.clicked.connect(lambda: self._take_back(self.exclusions))
        for field in (self.learner, self.same_as, self.excluded, self.reason):
            field.textChanged.connect(self._check)
        for fields, add in (
            ((self.learner, self.same_as), self.aliases.add),
            ((self.excluded, self.reason), self.exclusions.add),
        ):
            for field in fields:
                field.returnPressed.connect(partial(self._enter, fields, add))

    def _enter(self, fields: Sequence[LearnerField | ReasonField], add: QPushButton) -> None:
        """Enter does it where all is said, else goes to what is still empty."""
        if add.isEnabled():
            add.click()
        else:
            next((field for field in fields if not field.text().strip()), fields[0]).setFocus()

    def _check(self) -> None:
        self.aliases.add.setEnabled(bool(self.learner.identifier() and self.same_as.identifier()))
        self.exclusions.add.setEnabled(bool(self.excluded.identifier() and self.reason.text().strip()))

    def _read(self) -> None:
        learners = self._learners
        self._surroundings.jobs.read(
            msg("Read aliases and exclusions"), lambda _: (learners.aliases(), learners.exclusions()), self._show
        )

    def _show(self, found: tuple[list[AliasAnswer], list[ExclusionAnswer]]) -> None:
        text = self._surroundings.words.text
        aliases, exclusions = found
        rows = [(one.learner.shown, one.same_as.shown) for one in aliases]
        self.aliases.show_rows([text(msg("Identifier")), text(msg("Counts as"))], rows, [one.id for one in aliases])
        heads = [text(msg("Identifier")), text(msg("Why"))]
        lines = [(one.learner.shown, one.reason) for one in exclusions]
        self.exclusions.show_rows(heads, lines, [one.id for one in exclusions])

    def _add_alias(self) -> None:
        changes, act_id = self._surroundings.workspace.usage_changes, self._act_id()
        one, other = self.learner.identifier(), self.same_as.identifier()
        self._run(msg("Count as one person"), lambda: changes.alias(one, other, act_id), (self.learner, self.same_as))

    def _exclude(self) -> None:
        changes, act_id = self._surroundings.workspace.usage_changes, self._act_id()
        who, why = self.excluded.identifier(), self.reason.text()
        self._run(msg("Exclude"), lambda: changes.exclude(who, why, act_id), (self.excluded, self.reason))

    def _take_back(self, listing: Listing) -> None:
        entry, learners, act_id = listing.current(), self._learners, self._act_id()
        if entry is not None:
            self._run(msg("Take back"), lambda: learners.take_back(entry, act_id), ())

    def _act_id(self) -> str:
        return self._surroundings.workspace.context.ids.new()

    def _run(self, title: Message, work: Callable[[], T], fields: Sequence[LearnerField | ReasonField]) -> None:
        """An act; when it is done its fields are empty again."""
        self.refusal.hide()

        def finished(_answer: T) -> None:
            for field in fields:
                field.clear()
            self._surroundings.announce(frozenset({Kind.USAGE}))
            self._read()

        self._surroundings.jobs.run(title, lambda _: work(), finished, self._refuse)

    def _refuse(self, refusal: UserError) -> None:
        self.refusal.setText(self._surroundings.words.text(refusal.message))
        self.refusal.show()
