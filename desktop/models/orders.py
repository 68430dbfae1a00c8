"""Order History as item models: its columns, its sorts, and the lists of one order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.domain.life.events import EventKind
from desktop.domain.money import Money
from desktop.domain.orders.order import CHARGE_STATUS_LABELS, RUNNING, ChargeStatus
from desktop.domain.orders.transitions import ORDER_STATE_LABELS, OrderState
from desktop.domain.rulebook import rule_in_words
from desktop.i18n import Message, Value, msg, msgn
from desktop.models.answers import Column
from desktop.models.timeline import TimelineLine

if TYPE_CHECKING:
    from desktop.services.orders.answers import EventAnswer, FeeAnswer, InstalmentAnswer, OrderAnswer
    from desktop.services.orders.details import OrderPaneAnswer
    from desktop.services.payments.payment_methods import PaymentMethodAnswer

SORTS = ("date", "number", "state", "seats", "price", "monthly", "annual", "charge", "payment")
"""What each column sorts by, as `OrderSort` names it."""
UNIT_PRICE, MONTHLY, ANNUAL = 4, 5, 6
"""The columns that are amounts."""
STATE, SEATS = 2, 3
EDIT = 9
"""The column that leads to the details of a subscription."""
CHIPS: tuple[tuple[tuple[OrderState, ...], Message], ...] = (
    ((), msg("All")),
    *(((state,), label) for state, label in ORDER_STATE_LABELS.items()),
)
"""The filter chips, in their order."""


def method_words(method: PaymentMethodAnswer | None) -> Value:
    """A payment method in a few words."""
    if method is None:
        return msg("None")
    if method.last4:
        return msg("{brand} ending {last4}", brand=method.brand or msg("Card"), last4=method.last4)
    return method.token


def method_short(method: PaymentMethodAnswer | None) -> Value:
    """A payment method as a list shows it, such as `Visa 4242`."""
    return method_words(None) if method is None else f"{method.brand} {method.last4}".strip() or method.token


def next_words(order: OrderAnswer) -> Value:
    """When an order is charged next, or when it ends or has ended."""
    if order.next_billing_on is not None:
        return order.next_billing_on
    if order.state is OrderState.CANCELED:
        return msg("Ended {day}", day=order.ends_on or order.state_since)
    return msg("Ends {day}", day=order.ends_on)


def order_columns() -> tuple[Column, ...]:
    """The columns of the list."""
    why = msg("Ctrl+I or = says why")

    def explained(value: Callable[[OrderAnswer], Value]) -> Callable[[OrderAnswer], Value]:
        return lambda order: msg("{amount}. {why}", amount=value(order), why=why)

    return (
        Column(msg("Date of Order"), lambda order: order.placed_on),
        Column(
            msg("Order Details"),
            lambda order: msgn(
                "Order {number}, {n} user", "Order {number}, {n} users", n=order.seats, number=order.number
            ),
            tooltip=lambda order: msg("Learners Annual Subscription [{n}]", n=order.seats),
        ),
        Column(
            msg("Status"),
            lambda order: ORDER_STATE_LABELS[order.state],
            tooltip=lambda order: msg(
                "{state} since {day}", state=ORDER_STATE_LABELS[order.state], day=order.state_since
            ),
        ),
        Column(msg("Seats"), lambda order: order.seats, numeric=True),
        Column(msg("Unit price"), _unit, numeric=True, tooltip=explained(_unit)),
        Column(msg("Monthly"), lambda one: one.monthly, numeric=True, tooltip=explained(lambda one: one.monthly)),
        Column(msg("Annual"), lambda one: one.annual, numeric=True, tooltip=explained(lambda one: one.annual)),
        Column(msg("Next charge"), next_words),
        Column(
            msg("Payment"),
            lambda order: method_short(order.payment_method),
            tooltip=lambda order: method_words(order.payment_method),
        ),
        Column(msg("Edit"), _edit, tooltip=lambda _order: msg("Subscription details: payment method or address")),
    )


def _edit(order: OrderAnswer) -> Value:
    """A link at the orders that may be edited (R11)."""
    return msg("Edit") if order.state in RUNNING else ""


def _unit(order: OrderAnswer) -> Value:
    return order.unit_price


def _nothing(_one: InstalmentAnswer) -> Value:
    return None


NET = 3
"""The column of an instalment that is net, where it is taxed."""


def instalment_columns(
    labels: Callable[[InstalmentAnswer], Value] = _nothing,
    *,
    taxed: bool = True,
    tone: Callable[[InstalmentAnswer], str | None] | None = None,
) -> tuple[Column, ...]:
    """The columns of an order's instalments; `labels` says how each stands. Without tax the total is all."""
    columns = (
        Column(msg("No."), lambda one: one.number, numeric=True, tone=tone),
        Column(msg("Due"), lambda one: one.due_on, tone=tone),
        Column(msg("Status"), labels, tone=tone),
        Column(msg("Net"), lambda one: one.net, numeric=True, tone=tone),
        Column(msg("Tax"), lambda one: one.tax, numeric=True, tone=tone),
        Column(msg("Total"), lambda one: one.total, numeric=True, tooltip=lambda one: one.total, tone=tone),
    )
    return columns if taxed else (*columns[:NET], columns[-1])


