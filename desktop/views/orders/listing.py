"""Reads Order History for its model: the first page, how many there are, then whatever page is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import UserError
from desktop.i18n import msg
from desktop.models.paged import PAGE, PagedTableModel
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from desktop.domain.progress import Step
    from desktop.services.orders.list import OrderPage
    from desktop.services.orders.reading import Place
    from desktop.services.orders.totals import OrderTotals
    from desktop.services.orders.wishes import OrderWishes

_MANY = 20_000
_FEWEST_BETWEEN = 1_000
_MOST_ANCHORS = 1_000


class Listing(QObject):
    """One listing at a time. `counted` with how many there are, `summed` with the totals, `refused` with a reason."""

    counted = Signal(int)
    summed = Signal(object)
    refused = Signal(object)
    shown = Signal()

    def __init__(self, around: Surroundings, model: PagedTableModel, parent: QObject) -> None:
        """Read for this model."""
        super().__init__(parent)
        self._around, self._model = around, model
        self.places: dict[int, Place] = {}
        self.wishes: OrderWishes | None = None
        self.total = 0
        self._asked = 0
        model.wanted.connect(self._read_page)

    def show(self, wishes: OrderWishes) -> None:
        """Begin a listing of these."""
        self.wishes = wishes
        self._asked += 1
        asked, orders = self._asked, self._around.workspace.order_list

        def read(page: OrderPage) -> None:
            if asked == self._asked:
                self._begin(page)

        def refused(refusal: UserError) -> None:
            if asked == self._asked:
                self.refused.emit(refusal.message)

        self._around.jobs.read(msg("Read the orders"), lambda _step: orders.page(wishes, size=PAGE), read, refused)

    def _begin(self, page: OrderPage) -> None:
        self.places.clear()
        self.total = len(page.orders)
        self._model.restart(self.total, page.orders)
        self._remember(0, page)
        self.shown.emit()
        if page.after is None:
            self.counted.emit(self.total)
        else:
            self._count()
        self._sum()

    def _count(self) -> None:
        asked, wishes, orders = self._asked, self.wishes, self._around.workspace.order_list

        def counted(total: int) -> None:
            if asked == self._asked:
                self.total = total
                self._model.grow(total)
                self.counted.emit(total)
                self._anchor()

        # No page waits for a count or a sum: a long list is shown and scrolled before it is counted.
        self._around.jobs.prepare(msg("Count the orders"), lambda _step: orders.count(wishes), counted)

    def _anchor(self) -> None:
        """Many orders: learn where to begin reading, so that any row is reached at once."""
        wishes, asked, orders = self.wishes, self._asked, self._around.workspace.order_list
        if wishes is None or (self.total < _MANY and not (wishes.states or wishes.text)):
            return
        every = max(_FEWEST_BETWEEN, self.total // _MOST_ANCHORS)

        def work(step: Step) -> dict[int, Place]:
            return orders.anchors(wishes, every, step)

        def learned(places: dict[int, Place]) -> None:
            if asked == self._asked:
                self.places = places | self.places

        self._around.jobs.prepare(msg("Measure the list of orders"), work, learned)

    def _sum(self) -> None:
        orders = self._around.workspace.order_list

        def summed(totals: OrderTotals) -> None:
            self.summed.emit(totals)

        self._around.jobs.prepare(msg("Sum the orders up"), lambda _step: orders.totals(), summed)

    def _read_page(self, page: int) -> None:
        wishes, listing, orders = self.wishes, self._model.listing, self._around.workspace.order_list
        if wishes is None:
            return
        start, total, near = page * PAGE, self.total, dict(self.places)

        def read(found: OrderPage) -> None:
            if listing == self._model.listing:
                self._remember(start, found)
            self._model.add_page(found.orders, page, listing)

        def refused(refusal: UserError) -> None:
            self._model.missed()
            self.refused.emit(refusal.message)

        self._around.jobs.read(
            msg("Read the orders"), lambda _step: orders.rows(wishes, start, total, near, PAGE), read, refused
        )

    def _remember(self, start: int, page: OrderPage) -> None:
        if page.first is not None and page.last is not None:
            self.places[start] = page.first
            self.places[start + len(page.orders) - 1] = page.last
