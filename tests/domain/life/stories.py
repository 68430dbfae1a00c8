"""Accounts for tests: the two orders of 2019 of rules.md 1.3, and acts upon them."""

from dataclasses import replace
from datetime import date

from desktop.domain.accounts import Payments
from desktop.domain.billing_rules import BillingRules, RuleBook
from desktop.domain.life.acts import Act, PlaceOrder
from desktop.domain.life.book import Book, opened
from desktop.domain.life.doing import replay
from desktop.domain.life.events import DueEvent, EventKind, Notice
from desktop.domain.payments import card_of_test_token
from tests.domain.pricing.lists import learners

VISA = card_of_test_token("tok_visa")
OPENED = date(2019, 4, 1)
ORDERS: tuple[Act, ...] = (
    PlaceOrder(date(2019, 4, 18), "one", 150, VISA),
    PlaceOrder(date(2019, 5, 29), "two", 25, VISA),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def account(payments: Payments = Payments.TEST, on: date = OPENED, **rules: object) -> Book:
    """A new account in Trial, its rules as said."""
    book = opened("account", on, learners(), RuleBook(((date.min, BillingRules(**rules)),)))  # type: ignore[arg-type]
    return replace(book, payments=payments)


def story(*acts: Act, until: str, book: Book | None = None) -> tuple[Book, list[DueEvent]]:
    """The account after these acts, on that day."""
    return replay(book or account(), acts, day(until))


def the_2019_account(*acts: Act, until: str, payments: Payments = Payments.TEST) -> tuple[Book, list[DueEvent]]:
    """150 users from 18 April and 25 from 29 May 2019 at $4, and what is done then."""
    return story(*ORDERS, *acts, until=until, book=account(payments))


def states(events: list[DueEvent], subject: str = "account") -> list[tuple[str, str, str | None]]:
    """The states it came to: day, rule, state."""
    kinds = {EventKind.ACCOUNT, EventKind.ORDER}
    return [(one.on.isoformat(), one.rule, one.state) for one in events if one.kind in kinds and one.subject == subject]


def drafts(events: list[DueEvent], notice: Notice, subject: str = "account") -> list[str]:
    """The days of the mail drafts of a kind."""
    found = [one for one in events if one.kind is EventKind.NOTICE and one.subject == subject]
    return [one.on.isoformat() for one in found if one.name.startswith(f"{notice}:")]
