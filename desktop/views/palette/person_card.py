"""A person the search has found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop.domain.users import BILLING_RIGHT_LABELS, ROLE_LABELS, right_of
from desktop.i18n import msg, yes_no
from desktop.views.desk import Tools
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.widgets.facts import Facts
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.services.accounts.users import UserAnswer


class PersonCard(QDialog):
    """Name, identifier, role and whether the person has a seat. `months_wanted` with the identifier."""

    months_wanted = Signal(str)

    def __init__(self, parent: QWidget, tools: Tools, user: UserAnswer) -> None:
        """Show the user."""
        super().__init__(parent)
        words = tools.words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        name, right = user.name or user.identifier, right_of(user.role, user.billing)
        self.setWindowTitle(name)
        title, facts = Text(tools.looks, Role.TITLE), Facts(tools.looks)
        title.setText(name)
        facts.show_facts(
            (words.text(msg("Identifier")), user.identifier),
            (words.text(msg("E-mail")), words.value(user.email)),
            (words.text(msg("Unique ID")), words.value(user.unique_id)),
            (words.text(msg("Role")), words.text(ROLE_LABELS[user.role])),
            (words.text(msg("Billing")), words.value(right and BILLING_RIGHT_LABELS[right])),
            (words.text(msg("Holds a seat")), words.text(yes_no(user.registered))),
        )
        buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.months = buttons.addButton(words.text(msg("Show in Monthly Usage")), buttons.ButtonRole.ActionRole)
        self.months.setToolTip(words.text(msg("Opens the newest month this person was active in")))
        self.months.setAccessibleDescription(self.months.toolTip())
        self.months.clicked.connect(partial(self._show_months, user.identifier))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for widget in (title, facts, buttons):
            column.addWidget(widget)

    def _show_months(self, identifier: str, _checked: bool) -> None:
        self.accept()
        self.months_wanted.emit(identifier)
