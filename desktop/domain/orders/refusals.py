"""Who may buy what: rules R2 to R9 and R11 with their sentences (rules.md 1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.domain.accounts import AccountState, Region
from desktop.domain.billing_rules import BillingRules, RemainingLimits
from desktop.domain.errors import UserError, WrongUsage
from desktop.domain.orders.order import RUNNING
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Card
from desktop.i18n import Message, msg, msgn


@dataclass(frozen=True)
class Buyer:
    """What the rules need to know of the account that orders."""

    region: Region
    first_order: bool
    """Whether no order of it ever reached Active."""

    remaining: int | None
    """Seats left; None is unlimited."""


@dataclass(frozen=True)
class Refusal:
    """A rule that stands in the way, and its sentence."""

    rule: str
    message: Message


def order_refusals(quantity: int, buyer: Buyer, rules: BillingRules) -> list[Refusal]:
    """What `order place` would refuse of R2 to R5, in that order; a quote names them and refuses nothing."""
    return list(_refusals(quantity, buyer, rules))


def _refusals(quantity: int, buyer: Buyer, rules: BillingRules) -> Iterator[Refusal]:
    if buyer.region is not Region.US:
        yield Refusal("R2", msg("Credit card purchase is only available in the US region. Use a purchase order."))
    if buyer.first_order and quantity < rules.first_order_min:
        yield Refusal(
            "R3",
            msgn(
                "Your first order must be for at least {n} user.",
                "Your first order must be for at least {n} users.",
                n=rules.first_order_min,
            ),
        )
    if quantity > rules.card_order_max:
        yield Refusal(
            "R4",
            msgn(
                "A single credit card order cannot exceed {n} user.",
                "A single credit card order cannot exceed {n} users.",
                n=rules.card_order_max,
            ),
        )
    literal = rules.remaining_limits is RemainingLimits.ORDERS and not buyer.first_order
    if literal and buyer.remaining is not None and quantity > buyer.remaining:
        most = msgn("You can add at most {n} user.", "You can add at most {n} users.", n=buyer.remaining)
        yield Refusal("R5", most)


def refuse_order(quantity: int, buyer: Buyer, rules: BillingRules) -> None:
    """Refuse an order for the first rule that stands in its way (R2 to R5)."""
    for refusal in order_refusals(quantity, buyer, rules):
        raise UserError(refusal.message)


def refuse_quantity(quantity: int) -> None:
    """A quantity is a whole number of at least 1 (R6)."""
    if quantity < 1:
        raise WrongUsage(msg("The number of users is a whole number, at least 1."))


def refuse_card(card: Card | None, day: date) -> None:
    """A charge needs a payment token whose card has not expired (R6)."""
    if card is None or not card.token.strip():
        raise UserError(msg("A payment method is required."))
    if card.expired(day):
        raise UserError(msg("The card has expired. Use another payment method."))


def refuse_registration(adding: int, remaining: int | None, rules: BillingRules) -> None:
    """Registering users is limited by the seats left (R5, F9)."""
    if remaining is None or adding < 1:
        return
    limited = rules.remaining_limits is RemainingLimits.REGISTRATIONS
    if remaining == 0 or (limited and adding > remaining):
        raise UserError(
            msgn("You can register at most {n} more user.", "You can register at most {n} more users.", n=remaining)
        )


def refuse_edit(account: AccountState, order: OrderState) -> None:
    """Payment method and address are edited on a running order of an active account (R11)."""
    if account is not AccountState.ACTIVE or order not in RUNNING:
        raise UserError(msg("Subscription details can be edited only for an active account."))


def refuse_removal() -> None:
    """A single subscription is not removed by oneself (R7)."""
    raise UserError(msg("To remove an active subscription, contact the support team."))


def refuse_partial() -> None:
    """An order is not canceled in part (R8)."""
    raise UserError(
        msg(
            "A subscription cannot be partially canceled. Cancel it at the end of the billing cycle, "
            "then buy the number you need."
        )
    )


def refuse_purchase_order(*, registered_with_adobe: bool) -> None:
    """A purchase order needs an organization that is registered with Adobe (R9)."""
    if not registered_with_adobe:
        raise UserError(msg("Your organization must be registered with Adobe before using a purchase order."))
