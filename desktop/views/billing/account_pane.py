"""What seldom changes about the account, at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from desktop.domain.accounts import Payments, Region
from desktop.i18n import msg
from desktop.models.standing import Standing
from desktop.views.desk import Surroundings
from desktop.views.facts import Facts
from desktop.views.letters import Ground, Text
from desktop.views.looks import Role

_REGIONS = {Region.US: msg("United States"), Region.EU: msg("European Union"), Region.OTHER: msg("Elsewhere")}
_PAYMENTS = {
    Payments.RECORDED: msg("Recorded by hand"),
    Payments.TEST: msg("Test provider"),
    Payments.STRIPE: msg("Stripe"),
}


class AccountPane(Ground):
    """Account details."""

    def __init__(self, around: Surroundings) -> None:
        """Begin empty."""
        super().__init__(around.looks, "pane")
        self._around = around
        self._title, self._facts = Text(around.looks, Role.SECTION), Facts(around.looks)
        self._note = Text(around.looks, Role.CAPTION, "text2", wrap=True)
        self.setFixedWidth(344)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 24, 20)
        column.setSpacing(12)
        for widget in (self._title, self._facts, self._note):
            column.addWidget(widget)
        column.addStretch(1)

    def show_standing(self, standing: Standing | None) -> None:
        """Show the details."""
        words = self._around.words
        text = words.text
        self._title.setText(text(msg("Account details")))
        if standing is None:
            return
        account = standing.account
        self._facts.show_facts(
            (text(msg("Account Name")), account.name),
            (text(msg("Account ID")), account.account),
            (text(msg("Billing region")), text(_REGIONS[account.region])),
            (text(msg("Time zone")), account.time_zone),
            (text(msg("Currency")), account.currency),
            (text(msg("Payments")), text(_PAYMENTS[account.payments])),
            (text(msg("Created on")), words.value(account.created_on)),
            (text(msg("Today")), words.value(standing.today)),
        )
        demo = msg("Demo data. The calendar stands still at the day above; nothing you do here is billed.")
        own = msg("A rehearsal store: keys may be issued here, and nothing is billed.")
        self._note.setText(text(demo if account.demo else own) if account.rehearsal else "")
        self._note.setVisible(account.rehearsal)
