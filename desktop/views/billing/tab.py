"""The Billing tab: state and next event, seats or units, activation keys, account details."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.accounts import AccountState, Region
from desktop.i18n import Message, msg, msgn
from desktop.models.alerts import ORDER, PAYMENT, REACTIVATE, Alert
from desktop.views.action import Action, Tab
from desktop.views.billing.account_pane import AccountPane
from desktop.views.billing.alerts_section import ACT_LABELS, AlertsSection
from desktop.views.billing.charges_section import ChargesSection
from desktop.views.billing.headline import Headline
from desktop.views.billing.key_section import KeySection
from desktop.views.billing.leap_dialog import open_leap
from desktop.views.billing.seats_section import SeatsSection
from desktop.views.billing.share_section import ShareSection
from desktop.views.billing.state_section import StateSection
from desktop.views.desk import Kind, Level, Surroundings
from desktop.views.letters import Hairline

if TYPE_CHECKING:
    from desktop.domain.progress import Step
    from desktop.models.standing import Standing
    from desktop.services.leaps import LeapAnswer
    from desktop.services.peer_shares import ShareAnswer
    from desktop.views.billing.deactivate_page import DeactivatePage, Leave

_SHOWN = frozenset({Kind.ACCOUNT, Kind.ORDERS, Kind.KEYS, Kind.USERS, Kind.USAGE, Kind.RULES})
_NO_REHEARSAL = msg("Keys are issued by the vendor. The desk issues its own only in a rehearsal or demo store.")
_NO_CARDS = msg("Credit card purchase is only available in the US region. Use a purchase order.")
_NO_SHARES = msg("No received seats are in force.")
_NOT_DEACTIVATED = msg("Only a deactivated account whose orders or keys still run can be reactivated.")
_NOT_ACTIVE = msg("Only an active account can be deactivated.")
_NO_ORDERS = msg("There is no running order.")
_NOT_READ = msg("The account is still being read.")


def takes_cards(standing: Standing) -> bool:
    """Whether the account orders by credit card: in the US region, unless it uses what a MAU key brought."""
    return standing.account.region is Region.US and standing.account.seats.purchased is None


def _primary(standing: Standing) -> str:
    """The action that a person most likely wants now."""
    if standing.account.state is AccountState.ACTIVATION_REQUIRED:
        return "reactivate"
    return "place-order" if takes_cards(standing) else "activate"


class BillingTab(Tab):
    """Shows where the account stands; a write of keys, users or usage is read again."""

    title = msg("Billing")
    key = "billing"

    def __init__(self, around: Surroundings) -> None:
        """Build the page; its numbers come from a job."""
        super().__init__()
        self._around = around
        self._standing: Standing | None = None
        self._pages = QStackedWidget()
        self.leaving: DeactivatePage | None = None
        self._asked_leap: LeapAnswer | None = None
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
                "reactivate",
                msg("Reactivate"),
                self.reactivate,
                None,
                msg("Take the deactivation back while orders or keys still run"),
                "undo-2",
                self._cannot_reactivate,
            ),
            Action(
                "deactivate",
                msg("Deactivate Account…"),
                self.deactivate,
                None,
                msg("See what it costs first; nothing is changed by looking"),
                "circle-slash",
                self._cannot_deactivate,
            ),
            Action(
                "payment-method",
                msg("Update Payment Method…"),
                self.update_payment,
                None,
                msg("Let another card pay the running orders"),
                "settings",
                self._nothing_paid,
            ),
            Action(
                "address",
                msg("Change the address…"),
                self.change_address,
                None,
                msg("Where new orders are billed to"),
                "map",
                self._not_read,
            ),
            Action(
                "ims-org",
                msg("Link or unlink IMS Org…"),
                self.link_ims_org,
                None,
                msg("Keep the IMS Org ID, or unlink it"),
                "building-2",
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
            Action(
                "receive-seats",
                msg("Receive seats…"),
                self.receive_seats,
                None,
                msg("Seats that another account shares with this one"),
                "users",
                self._not_read,
            ),
            Action(
                "end-share",
                msg("End received seats…"),
                self.end_share,
                None,
                msg("Give received seats back"),
                "circle-slash",
                self._nothing_received,
            ),
        ]
        self.headline = Headline(around, self._actions)
        self.state, self.seats = StateSection(around), SeatsSection(around)
        self.charges, self.keys = ChargesSection(around), KeySection(around, self._actions[1])
        self.shares = ShareSection(around, *self._actions[-2:])
        self.alerts = AlertsSection(around, self.help_with, self._may_help)
        self.pane = AccountPane(around, self.alerts, {action.id: action for action in self._actions})
        self._warned: tuple[Message, ...] = ()
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
        """Show what was read, and warn of what cannot wait."""
        self._standing = standing
        self.headline.lead(_primary(standing))
        self.retranslate()
        self._ask_of_leap(standing)
        self._warn(standing)
        self._look_again()

    def _look_again(self) -> None:
        """What leaving costs may have changed while somebody looks at it."""
        if self.leaving is None or self._pages.currentWidget() is not self.leaving:
            return
        if self._cannot_deactivate() is None:
            self.deactivate()
        else:
            self.show_billing()

    def _ask_of_leap(self, standing: Standing) -> None:
        """Ask in the message bar before a long leap is applied; until then acts are refused."""
        leap = standing.leap
        if leap is None or leap == self._asked_leap or self._around.only_read() is not None:
            return
        self._asked_leap = leap
        said = msgn(
            "{days} days have passed since {since}, and {n} thing has fallen due. Is today really {today}?",
            "{days} days have passed since {since}, and {n} things have fallen due. Is today really {today}?",
            n=len(leap.steps),
            days=leap.days,
            since=leap.since,
            today=leap.until,
        )
        act = Action("leap", msg("Look and apply…"), partial(open_leap, self, self._around, leap))
        self._around.show_message(said, act, Level.WARNING)

    def _warn(self, standing: Standing) -> None:
        """Say in the message bar what costs something, once; it stays among the alerts."""
        urgent = [(alert.urgent, alert) for alert in standing.alerts if alert.urgent is not None]
        for said in [one for one in self._warned if one not in [still for still, _ in urgent]]:
            self._around.withdraw(said)
        for said, alert in urgent:
            if said not in self._warned and self._may_help(alert):
                label = ACT_LABELS[alert.act or PAYMENT]
                act = Action("help", label, partial(self.help_with, alert))
                self._around.show_message(said, act, Level.WARNING)
        self._warned = tuple(said for said, _ in urgent)

    def retranslate(self) -> None:
        """Say everything again."""
        for part in (self.headline, self.state, self.seats, self.charges, self.keys, self.shares, self.pane):
            part.show_standing(self._standing)
        if self.leaving is not None:
            self.leaving.retranslate()

    def place_order(self) -> None:
        """Open the form of a new order."""
        from desktop.views.billing.place_order import open_place_order

        open_place_order(self, self._around)

    def help_with(self, alert: Alert) -> None:
        """Do what helps with an alert."""
        if alert.act == PAYMENT:
            self._ask_payment(alert.orders)
        elif alert.act == REACTIVATE:
            self.reactivate()
        else:
            self.place_order()

    def update_payment(self) -> None:
        """Ask for another payment method of the orders that the newest one's card pays."""
        if self._standing is not None and self._standing.page is not None:
            self._ask_payment(self._standing.page.paid_by_method)

    def _ask_payment(self, orders: Sequence[str]) -> None:
        from desktop.views.billing.subscription_dialogs import open_payment_method

        if self._standing is not None and self._standing.page is not None and orders:
            standing, page = self._standing, self._standing.page
            open_payment_method(self, self._around, orders, standing.account.payments, page.method)

    def change_address(self) -> None:
        """Ask for the address of new orders."""
        from desktop.views.billing.subscription_dialogs import open_address

        if self._standing is not None and self._standing.page is not None:
            page = self._standing.page
            country = page.details.country or ("US" if takes_cards(self._standing) else "")
            open_address(self, self._around, country, None, page.details.address or page.address)

    def link_ims_org(self) -> None:
        """Ask for the IMS Org; unlink the one that is linked."""
        from desktop.views.billing.subscription_dialogs import open_ims_org, unlink_ims_org

        if self._linked():
            unlink_ims_org(self._around)
        elif self._standing is not None:
            open_ims_org(self, self._around)

    def deactivate(self) -> None:
        """Show what deactivating the account would bring."""
        from desktop.views.billing.deactivate_page import begin_leaving

        begin_leaving(self._around, self.show_leaving)

    def show_leaving(self, leave: Leave) -> None:
        """Show the page of leaving in place of the others."""
        from desktop.views.billing.deactivate_page import DeactivatePage

        if self.leaving is None:
            self.leaving = DeactivatePage(self._around)
            self.leaving.left.connect(self.show_billing)
            self._pages.addWidget(self.leaving)
        self._pages.setCurrentWidget(self.leaving)
        self.leaving.open_with(leave)

    def show_billing(self) -> None:
        """Go back from the page of leaving."""
        self._pages.setCurrentIndex(0)
        self.headline.setFocus()

    def reactivate(self) -> None:
        """Take a deactivation back; undone like every act."""
        around, act_id = self._around, self._around.workspace.context.ids.new()
        deactivations = around.workspace.deactivations
        around.jobs.run(
            msg("Reactivate the account"),
            lambda _step: deactivations.reactivate(act_id),
            lambda _answer: around.announce(frozenset({Kind.ACCOUNT, Kind.ORDERS})),
        )

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

    def receive_seats(self) -> None:
        """Ask for the seats that a peer account shares."""
        from desktop.views.billing.share_dialogs import ReceiveDialog

        if self._standing is not None:
            ReceiveDialog(self, self._around, self._standing.today).open()

    def end_share(self) -> None:
        """Ask which received seats end; those of the current row are chosen."""
        from desktop.views.billing.share_dialogs import EndShareDialog

        if self._standing is not None:
            running, today = self._running_shares(), self._standing.today
            EndShareDialog(self, self._around, today, running, self.shares.current()).open()

    def _running_shares(self) -> list[ShareAnswer]:
        return [share for share in self._standing.shares if share.ended_on is None] if self._standing else []

    def _nothing_received(self) -> Message | None:
        return self._not_read() or (None if self._running_shares() else _NO_SHARES)

    def _no_card(self) -> Message | None:
        if self._standing is None:
            return _NOT_READ
        return self._around.only_read() or (None if takes_cards(self._standing) else _NO_CARDS)

    def _linked(self) -> bool:
        page = self._standing.page if self._standing is not None else None
        return page is not None and page.details.ims_org is not None

    def _may_help(self, alert: Alert) -> bool:
        """Whether the action that helps can be done here and now."""
        checks = {PAYMENT: self._not_read, REACTIVATE: self._cannot_reactivate, ORDER: self._no_card}
        return alert.act is not None and checks[alert.act]() is None

    def _cannot_deactivate(self) -> Message | None:
        """Looking is possible also where nothing can be changed."""
        if self._standing is None:
            return _NOT_READ
        return None if self._standing.account.state is AccountState.ACTIVE else _NOT_ACTIVE

    def _cannot_reactivate(self) -> Message | None:
        if self._standing is None:
            return _NOT_READ
        waiting = self._standing.account.state is AccountState.ACTIVATION_REQUIRED
        return self._around.only_read() or (None if waiting else _NOT_DEACTIVATED)

    def _nothing_paid(self) -> Message | None:
        page = self._standing.page if self._standing is not None else None
        return self._not_read() or (None if page is not None and page.paid_by_method else _NO_ORDERS)

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
        for section in (self.state, self.seats, self.charges, self.keys, self.shares):
            if section not in (self.state, self.charges, self.shares):
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
        page = QWidget()
        self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(Hairline(looks))
        column.addLayout(halves, 1)
