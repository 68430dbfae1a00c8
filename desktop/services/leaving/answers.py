"""What leaving would bring, as services answer it: orders, keys and seats that end, prices lost, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.domain.explanation import Explanation
from desktop.domain.keys import ActivatedKey, Plan
from desktop.domain.life.book import Book
from desktop.domain.life.deactivation import DeactivationPreview, Ending, LostPrice
from desktop.domain.life.events import DueEvent, EventKind
from desktop.domain.money import Money
from desktop.domain.orders.transitions import OrderState
from desktop.domain.pricing.rating import Rating
from desktop.domain.pricing.tax import percent
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, msg


@dataclass(frozen=True)
class EndingAnswer:
    """What becomes of an order: its last day is the day before `ends_on`."""

    order: str
    number: int
    placed_on: date
    seats: int
    unit_price: UnitPrice
    state: OrderState
    charged_on: date
    """When its newest instalment fell due."""

    left: int
    """Instalments of its term of twelve that are still to come."""

    ends_on: date
    fee: Money
    fee_formula: Message | None
    """What the fee is multiplied from; null without one."""

    fee_explanation: Explanation | None
    owes: Money


@dataclass(frozen=True)
class KeyEndingAnswer:
    """A key that counts on the day: it runs to its end, which is the day before `ends_on`."""

    key: str
    plan: Plan
    seats: int
    activated_on: date
    ends_on: date


@dataclass(frozen=True)
class SeatsEndingAnswer:
    """The seats available from a day on, and the registered users who have none from then on."""

    on: date
    available: int
    without_seat: int


@dataclass(frozen=True)
class LostPriceAnswer:
    """A price kept so far that would be lost (F4)."""

    order: str
    number: int
    unit_price: UnitPrice
    price_now: UnitPrice
    more_a_month: Money
    more_a_year: Money
    explanation: Explanation


@dataclass(frozen=True)
class StepAnswer:
    """A step of what follows."""

    on: date
    kind: EventKind
    text: Message
    rule: str
    amount: Money | None
    state: str | None


@dataclass(frozen=True)
class ComingPriceAnswer:
    """What new orders cost per user and month from a later day on, and why."""

    starts_on: date
    unit_price: UnitPrice
    explanation: Explanation


@dataclass(frozen=True)
class PreviewAnswer:
    """What deactivating the account on the day would bring; nothing is changed."""

    on: date
    later: bool
    """Whether the day is still to come: every charge until then counts as paid, and no card expires."""

    endings: tuple[EndingAnswer, ...]
    keys: tuple[KeyEndingAnswer, ...]
    unused: int | None
    """Units of the running MAU period that are not used today; null where none runs."""

    fee: Money
    arrears: Money
    explanation: Explanation
    lost: tuple[LostPriceAnswer, ...]
    paid_until: date
    """The first day after the last one paid for."""

    inactive_on: date | None
    """The first day on which only the owner is let in."""

    losing_access: int
    """How many users lose access on that day: registered ones and those who manage billing, without the owner."""

    seats: tuple[SeatsEndingAnswer, ...]
    """Days on which fewer seats are available than before; none while users are not limited."""

    timeline: tuple[StepAnswer, ...]
    dearer: ComingPriceAnswer | None
    """The next version of the price list that makes new orders dearer than on the day; null where none is known."""


@dataclass(frozen=True)
class Beside:
    """What the book of an account does not know: the numbers of its orders, its keys' ends, and its users."""

    numbers: Mapping[str, int]
    keys: Mapping[str, str]
    registered: int
    losing_access: int
    unused: int | None


def preview_answer(preview: DeactivationPreview, today: date, day: date, beside: Beside) -> PreviewAnswer:
    """The preview of a day, as it is answered."""
    zero, book = Money(0, preview.fee.currency), preview.before
    return PreviewAnswer(
        day,
        day > today,
        tuple(_ending(one, beside.numbers[one.order.id], zero) for one in preview.endings),
        tuple(_key(one, beside.keys) for one in book.keys_on(day)),
        beside.unused,
        preview.fee,
        preview.arrears,
        preview.explanation,
        tuple(_lost(one, beside.numbers[one.order.id]) for one in preview.lost),
        preview.paid_until,
        preview.inactive_on,
        beside.losing_access,
        tuple(
            SeatsEndingAnswer(one.on, one.available, max(0, beside.registered - one.available)) for one in preview.seats
        ),
        tuple(steps(preview.timeline)),
        _dearer(book, day),
    )


def steps(events: Sequence[DueEvent]) -> list[StepAnswer]:
    """Events as services answer them before they are kept."""
    return [StepAnswer(one.on, one.kind, one.text, one.rule, one.amount, one.state) for one in events]


def _ending(one: Ending, number: int, zero: Money) -> EndingAnswer:
    return EndingAnswer(
        one.order.id,
        number,
        one.order.placed_on,
        one.order.quantity,
        one.order.price,
        one.order.state,
        one.charged_on,
        one.left,
        one.ends_on,
        zero if one.fee is None else one.fee.total,
        None if one.fee is None else _formula(one.fee),
        one.fee_explanation,
        one.owes,
    )


def _formula(fee: Rating) -> Message:
    """What a fee is multiplied from: the instalments left and the share are the factors of its line."""
    item = fee.lines[0].item
    left, share = item.factors
    formula = msg(
        "{share} % × {users} × {price} × {left}",
        share=percent(share.value),
        users=item.quantity,
        price=item.price.unit,
        left=int(left.value),
    )
    if not fee.tax.minor:
        return formula
    return msg("{formula}, and {tax} tax", formula=formula, tax=fee.tax)


def _key(key: ActivatedKey, ends: Mapping[str, str]) -> KeyEndingAnswer:
    return KeyEndingAnswer(ends[key.id], key.plan, key.seats, key.activated_on, key.term.end)


def _lost(one: LostPrice, number: int) -> LostPriceAnswer:
    return LostPriceAnswer(
        one.order.id,
        number,
        one.order.price,
        one.price_now,
        one.more_a_month,
        one.more_a_year,
        one.explanation,
    )


def _dearer(book: Book, day: date) -> ComingPriceAnswer | None:
    now = book.prices.in_force(day).prices.get(book.currency)
    for version in sorted(book.prices.versions, key=lambda one: one.effective_from):
        price = version.prices.get(book.currency)
        if now is not None and price is not None and version.effective_from > day and price.exact > now.exact:
            text = msg("Price per user and month from {first} on", first=version.effective_from)
            why = Explanation(text, price.as_step, (), "F4", version.id)
            return ComingPriceAnswer(version.effective_from, price, why)
    return None
