"""What can be done with orders, as declared actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import Message, msg
from desktop.views.action import Action
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from desktop.views.orders.tab import OrdersTab

_NONE = msg("Choose an order first.")


def declare(tab: OrdersTab, around: Surroundings) -> dict[str, Action]:
    """Place, open, edit, outcome, cancel, export, find, sort."""

    def none_chosen() -> Message | None:
        return around.only_read() or (None if tab.current() is not None else _NONE)

    def not_editable() -> Message | None:
        return none_chosen() or tab.pane.not_editable()

    def sort() -> None:
        tab.rows.sort_by_current()

    made = (
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
        Action(
            "edit_subscription",
            msg("Edit Subscription…"),
            tab.edit,
            None,
            msg("Payment method or address"),
            "settings",
            not_editable,
        ),
        Action(
            "edit_payment",
            msg("Edit payment method…"),
            tab.edit_payment,
            "Ctrl+E",
            msg("What is owed is tried with the new one at once"),
            "settings",
            not_editable,
        ),
        Action(
            "edit_address",
            msg("Edit address…"),
            tab.edit_address,
            None,
            msg("Whom and where the order is billed to"),
            "building-2",
            not_editable,
        ),
        Action(
            "enter_outcome",
            msg("Enter outcome…"),
            tab.enter_outcome,
            None,
            msg("What the payment provider says of the newest charge"),
            "check",
            none_chosen,
        ),
        Action(
            "cancel_order",
            msg("Cancel by the support team…"),
            tab.cancel,
            None,
            msg("Record that the support team cancels the order"),
            "circle-slash",
            none_chosen,
        ),
        Action(
            "export_orders",
            msg("Export…"),
            tab.export,
            "Ctrl+Shift+E",
            msg("The list or an order as a file"),
            "file-down",
        ),
        Action("find_orders", msg("Find in orders"), tab.begin_search, "Ctrl+F", None, "search"),
        Action(
            "sort_orders",
            msg("Sort by this column"),
            sort,
            "Ctrl+Shift+S",
            msg("Sort by the column of the current cell; again turns the order round"),
            "table",
        ),
    )
    return {action.id: action for action in made}
