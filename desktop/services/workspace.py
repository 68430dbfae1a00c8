"""All services over one open store, as the window and the command line use them.

Each is imported when it is asked for first: no screen and no command needs them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.services.account_details import AccountDetails
    from desktop.services.accounts import Accounts
    from desktop.services.billing_page import BillingPage
    from desktop.services.care import StoreCare
    from desktop.services.charging import Charging
    from desktop.services.context import Context
    from desktop.services.deactivation import Deactivations
    from desktop.services.drafts import Drafts
    from desktop.services.due import Due
    from desktop.services.estimates import Estimates
    from desktop.services.history import History
    from desktop.services.keys import Keys
    from desktop.services.leaps import LongLeaps
    from desktop.services.leaving import Leaving
    from desktop.services.order_calendar import OrderCalendar
    from desktop.services.order_cards import OrderCards
    from desktop.services.order_details import OrderDetails
    from desktop.services.order_list import OrderList
    from desktop.services.order_report import OrderReports
    from desktop.services.orders import Orders
    from desktop.services.outcome_import import OutcomeImports
    from desktop.services.outcomes import Outcomes
    from desktop.services.payment_keys import PaymentKeys
    from desktop.services.peer_shares import PeerShares
    from desktop.services.price_lists import Prices
    from desktop.services.purchase_requests import PurchaseRequests
    from desktop.services.rules import Rules
    from desktop.services.statements import Statements
    from desktop.services.usage import Usage
    from desktop.services.usage_changes import UsageChanges
    from desktop.services.usage_import import UsageImports
    from desktop.services.usage_report import UsageReports
    from desktop.services.users import Users


class Workspace:
    """One open store and everything a person can do with it: a service a noun."""

    def __init__(self, context: Context) -> None:
        """Work over a context."""
        self.context = context

    @cached_property
    def accounts(self) -> Accounts:
        """The accounts of the store."""
        from desktop.services.accounts import Accounts

        return Accounts(self.context)

    @cached_property
    def account_details(self) -> AccountDetails:
        """The details of the account, as an administrator keeps them."""
        from desktop.services.account_details import AccountDetails

        return AccountDetails(self.context)

    @cached_property
    def billing_page(self) -> BillingPage:
        """What the Billing tab shows of the account's orders."""
        from desktop.services.billing_page import BillingPage

        return BillingPage(self.context)

    @cached_property
    def users(self) -> Users:
        """The users of the account."""
        from desktop.services.users import Users

        return Users(self.context)

    @cached_property
    def keys(self) -> Keys:
        """The account's activation keys."""
        from desktop.services.keys import Keys

        return Keys(self.context)

    @cached_property
    def peer_shares(self) -> PeerShares:
        """The seats that peer accounts share with the account."""
        from desktop.services.peer_shares import PeerShares

        return PeerShares(self.context)

    @cached_property
    def estimates(self) -> Estimates:
        """Estimates of orders that are not placed."""
        from desktop.services.estimates import Estimates

        return Estimates(self.context)

    @cached_property
    def orders(self) -> Orders:
        """What the account orders by card."""
        from desktop.services.orders import Orders

        return Orders(self.context)

    @cached_property
    def order_cards(self) -> OrderCards:
        """The payment methods of orders."""
        from desktop.services.order_cards import OrderCards

        return OrderCards(self.context)

    @cached_property
    def order_list(self) -> OrderList:
        """The account's orders as a list."""
        from desktop.services.order_list import OrderList

        return OrderList(self.context)

    @cached_property
    def order_details(self) -> OrderDetails:
        """One order at a time."""
        from desktop.services.order_details import OrderDetails

        return OrderDetails(self.context)

    @cached_property
    def order_reports(self) -> OrderReports:
        """Order History as files."""
        from desktop.services.order_report import OrderReports

        return OrderReports(self.context)

    @cached_property
    def order_calendar(self) -> OrderCalendar:
        """The account's coming days as a file."""
        from desktop.services.order_calendar import OrderCalendar

        return OrderCalendar(self.context)

    @cached_property
    def outcomes(self) -> Outcomes:
        """The provider's words about the account's charges."""
        from desktop.services.outcomes import Outcomes

        return Outcomes(self.context)

    @cached_property
    def outcome_imports(self) -> OutcomeImports:
        """A processor's lists of charges."""
        from desktop.services.outcome_import import OutcomeImports

        return OutcomeImports(self.context)

    @cached_property
    def charging(self) -> Charging:
        """Charges through the account's payment provider."""
        from desktop.services.charging import Charging

        return Charging(self.context)

    @cached_property
    def payment_keys(self) -> PaymentKeys:
        """The payment provider of the account."""
        from desktop.services.payment_keys import PaymentKeys

        return PaymentKeys(self.context)

    @cached_property
    def due(self) -> Due:
        """What the account owes and awaits."""
        from desktop.services.due import Due

        return Due(self.context)

    @cached_property
    def deactivations(self) -> Deactivations:
        """Leaving, and coming back."""
        from desktop.services.deactivation import Deactivations

        return Deactivations(self.context)

    @cached_property
    def leaving(self) -> Leaving:
        """What leaving with the whole account brings."""
        from desktop.services.leaving import Leaving

        return Leaving(self.context)

    @cached_property
    def leaps(self) -> LongLeaps:
        """Leaps of more days than pass without asking."""
        from desktop.services.leaps import LongLeaps

        return LongLeaps(self.context)

    @cached_property
    def rules(self) -> Rules:
        """What the account's rules are, and how they change."""
        from desktop.services.rules import Rules

        return Rules(self.context)

    @cached_property
    def usage(self) -> Usage:
        """The account's usage, to read."""
        from desktop.services.usage import Usage

        return Usage(self.context)

    @cached_property
    def usage_changes(self) -> UsageChanges:
        """Acts on the account's usage."""
        from desktop.services.usage_changes import UsageChanges

        return UsageChanges(self.context)

    @cached_property
    def usage_imports(self) -> UsageImports:
        """Imports of activity files."""
        from desktop.services.usage_import import UsageImports

        return UsageImports(self.context)

    @cached_property
    def usage_reports(self) -> UsageReports:
        """Usage as files."""
        from desktop.services.usage_report import UsageReports

        return UsageReports(self.context)

    @cached_property
    def prices(self) -> Prices:
        """The account's price list."""
        from desktop.services.price_lists import Prices

        return Prices(self.context)

    @cached_property
    def drafts(self) -> Drafts:
        """The account's mail drafts."""
        from desktop.services.drafts import Drafts

        return Drafts(self.context)

    @cached_property
    def purchase_requests(self) -> PurchaseRequests:
        """Requests of keys by purchase order."""
        from desktop.services.purchase_requests import PurchaseRequests

        return PurchaseRequests(self.context)

    @cached_property
    def statements(self) -> Statements:
        """The account's statements."""
        from desktop.services.statements import Statements

        return Statements(self.context)

    @cached_property
    def history(self) -> History:
        """The journal of the whole workspace."""
        from desktop.services.history import History

        return History(self.context)

    @cached_property
    def care(self) -> StoreCare:
        """The store as a whole."""
        from desktop.services.care import StoreCare

        return StoreCare(self.context)

    def warm_up(self) -> None:
        """Import and make every service, so that the first use of none has to wait for it."""
        for name, found in vars(Workspace).items():
            if isinstance(found, cached_property):
                getattr(self, name)

    def fork(self, day: date) -> Workspace:
        """The account chosen in a temporary store of its own, whose clock stands on the day; `close` throws it away."""
        from desktop.services.forked_context import forked_context

        return Workspace(forked_context(self.context, day))

    def store_place(self) -> str:
        """Where the data lives, for people: a path or an address without its password."""
        return self.context.store.place

    def close(self) -> None:
        """Let go of the store."""
        self.context.store.close()


@dataclass(frozen=True)
class Choice:
    """What the person chose before any command."""

    store: str | None = None
    account: str | None = None
    day: date | None = None
    actor: str | None = None
    language: str | None = None
