"""Why the list of orders is empty, and the one act that helps: an order to place, or all orders to be shown."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView

from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.i18n import Message, msg, msgn
from desktop.views.action import Action
from desktop.views.desk import Surroundings
from desktop.views.orders.chips import Filters
from desktop.views.widgets.nothing_here import NothingHere


class NoOrders(NothingHere):
    """Stands in the list while it has no rows."""

    def __init__(self, around: Surroundings, rows: QAbstractItemView, filters: Filters, place: Action) -> None:
        """Nothing is known yet."""
        super().__init__(around, rows)
        self._rows, self._filters, self._place = rows, filters, place
        self.orders: int | None = None
        """How many the account has."""

        self.found: int | None = None
        """How many fit what is looked for."""

        self.wanted.connect(self._help)

    def look(self) -> None:
        """Say why there are no rows, or go away."""
        if self.orders == 0:
            said = msg("No orders yet. Place Order buys seats by card; the first month is charged the same day.")
            self.say(said, msg("Place Order"), "receipt-text", self._place.enabled())
        elif self.found == 0 and (self._filters.text or self._filters.states):
            self.say(self._no_match(), msg("Show all orders"), "search")
        else:
            self.hide()

    def _no_match(self) -> Message:
        text, states = self._filters.text, self._filters.states
        if not text:
            return msg("No order is in the state {state} now.", state=ORDER_STATE_LABELS[states[0]])
        return msgn(
            "Nothing matches “{text}” in {n} order.",
            "Nothing matches “{text}” in {n} orders.",
            n=self.orders or 0,
            text=text,
        )

    def _help(self) -> None:
        if self.orders == 0:
            self._place.run()
        else:
            self._filters.look_for("")
            self._rows.setFocus()
