"""What the Billing tab says: the numbers that matter with their reasons, from the services' answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from desktop.domain.accounts import AccountState
from desktop.domain.explanation import Explanation
from desktop.domain.keys import Plan
from desktop.domain.peer_shares import PeerShare
from desktop.domain.seats import SeatsOfKey, explain_available, explain_registered, explain_remaining_seats
from desktop.i18n import Message, Value, msg, msgn
from desktop.models.alerts import Alert, alerts_of

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import AccountAnswer
    from desktop.services.accounts.keys import KeyAnswer
    from desktop.services.accounts.peer_shares import ShareAnswer
    from desktop.services.billing.page import BillingAnswer
    from desktop.services.time.leaps import LeapAnswer

_WHOLE = 100


@dataclass(frozen=True)
class Figure:
    """A number with its label, its reason, and the colour it is written in."""

    value: Value
    caption: Message
    why: Explanation | None = None
    color: str = "text"


@dataclass(frozen=True)
class Parts:
    """A whole and the part of it that is taken, for the bar; `over` is what is taken beyond it."""

    whole: int
    taken: int
    taken_text: Message
    left_text: Message
    over: int = 0
    mark: int | None = None
    """Where the alert is: so many taken."""

    mark_text: Message | None = None


@dataclass(frozen=True)
class Standing:
    """An account as the Billing tab shows it."""

    account: AccountAnswer
    keys: Sequence[KeyAnswer]
    today: date
    headline: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    title: Message
    parts: Parts | None
    note: Message | None
    page: BillingAnswer | None = None
    alerts: tuple[Alert, ...] = ()
    shares: Sequence[ShareAnswer] = ()
    """The seats received from peer accounts, ended ones too."""

    leap: LeapAnswer | None = None
    """A long leap of the calendar that waits to be agreed to."""


def standing(
    account: AccountAnswer,
    keys: Sequence[KeyAnswer],
    units: Explanation | None,
    today: date,
    page: BillingAnswer | None = None,
    shares: Sequence[ShareAnswer] = (),
) -> Standing:
    """Put together what the services answered; `units` explains what remains of a running MAU period."""
    found = replace(_of_account(account, keys, units, today, page, shares), shares=shares)
    if page is None:
        return found
    parts = found.parts and with_mark(found.parts, page.alert_percents)
    headline = (found.headline[0], *_of_orders(page)) if page.orders else found.headline
    return replace(found, headline=headline, parts=parts, page=page, alerts=alerts_of(account, page))


def _of_orders(page: BillingAnswer) -> tuple[Figure, ...]:
    """What a month costs, and the next charge."""
    price = page.prices[0].unit_price
    caption = msgn("per month, {n} user", "per month, {n} users", n=page.seats)
    if len(page.prices) == 1:
        caption = msgn("per month, {n} user × {price}", "per month, {n} users × {price}", n=page.seats, price=price)
    month = Figure(page.monthly, caption, page.monthly_why)
    coming = page.coming.next_charge
    if coming is None:
        return (month,)
    return (month, Figure(coming.amount, msg("next charge, {day}", day=coming.on), coming.explanation))


def with_mark(parts: Parts, percents: tuple[int, ...]) -> Parts:
    """The parts with the mark of the first alert, where the bar has room for it."""
    first = next((percent for percent in percents if 0 < percent < _WHOLE), None)
    if first is None or not parts.whole:
        return parts
    mark = -(-parts.whole * first // _WHOLE)
    return replace(parts, mark=mark, mark_text=msg("Alert at {mark} ({percent} %)", mark=mark, percent=first))


def _of_account(
    account: AccountAnswer,
    keys: Sequence[KeyAnswer],
    units: Explanation | None,
    today: date,
    page: BillingAnswer | None,
    shares: Sequence[ShareAnswer],
) -> Standing:
    if account.seats.purchased is not None and units is not None:
        return _of_units(account, keys, units, today)
    if account.state is AccountState.TRIAL:
        return _of_trial(account, keys, today)
    return _of_seats(account, keys, today, page, shares)


def _of_units(account: AccountAnswer, keys: Sequence[KeyAnswer], units: Explanation, today: date) -> Standing:
    seats = account.seats
    purchased, used = seats.purchased or 0, seats.used or 0
    why = {"purchased": units.steps[0], "used": units.steps[1]} if len(units.steps) > 1 else {}
    bought = Figure(purchased, msg("Purchased"), why.get("purchased"))
    spent = Figure(used, msg("Used"), why.get("used"))
    if seats.overage:
        left = Figure(seats.overage, msg("Overage"), units, "err")
        first = Figure(seats.overage, msg("units more used than purchased"), units, "err")
    else:
        left = Figure(seats.remaining, msg("Remaining"), units, "accent")
        first = Figure(
            seats.remaining,
            msgn("unit remaining of {whole}", "units remaining of {whole}", n=seats.remaining or 0, whole=purchased),
            units,
        )
    parts = Parts(
        purchased,
        used,
        msgn("{n} unit used", "{n} units used", n=used),
        msgn("{n} remaining", "{n} remaining", n=max(0, seats.remaining or 0)),
        seats.overage,
    )
    second = Figure(used, msg("used in this period"), why.get("used"))
    headline = (first, second, *_coming(account, today))
    return Standing(account, keys, today, headline, (bought, spent, left), msg("Units of this period"), parts, None)


def _of_trial(account: AccountAnswer, keys: Sequence[KeyAnswer], today: date) -> Standing:
    registered = account.seats.registered
    why = explain_registered(registered)
    people = Figure(registered, msg("Registered"), why)
    headline = (
        Figure(registered, msgn("registered user", "registered users", n=registered), why),
        *_coming(account, today),
    )
    note = msg("Seats are unlimited during the trial. Place an order or activate a key to go on after it.")
    return Standing(account, keys, today, headline, (people,), msg("User Registrations"), None, note)


def _of_seats(
    account: AccountAnswer,
    keys: Sequence[KeyAnswer],
    today: date,
    page: BillingAnswer | None,
    shares: Sequence[ShareAnswer],
) -> Standing:
    seats = account.seats
    available, remaining = seats.available or 0, seats.remaining or 0
    counted = [
        SeatsOfKey(key.seats, key.activated_on, key.counts_until)
        for key in keys
        if key.plan is Plan.USERS and key.activated_on is not None and key.counts_until is not None
    ]
    received = [PeerShare(one.share, one.owner, one.seats, one.received_on, one.ended_on) for one in shares]
    why = explain_available(counted, today, page.ordered if page is not None else (), received)
    left = explain_remaining_seats(why, seats.registered, remaining)
    figures = (
        Figure(available, msg("Available"), why),
        Figure(seats.registered, msg("Registered"), explain_registered(seats.registered)),
        Figure(remaining, msg("Remaining"), left, "accent"),
    )
    first = Figure(
        remaining, msgn("seat remaining of {whole}", "seats remaining of {whole}", n=remaining, whole=available), left
    )
    parts = Parts(
        available,
        seats.registered,
        msgn("{n} registered", "{n} registered", n=seats.registered),
        msgn("{n} remaining", "{n} remaining", n=remaining),
        seats.without_seat,
    )
    note = None
    if seats.without_seat:
        note = msgn("{n} registered user has no seat.", "{n} registered users have no seat.", n=seats.without_seat)
    headline = (first, *_coming(account, today))
    return Standing(account, keys, today, headline, figures, msg("User Registrations"), parts, note)


def _coming(account: AccountAnswer, today: date) -> tuple[Figure, ...]:
    """How many days the present state lasts, where the calendar ends it."""
    coming = account.next_event
    if coming is None:
        return ()
    days = (coming.on - today).days
    why = Explanation(
        msg("Days from {today} to {day}: {reason}", today=today, day=coming.on, reason=coming.reason),
        days,
        rule=coming.rule,
    )
    return (Figure(days, msgn("day until {day}", "days until {day}", n=days, day=coming.on), why),)
