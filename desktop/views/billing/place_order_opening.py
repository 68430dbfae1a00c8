"""Opens the form of a new order; what has fallen due meanwhile is looked at first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.i18n import msg
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from desktop.services.orders.answers import OrderDetailAnswer
    from desktop.services.orders.estimates import OrderForm
    from desktop.services.time.leaps import LeapAnswer

Placed = Callable[["OrderDetailAnswer"], None]


def open_place_order(parent: QWidget, around: Surroundings, placed: Placed | None = None) -> None:
    """Open the form of a new order over a window or tab; `placed` is told of the order."""
    workspace = around.workspace

    def work(_step: object) -> tuple[OrderForm, LeapAnswer | None]:
        asks = workspace.context.leaps.ask and around.only_read() is None
        return workspace.estimates.form(), workspace.leaps.coming() if asks else None

    def show(found: tuple[OrderForm, LeapAnswer | None]) -> None:
        form, leap = found
        if leap is None:
            _open(parent, around, form, placed)
            return
        from desktop.views.billing.leap_dialog import open_leap

        open_leap(parent, around, leap, lambda: open_place_order(parent, around, placed))

    around.jobs.read(msg("Begin an order"), work, show)


def _open(parent: QWidget, around: Surroundings, form: OrderForm, placed: Placed | None) -> None:
    from desktop.views.billing.place_order import PlaceOrderDialog

    dialog = PlaceOrderDialog(parent, around, form)
    if placed is not None:
        dialog.placed.connect(placed)
    dialog.open()
