"""What seldom changes about the account, at the right: alerts, details, payment method, address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.accounts import Payments, Region
from desktop.i18n import YES, Message, msg, msgn
from desktop.models.standing import Standing
from desktop.views.action import Action
from desktop.views.billing.alerts_section import AlertsSection
from desktop.views.billing.card_form import card_name
from desktop.views.billing.links import HelpLines, LinkButton
from desktop.views.desk import Surroundings
from desktop.views.widgets.facts import Facts
from desktop.views.widgets.letters import Ground, Hairline, Text, breaking
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.services.accounts.addresses import AddressAnswer
    from desktop.services.billing.page import BillingAnswer

_REGIONS = {Region.US: msg("United States"), Region.EU: msg("European Union"), Region.OTHER: msg("Elsewhere")}
_PAYMENTS = {
    Payments.RECORDED: msg("Recorded by hand"),
    Payments.TEST: msg("Test provider"),
    Payments.STRIPE: msg("Stripe"),
}

_WIDTH, _LETTERS = 344, 36


class AccountPane(Ground):
    """Alerts, account details with the IMS Org, payment method, address, and where to turn for more."""

    def __init__(self, around: Surroundings, alerts: AlertsSection, actions: Mapping[str, Action]) -> None:
        """Begin empty; `actions` are those of the tab, by id."""
        super().__init__(around.looks, "pane")
        self._around, self._alerts = around, alerts
        self.details = _Section(around, actions["ims-org"], below=True)
        self.method = _Section(around, actions["payment-method"])
        self.address = _Section(around, actions["address"])
        self._note, self._help = Text(around.looks, Role.CAPTION, "text2", wrap=True), HelpLines(around)
        self.setFixedWidth(_WIDTH)
        content = Ground(around.looks, "pane")
        column = QVBoxLayout(content)
        column.setContentsMargins(20, 20, 24, 20)
        column.setSpacing(12)
        for widget in (alerts, self.details, self._note, self.method, self.address, self._help):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # However long a word is, the pane is as wide as it is: texts are broken, never cut off.
        content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        scroll.setWidget(content)
        around_all = QVBoxLayout(self)
        around_all.setContentsMargins(0, 0, 0, 0)
        around_all.addWidget(scroll)

    def show_standing(self, standing: Standing | None) -> None:
        """Show the details; larger letters get more room."""
        self.setFixedWidth(max(_WIDTH, _LETTERS * self.fontMetrics().averageCharWidth()))
        text = self._around.words.text
        self._alerts.show_standing(standing)
        self._help.retranslate()
        page = standing.page if standing is not None else None
        self.method.setVisible(page is not None and page.method is not None)
        self.address.setVisible(page is not None)
        linked = page is not None and page.details.ims_org is not None
        link = msg("Unlink IMS Org") if linked else msg("Link IMS Org")
        self.details.say(msg("Account details"), link, *(self._details(standing) if standing is not None else ()))
        if standing is None:
            return
        if page is not None:
            self.method.say(msg("Payment method"), msg("Edit"), *self._method(page))
            self.address.say(msg("Address"), msg("Edit"), ("", self._address(page.address)))
        demo = msg("Demo data. The calendar stands still at the day above; nothing you do here is billed.")
        own = msg("A rehearsal store: keys may be issued here, and nothing is billed.")
        account = standing.account
        self._note.setText(text(demo if account.demo else own) if account.rehearsal else "")
        self._note.setVisible(account.rehearsal)

    def _details(self, standing: Standing) -> list[tuple[str, str]]:
        words, account, page = self._around.words, standing.account, standing.page
        text = words.text
        known = page.details if page is not None else None
        rows = [
            (text(msg("Account Name")), account.name),
            (text(msg("Account ID")), breaking(account.account)),
            (text(msg("ECCID")), (known.eccid if known is not None else None) or "–"),
            (text(msg("IMS Org ID")), (known.ims_org if known is not None else None) or text(msg("Not linked"))),
            (text(msg("Billing region")), text(_REGIONS[account.region])),
            (text(msg("Time zone")), account.time_zone),
            (text(msg("Currency")), account.currency),
            (text(msg("Payments")), text(_PAYMENTS[account.payments])),
            (text(msg("Created on")), words.value(account.created_on)),
            (text(msg("As of")), words.value(standing.today)),
        ]
        if known is not None and known.registered_with_adobe:
            rows.insert(4, (text(msg("Registered with Adobe")), text(YES)))
        return rows

    def _method(self, page: BillingAnswer) -> list[tuple[str, str]]:
        method, text = page.method, self._around.words.text
        if method is None:
            return []
        expires = "–" if method.exp_month is None else f"{method.exp_month:02d}/{method.exp_year}"
        pays = msgn("{n} order", "{n} orders", n=len(page.paid_by_method))
        rows = [
            (text(msg("Card")), text(card_name(method.brand, method.last4))),
            (text(msg("Expires")), expires),
            (text(msg("Pays")), text(pays)),
        ]
        return [*rows, (text(msg("Cardholder")), method.holder)] if method.holder else rows

    def _address(self, address: AddressAnswer | None) -> str:
        if address is None:
            return self._around.words.text(msg("No address yet. Placing an order asks for one."))
        from desktop.services.accounts.countries import country_name

        place = " ".join(part for part in (address.postal_code, address.city, address.region) if part)
        country = country_name(address.country, self._around.words.language)
        return "\n".join(part for part in (address.contact, address.company, *address.lines, place, country) if part)


class _Section(QWidget):
    """A title with the link that changes what stands below it; a long link stands `below` instead."""

    def __init__(self, around: Surroundings, action: Action, *, below: bool = False) -> None:
        super().__init__()
        self._around, self._action = around, action
        self._title, self.link = Text(around.looks, Role.SECTION), LinkButton(around)
        self._facts, self._line = Facts(around.looks), Text(around.looks, wrap=True, selectable=True)
        self.link.clicked.connect(self._run)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        if not below:
            head.addWidget(self.link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Hairline(around.looks))
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._line)
        if below:
            column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, title: Message, verb: Message, *rows: tuple[str, str]) -> None:
        """Show facts; one without a label is a text of its own."""
        text = self._around.words.text
        self._title.setText(text(title))
        why_not = self._action.enabled()
        self.link.say(text(verb), text(why_not or self._action.tooltip or self._action.text))
        self.link.setAccessibleName(text(msg("{title}: {verb}", title=title, verb=verb)))
        self.link.setEnabled(why_not is None)
        facts = [row for row in rows if row[0]]
        lines = [value for label, value in rows if not label]
        self._facts.show_facts(*facts)
        self._facts.setVisible(bool(facts))
        self._line.setText("\n".join(lines))
        self._line.setVisible(bool(lines))

    def _run(self) -> None:
        self._action.run()
