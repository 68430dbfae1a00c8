"""Orders as files: the list as it is filtered, one order with everything about it, and what comes as a calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from desktop.domain.explanation import said
from desktop.domain.money import Money
from desktop.domain.orders.order import CHARGE_STATUS_LABELS
from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.domain.pricing.grandfathering import explain_kept
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.domain.pricing.tax import percent
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.formats.reports.report import Batch, Column, Report, Table
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import NO, YES, Message, msg, msgn
from desktop.services.context import Context
from desktop.services.orders.answers import InstalmentAnswer
from desktop.services.orders.details import OrderDetails, OrderPaneAnswer
from desktop.services.orders.lines import Lines
from desktop.services.orders.list import OrderList
from desktop.services.orders.wishes import OrderWishes
from desktop.services.payments.payment_methods import PaymentMethodAnswer
from desktop.services.reports.files import PAGE_ROWS, FileWish, FileWritten, write_file
from desktop.services.reports.head import ReportHead
from desktop.services.reports.tables import derivation_table
from desktop.system.collector import resting_collector

_SENTENCES_KEPT = 8_192


class OrderReports:
    """Order History as files."""

    def __init__(self, context: Context) -> None:
        """Report on this context's account."""
        self._context = context
        self._list, self._details = OrderList(context), OrderDetails(context)

    @resting_collector()
    def write_list(self, wish: FileWish, wishes: OrderWishes | None = None) -> FileWritten:
        """Write every order that fits the wishes, each with why it costs what it costs, as of today."""
        wishes = wishes or OrderWishes()
        wish.refuse()
        with self._context.store.read() as session:
            head = ReportHead.read(session, self._context)
            total, pages = self._list.whole(session, wishes, PAGE_ROWS)
            batches = (_list_batch(*page) for page in pages)
            table = Table("orders", msg("Orders"), _list_columns(), batches, rows=total)
            asked = ((msg("Filter"), _filter(wishes)), (msg("Orders"), total))
            title = msg("Orders of {account}", account=head.account.name)
            return write_file(head.report("orders", title, asked, (table,)), wish)

    def write_order(self, wish: FileWish, typed: str) -> FileWritten:
        """Write one order: its instalments, what leaving it costs and why, and its timeline."""
        wish.refuse()
        with self._context.store.read() as session:
            pane, head = self._details.read(session, typed), ReportHead.read(session, self._context)
        return write_file(_order_report(pane, head), wish)


def _filter(wishes: OrderWishes) -> tuple[Message, ...]:
    """The filter in words."""
    text = wishes.text.strip()
    searched = [msg("with “{text}”", text=text)] if text else []
    return (*searched, *(ORDER_STATE_LABELS[state] for state in wishes.states)) or (msg("None"),)


def _list_columns() -> tuple[Column, ...]:
    return (
        Column("order", msg("Order"), Cells.INT),
        Column("date_of_order", msg("Date of Order"), Cells.DATE),
        Column("status", msg("Status"), Cells.MESSAGE),
        Column("status_since", msg("Since"), Cells.DATE),
        Column("seats", msg("Seats"), Cells.INT),
        Column("unit_price", msg("Unit price"), Cells.MONEY),
        Column("monthly", msg("Monthly"), Cells.MONEY),
        Column("annual", msg("Annual"), Cells.MONEY),
        Column("owes", msg("Owes"), Cells.MONEY),
        Column("next_charge", msg("Next charge"), Cells.DATE),
        Column("ends_on", msg("Ends on"), Cells.DATE),
        Column("payment", msg("Payment")),
        Column("country", msg("Country")),
        Column("price_version", msg("Price version")),
        Column("explanation", msg("Why"), Cells.MESSAGE),
    )


def _list_batch(page: Lines, reached: Mapping[str, date]) -> Batch:
    ids, numbers, placed, states, since, *amounts, charges, ends, methods, countries, versions = page.columns()
    seats, prices, monthly, _, _ = amounts
    first_days = map(reached.get, ids)
    why = map(_why, seats, prices, monthly, versions, placed, first_days)
    labels = [*map(ORDER_STATE_LABELS.__getitem__, states)]
    return [
        *(numbers, placed, labels, since, *amounts, charges, ends),
        *([*map(_method, methods)], countries, versions, [*why]),
    ]


def _method(method: PaymentMethodAnswer | None) -> str:
    return "" if method is None else f"{method.brand} {method.last4}".strip() or method.token


