"""The account's state with its reason, and what the calendar brings next."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.accounts import STATE_LABELS, AccountState
from desktop.i18n import msg
from desktop.models.standing import Standing
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

_FACES = {
    AccountState.TRIAL: ("hourglass", "accent"),
    AccountState.ACTIVE: ("circle-check", "ok"),
    AccountState.ACTIVATION_REQUIRED: ("circle-alert", "warn"),
    AccountState.INACTIVE: ("circle-slash", "text2"),
}


class StateSection(QWidget):
    """An icon and a word for the state, since when and why, and the next event."""

    def __init__(self, around: Surroundings) -> None:
        """Begin empty."""
        super().__init__()
        self._around = around
        looks = around.looks
        self._title, self._icon = Text(looks, Role.SECTION), QLabel()
        self._state, self._since = Text(looks, Role.TITLE), Text(looks, color="text2", wrap=True)
        self._next = Text(looks, wrap=True, selectable=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._icon)
        line.addWidget(self._state)
        line.addSpacing(4)
        line.addWidget(self._since, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._title)
        column.addLayout(line)
        column.addWidget(self._next)

    def show_standing(self, standing: Standing | None) -> None:
        """Say the state."""
        text = self._around.words.text
        self._title.setText(text(msg("Account state")))
        if standing is None:
            return
        account = standing.account
        icon, color = _FACES[account.state]
        self._icon.setPixmap(self._around.icons.pixmap(icon, color, 18, self.devicePixelRatioF()))
        self._icon.setAccessibleName(text(STATE_LABELS[account.state]))
        self._state.setText(text(STATE_LABELS[account.state]))
        self._since.setText(text(msg("since {day}. {reason}", day=account.state_since, reason=account.state_reason)))
        coming = account.next_event
        charge = standing.page.coming.next_charge if standing.page is not None else None
        nothing = (
            msg("Next event: none. Nothing changes by itself.")
            if charge is None
            else msg("Next event: charge of {amount} on {day}.", amount=charge.amount, day=charge.on)
        )
        said = (
            nothing
            if coming is None
            else msg(
                "Next event: {state} on {day}. {reason}",
                state=STATE_LABELS[coming.state],
                day=coming.on,
                reason=coming.reason,
            )
        )
        self._next.setText(text(said))
