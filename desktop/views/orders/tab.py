"""The Order History tab: every order, what each costs and why, and everything about the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout

from desktop.i18n import Message, msg, msgn
from desktop.models.month_names import days_named
from desktop.models.orders import ANNUAL, CHIPS, MONTHLY, SORTS, STATE, STATE_ICONS, UNIT_PRICE, order_columns
from desktop.models.paged import PagedTableModel
from desktop.views.action import Action, Tab
from desktop.views.desk import Kind, Level, Surroundings
from desktop.views.export_dialog import ExportDialog
from desktop.views.orders.actions import declare
from desktop.views.orders.chips import Filters
from desktop.views.orders.copying import copy_rows
from desktop.views.orders.headline import Headline
from desktop.views.orders.listing import Listing
from desktop.views.orders.pane import OrderPane
from desktop.views.orders.rows import OrderRows
from desktop.views.widgets.letters import Hairline, Text

if TYPE_CHECKING:
    from desktop.domain.explanation import Explanation
    from desktop.domain.progress import Step
    from desktop.services.orders.details import OrderPaneAnswer
    from desktop.services.orders.totals import OrderTotals

_SHOWN = frozenset({Kind.ACCOUNT, Kind.RULES, Kind.ORDERS})
_LOOK_MILLISECONDS = 120
_KEPT = "order-history"


class OrdersTab(Tab):
    """A list with a pane below it; the pane shows the current order once it was opened."""

    title = msg("Order History")
    key = "order-history"

    def __init__(self, around: Surroundings) -> None:
        """Build the page; its orders come from jobs."""
        super().__init__()
        self._around = around
        sort, down, chip, pane_open = _kept(around.settings.layout(_KEPT))
        self.model = PagedTableModel(order_columns(), around.words.value, self._decorate, self)
        self.model.sorted_by = (sort, down)
        self.listing = Listing(around, self.model, self)
        self.acts = declare(self, around)
        others, exports = self._of("enter_outcome", "charge_order", "cancel_order"), self._of("export_orders")
        self.headline = Headline(around, self.acts["place_order"], others, exports)
        self.filters = Filters(around, chip)
        self.rows = OrderRows(self.model, around)
        self.rows.columns_wide(14, 24, 22, 8, 12, 14, 14, 20, 24)
        self.pane = OrderPane(around, self.acts["edit_subscription"])
        self.empty = Text(around.looks, color="text2", wrap=True)
        self._open = pane_open
        self._wanted: str | None = None
        self._look_soon = QTimer(self, singleShot=True, interval=_LOOK_MILLISECONDS)
        self._build()
        self._connect()
        self.retranslate()
        self.reload(_SHOWN)

    def declared_actions(self) -> list[Action]:
        """Place, edit, outcome, charge, cancel, export, find, sort."""
        return list(self.acts.values())

    def reload(self, kinds: frozenset[str]) -> None:
        """Read the list again where it may have changed."""
        if kinds & _SHOWN:
            from desktop.services.orders.wishes import OrderSort, OrderWishes

            column, down = self.model.sorted_by
            text, year = self.filters.text, self._around.workspace.context.store.clock.now().year
            days = tuple(days_named(text.removeprefix("#"), self._around.words.language, year))
            self.listing.show(OrderWishes(self.filters.states, text, OrderSort(SORTS[column]), down, days))

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._around.words.text
        self.rows.setAccessibleName(text(msg("Orders")))
        self.rows.setAccessibleDescription(text(msg("Enter opens an order, Ctrl+C copies rows, = says why an amount")))
        self.headline.show_totals(None)
        self.filters.retranslate()
        self.model.retranslate()
        self.pane.retranslate()

    def focus_first(self) -> None:
        """The list."""
        self.rows.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the details."""
        if event.key() == Qt.Key.Key_Escape and self.pane.isVisible():
            self.close_pane()
        else:
            super().keyPressEvent(event)

    def open_pane(self) -> None:
        """Show everything about the current order."""
        self._open = True
        self._keep()
        self._look()

    def open_order(self, number: int) -> None:
        """Show the order of that number with everything about it."""
        self._open = True
        self.filters.look_for(f"#{number}")

    def close_pane(self) -> None:
        """Put the details away."""
        self._open = False
        self.pane.hide()
        self._keep()
        self.rows.setFocus()

    def place_order(self) -> None:
        """Begin an order."""
        from desktop.views.billing.place_order import open_place_order

        open_place_order(self, self._around)

    def edit_payment(self) -> None:
        """Edit the payment method of the order shown."""
        from desktop.views.billing.subscription_dialogs import open_payment_method

        def ask(pane: OrderPaneAnswer) -> None:
            order = pane.detail.order
            open_payment_method(self, self._around, [order.order], pane.payments, order.payment_method)

        self._with_pane(ask)

    def edit_address(self) -> None:
        """Edit the address of the order shown."""
        from desktop.views.billing.subscription_dialogs import open_address

        def ask(pane: OrderPaneAnswer) -> None:
            order = pane.detail.order
            open_address(self, self._around, order.country, order.order, pane.detail.address)

        self._with_pane(ask)

    def edit(self) -> None:
        """Ask what to edit: the payment method or the address."""
        menu = QMenu(self)
        text = self._around.words.text
        menu.addAction(text(msg("Update Payment Method…")), self.edit_payment)
        menu.addAction(text(msg("Address…")), self.edit_address)
        button = self.pane.edit
        menu.exec(button.mapToGlobal(button.rect().bottomLeft()))
        menu.deleteLater()

    def enter_outcome(self) -> None:
        """Ask what became of a charge."""
        from desktop.views.orders.dialogs import OutcomeDialog

        self._with_pane(lambda pane: OutcomeDialog(self, self._around, pane).open())

    def charge(self) -> None:
        """Ask whether to charge what the current order owes."""
        from desktop.views.billing.charge_dialog import open_charge_of

        order = self.current()
        if order is not None:
            open_charge_of(self, self._around, order.order)

    def cancel(self) -> None:
        """Ask for the support team's cancellation."""
        from desktop.views.orders.dialogs import CancelDialog

        self._with_pane(lambda pane: CancelDialog(self, self._around, pane).open())

    def export(self) -> None:
        """Ask for the file, and write the list, what is owed, or the current order."""
        from desktop.views.orders.wares import order_wares

        wishes = self.listing.wishes
        if wishes is not None:
            wares = order_wares(self._around.workspace, wishes, self.listing.total, self.current())
            ExportDialog(self, self._around, msg("Export orders"), wares).open()

    def current(self) -> Any:
        """The current order's line, or None."""
        index = self.rows.currentIndex()
        return self.model.answer(index.row()) if index.isValid() else None

    def _with_pane(self, then: Any) -> None:
        """Do something with everything about the current order, read as it is now."""
        order = self.current()
        if order is not None:
            details = self._around.workspace.order_details
            self._around.jobs.read(msg("Read the order"), lambda _step: details.pane(order.order), then)

    def _look(self) -> None:
        """Read the current order for the pane, where it is open."""
        order = self.current()
        if order is None or not self._open:
            self.pane.setVisible(False)
            return
        self._wanted = order.order

        def show(pane: OrderPaneAnswer) -> None:
            if pane.detail.order.order == self._wanted and self._open:
                self.pane.show_pane(pane)
                self.pane.show()

        self._with_pane(show)

    def _why(self, row: int, column: int) -> None:
        """Say why an amount of the list is what it is."""
        order = self.model.answer(row)
        if order is None or column not in (UNIT_PRICE, MONTHLY, ANNUAL):
            self._around.show_message(msg("There is no explained amount here."), level=Level.INFO)
            return
        details = self._around.workspace.order_details

        def work(_step: Step) -> Explanation:
            pane = details.pane(order.order)
            detail = pane.detail
            month = detail.annual_reason.steps[0]
            return {UNIT_PRICE: detail.price_reason, MONTHLY: month, ANNUAL: detail.annual_reason}[column]

        self._around.jobs.read(msg("Read the order"), work, lambda why: self.rows.explain(row, column, why))

    def _summed(self, totals: OrderTotals) -> None:
        self.headline.show_totals(totals)
        self.filters.show_totals(totals)
        none = totals.orders == 0
        self.empty.setVisible(none)
        said = msg("No orders yet. Place Order buys seats by card; the first month is charged the same day.")
        if not none and totals.unapplied:
            said = msgn(
                "{n} order has something due that is not applied yet; the sums leave it out.",
                "{n} orders have something due that is not applied yet; the sums leave it out.",
                n=totals.unapplied,
            )
            self.empty.setVisible(True)
        self.empty.setText(self._around.words.text(said))

    def _counted(self, total: int) -> None:
        self.filters.show_rows(total)
        asked = self.filters.text or self.filters.states
        self.filters.say(msg("No order fits this search.") if asked and not total else None)

    def _shown(self) -> None:
        """Stay at the order that was current, where it is still near the top; else begin at the first."""
        if self.model.rowCount():
            rows = range(min(self.model.rowCount(), self.model.loaded))
            same = (row for row in rows if getattr(self.model.answer(row), "order", "") == self._wanted)
            self.rows.go_to(next(same, 0))
        self._look_soon.start()

    def _sort(self, column: int, down: bool) -> None:
        self.model.sorted_by = (column, down)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self._filter()

    def _filter(self) -> None:
        self._keep()
        self.reload(_SHOWN)

    def _refused(self, message: Message) -> None:
        """Show nothing, and say why under the field."""
        self.model.restart(0, ())
        self.filters.show_rows(0)
        self.filters.say(message)
        self._look_soon.start()

    def _copy(self, first: int, last: int) -> None:
        """Copy rows that are not in memory."""
        copy_rows(self._around, self.listing, self.rows, first, last)

    def _menu(self, menu: QMenu) -> None:
        text = self._around.words.text
        menu.addAction(text(msg("Open")), self.open_pane)
        menu.addAction(text(msg("Why this amount?")), self.rows.explain_here)
        menu.addAction(text(msg("Copy rows")), self.rows.copy)
        menu.addSeparator()
        for name in ("edit_payment", "edit_address", "enter_outcome", "charge_order", "cancel_order", "export_orders"):
            action = self.acts[name]
            entry = menu.addAction(text(action.text), action.run)
            entry.setEnabled(action.enabled() is None)

    def _decorate(self, answer: Any, column: int, role: int) -> Any:
        icon, color = STATE_ICONS[answer.state]
        if role == Qt.ItemDataRole.DecorationRole and column == STATE:
            return self._around.icons.icon(icon, color)
        if role == Qt.ItemDataRole.ForegroundRole and (column == STATE or icon == "circle-slash"):
            return self._around.looks.color(color)
        return None

    def begin_search(self) -> None:
        """Begin to search."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _of(self, *names: str) -> list[Action]:
        return [self.acts[name] for name in names]

    def _keep(self) -> None:
        column, down = self.model.sorted_by
        kept = f"{column}:{int(down)}:{self.filters.place}:{int(self._open)}"
        self._around.settings.keep_layout(_KEPT, kept)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filter)
        self.model.sort_wanted.connect(self._sort)
        self.listing.shown.connect(self._shown)
        self.listing.counted.connect(self._counted)
        self.listing.summed.connect(self._summed)
        self.listing.refused.connect(self._refused)
        self.rows.opened.connect(lambda _row: self.open_pane())
        self.rows.why_wanted.connect(self._why)
        self.rows.copy_wanted.connect(self._copy)
        self.rows.menu_wanted.connect(self._menu)
        self.rows.selectionModel().currentRowChanged.connect(lambda *_: self._look_soon.start())
        self._look_soon.timeout.connect(self._look)
        self.pane.left.connect(self.close_pane)

    def _build(self) -> None:
        self.empty.setContentsMargins(24, 8, 24, 8)
        self.empty.hide()
        self.pane.hide()
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.rows)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([280, 420])
        split.setChildrenCollapsible(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.headline)
        page.addWidget(Hairline(self._around.looks))
        page.addWidget(self.filters)
        page.addWidget(self.empty)
        page.addWidget(split, 1)


def _kept(layout: str | None) -> tuple[int, bool, int, bool]:
    """How the list was left: the column it is sorted by, whether downwards, its chip, whether the details are open."""
    parts = (layout or "").split(":")
    if len(parts) != 4 or not all(part.isascii() and part.isdecimal() for part in parts):
        return 0, True, 0, False
    column, down, chip, opened = (int(part) for part in parts)
    return min(column, len(SORTS) - 1), bool(down), min(chip, len(CHIPS) - 1), bool(opened)