_COLORS = {
    OrderState.ACTIVE: "ok",
    OrderState.SUSPENDED: "warn",
    OrderState.CANCELLATION_INITIATED: "warn",
    OrderState.CANCELED: "text2",
}
STATE_ICONS = {
    OrderState.ACTIVE: ("circle-check", "ok"),
    OrderState.SUSPENDED: ("triangle-alert", "warn"),
    OrderState.CANCELLATION_INITIATED: ("hourglass", "warn"),
    OrderState.CANCELED: ("circle-slash", "text2"),
}
"""What marks a state: the name of an icon, and its colour."""


def timeline_lines(pane: OrderPaneAnswer) -> list[TimelineLine]:
    """What befell the order, without its charges, which are a list of their own; and what comes."""
    befell = [_befell(one) for one in pane.detail.timeline if one.kind is not EventKind.INSTALMENT]
    coming = [TimelineLine(one.on, one.title, one.about, "text2", True, rule_in_words(one.rule)) for one in pane.coming]
    return befell + coming


def journal_lines(pane: OrderPaneAnswer) -> list[TimelineLine]:
    """What the journal says of the order, the newest first."""
    return [
        TimelineLine(
            one.effective_on,
            one.verb,
            msg("{actor}, {when}", actor=one.actor, when=one.recorded_at),
            "text2",
            coming=one.undone_by is not None,
        )
        for one in pane.entries
    ]


def _befell(event: EventAnswer) -> TimelineLine:
    rule = rule_in_words(event.rule)
    if event.kind is EventKind.ORDER and event.state is not None:
        state = OrderState(event.state)
        return TimelineLine(
            event.on, ORDER_STATE_LABELS[state], event.text.params.get("reason"), _COLORS[state], False, rule
        )
    about = msg("made late") if event.late else event.amount
    return TimelineLine(event.on, event.text, about, "text2", False, rule)


def instalment_words(pane: OrderPaneAnswer) -> Callable[[InstalmentAnswer], Value]:
    """How an instalment stands; the next one is called so, or that nothing is charged while the order is suspended."""
    coming = [one.number for one in pane.detail.instalments if one.status is ChargeStatus.SCHEDULED]
    suspended = pane.detail.order.state is OrderState.SUSPENDED
    following = msg("Not charged while suspended") if suspended else msg("Next")

    def said(one: InstalmentAnswer) -> Value:
        return following if coming and one.number == coming[0] else CHARGE_STATUS_LABELS[one.status]

    return said


def instalment_tone(pane: OrderPaneAnswer) -> Callable[[InstalmentAnswer], str | None]:
    """The colour of an instalment: the next one in the accent, what comes later in grey, what was declined in red."""
    coming = [one.number for one in pane.detail.instalments if one.status is ChargeStatus.SCHEDULED]

    def tone(one: InstalmentAnswer) -> str | None:
        if coming and one.number == coming[0]:
            return "accent"
        quiet = {ChargeStatus.SCHEDULED: "text2", ChargeStatus.WAIVED: "text2", ChargeStatus.DECLINED: "err"}
        return quiet.get(one.status)

    return tone


def paid_words(pane: OrderPaneAnswer) -> Message:
    """How many instalments of those shown are paid, and how much that is."""
    shown = pane.detail.instalments
    paid = [one for one in shown if one.status in {ChargeStatus.PAID, ChargeStatus.EXPECTED}]
    currency = pane.detail.order.monthly.currency
    sums = [Money(sum(one.total.minor for one in part), currency) for part in (paid, shown)]
    return msg("{paid} of {all} paid, {sum} of {whole}", paid=len(paid), all=len(shown), sum=sums[0], whole=sums[1])


def fee_words(fee: FeeAnswer) -> Message:
    """A fee, and where it stands."""
    return msg("{amount}, {status}", amount=fee.total, status=CHARGE_STATUS_LABELS[fee.status])


def detail_facts(pane: OrderPaneAnswer) -> list[tuple[Message, Value]]:
    """The subscription's details."""
    detail, order = pane.detail, pane.detail.order
    method = order.payment_method
    facts: list[tuple[Message, Value]] = []
    if method is not None and method.exp_month is not None and method.exp_year is not None:
        expiry = f"{method.exp_month:02d}/{method.exp_year}"
        facts.append((msg("Card expires"), expiry))
    address = detail.address
    where: Value = None
    if address is not None:
        parts = [*address.lines, address.postal_code, address.city, address.country]
        where = ", ".join(part for part in parts if part)
    owed: list[tuple[Message, Value]] = [(msg("Owes"), order.owes)] if order.owes.minor else []
    fee: list[tuple[Message, Value]] = [(msg("Early termination fee"), fee_words(detail.fee))] if detail.fee else []
    return [
        (msg("Payment method"), method_words(method)),
        *facts,
        (msg("Address"), where or msg("None")),
        (msg("Country"), order.country or msg("None")),
        (msg("Price version"), order.price_version),
        *owed,
        *fee,
    ]
