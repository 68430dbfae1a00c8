"""What the Pricing Estimate says: how it is computed, why this price, and what the order changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.domain.periods import add_months
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.domain.pricing.tax import percent
from desktop.i18n import Message, Value, msg, msgn

if TYPE_CHECKING:
    from desktop.services.orders.estimates import AmountEffect, Effect, EstimateAnswer


@dataclass(frozen=True)
class ComputedStep:
    """A step of the estimate: what it is, how it is done, what it comes to."""

    step: Message
    how: Message
    amount: Value
    explanation: Explanation


@dataclass(frozen=True)
class EffectLine:
    """A figure of the account before and after the order."""

    what: Message
    now: Value
    after: Value
    difference: Value
    explanation: Explanation | None = None


def computed(estimate: EstimateAnswer, country: str) -> list[ComputedStep]:
    """The steps in the order they are done; `country` is its name."""
    quote = estimate.quote
    rating, price = quote.rating, quote.choice.price
    last = add_months(quote.on, TERM_MONTHS - 1)
    rate = percent(rating.tax_rate)
    in_country = msg("{net} × {rate} %, {country}", net=rating.net, rate=rate, country=country)
    by_users = msgn("{n} user × {price}", "{n} users × {price}", n=quote.quantity, price=price)
    return [
        ComputedStep(msg("Unit price"), quote.choice.explanation.text, price, quote.choice.explanation),
        ComputedStep(msg("Monthly charge"), by_users, rating.net, rating.lines[0].explanation),
        ComputedStep(
            msg("Tax"),
            in_country if country else msg("{net} × {rate} %", net=rating.net, rate=rate),
            rating.tax,
            rating.explanation,
        ),
        ComputedStep(msg("Charge a month"), msg("Monthly charge and tax"), rating.total, rating.explanation),
        ComputedStep(
            msg("Annual commitment"),
            msg("{net} × 12 instalments, {first} to {last}", net=rating.net, first=quote.on, last=last),
            quote.annual,
            quote.explanation,
        ),
    ]


def why_this_price(estimate: EstimateAnswer) -> Message:
    """Which price was used, and how long it holds."""
    choice = estimate.quote.choice
    if estimate.next_price_on is not None:
        return msg(
            "{price} applies because the order is dated before the price change of {day}. This order keeps it until it "
            "is canceled. More users later are a new order, at the price of that day.",
            price=choice.price,
            day=estimate.next_price_on,
        )
    return msg(
        "{price} applies. {reason} This order keeps it until it is canceled. More users later are a new order, at the "
        "price of that day.",
        price=choice.price,
        reason=choice.explanation.text,
    )


def effects(estimate: EstimateAnswer) -> list[EffectLine]:
    """What the order changes for the account; nothing where a rule refuses it."""
    lines = []
    for what, effect in (
        (msg("Available seats"), estimate.available),
        (msg("Remaining seats"), estimate.remaining),
    ):
        if effect is not None:
            lines.append(EffectLine(what, _seats(effect.now), _seats(effect.after), _more(effect)))
    if estimate.available is not None:
        lines.append(_amounts(msg("Monthly total"), estimate.monthly))
    if estimate.fee is not None:
        lines.append(_amounts(msg("Early termination fee today"), estimate.fee))
    return lines


def refusals(estimate: EstimateAnswer) -> Message | None:
    """Why the order cannot be placed, in words; None where it can."""
    refused = tuple(one.message for one in estimate.quote.would_refuse)
    if refused:
        return refused[0] if len(refused) == 1 else msg("{reasons}", reasons=refused)
    return None if estimate.refused is None else estimate.refused.message


def first_charge(day: date, today: date) -> Message:
    """When the first month is charged."""
    return msg("Today, {day}", day=day) if day == today else msg("{day}", day=day)


def _seats(seats: int | None) -> Value:
    return msg("Unlimited") if seats is None else seats


def _more(effect: Effect) -> Value:
    if effect.now is None or effect.after is None:
        return None
    return _signed(effect.after - effect.now)


def _signed(number: int) -> Value:
    return msg("+{number}", number=number) if number > 0 else number


def _amounts(what: Message, effect: AmountEffect) -> EffectLine:
    more: Money = effect.after - effect.now
    shown: Value = msg("+{amount}", amount=more) if more.minor > 0 else more
    steps = (Explanation(msg("Now"), effect.now), Explanation(msg("This order"), more))
    return EffectLine(what, effect.now, effect.after, shown, Explanation(what, effect.after, steps))
