"""The Billing tab: state and next event, seats or units, activation keys, account details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.accounts import Region
from desktop.i18n import Message, msg
from desktop.views.action import Action, Tab
from desktop.views.billing.account_pane import AccountPane
from desktop.views.billing.headline import Headline
from desktop.views.billing.key_section import KeySection
from desktop.views.billing.seats_section import SeatsSection
from desktop.views.billing.state_section import StateSection
from desktop.views.desk import Kind, Surroundings
from desktop.views.letters import Hairline

if TYPE_CHECKING:
    from desktop.domain.progress import Step
    from desktop.models.standing import Standing

_SHOWN = frozenset({Kind.ACCOUNT, Kind.ORDERS, Kind.KEYS, Kind.USERS, Kind.USAGE, Kind.RULES})
_NO_REHEARSAL = msg("Keys are issued by the vendor. The desk issues its own only in a rehearsal or demo store.")
_NO_CARDS = msg("Credit card purchase is only available in the US region. Use a purchase order.")
_NOT_READ = msg("The account is still being read.")


def takes_cards(standing: Standing) -> bool:
    """Whether the account orders by credit card: in the US region, unless it uses what a MAU key brought."""
    return standing.account.region is Region.US and standing.account.seats.purchased is None


class BillingTab(Tab):
    """Shows where the account stands; a write of keys, users or usage is read again."""

    title = msg("Billing")
    key = "billing"

    def __init__(self, around: Surroundings) -> None:
        """Build the page; its numbers come from a job."""
        super().__init__()
        self._around = around
        self._standing: Standing | None = None
        self._actions = [
            Action(
                "place-order",
                msg("Place Order"),
                self.place_order,
                "Ctrl+N",
                msg("Order users by credit card"),
                "plus",
                self._no_card,
            ),
            Action(
                "activate",
                msg("Activate…"),
                self.activate,
                "Ctrl+Shift+A",
                msg("Activate a key that came by mail"),
                "key-round",
                self._not_read,
            ),
            Action(
                "issue",
                msg("Issue a key…"),
                self.issue,
                None,
                msg("Make a key to rehearse with"),
                "plus",
                self._no_rehearsal,
            ),
        ]
        self.headline = Headline(around, self._actions)
        self.state, self.seats = StateSection(around), SeatsSection(around)
        self.keys, self.pane = KeySection(around, self._actions[1]), AccountPane(around)
        self._build()
        self.reload(frozenset(_SHOWN))

    def declared_actions(self) -> list[Action]:
        """Activate, and issue where it is a rehearsal."""
        return self._actions

    def reload(self, kinds: frozenset[str]) -> None:
        """Read the account again where it may have changed."""
        if kinds & _SHOWN:
            workspace = self._around.workspace

            def work(_step: Step) -> Standing:
                from desktop.views.billing.reading import read_standing

                return read_standing(workspace)

            self._around.jobs.read(msg("Read the account"), work, self.show_standing)

    def show_standing(self, standing: Standing) -> None:
        """Show what was read."""
        self._standing = standing
        self.headline.lead("place-order" if takes_cards(standing) else "activate")
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again."""
        for part in (self.headline, self.state, self.seats, self.keys, self.pane):
            part.show_standing(self._standing)

    def place_order(self) -> None:
        """Open the form of a new order."""
        from desktop.views.billing.place_order import open_place_order

        open_place_order(self, self._around)

    def activate(self) -> None:
        """Ask for a key and activate it."""
        from desktop.views.billing.key_dialogs import ActivateDialog

        if self._standing is not None:
            ActivateDialog(self, self._around, self._standing.today).open()

    def issue(self) -> None:
        """Ask what key to issue."""
        from desktop.views.billing.key_dialogs import IssueDialog

        if self._standing is not None:
            IssueDialog(self, self._around, self._standing.today).open()

    def _no_card(self) -> Message | None:
        if self._standing is None:
            return _NOT_READ
        return self._around.only_read() or (None if takes_cards(self._standing) else _NO_CARDS)

    def _not_read(self) -> Message | None:
        return self._around.only_read() or (_NOT_READ if self._standing is None else None)

    def _no_rehearsal(self) -> Message | None:
        if self._standing is None:
            return _NOT_READ
        return self._around.only_read() or (None if self._standing.account.rehearsal else _NO_REHEARSAL)

    def _build(self) -> None:
        looks = self._around.looks
        content = QWidget()
        sections = QVBoxLayout(content)
        sections.setContentsMargins(24, 20, 24, 20)
        sections.setSpacing(16)
        for section in (self.state, self.seats, self.keys):
            if section is not self.state:
                sections.addWidget(Hairline(looks))
            sections.addWidget(section)
        sections.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(scroll, 1)
        halves.addWidget(Hairline(looks, standing=True))
        halves.addWidget(self.pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(Hairline(looks))
        column.addLayout(halves, 1)
