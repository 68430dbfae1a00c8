"""All services over one open store, as the window and the command line use them.

Each is imported when it is asked for first: no screen and no command needs them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

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


class _Service:
    """A service of a workspace, imported and made when it is asked for first, then kept by the workspace."""

    def __init__(self, module: str, kind: str) -> None:
        self._module, self._kind = module, kind

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, workspace: Workspace, owner: type) -> Any:
        kind = getattr(import_module(f"desktop.services.{self._module}"), self._kind)
        return workspace.__dict__.setdefault(self._name, kind(workspace.context))


def _service(module: str, kind: str) -> Any:
    return _Service(module, kind)


class Workspace:
    """One open store and everything a person can do with it: a service a noun."""

    accounts: Accounts = _service("accounts", "Accounts")
    account_details: AccountDetails = _service("account_details", "AccountDetails")
    billing_page: BillingPage = _service("billing_page", "BillingPage")
    users: Users = _service("users", "Users")
    keys: Keys = _service("keys", "Keys")
    peer_shares: PeerShares = _service("peer_shares", "PeerShares")
    estimates: Estimates = _service("estimates", "Estimates")
    orders: Orders = _service("orders", "Orders")
    order_cards: OrderCards = _service("order_cards", "OrderCards")
    order_list: OrderList = _service("order_list", "OrderList")
    order_details: OrderDetails = _service("order_details", "OrderDetails")
    order_reports: OrderReports = _service("order_report", "OrderReports")
    order_calendar: OrderCalendar = _service("order_calendar", "OrderCalendar")
    outcomes: Outcomes = _service("outcomes", "Outcomes")
    outcome_imports: OutcomeImports = _service("outcome_import", "OutcomeImports")
    charging: Charging = _service("charging", "Charging")
    payment_keys: PaymentKeys = _service("payment_keys", "PaymentKeys")
    due: Due = _service("due", "Due")
    deactivations: Deactivations = _service("deactivation", "Deactivations")
    leaving: Leaving = _service("leaving", "Leaving")
    leaps: LongLeaps = _service("leaps", "LongLeaps")
    rules: Rules = _service("rules", "Rules")
    usage: Usage = _service("usage", "Usage")
    usage_changes: UsageChanges = _service("usage_changes", "UsageChanges")
    usage_imports: UsageImports = _service("usage_import", "UsageImports")
    usage_reports: UsageReports = _service("usage_report", "UsageReports")
    prices: Prices = _service("price_lists", "Prices")
    drafts: Drafts = _service("drafts", "Drafts")
    purchase_requests: PurchaseRequests = _service("purchase_requests", "PurchaseRequests")
    statements: Statements = _service("statements", "Statements")
    history: History = _service("history", "History")
    care: StoreCare = _service("care", "StoreCare")

    def __init__(self, context: Context) -> None:
        """Work over a context."""
        self.context = context

    def warm_up(self) -> None:
        """Import and make every service, so that the first use of none has to wait for it."""
        for name, found in vars(Workspace).items():
            if isinstance(found, _Service):
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
