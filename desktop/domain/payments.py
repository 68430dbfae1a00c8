"""Payment methods as tokens of a provider, and what becomes of a charge (rules.md 0.3.7).

The desk never holds a card number or a security code: a card is its provider's token, brand, last digits and expiry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.i18n import Message, msg

WHO_CHARGES: Mapping[Payments, Message] = {
    Payments.RECORDED: msg("A processor elsewhere charges this account: enter or import what it says."),
    Payments.TEST: msg("The test provider charges by itself on the day something falls due."),
}
"""Why nothing is charged from here, where it is not Stripe that charges."""

NOTHING_WAITS = msg("Nothing waits to be charged.")

LATE_DAYS = 3
"""Days after which the test provider settles a late charge."""


UNKNOWN_YEAR = 9998
"""The year of a card whose expiry nobody told: it never expires by itself."""


class Outcome(StrEnum):
    """What a provider says of a charge."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    LATE = "late"

    @property
    def refused(self) -> bool:
        """Whether nothing will be paid without another attempt."""
        return self in {Outcome.DECLINED, Outcome.EXPIRED, Outcome.INSUFFICIENT_FUNDS}


OUTCOME_LABELS: Mapping[Outcome, Message] = {
    Outcome.ACCEPTED: msg("The charge was accepted."),
    Outcome.DECLINED: msg("The charge was declined."),
    Outcome.EXPIRED: msg("The card has expired."),
    Outcome.INSUFFICIENT_FUNDS: msg("The charge was declined: insufficient funds."),
    Outcome.LATE: msg("The charge is still being processed."),
}


@dataclass(frozen=True)
class Card:
    """A payment method as its provider names it."""

    token: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    holder: str = ""

    @property
    def expires_on(self) -> date:
        """The first day on which it can no longer be charged: a card of 08/2019 on 1 September 2019."""
        return (Month(self.exp_year * 12 + self.exp_month - 1)).end

    def expired(self, day: date) -> bool:
        """Whether the last day of its month is over."""
        return self.expires_on <= day


_TEST_TOKENS: Mapping[str, tuple[Card, Outcome]] = {
    card.token: (card, outcome)
    for card, outcome in (
        (Card("tok_visa", "Visa", "4242", 12, 2099), Outcome.ACCEPTED),
        (Card("tok_mastercard", "Mastercard", "4444", 12, 2099), Outcome.ACCEPTED),
        (Card("tok_amex", "American Express", "8431", 12, 2099), Outcome.ACCEPTED),
        (Card("tok_discover", "Discover", "9424", 12, 2099), Outcome.ACCEPTED),
        (Card("tok_declined", "Visa", "0002", 12, 2099), Outcome.DECLINED),
        (Card("tok_insufficient_funds", "Visa", "9995", 12, 2099), Outcome.INSUFFICIENT_FUNDS),
        (Card("tok_expired", "Visa", "0069", 12, 2000), Outcome.EXPIRED),
        (Card("tok_late", "Visa", "3220", 12, 2099), Outcome.LATE),
    )
}


def is_test_token(token: str) -> bool:
    """Whether the token is one of the test provider's."""
    return token in _TEST_TOKENS


def cards_for_tests() -> list[tuple[Card, Outcome]]:
    """The cards of the test provider, each with what becomes of a charge to it."""
    return list(_TEST_TOKENS.values())


def card_of_test_token(token: str) -> Card:
    """The card that a token of the test provider stands for."""
    if token not in _TEST_TOKENS:
        names = ", ".join(_TEST_TOKENS)
        raise UserError(msg("The test provider does not know this token. Its tokens are: {names}.", names=names))
    return _TEST_TOKENS[token][0]


def outcome_by_test(card: Card | None, day: date) -> Outcome:
    """What the test provider says to a charge on the day: it follows from the token alone."""
    if card is None or card.token not in _TEST_TOKENS:
        return Outcome.DECLINED
    return Outcome.EXPIRED if card.expired(day) else _TEST_TOKENS[card.token][1]


def outcome_on(payments: Payments, card: Card | None, day: date) -> Outcome | None:
    """What becomes of a charge that falls due; None where only a later word of the provider says."""
    return outcome_by_test(card, day) if payments is Payments.TEST else None


def settles_on(outcome: Outcome, payments: Payments, day: date) -> date | None:
    """When a late charge settles by itself; None where its provider will say."""
    late = outcome is Outcome.LATE and payments is Payments.TEST
    return day + timedelta(days=LATE_DAYS) if late else None