def _why(
    seats: int, price: UnitPrice, monthly: Money, version: str, placed_on: date, reached_on: date | None
) -> Message:
    rated = _why_monthly(seats, price.decimal, price.currency, monthly.minor)
    return Message(_WHY, {"month": rated, "price": _why_price(version, placed_on, reached_on)})


_WHY = msg("{month} {price} (F4).").text


@lru_cache(maxsize=_SENTENCES_KEPT)
def _why_monthly(seats: int, price: str, currency: str, monthly: int) -> Message:
    """Why orders of so many users at a price cost what they do: said once for all of them."""
    return msgn(
        "{n} user × {price} = {monthly} a month (F2); × 12 = {annual} a year (F1).",
        "{n} users × {price} = {monthly} a month (F2); × 12 = {annual} a year (F1).",
        n=seats,
        price=UnitPrice.read(price, currency),
        monthly=Money(monthly, currency),
        annual=Money(TERM_MONTHS * monthly, currency),
    )


@lru_cache(maxsize=_SENTENCES_KEPT)
def _why_price(version: str, placed_on: date, reached_on: date | None) -> Message:
    """Why orders of a day pay what they do: said once for all of them."""
    return explain_kept(version, placed_on, reached_on)


def _order_report(pane: OrderPaneAnswer, head: ReportHead) -> Report:
    detail, order = pane.detail, pane.detail.order
    asked = (
        (msg("Order"), f"{order.number} ({order.order})"),
        (msg("Date of Order"), order.placed_on),
        (msg("Users"), order.seats),
        (msg("Status"), ORDER_STATE_LABELS[order.state]),
        (msg("Since"), order.state_since),
        (msg("Unit price"), order.unit_price),
        (msg("Annual Subscription Price"), order.annual),
        (msg("Payment"), _method(order.payment_method) or msg("None")),
    )
    tables = [_instalments(detail.instalments, detail.tax_rate), _timeline(pane)]
    fee = pane.leaving.explanation if pane.leaving is not None else detail.fee.explanation if detail.fee else None
    if fee is not None:
        tables.append(derivation_table(fee, "fee", msg("Early termination fee")))
    title = msg("Order {number} of {account}", number=order.number, account=head.account.name)
    return head.report("order", title, asked, tables)


def _instalments(instalments: Sequence[InstalmentAnswer], tax_rate: str) -> Table:
    columns = (
        Column("number", msg("No."), Cells.INT),
        Column("due_on", msg("Due"), Cells.DATE),
        Column("until", msg("Until"), Cells.DATE),
        Column("status", msg("Status"), Cells.MESSAGE),
        Column("net", msg("Net"), Cells.MONEY),
        Column("tax", msg("Tax"), Cells.MONEY),
        Column("total", msg("Total"), Cells.MONEY),
        Column("explanation", msg("Why"), Cells.MESSAGE),
    )
    batch: Batch = [
        [one.number for one in instalments],
        [one.due_on for one in instalments],
        [one.until for one in instalments],
        [CHARGE_STATUS_LABELS[one.status] for one in instalments],
        [one.net for one in instalments],
        [one.tax for one in instalments],
        [one.total for one in instalments],
        [_why_instalment(one, tax_rate) for one in instalments],
    ]
    return Table("instalments", msg("Instalments"), columns, [batch], rows=len(instalments))


def _why_instalment(one: InstalmentAnswer, tax_rate: str) -> Message:
    line = one.lines[0].explanation
    users, price = line.steps[0].value, line.steps[1].value
    return msg(
        "{users} × {price} = {net} (F2), and {rate} % tax = {tax}",
        users=users if isinstance(users, int) else None,
        price=said(price),
        net=one.net,
        rate=percent(Fraction(tax_rate)),
        tax=one.tax,
    )


def _timeline(pane: OrderPaneAnswer) -> Table:
    columns = (
        Column("on", msg("Date"), Cells.DATE),
        Column("what", msg("What"), Cells.MESSAGE),
        Column("rule", msg("Rule")),
        Column("amount", msg("Amount"), Cells.MONEY),
        Column("coming", msg("Still to come"), Cells.MESSAGE),
    )
    befell, coming = pane.detail.timeline, pane.coming
    batch: Batch = [
        [*(one.on for one in befell), *(one.on for one in coming)],
        [*(one.text for one in befell), *(msg("{title}: {about}", title=one.title, about=one.about) for one in coming)],
        [*(one.rule for one in befell), *(one.rule for one in coming)],
        [*(one.amount for one in befell), *(one.amount for one in coming)],
        [*(NO for _ in befell), *(YES for _ in coming)],
    ]
    return Table("timeline", msg("Timeline"), columns, [batch], rows=len(befell) + len(coming))
