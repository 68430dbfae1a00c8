"""All services over one open store, as the window and the command line use them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from desktop.domain.progress import Step
from desktop.i18n import Translator
from desktop.services.account_details import AccountDetails
from desktop.services.accounts import Accounts, NewAccount
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


@dataclass(frozen=True)
class Workspace:
    """One open store and everything a person can do with it."""

    context: Context
    accounts: Accounts
    account_details: AccountDetails
    billing_page: BillingPage
    users: Users
    keys: Keys
    peer_shares: PeerShares
    estimates: Estimates
    orders: Orders
    order_cards: OrderCards
    order_list: OrderList
    order_details: OrderDetails
    order_reports: OrderReports
    order_calendar: OrderCalendar
    outcomes: Outcomes
    outcome_imports: OutcomeImports
    charging: Charging
    payment_keys: PaymentKeys
    due: Due
    deactivations: Deactivations
    leaving: Leaving
    leaps: LongLeaps
    rules: Rules
    usage: Usage
    usage_changes: UsageChanges
    usage_imports: UsageImports
    usage_reports: UsageReports
    prices: Prices
    drafts: Drafts
    purchase_requests: PurchaseRequests
    statements: Statements
    history: History
    care: StoreCare

    @classmethod
    def over(cls, context: Context) -> Workspace:
        """Compose the services over a context."""
        return cls(
            context,
            Accounts(context),
            AccountDetails(context),
            BillingPage(context),
            Users(context),
            Keys(context),
            PeerShares(context),
            Estimates(context),
            Orders(context),
            OrderCards(context),
            OrderList(context),
            OrderDetails(context),
            OrderReports(context),
            OrderCalendar(context),
            Outcomes(context),
            OutcomeImports(context),
            Charging(context),
            PaymentKeys(context),
            Due(context),
            Deactivations(context),
            Leaving(context),
            LongLeaps(context),
            Rules(context),
            Usage(context),
            UsageChanges(context),
            UsageImports(context),
            UsageReports(context),
            Prices(context),
            Drafts(context),
            PurchaseRequests(context),
            Statements(context),
            History(context),
            StoreCare(context),
        )

    def fork(self, day: date) -> Workspace:
        """The account chosen in a temporary store of its own, whose clock stands on the day; `close` throws it away."""
        from desktop.services.fork import fork

        return fork(self.context, day)

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


class Opener(Protocol):
    """Makes workspaces; given to the window and the command line by the program's composition."""

    def open(self, choice: Choice) -> Workspace:
        """The workspace of the store chosen; refused where there is none."""

    def create(self, choice: Choice, new: NewAccount) -> Workspace:
        """A new workspace with its first account."""

    def demo(self, choice: Choice, step: Step) -> Workspace:
        """The demo workspace, made where it is missing."""

    def pictures(self, choice: Choice, folder: Path, step: Step) -> list[Path]:
        """Pictures of the window's screens on a copy of the demo workspace; refused where no window can be made."""

    def migrate(self, choice: Choice) -> str:
        """Bring the store chosen to this program's version; where it is kept."""

    def translator(self, choice: Choice) -> Translator:
        """Texts in the language chosen, else the desk's, else the system's."""
