"""What can be done with orders, as declared actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import Message, msg
from desktop.views.action import Action
from desktop.views.billing.actions import charging
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from desktop.views.orders.tab import OrdersTab

_NONE = msg("Choose an order first.")


def declare(tab: OrdersTab, around: Surroundings) -> dict[str, Action]:
    """Place, open, edit, outcome, cancel, export, find, sort."""
    made = (*_ordering(tab, around), *_editing(tab, around), *_support(tab, around), *_listing(tab))
    return {action.id: action for action in made}


def _ordering(tab: OrdersTab, around: Surroundings) -> list[Action]:
    return [
        Action(
            "place_order",
            msg("Place Order"),
            tab.place_order,
            "Ctrl+N",
            msg("Order users by credit card"),
            "plus",
            around.only_read,
        ),
        Action("open_order", msg("Open the order"), tab.open_pane, None, msg("Everything about the order"), "table"),
    ]


def _editing(tab: OrdersTab, around: Surroundings) -> list[Action]:
    def not_editable() -> Message | None:
        return _none_chosen(tab, around) or tab.pane.not_editable()

    return [
        Action(
            "edit_subscription",
            msg("Edit Subscription…"),
            lambda: tab.current.edit(tab.pane.edit),
            None,
            msg("Payment method or address"),
            "settings",
            not_editable,
        ),
        Action(
            "edit_payment",
            msg("Edit payment method…"),
            tab.current.edit_payment,
            "Ctrl+E",
            msg("What is owed is tried with the new one at once"),
            "settings",
            not_editable,
        ),
        Action(
            "edit_address",
            msg("Edit address…"),
            tab.current.edit_address,
            None,
            msg("Whom and where the order is billed to"),
            "building-2",
            not_editable,
        ),
    ]


def _support(tab: OrdersTab, around: Surroundings) -> list[Action]:
    return [
        Action(
            "enter_outcome",
            msg("Enter outcome…"),
            tab.current.enter_outcome,
            None,
            msg("What the payment provider says of a charge"),
            "check",
            lambda: _none_chosen(tab, around),
        ),
        Action(
            "import_outcomes",
            msg("Import a processor’s list…"),
            tab.current.import_outcomes,
            None,
            msg("Enter what a payment processor’s file says of many charges, after a look at it"),
            "upload",
            around.only_read,
        ),
        charging(tab.current.charge, lambda: _not_chargeable(tab, around), "charge_order", msg("Charge what it owes…")),
        Action(
            "cancel_order",
            msg("Cancel by the support team…"),
            tab.current.cancel,
            None,
            msg("Record that the support team cancels the order"),
            "circle-slash",
            lambda: _none_chosen(tab, around),
        ),
    ]


def _listing(tab: OrdersTab) -> list[Action]:
    def sort() -> None:
        tab.rows.sort_by_current()

    return [
        Action(
            "export_orders",
            msg("Export…"),
            tab.export,
            "Ctrl+Shift+E",
            msg("The list, what is owed, an order with its curve, or the calendar as a file"),
            "file-down",
        ),
        Action("find_orders", msg("Find in orders"), tab.begin_search, "Ctrl+F", None, "search"),
        Action(
            "sort_orders",
            msg("Sort by this column"),
            sort,
            "Ctrl+Shift+O",
            msg("Sort by the column of the current cell; again turns the order round"),
            "table",
        ),
    ]


def _not_chargeable(tab: OrdersTab, around: Surroundings) -> Message | None:
    """Why the current order cannot be charged, as far as its details are read; else it is said when they are."""
    order, pane = tab.current.answer(), tab.pane.pane
    known = pane is not None and order is not None and pane.detail.order.order == order.order
    return _none_chosen(tab, around) or (pane.not_charged if pane is not None and known else None)


def _none_chosen(tab: OrdersTab, around: Surroundings) -> Message | None:
    return around.only_read() or (None if tab.current.answer() is not None else _NONE)
