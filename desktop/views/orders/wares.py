"""What Order History exports: the list as it is filtered, what is owed, and the current order with its curve."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.domain.errors import UserError
from desktop.domain.orders.order import RUNNING
from desktop.i18n import msg, msgn
from desktop.services.billing.report import BillingReports
from desktop.services.leaving.curve import Leaving, WholeCurve
from desktop.services.leaving.report import write_curve, write_curve_chart
from desktop.services.reports.files import FileWish, FileWritten
from desktop.views.billing.wares import calendar_ware
from desktop.views.export_dialog import Ware, drawn, listed

if TYPE_CHECKING:
    from desktop.services.orders.answers import OrderAnswer
    from desktop.services.orders.wishes import OrderWishes
    from desktop.services.workspace import Workspace

Write = Callable[[FileWish], FileWritten]


def order_wares(workspace: Workspace, wishes: OrderWishes, total: int, order: OrderAnswer | None) -> list[Ware]:
    """The list first, then what is owed and awaited, then the order that is current."""
    filtered = "-filtered" if wishes.states or wishes.text.strip() else ""
    rows = msgn("The list: {n} order", "The list: {n} orders", n=total)
    wares = [listed(rows, f"orders{filtered}", _list(workspace, wishes))]
    if order is not None:
        wares += wares_of(workspace, order)
    due = BillingReports(workspace.context).write_due
    return [*wares, listed(msg("What is owed and awaited"), "owed-and-awaited", due), calendar_ware(workspace)]


def wares_of(workspace: Workspace, order: OrderAnswer) -> list[Ware]:
    """The files of one order: its report, and what leaving it costs while it runs."""
    number = order.number
    whole = msg("Order {number} with its instalments, fee and timeline", number=number)
    wares = [listed(whole, f"order-{number}", _order(workspace, order.order))]
    if order.state in RUNNING:
        curve = msg("Cancel or keep order {number}, with the chart", number=number)
        chart = msg("Chart of cancel or keep of order {number}", number=number)
        wares.append(listed(curve, f"cancel-or-keep-{number}", _curve(workspace, order.order, chart_only=False)))
        wares.append(drawn(chart, f"cancel-or-keep-{number}", _curve(workspace, order.order, chart_only=True)))
    return wares


def _list(workspace: Workspace, wishes: OrderWishes) -> Write:
    return lambda wish: workspace.order_reports.write_list(wish, wishes)


def _order(workspace: Workspace, order: str) -> Write:
    return lambda wish: workspace.order_reports.write_order(wish, order)


def _curve(workspace: Workspace, order: str, *, chart_only: bool) -> Write:
    def write(wish: FileWish) -> FileWritten:
        curve: WholeCurve | None = Leaving(workspace.context).curve_of(order)
        if curve is None:
            raise UserError(msg("The order does not run: there is nothing to leave."))
        return write_curve_chart(curve, wish) if chart_only else write_curve(workspace.context, curve, wish)

    return write
