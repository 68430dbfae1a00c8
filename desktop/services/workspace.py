"""All services over one open store, as the window and the command line use them.

Each is imported when it is asked for first: no screen and no command needs them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import Accounts
    from desktop.services.accounts.details import AccountDetails
    from desktop.services.accounts.keys import Keys
    from desktop.services.accounts.peer_shares import PeerShares
    from desktop.services.accounts.purchase_requests import PurchaseRequests
    from desktop.services.accounts.users import Users
    from desktop.services.billing.page import BillingPage
    from desktop.services.care import StoreCare
    from desktop.services.context import Context
    from desktop.services.journal.history import History
    from desktop.services.journal.of_order import OrderJournals
    from desktop.services.leaving.curve import Leaving
    from desktop.services.leaving.deactivation import Deactivations
    from desktop.services.mail.drafts import Drafts
    from desktop.services.orders.calendar import OrderCalendar
    from desktop.services.orders.cards import OrderCards
    from desktop.services.orders.details import OrderDetails
    from desktop.services.orders.estimates import Estimates
    from desktop.services.orders.list import OrderList
    from desktop.services.orders.orders import Orders
    from desktop.services.orders.report import OrderReports
    from desktop.services.payments.charge_preview import ChargePreviews
    from desktop.services.payments.charging import Charging
    from desktop.services.payments.due import Due
    from desktop.services.payments.outcome_import import OutcomeImports
    from desktop.services.payments.outcomes import Outcomes
    from desktop.services.payments.payment_keys import PaymentKeys
    from desktop.services.rules.price_lists import Prices
    from desktop.services.rules.rules import Rules
    from desktop.services.time.leaps import LongLeaps
    from desktop.services.usage.changes import UsageChanges
    from desktop.services.usage.imports import UsageImports
    from desktop.services.usage.map_changes import MapChanges
    from desktop.services.usage.report import UsageReports
    from desktop.services.usage.statements import Statements
    from desktop.services.usage.usage import Usage


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

    accounts: Accounts = _service("accounts.accounts", "Accounts")
    account_details: AccountDetails = _service("accounts.details", "AccountDetails")
    billing_page: BillingPage = _service("billing.page", "BillingPage")
    users: Users = _service("accounts.users", "Users")
    keys: Keys = _service("accounts.keys", "Keys")
    peer_shares: PeerShares = _service("accounts.peer_shares", "PeerShares")
    estimates: Estimates = _service("orders.estimates", "Estimates")
    orders: Orders = _service("orders.orders", "Orders")
    order_cards: OrderCards = _service("orders.cards", "OrderCards")
    order_list: OrderList = _service("orders.list", "OrderList")
    order_details: OrderDetails = _service("orders.details", "OrderDetails")
    order_reports: OrderReports = _service("orders.report", "OrderReports")
    order_calendar: OrderCalendar = _service("orders.calendar", "OrderCalendar")
    outcomes: Outcomes = _service("payments.outcomes", "Outcomes")
    outcome_imports: OutcomeImports = _service("payments.outcome_import", "OutcomeImports")
    charging: Charging = _service("payments.charging", "Charging")
    charge_previews: ChargePreviews = _service("payments.charge_preview", "ChargePreviews")
    payment_keys: PaymentKeys = _service("payments.payment_keys", "PaymentKeys")
    due: Due = _service("payments.due", "Due")
    deactivations: Deactivations = _service("leaving.deactivation", "Deactivations")
    leaving: Leaving = _service("leaving.curve", "Leaving")
    leaps: LongLeaps = _service("time.leaps", "LongLeaps")
    rules: Rules = _service("rules.rules", "Rules")
    usage: Usage = _service("usage.usage", "Usage")
    map_changes: MapChanges = _service("usage.map_changes", "MapChanges")
    usage_changes: UsageChanges = _service("usage.changes", "UsageChanges")
    usage_imports: UsageImports = _service("usage.imports", "UsageImports")
    usage_reports: UsageReports = _service("usage.report", "UsageReports")
    prices: Prices = _service("rules.price_lists", "Prices")
    drafts: Drafts = _service("mail.drafts", "Drafts")
    purchase_requests: PurchaseRequests = _service("accounts.purchase_requests", "PurchaseRequests")
    statements: Statements = _service("usage.statements", "Statements")
    history: History = _service("journal.history", "History")
    order_journals: OrderJournals = _service("journal.of_order", "OrderJournals")
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
        from desktop.services.time.forked_context import forked_context

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
