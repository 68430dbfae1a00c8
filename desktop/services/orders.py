"""Orders: for now their quotes, which are never refused and change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.domain.orders.quotes import Quote, Wish, quote
from desktop.domain.orders.refusals import Buyer
from desktop.domain.pricing.tax import plain_rate
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message
from desktop.services.billing_rules import billing_rules, price_list
from desktop.services.context import Context


@dataclass(frozen=True)
class QuoteLine:
    """A line of a quote: what it is, its net amount, and how it came about."""

    text: Message
    amount: Money
    explanation: Explanation


@dataclass(frozen=True)
class QuoteAnswer:
    """What an order would cost a month and a year (net), with tax a month, and the rules that would refuse it."""

    seats: int
    on: date
    unit_price: UnitPrice
    monthly: Money
    annual: Money
    tax_rate: str
    """As a plain fraction of 1, such as `0.2`."""

    tax: Money
    monthly_total: Money
    currency: str
    price_version: str
    price_reason: Message
    would_refuse: tuple[str, ...]
    refusals: tuple[Message, ...]
    lines: tuple[QuoteLine, ...]
    explanation: Explanation
    sha256: str


class Orders:
    """What an account orders by card."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def quote(self, seats: int, on: date | None = None, country: str | None = None) -> QuoteAnswer:
        """The Pricing Estimate of so many users, on a day (default: today), taxed as in the country."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            day = on or self._context.today(account)
            rules = billing_rules(session, account.id, day)
            prices = price_list(session, self._context, account.id, day)
            wish = Wish(seats, day, account.currency, (country or "").strip().upper())
            buyer = Buyer(account.region, first_order=True, remaining=None)
        return _answer(quote(wish, prices, rules, buyer))


def _answer(found: Quote) -> QuoteAnswer:
    rating = found.rating
    return QuoteAnswer(
        found.quantity,
        found.on,
        found.choice.price,
        found.monthly,
        found.annual,
        plain_rate(rating.tax_rate),
        rating.tax,
        rating.total,
        rating.currency,
        found.choice.version,
        found.choice.explanation.text,
        tuple(one.rule for one in found.would_refuse),
        tuple(one.message for one in found.would_refuse),
        tuple(QuoteLine(line.item.text, line.net, line.explanation) for line in rating.lines),
        found.explanation,
        rating.sha256,
    )
