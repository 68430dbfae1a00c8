"""The lists of Billing as files: charges to come, what is owed and awaited, keys, versions of the price list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.domain.key_text import end_of
from desktop.domain.keys import PLAN_LABELS
from desktop.domain.orders.order import CHARGE_STATUS_LABELS
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.formats.reports.report import Cell, Column, Table, table_of
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import Message, Value, msg, yes_no
from desktop.services.accounts.keys import KeyAnswer, Keys
from desktop.services.billing.page import BillingAnswer, BillingPage, SuspendedAnswer
from desktop.services.context import Context
from desktop.services.orders.prices_paid import PriceAnswer
from desktop.services.payments.coming_charges import ChargeAnswer
from desktop.services.payments.due import Due, DueAnswer, DueItem
from desktop.services.reports.files import FileWish, FileWritten, write_file
from desktop.services.reports.head import ReportHead, report_head
from desktop.services.reports.tables import why_in_a_line
from desktop.services.rules.price_lists import Prices, PriceVersionAnswer

_ALL = 1_000_000
"""Of what is owed and awaited a file has everything, not a first page."""


class BillingReports:
    """What Billing lists, each as CSV, XLSX, PDF, Parquet or JSON by the file's name."""

    def __init__(self, context: Context) -> None:
        """Report on this context's account."""
        self._context = context

    def write_billing(self, wish: FileWish) -> FileWritten:
        """Write what Billing shows: the charges to come, the prices paid, suspended orders, and the keys."""
        wish.refuse()
        page, head = BillingPage(self._context).show(), report_head(self._context)
        asked: list[tuple[Message, Value]] = [
            (msg("Running orders"), page.orders),
            (msg("Seats"), page.seats),
            (msg("A month, net"), page.monthly),
            (msg("Charges until"), page.coming.until),
        ]
        if page.coming.total is not None:
            asked.append((msg("Charged until then, taxes included"), page.coming.total))
        tables = (
            _charges(page),
            _prices_paid(page.prices),
            _suspended(page.suspended),
            _keys(Keys(self._context).list()),
        )
        title = msg("Billing of {account}", account=head.account.name)
        return write_file(head.report("billing", title, asked, tables), wish)

    def write_due(self, wish: FileWish) -> FileWritten:
        """Write what waits to be charged, what is expected and not confirmed, what is owed, and open fees."""
        wish.refuse()
        answer, head = Due(self._context).show(_ALL), report_head(self._context)
        asked = [
            (name, msg("None") if found.total is None else found.total)
            for name, found in (
                (msg("Waits to be charged"), answer.to_charge),
                (msg("Expected, not confirmed"), answer.expected),
                (msg("Owed"), answer.arrears),
                (msg("Open fees"), answer.fees),
            )
        ]
        title = msg("What {account} owes and awaits", account=head.account.name)
        return write_file(head.report("due", title, asked, (_due(answer),)), wish)

    def write_keys(self, wish: FileWish) -> FileWritten:
        """Write the activation keys, each by its last letters."""
        wish.refuse()
        head = report_head(self._context)
        title = msg("Activation keys of {account}", account=head.account.name)
        return write_file(head.report("keys", title, (), (_keys(Keys(self._context).list()),)), wish)

    def write_prices(self, wish: FileWish) -> FileWritten:
        """Write the versions of the price list, a row for each currency of a version."""
        wish.refuse()
        head: ReportHead = report_head(self._context)
        versions = [(one, price) for one in Prices(self._context).list() for price in one.prices]
        cells: tuple[tuple[Column, Callable[[tuple[PriceVersionAnswer, UnitPrice]], Cell]], ...] = (
            (Column("prices", msg("Prices")), lambda one: one[0].version),
            (Column("in_force_from", msg("In force from"), Cells.DATE), lambda one: one[0].effective_from),
            (Column("unit_price", msg("A user a month"), Cells.MONEY), lambda one: one[1]),
            (Column("in_force", msg("In force today"), Cells.MESSAGE), lambda one: yes_no(one[0].in_force)),
            (
                Column("reaches_existing_from", msg("Reaches existing orders from"), Cells.DATE),
                lambda one: one[0].reaches_existing_from,
            ),
            (Column("orders", msg("Orders"), Cells.INT), lambda one: one[0].orders),
        )
        title = msg("Price list of {account}", account=head.account.name)
        table = table_of("prices", msg("Prices"), cells, versions)
        return write_file(head.report("prices", title, (), (table,)), wish)


