"""What a mail draft says: a subject and polite paragraphs, in no language yet (rules.md 0.3.4, 1.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.billing_rules import BillingRules
from desktop.domain.life.book import Standing
from desktop.domain.life.events import Notice
from desktop.domain.money import Money
from desktop.domain.orders.order import Order
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.i18n import Message, Value, msg, msgn

SALES = "learningmanagersales@adobe.com"
"""Where a purchase order is asked for (1.1)."""


@dataclass(frozen=True)
class AccountNames:
    """What an account is called, here and at Adobe."""

    name: str
    id: str
    eccid: str | None = None
    ims_org: str | None = None


@dataclass(frozen=True)
class Occasion:
    """What a draft is about, as it stood on the draft's own day. `said` are the parameters of its event's text."""

    notice: Notice
    number: int
    on: date
    account: AccountNames
    standing: Standing
    rules: BillingRules
    said: Mapping[str, Value]
    order: Order | None = None
    order_number: int = 0


@dataclass(frozen=True)
class Letter:
    """A subject, and paragraphs between the greeting and the close."""

    subject: Message
    paragraphs: tuple[Message, ...]


NOTICE_LABELS: Mapping[Notice, Message] = {
    Notice.TRIAL_ENDING: msg("Trial ending"),
    Notice.DUNNING: msg("Payment reminder"),
    Notice.GRACE: msg("Reminder after the deactivation"),
    Notice.ORDER_CONFIRMED: msg("Order confirmation"),
    Notice.ORDER_NOT_PLACED: msg("Order not placed"),
    Notice.CANCELLATION_CONFIRMED: msg("Cancellation confirmation"),
    Notice.USAGE_REPORT: msg("Usage report ready"),
    Notice.USAGE_ALERT: msg("Usage alert"),
    Notice.PURCHASE_REQUEST: msg("Purchase request"),
}


def letter(about: Occasion) -> Letter:
    """What the draft says."""
    return _LETTERS[about.notice](about)


def greeting(name: str | None) -> Message:
    """How a mail begins."""
    return msg("Dear {name},", name=name) if name else msg("Hello,")


def closing(account: str) -> Message:
    """How a mail ends."""
    return msg("Kind regards,\nBilling of {account}", account=account)


def _trial_ending(about: Occasion) -> Letter:
    day = about.standing.trial_ends_on
    last = day - timedelta(days=1)
    return Letter(
        msg("The trial of {account} lasts until {day}", account=about.account.name, day=last),
        (
            msg("The trial of {account} can be used up to and including {day}.", account=about.account.name, day=last),
            msg(
                "From {day} on the account is inactive, and only its administrators can log in. Nothing is deleted.",
                day=day,
            ),
            msg("To go on, please place an order or activate the key of a purchase order before that day."),
        ),
    )


def _dunning(about: Occasion) -> Letter:
    order = _order(about)
    ends = order.since + timedelta(days=about.rules.dunning_days)
    if about.number >= len(about.rules.dunning_reminder_days):
        subject = msg("Last reminder: order {number} will be canceled on {day}", number=about.order_number, day=ends)
    else:
        subject = msg("Reminder {count}: order {number} is suspended", count=about.number, number=about.order_number)
    return Letter(subject, tuple(_dunning_paragraphs(about, order, ends)))


def _dunning_paragraphs(about: Occasion, order: Order, ends: date) -> Iterator[Message]:
    yield msgn(
        "Order {number} of {day} for {n} user is suspended since {since}.",
        "Order {number} of {day} for {n} users is suspended since {since}.",
        n=order.quantity,
        number=about.order_number,
        day=order.placed_on,
        since=order.since,
    )
    if order.card is not None and order.card.expired(about.on):
        yield msg("Its card has expired.")
    if order.owes.minor:
        yield msg("{amount} is owed at present.", amount=order.owes)
    yield msg(
        "Please enter another payment method: Order History > Edit Subscription > Update Payment Method. "
        "What is owed is tried with it at once, and the order becomes active again."
    )
    if about.number >= len(about.rules.dunning_reminder_days):
        yield msg("Otherwise the order will be canceled on {day}, and the price it was placed at is lost.", day=ends)
    else:
        yield msg("If nothing is paid, the order will be canceled in the end.")


def _grace(about: Occasion) -> Letter:
    over = _grace_over(about)
    last = over - timedelta(days=1)
    if about.number >= len(about.rules.grace_reminder_days):
        subject = msg("Last reminder: {account} becomes inactive on {day}", account=about.account.name, day=over)
    else:
        subject = msg(
            "Reminder {count}: {account} can be used until {day}",
            count=about.number,
            account=about.account.name,
            day=last,
        )
    deactivated = msg(
        "{account} was deactivated on {day}.",
        account=about.account.name,
        day=about.standing.deactivated_on or about.standing.since,
    )
    return Letter(
        subject,
        (
            deactivated,
            msg("It can still be used up to and including {day}.", day=last),
            msg(
                "From {day} on the account is inactive, and only you, as its owner, can log in. Nothing is deleted.",
                day=over,
            ),
            msg("To go on, please place a new order or activate a key before that day."),
        ),
    )


def _grace_over(about: Occasion) -> date:
    """The day the grace ends; it may not have begun, where it counts from the deactivation (1.3)."""
    standing = about.standing
    begun = standing.deactivated_on or standing.since
    return standing.grace_ends_on or begun + timedelta(days=about.rules.grace_days)


def _order_confirmed(about: Occasion) -> Letter:
    order = _order(about)
    first = order.rated(1)
    year = Money(TERM_MONTHS * first.net.minor, first.currency)
    said = [
        msgn(
            "Thank you. Order {number} of {day} for {n} user is confirmed.",
            "Thank you. Order {number} of {day} for {n} users is confirmed.",
            n=order.quantity,
            number=about.order_number,
            day=order.placed_on,
        ),
        msg(
            "The price is {price} per user and month: {monthly} a month and {annual} a year, before tax.",
            price=order.price,
            monthly=first.net,
            annual=year,
        ),
        msg(
            "{total} is charged each month, tax included; the first time on {day}, then on the same day of each month "
            "until {end}.",
            total=first.total,
            day=order.placed_on,
            end=order.term_of(1).end,
        ),
        msg("The seats can be used from today on."),
    ]
    subject = msgn(
        "Order {number} is confirmed: {n} user",
        "Order {number} is confirmed: {n} users",
        n=order.quantity,
        number=about.order_number,
    )
    return Letter(subject, tuple(said))


def _order_not_placed(about: Occasion) -> Letter:
    order = _order(about)
    said = [
        msgn(
            "The first charge of order {number} of {day} for {n} user was declined. The order is void.",
            "The first charge of order {number} of {day} for {n} users was declined. The order is void.",
            n=order.quantity,
            number=about.order_number,
            day=order.placed_on,
        ),
        msg("Nothing is owed for it, and its seats cannot be used. An earlier confirmation no longer holds."),
        msg("To have the seats, please place a new order with another payment method."),
    ]
    subject = msg("Order {number} was not placed: its first charge was declined", number=about.order_number)
    return Letter(subject, tuple(said))


def _cancellation_confirmed(about: Occasion) -> Letter:
    order = _order(about)
    said = [
        msgn(
            "Order {number} of {day} for {n} user was canceled and ended on {end}.",
            "Order {number} of {day} for {n} users was canceled and ended on {end}.",
            n=order.quantity,
            number=about.order_number,
            day=order.placed_on,
            end=about.on,
        ),
        msg("No further month is charged for it."),
    ]
    if order.fee is not None:
        said.append(
            msg("The early termination fee is {fee}, due on {day}.", fee=order.fee.rating.total, day=order.fee.due_on)
        )
    if order.owes.minor:
        said.append(msg("{amount} of earlier months is still owed.", amount=order.owes))
    subject = msg("The cancellation of order {number} is confirmed", number=about.order_number)
    return Letter(subject, tuple(said))


def _usage_report(about: Occasion) -> Letter:
    span = {"first": about.said["first"], "last": about.said["last"]}
    return Letter(
        msg("The usage report of {first} to {last} is ready", **span),
        (
            msg(
                "The detailed usage report of {account} for {first} to {last} is ready.",
                account=about.account.name,
                **span,
            ),
            msg("It is in the file {file}. Please attach it before you send this mail.", file=about.said["file"]),
        ),
    )


def _usage_alert(about: Occasion) -> Letter:
    said = {name: about.said[name] for name in ("used", "limit", "what")}
    return Letter(
        msg("{account}: {used} of {limit} {what} are used", account=about.account.name, **said),
        (
            msg("{used} of {limit} {what} of {account} are used.", account=about.account.name, **said),
            msg("This mail was drafted because {percent} was reached.", percent=about.said["percent"]),
            msg("To have more, please place an order or activate another key."),
        ),
    )


def _purchase_request(about: Occasion) -> Letter:
    names, seats, plan = about.account, about.said["n"], about.said["plan"]
    return Letter(
        msg("Purchase request of {account}", account=names.name),
        (
            msg("We would like to buy by purchase order. Please send us an activation key."),
            msg("Number of learners: {seats}\nPlan: {plan}", seats=seats, plan=plan),
            msg(
                "Account Name: {name}\nAccount ID: {id}\nECCID: {eccid}\nIMS Org ID: {ims_org}",
                name=names.name,
                id=names.id,
                eccid=names.eccid,
                ims_org=names.ims_org,
            ),
            msg("Our organization is registered with Adobe."),
        ),
    )


def _order(about: Occasion) -> Order:
    if about.order is None:
        raise LookupError(about.notice)
    return about.order


_LETTERS: Mapping[Notice, Callable[[Occasion], Letter]] = {
    Notice.TRIAL_ENDING: _trial_ending,
    Notice.DUNNING: _dunning,
    Notice.GRACE: _grace,
    Notice.ORDER_CONFIRMED: _order_confirmed,
    Notice.ORDER_NOT_PLACED: _order_not_placed,
    Notice.CANCELLATION_CONFIRMED: _cancellation_confirmed,
    Notice.USAGE_REPORT: _usage_report,
    Notice.USAGE_ALERT: _usage_alert,
    Notice.PURCHASE_REQUEST: _purchase_request,
}
