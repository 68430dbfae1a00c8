"""The Billing tab: state and next event, seats or units, activation keys, account details."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.accounts import Payments
from desktop.i18n import msg
from desktop.models.alerts import PAYMENT, REACTIVATE, Alert
from desktop.views.action import Action, Tab
from desktop.views.billing.account_pane import AccountPane
from desktop.views.billing.actions import declare
from desktop.views.billing.alerts_section import AlertsSection
from desktop.views.billing.allowed import Allowed, primary, takes_cards
from desktop.views.billing.charges_section import ChargesSection
from desktop.views.billing.headline import Headline
from desktop.views.billing.key_section import KeySection
from desktop.views.billing.leap_dialog import open_leap
from desktop.views.billing.seats_section import SeatsSection
from desktop.views.billing.share_section import ShareSection
from desktop.views.billing.state_section import StateSection
from desktop.views.billing.warnings import Warnings
from desktop.views.desk import Kind, Surroundings
from desktop.views.export_dialog import ExportDialog
from desktop.views.widgets.letters import Hairline

if TYPE_CHECKING:
    from desktop.domain.progress import Step
    from desktop.models.standing import Standing
    from desktop.services.payments.charge_preview import ToCharge
    from desktop.views.leaving.page import DeactivatePage
    from desktop.views.leaving.reading import Leave

_SHOWN = frozenset({Kind.ACCOUNT, Kind.ORDERS, Kind.KEYS, Kind.USERS, Kind.USAGE, Kind.RULES})


class BillingTab(Tab):
    """Shows where the account stands; a write of keys, users or usage is read again."""

    title = msg("Billing")
    key = "billing"

    def __init__(self, around: Surroundings) -> None:
        """Build the page; its numbers come from a job."""
        super().__init__()
        self._around = around
        self._pages = QStackedWidget()
        self.leaving: DeactivatePage | None = None
        self.allowed = Allowed(around)
        self.warnings = Warnings(around, self.help_with, self.allowed.help_with, self.apply_due)
        self._actions = declare(self)
        self.headline = Headline(around, self._actions)
        self.state, self.seats = StateSection(around), SeatsSection(around)
        named = {action.id: action for action in self._actions}
        self.charges = ChargesSection(around, named["charge-due"])
        self.keys = KeySection(around, named["activate"])
        self.shares = ShareSection(around, named["receive-seats"], named["end-share"])
        self.alerts = AlertsSection(around, self.help_with, self.allowed.help_with)
        self.pane = AccountPane(around, self.alerts, {action.id: action for action in self._actions})
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
        self.allowed.standing = standing
        self.headline.lead(primary(standing))
        self.retranslate()
        self._read_to_charge(standing)
        self.warnings.show_standing(standing)
        self._look_again()

    def _read_to_charge(self, standing: Standing) -> None:
        """By itself, because the system's keyring is asked, which may take its time."""
        if standing.account.payments is not Payments.STRIPE:
            self.allowed.to_charge = None
            return
        previews = self._around.workspace.charge_previews
        title = msg("Look at what would be charged")
        self._around.jobs.read(title, lambda _step: previews.due(), self._show_to_charge)

    def _show_to_charge(self, found: ToCharge) -> None:
        self.allowed.to_charge = found
        self.retranslate()

    def charge(self) -> None:
        """Ask whether to charge what waits."""
        from desktop.views.billing.charge_dialog import open_charges

        open_charges(self, self._around)

    def _look_again(self) -> None:
        """What leaving costs may have changed while somebody looks at it."""
        if self.leaving is None or self._pages.currentWidget() is not self.leaving:
            return
        if self.allowed.deactivate() is None:
            self.deactivate()
        else:
            self.show_billing()

    def apply_due(self) -> None:
        """Show what has fallen due, and ask whether to apply it."""
        if self.allowed.standing is not None and self.allowed.standing.leap is not None:
            open_leap(self, self._around, self.allowed.standing.leap)

    def after_due(self, act: Callable[[], None], may: Callable[[], bool]) -> None:
        """Act, unless much has fallen due: then that is shown and applied first, if the person agrees."""
        leap = self.allowed.standing.leap if self.allowed.standing is not None else None
        if leap is None or self._around.only_read() is not None:
            act()
        else:
            open_leap(self, self._around, leap, lambda: act() if may() else None)

    def retranslate(self) -> None:
        """Say everything again."""
        self.charges.to_charge = self.allowed.to_charge
        for part in (self.headline, self.state, self.seats, self.charges, self.keys, self.shares, self.pane):
            part.show_standing(self.allowed.standing)
        if self.leaving is not None:
            self.leaving.retranslate()

    def place_order(self) -> None:
        """Open the form of a new order."""
        from desktop.views.billing.place_order_opening import open_place_order

        open_place_order(self, self._around)

    def help_with(self, alert: Alert) -> None:
        """Do what helps with an alert."""
        self.after_due(partial(self._help, alert), lambda: self.allowed.help_with(alert))

    def _help(self, alert: Alert) -> None:
        if alert.act == PAYMENT:
            self._ask_payment(alert.orders)
        elif alert.act == REACTIVATE:
            self.reactivate()
        else:
            self.place_order()

    def update_payment(self) -> None:
        """Ask for another payment method of the orders that the newest one's card pays."""
        if self.allowed.standing is not None and self.allowed.standing.page is not None:
            self._ask_payment(self.allowed.standing.page.paid_by_method)

    def _ask_payment(self, orders: Sequence[str]) -> None:
        from desktop.views.billing.subscription_dialogs import open_payment_method

        if self.allowed.standing is not None and self.allowed.standing.page is not None and orders:
            standing, page = self.allowed.standing, self.allowed.standing.page
            open_payment_method(self, self._around, orders, standing.account.payments, page.method)

    def change_address(self) -> None:
        """Ask for the address of new orders."""
        from desktop.views.billing.subscription_dialogs import open_address

        if self.allowed.standing is not None and self.allowed.standing.page is not None:
            page = self.allowed.standing.page
            country = page.details.country or ("US" if takes_cards(self.allowed.standing) else "")
            open_address(self, self._around, country, None, page.details.address or page.address)

    def set_stripe_key(self) -> None:
        """Ask for the key by which Stripe charges."""
        from desktop.views.billing.stripe_key_dialog import StripeKeyDialog

        StripeKeyDialog(self, self._around).open()

    def link_ims_org(self) -> None:
        """Ask for the IMS Org; unlink the one that is linked."""
        from desktop.views.billing.subscription_dialogs import open_ims_org, unlink_ims_org

        if self.allowed.linked():
            unlink_ims_org(self._around)
        elif self.allowed.standing is not None:
            open_ims_org(self, self._around)

    def deactivate(self) -> None:
        """Show what deactivating the account would bring."""
        from desktop.views.leaving.reading import begin_leaving

        begin_leaving(self._around, self.show_leaving)

    def show_leaving(self, leave: Leave) -> None:
        """Show the page of leaving in place of the others."""
        from desktop.views.leaving.page import DeactivatePage

        if self.leaving is None:
            self.leaving = DeactivatePage(self._around)
            self.leaving.left.connect(self.show_billing)
            self._pages.addWidget(self.leaving)
        again = self._pages.currentWidget() is self.leaving
        self._pages.setCurrentWidget(self.leaving)
        self.leaving.open_with(leave, again=again)

    def show_billing(self) -> None:
        """Go back from the page of leaving."""
        self._pages.setCurrentIndex(0)
        self.headline.setFocus()

    def reactivate(self) -> None:
        """Show what taking a deactivation back would bring, and ask whether to."""
        from desktop.views.billing.reactivate_dialog import ReactivateDialog

        around, deactivations = self._around, self._around.workspace.deactivations
        around.jobs.read(
            msg("What reactivating brings"),
            lambda _step: deactivations.preview_reactivation(),
            lambda found: ReactivateDialog(self, around, found).open(),
        )

    def activate(self) -> None:
        """Ask for a key and activate it."""
        from desktop.views.billing.key_dialogs import ActivateDialog

        if self.allowed.standing is not None:
            ActivateDialog(self, self._around, self.allowed.standing.today).open()

    def export(self) -> None:
        """Ask what becomes a file, and in which format."""
        from desktop.views.billing.wares import billing_wares

        ExportDialog(self, self._around, msg("Export billing"), billing_wares(self._around.workspace)).open()

    def issue(self) -> None:
        """Ask what key to issue."""
        from desktop.views.billing.key_dialogs import IssueDialog

        if self.allowed.standing is not None:
            IssueDialog(self, self._around, self.allowed.standing.today).open()

    def receive_seats(self) -> None:
        """Ask for the seats that a peer account shares."""
        from desktop.views.billing.share_dialogs import ReceiveDialog

        if self.allowed.standing is not None:
            ReceiveDialog(self, self._around, self.allowed.standing.today).open()

    def end_share(self) -> None:
        """Ask which received seats end; those of the current row are chosen."""
        from desktop.views.billing.share_dialogs import EndShareDialog

        if self.allowed.standing is not None:
            running, today = self.allowed.running_shares(), self.allowed.standing.today
            EndShareDialog(self, self._around, today, running, self.shares.current()).open()

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
