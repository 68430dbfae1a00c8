"""The activation keys, as a list that copies and remembers its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.key_text import end_of
from desktop.domain.keys import PLAN_LABELS
from desktop.i18n import YES, Value, msg, msgn
from desktop.models.answers import Answers, Column
from desktop.models.standing import Standing
from desktop.views.action import Action
from desktop.views.desk import Surroundings
from desktop.views.frame.declared import show_on
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.rows import Rows

if TYPE_CHECKING:
    from desktop.services.accounts.keys import KeyAnswer


def _until(key: KeyAnswer) -> Value:
    if key.counts_until is not None:
        return key.counts_until
    return msg("until {day} to activate", day=key.expires_on) if key.expires_on else None


_COLUMNS = (
    Column(msg("Key"), lambda key: end_of(key.key), tooltip=lambda key: key.key),
    Column(msg("Plan"), lambda key: PLAN_LABELS[key.plan]),
    Column(msg("Seats"), lambda key: key.seats, numeric=True),
    Column(msg("Activated"), lambda key: key.activated_on or msg("Not yet")),
    Column(msg("Counts until"), _until),
    Column(
        msg("Verified"),
        lambda key: YES if key.verified else msg("No, entered by hand"),
        tooltip=lambda key: (
            msg("Issued and checked by this desk.")
            if key.verified
            else msg("A vendor’s key is not verifiable offline: its seats and plan are as you entered them.")
        ),
    ),
)


class KeySection(QWidget):
    """Every key with its plan, seats and days; without any, what to do about it."""

    def __init__(self, around: Surroundings, activate: Action) -> None:
        """Begin empty."""
        super().__init__()
        self._around, self._activate = around, activate
        self._title, self._count = Text(around.looks, Role.SECTION), Text(around.looks, Role.CAPTION, "text2")
        self._empty, self._button = Text(around.looks, color="text2", wrap=True), QPushButton()
        self.model = Answers(_COLUMNS, around.words.value, self)
        self.rows = Rows("keys", self.model, around.looks, around.settings)
        self.rows.columns_wide(10, 34, 12, 16, 16)
        self._button.clicked.connect(activate.run)
        head, none = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        none.addWidget(self._empty, 1)
        none.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.rows)
        column.addLayout(none)

    def show_standing(self, standing: Standing | None) -> None:
        """Show the keys."""
        text = self._around.words.text
        keys = standing.keys if standing is not None else ()
        self.model.show(keys)
        self.model.retranslate()
        self.rows.setFixedHeight(self.rows.sizeHintForRows())
        self.rows.setVisible(bool(keys))
        self.rows.setAccessibleName(text(msg("Activation keys")))
        self.rows.setAccessibleDescription(text(msg("Ctrl+C copies the selected rows")))
        self._title.setText(text(msg("Activation keys")))
        self._count.setText(text(msgn("{n} key", "{n} keys", n=len(keys))) if keys else "")
        none = standing is not None and not keys
        self._empty.setVisible(none)
        self._button.setVisible(none)
        self._empty.setText(text(msg("No keys yet. Activating one makes the account Active and brings its seats.")))
        show_on(self._button, self._activate, self._around.words, self._around.icons)
