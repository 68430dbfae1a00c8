"""The seats received from peer accounts, as a list that remembers its columns; hidden where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import msg, msgn
from desktop.models.answers import Answers, Column
from desktop.models.standing import Standing
from desktop.views.action import Action
from desktop.views.desk import Surroundings
from desktop.views.frame.declared import show_on
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.rows import Rows

if TYPE_CHECKING:
    from desktop.services.accounts.peer_shares import ShareAnswer

_COLUMNS = (
    Column(msg("From"), lambda share: share.owner, tooltip=lambda share: share.share),
    Column(msg("Seats"), lambda share: share.seats, numeric=True),
    Column(msg("Received on"), lambda share: share.received_on),
    Column(msg("Ended on"), lambda share: share.ended_on or msg("Not yet")),
)


class ShareSection(QWidget):
    """Every share with its owner account, seats and days."""

    def __init__(self, around: Surroundings, receive: Action, end: Action) -> None:
        """Begin empty."""
        super().__init__()
        self._around = around
        self._title, self._count = Text(around.looks, Role.SECTION), Text(around.looks, Role.CAPTION, "text2")
        self.buttons = [(action, QPushButton()) for action in (receive, end)]
        self.model = Answers(_COLUMNS, around.words.value, self)
        self.rows = Rows("shares", self.model, around.looks, around.settings)
        self.rows.columns_wide(34, 12, 16, 16)
        head, acts = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        for action, button in self.buttons:
            button.clicked.connect(action.run)
            acts.addWidget(button)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.rows)
        column.addLayout(acts)

    def show_standing(self, standing: Standing | None) -> None:
        """Show the shares."""
        text = self._around.words.text
        shares = standing.shares if standing is not None else ()
        self.setVisible(bool(shares))
        self.model.show(shares)
        self.model.retranslate()
        self.rows.setFixedHeight(self.rows.sizeHintForRows())
        self.rows.setAccessibleName(text(msg("Received seats")))
        self.rows.setAccessibleDescription(text(msg("Ctrl+C copies the selected rows")))
        self._title.setText(text(msg("Received seats")))
        count = sum(share.seats for share in shares if share.ended_on is None)
        self._count.setText(text(msgn("{n} seat counts", "{n} seats count", n=count)) if shares else "")
        for action, button in self.buttons:
            show_on(button, action, self._around.words, self._around.icons)

    def current(self) -> ShareAnswer | None:
        """The share of the current row."""
        row = self.rows.currentIndex().row()
        return self.model.answer(row) if row >= 0 else None
