"""What an administrator should look at, from the services' answers: each alert with the action that helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.domain.accounts import AccountState
from desktop.domain.money import Money
from desktop.domain.payments import Card
from desktop.i18n import Message, msg, msgn

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import AccountAnswer
    from desktop.services.billing.next_term import TermAnswer
    from desktop.services.billing.page import BillingAnswer, SuspendedAnswer
    from desktop.services.payments.coming_charges import ChargeAnswer

PAYMENT, REACTIVATE, ORDER = "payment", "reactivate", "place-order"
_WHOLE = 100
_MOST_NAMED = 4


@dataclass(frozen=True)
class Alert:
    """Something to look at. `act` names the action that helps, `orders` those it is about."""

    icon: str
    color: str
    title: Message
    detail: Message
    act: str | None = None
    orders: tuple[str, ...] = ()
    urgent: Message | None = None
    """What the message bar says of it, where it cannot wait."""


def alerts_of(account: AccountAnswer, page: BillingAnswer) -> tuple[Alert, ...]:
    """The alerts, those that cost something first."""
    return tuple(_alerts(account, page))


def _alerts(account: AccountAnswer, page: BillingAnswer) -> Iterator[Alert]:
    if page.suspended:
        yield _suspended(page.suspended)
    yield from _cards(page)
    if account.state is AccountState.ACTIVATION_REQUIRED and page.paid_until is not None:
        yield Alert(
            "circle-alert",
            "warn",
            msg("The account ends on {day}", day=page.paid_until),
            msg("It was deactivated. Until then it can be taken back."),
            REACTIVATE,
        )
    yield from _seats(account, page)
    if page.trial_ends_on is not None and account.state is AccountState.TRIAL:
        yield Alert(
            "hourglass",
            "accent",
            msg("The trial ends on {day}", day=page.trial_ends_on),
            msg("Place an order or activate a key to go on after it."),
            ORDER,
        )
    if page.term is not None:
        yield _term(page.term)


def _suspended(orders: Sequence[SuspendedAnswer]) -> Alert:
    owed = orders[0].owes
    for one in orders[1:]:
        owed += one.owes
    ends = min(one.ends_on for one in orders)
    title = msgn("{n} order is suspended", "{n} orders are suspended", n=len(orders))
    detail = _why_suspended(owed, sum(one.card_expired for one in orders), ends)
    return Alert(
        "circle-alert",
        "err",
        title,
        detail,
        PAYMENT,
        tuple(one.order for one in orders),
        msg("{what}: {detail}", what=title, detail=detail),
    )


def _why_suspended(owed: Money, expired: int, ends: date) -> Message:
    """What suspended orders wait for: money, another card, or both; an amount is named only where one is owed."""
    if owed.minor and not expired:
        return msg("{owed} are owed. Unpaid, the first ends on {day}.", owed=owed, day=ends)
    if owed.minor:
        return msgn(
            "{owed} are owed, and the card of {n} order has expired. Without another one, the first ends on {day}.",
            "{owed} are owed, and the cards of {n} orders have expired. Without others, the first ends on {day}.",
            n=expired,
            owed=owed,
            day=ends,
        )
    if expired:
        return msgn(
            "The card of {n} order has expired. Without another one, the first ends on {day}.",
            "The cards of {n} orders have expired. Without others, the first ends on {day}.",
            n=expired,
            day=ends,
        )
    return msg("Nothing is owed. Without another payment method, the first ends on {day}.", day=ends)


def _cards(page: BillingAnswer) -> Iterator[Alert]:
    """A card that expires before a charge, with the charges it will not pay."""
    cards: dict[Card, list[ChargeAnswer]] = {}
    for one in page.coming.charges:
        if one.card is not None and one.card_expired:
            cards.setdefault(one.card, []).append(one)
    for card, charges in cards.items():
        days = tuple(msg("{day}", day=day) for day in sorted({one.due_on for one in charges}))
        named = days[:_MOST_NAMED] if len(days) <= _MOST_NAMED else (*days[:_MOST_NAMED], msg("…"))
        name = msg("{brand} ending {last4}", brand=card.brand or msg("Card"), last4=card.last4 or "–")
        expires = msg("{month}/{year}", month=f"{card.exp_month:02d}", year=str(card.exp_year))
        orders = page.paid_by_card.get(card.token, ())
        yield Alert(
            "triangle-alert",
            "warn",
            msg("{card} expires {month}", card=name, month=expires),
            msg("It will not pay the charges of {days}.", days=named),
            PAYMENT,
            orders,
            msgn(
                "{card} expires {month}. The charges of {days} would fail, and its order be suspended.",
                "{card} expires {month}. The charges of {days} would fail, and its orders be suspended.",
                n=len(orders),
                card=name,
                month=expires,
                days=named,
            ),
        )


def _seats(account: AccountAnswer, page: BillingAnswer) -> Iterator[Alert]:
    """The highest threshold that the seats, or the units of the period, have crossed."""
    seats = account.seats
    whole, taken = (seats.available, seats.registered)
    if seats.purchased is not None:
        whole, taken = seats.purchased, seats.used or 0
    crossed = [percent for percent in page.alert_percents if whole and taken * _WHOLE >= percent * whole]
    if not crossed or not whole:
        return
    units = seats.purchased is not None
    title = msg("{percent} percent of the units are used", percent=max(crossed))
    if not units:
        title = msg("{percent} percent of the seats are taken", percent=max(crossed))
    yield Alert("users", "warn", title, msg("{taken} of {whole}", taken=taken, whole=whole), None if units else ORDER)


def _term(term: TermAnswer) -> Alert:
    title = msgn("{n} term ends on {day}", "{n} terms end on {day}", n=term.orders, day=term.on)
    if term.monthly is None:
        return Alert("clock", "warn", title, msg("Nothing is renewed: the rule auto_renew is off."))
    detail = msgn(
        "{n} user renews at {price}: {monthly} a month.",
        "{n} users renew at {price}: {monthly} a month.",
        n=term.seats,
        price=term.unit_price,
        monthly=term.monthly,
    )
    return Alert("clock", "text2", title, detail)