def _charges(page: BillingAnswer) -> Table:
    currency = page.monthly.currency
    cells: tuple[tuple[Column, Callable[[ChargeAnswer], Cell]], ...] = (
        (Column("due_on", msg("Due"), Cells.DATE), lambda one: one.due_on),
        (Column("date_of_order", msg("Date of Order"), Cells.DATE), lambda one: one.placed_on),
        (Column("instalment", msg("Instalment"), Cells.INT), lambda one: one.instalment),
        (Column("users", msg("Users"), Cells.INT), lambda one: one.seats),
        (Column("unit_price", msg("Unit price"), Cells.MONEY), lambda one: one.unit_price),
        (Column("net", msg("Net"), Cells.MONEY, currency), lambda one: one.net),
        (Column("tax", msg("Tax"), Cells.MONEY, currency), lambda one: one.tax),
        (Column("total", msg("Charge"), Cells.MONEY, currency), lambda one: one.total),
        (Column("card_expired", msg("Card expired by then"), Cells.MESSAGE), lambda one: yes_no(one.card_expired)),
        (Column("explanation", msg("Why"), Cells.MESSAGE), lambda one: why_in_a_line(one.explanation)),
    )
    return table_of("charges", msg("Next charges"), cells, page.coming.charges, ("net", "tax", "total"))


def _prices_paid(prices: Sequence[PriceAnswer]) -> Table:
    cells: tuple[tuple[Column, Callable[[PriceAnswer], Cell]], ...] = (
        (Column("unit_price", msg("Unit price"), Cells.MONEY), lambda one: one.unit_price),
        (Column("price_version", msg("Price version")), lambda one: one.price_version),
        (Column("orders", msg("Orders"), Cells.INT), lambda one: one.orders),
        (Column("users", msg("Users"), Cells.INT), lambda one: one.seats),
        (Column("monthly", msg("Monthly"), Cells.MONEY), lambda one: one.monthly),
        (Column("explanation", msg("Why"), Cells.MESSAGE), lambda one: one.reason.text),
    )
    return table_of("prices", msg("Prices that are paid"), cells, prices, ("orders", "users"))


def _suspended(orders: Sequence[SuspendedAnswer]) -> Table:
    cells: tuple[tuple[Column, Callable[[SuspendedAnswer], Cell]], ...] = (
        (Column("date_of_order", msg("Date of Order"), Cells.DATE), lambda one: one.placed_on),
        (Column("users", msg("Users"), Cells.INT), lambda one: one.seats),
        (Column("owes", msg("Owes"), Cells.MONEY), lambda one: one.owes),
        (Column("ends_on", msg("Ends on"), Cells.DATE), lambda one: one.ends_on),
    )
    return table_of("suspended", msg("Suspended orders"), cells, orders, ("users",))


def _keys(keys: Sequence[KeyAnswer]) -> Table:
    cells: tuple[tuple[Column, Callable[[KeyAnswer], Cell]], ...] = (
        (Column("key", msg("Key")), lambda one: end_of(one.key)),
        (Column("plan", msg("Plan"), Cells.MESSAGE), lambda one: PLAN_LABELS[one.plan]),
        (Column("seats", msg("Seats"), Cells.INT), lambda one: one.seats),
        (Column("expires_on", msg("To be activated until"), Cells.DATE), lambda one: one.expires_on),
        (Column("activated_on", msg("Activated"), Cells.DATE), lambda one: one.activated_on),
        (Column("counts_until", msg("Counts until"), Cells.DATE), lambda one: one.counts_until),
        (Column("verified", msg("Verified"), Cells.MESSAGE), lambda one: yes_no(one.verified)),
    )
    return table_of("keys", msg("Activation keys"), cells, keys)


def _due(answer: DueAnswer) -> Table:
    groups = (
        (msg("Waits to be charged"), answer.to_charge.items),
        (msg("Expected, not confirmed"), answer.expected.items),
        (msg("Owed"), answer.arrears.items),
        (msg("Open fees"), answer.fees.items),
    )
    rows = [(name, item) for name, items in groups for item in items]
    cells: tuple[tuple[Column, Callable[[tuple[Message, DueItem]], Cell]], ...] = (
        (Column("what", msg("What"), Cells.MESSAGE), lambda one: one[0]),
        (Column("due_on", msg("Due"), Cells.DATE), lambda one: one[1].due_on),
        (Column("order", msg("Order"), Cells.INT), lambda one: one[1].number),
        (Column("instalment", msg("Instalment"), Cells.INT), lambda one: one[1].instalment),
        (Column("total", msg("Total"), Cells.MONEY), lambda one: one[1].total),
        (Column("status", msg("Status"), Cells.MESSAGE), lambda one: CHARGE_STATUS_LABELS[one[1].status]),
        (Column("charge_on", msg("To be charged on"), Cells.DATE), lambda one: one[1].charge_on),
    )
    return table_of("due", msg("Owed and awaited"), cells, rows)
