"""The Order History tab: every order, what each costs and why, and everything about the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSplitter, QVBoxLayout, QWidget

from desktop.i18n import Message, msg, msgn
from desktop.models.month_names import days_named
from desktop.models.orders import ANNUAL, EDIT, SEATS, SORTS, STATE, STATE_ICONS, UNIT_PRICE, order_columns
from desktop.models.paged import PagedTableModel
from desktop.views.action import Action, Tab
from desktop.views.desk import Kind, Surroundings
from desktop.views.export_dialog import ExportDialog
from desktop.views.orders.actions import declare
from desktop.views.orders.chips import Filters
from desktop.views.orders.copying import copy_rows
from desktop.views.orders.current import CurrentOrder
from desktop.views.orders.headline import Headline
from desktop.views.orders.kept import KeptList
from desktop.views.orders.listing import Listing
from desktop.views.orders.no_orders import NoOrders
from desktop.views.orders.pane import OrderPane
from desktop.views.orders.rows import OrderRows
from desktop.views.widgets.letters import Hairline, Text

if TYPE_CHECKING:
    from desktop.services.orders.details import OrderPaneAnswer
    from desktop.services.orders.totals import OrderTotals

_SHOWN = frozenset({Kind.ACCOUNT, Kind.RULES, Kind.ORDERS})
_LOOK_MILLISECONDS = 120
_LINES = 16
"""So high list and details are at least; with large letters the whole tab scrolls."""


class OrdersTab(Tab):
    """A list with a pane below it; the pane shows the current order once it was opened."""

    title = msg("Order History")
    key = "order-history"

    def __init__(self, around: Surroundings) -> None:
        """Build the page; its orders come from jobs."""
        super().__init__()
        self._around = around
        kept = KeptList.read(around.settings)
        self.model = PagedTableModel(order_columns(), around.words.value, self._decorate, self)
        self.model.sorted_by = (kept.column, kept.down)
        self.listing = Listing(around, self.model, self)
        self.rows = OrderRows(self.model, around)
        self.current = CurrentOrder(self, around, self.rows)
        self.acts = declare(self, around)
        others, exports = (
            self._of("enter_outcome", "import_outcomes", "charge_order", "cancel_order"),
            self._of("export_orders"),
        )
        self.headline = Headline(around, self.acts["place_order"], others, exports)
        self.filters = Filters(around, kept.chip)
        self.rows.columns_wide(14, 28, 22, 8, 12, 14, 14, 26, 24, 9)
        self.rows.may_hide(SEATS, ANNUAL, UNIT_PRICE)
        self.pane = OrderPane(around, self.acts["edit_subscription"])
        self.unapplied = Text(around.looks, color="text2", wrap=True)
        self.nothing = NoOrders(around, self.rows, self.filters, self.acts["place_order"])
        self._open = kept.opened
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
        from desktop.views.billing.place_order_opening import open_place_order

        open_place_order(self, self._around)

    def export(self) -> None:
        """Ask for the file, and write the list, what is owed, or the current order."""
        from desktop.views.orders.wares import order_wares

        wishes = self.listing.wishes
        if wishes is not None:
            wares = order_wares(self._around.workspace, wishes, self.listing.total, self.current.answer())
            ExportDialog(self, self._around, msg("Export orders"), wares).open()

    def begin_edit(self) -> None:
        """Lead to the details of the subscription, where they are edited."""
        self.pane.focus_edit()
        self.open_pane()

    def preview_leaving(self) -> None:
        """Show what deactivating the account would bring."""
        self._around.lead("billing", "deactivate")

    def _look(self) -> None:
        """Read the current order for the pane, where it is open."""
        order = self.current.answer()
        if order is None or not self._open:
            self.pane.setVisible(False)
            return
        self._wanted = order.order

        def show(pane: OrderPaneAnswer) -> None:
            if pane.detail.order.order == self._wanted and self._open:
                self.pane.show_pane(pane)
                self.pane.show()
                # What can be done with it is known only now.
                self.headline.show_totals(None)

        self.current.read(show)

    def _summed(self, totals: OrderTotals) -> None:
        self.nothing.orders = totals.orders
        self.headline.show_totals(totals)
        self.filters.show_totals(totals)
        self.nothing.look()
        self.unapplied.setVisible(bool(totals.orders and totals.unapplied))
        said = msgn(
            "{n} order has something due that is not applied yet; the sums leave it out.",
            "{n} orders have something due that is not applied yet; the sums leave it out.",
            n=totals.unapplied,
        )
        self.unapplied.setText(self._around.words.text(said))

    def _counted(self, total: int) -> None:
        self.filters.show_rows(total)
        self.filters.say(None)
        self.nothing.found = total
        self.nothing.look()

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
        self.nothing.found = None
        self.nothing.look()
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
        if role == Qt.ItemDataRole.ForegroundRole and column == EDIT:
            return self._around.looks.color("accent")
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
        KeptList(*self.model.sorted_by, self.filters.place, self._open).keep(self._around.settings)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filter)
        self.model.sort_wanted.connect(self._sort)
        self.listing.shown.connect(self._shown)
        self.listing.counted.connect(self._counted)
        self.listing.summed.connect(self._summed)
        self.listing.refused.connect(self._refused)
        self.rows.opened.connect(lambda _row: self.open_pane())
        self.rows.why_wanted.connect(self.current.explain)
        self.rows.edit_wanted.connect(self.begin_edit)
        self.rows.copy_wanted.connect(self._copy)
        self.rows.menu_wanted.connect(self._menu)
        self.rows.selectionModel().currentRowChanged.connect(lambda *_: self._look_soon.start())
        self._look_soon.timeout.connect(self._look)
        self.pane.left.connect(self.close_pane)
        self.pane.document_wanted.connect(self.current.open_document)
        self.pane.preview_wanted.connect(self.preview_leaving)

    def _build(self) -> None:
        self.unapplied.setContentsMargins(24, 8, 24, 8)
        self.unapplied.hide()
        self.pane.hide()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setMinimumHeight(_LINES * self.fontMetrics().height())
        split.addWidget(self.rows)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([280, 420])
        split.setChildrenCollapsible(False)
        content = QWidget()
        page = QVBoxLayout(content)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.headline)
        page.addWidget(Hairline(self._around.looks))
        page.addWidget(self.filters)
        page.addWidget(self.unapplied)
        page.addWidget(split, 1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
