"""The pane of an order: its instalments, its states, its details, what leaving costs today, and its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QVBoxLayout

from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.i18n import Message, msg
from desktop.models.answers import Answers
from desktop.models.documents import document_lines
from desktop.models.orders import (
    NET,
    STATE_ICONS,
    detail_facts,
    instalment_columns,
    instalment_tone,
    instalment_words,
    journal_lines,
    paid_words,
    timeline_lines,
)
from desktop.views.action import Action
from desktop.views.amounts import Amount
from desktop.views.billing.links import LinkButton
from desktop.views.desk import Surroundings
from desktop.views.frame.declared import show_on
from desktop.views.orders.documents import Documents
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.explained_rows import ExplainedRows
from desktop.views.widgets.facts import Facts
from desktop.views.widgets.flow import SideBySide
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.timeline import Timeline

if TYPE_CHECKING:
    from desktop.domain.explanation import Explanation
    from desktop.services.orders.answers import InstalmentAnswer
    from desktop.services.orders.details import OrderPaneAnswer

_SIDE_BY_SIDE = 160
"""Letters of width from which the three columns stand side by side."""


class OrderPane(Ground):
    """Shows one order at a time. `left` puts it away; `preview_wanted` asks what deactivating would bring.

    `document_wanted` with the line of a document.
    """

    left, preview_wanted = Signal(), Signal()
    document_wanted = Signal(object)

    def __init__(self, around: Surroundings, edit: Action) -> None:
        """Show no order yet."""
        super().__init__(around.looks, "base")
        self._around, self._edit = around, edit
        self.pane: OrderPaneAnswer | None = None
        looks = around.looks
        self.title, self.state = Text(looks, Role.SECTION), Text(looks)
        self.about = Text(looks, color="text2")
        self._mark = Text(looks)
        self.edit, self._away = QPushButton(), QToolButton(autoRaise=True)
        self._heads = [Text(looks, Role.SECTION) for _ in range(3)]
        self.paid = Text(looks, Role.CAPTION, "text2")
        self.instalments = Answers(instalment_columns(), around.words.value, self)
        self.rows = ExplainedRows("order.instalments", self.instalments, around)
        self.journal = Timeline(around, Role.BODY)
        self.states, self.facts = Timeline(around), Facts(looks)
        self.price, self.year, self.fee = (Amount(around, Role.SECTION) for _ in range(3))
        self.ends, self.none = Text(looks, wrap=True), Text(looks, color="text2", wrap=True)
        self.documents, self.preview = Documents(around), LinkButton(around)
        self._focus_edit = self._taxed = False
        self._build()
        self.documents.wanted.connect(self.document_wanted)
        self.preview.clicked.connect(self.preview_wanted)
        self.edit.clicked.connect(edit.run)
        self._away.clicked.connect(self.left)
        self.rows.why_wanted.connect(self._why)
        self.rows.compact()

    def show_pane(self, pane: OrderPaneAnswer | None) -> None:
        """Show the order."""
        self.pane = pane
        self.retranslate()
        if self._focus_edit:
            self._focus_edit = False
            self.show()
            (self.edit if self.edit.isEnabled() else self._away).setFocus()

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._around.words.text
        heads = (
            msg("Instalments"),
            msg("Subscription details"),
            msg("If it is left today"),
        )
        for head, said in zip(self._heads, heads, strict=True):
            head.setText(text(said))
        self._away.setToolTip(text(msg("Close the details (Esc)")))
        self._away.setAccessibleName(text(msg("Close the details")))
        self.rows.setAccessibleName(text(msg("Instalments of this order")))
        self.rows.setAccessibleDescription(text(msg("Ctrl+I or = says why an amount is what it is")))
        show_on(self.edit, self._edit, self._around.words, self._around.icons)
        if self.pane is not None:
            self._say(self.pane)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _say(self, pane: OrderPaneAnswer) -> None:
        words, order = self._around.words, pane.detail.order
        icon, color = STATE_ICONS[order.state]
        self.title.setText(words.text(msg("Order of {day}", day=order.placed_on)))
        self._mark.setPixmap(self._around.icons.pixmap(icon, color, 16, self.devicePixelRatioF()))
        self.state.setText(words.text(ORDER_STATE_LABELS[order.state]))
        about = msg(
            "{name}, order {number}", name=msg("Learners Annual Subscription [{n}]", n=order.seats), number=order.number
        )
        self.about.setText(words.text(about))
        self.paid.setText(words.text(paid_words(pane)))
        self._taxed = any(one.tax.minor for one in pane.detail.instalments)
        columns = instalment_columns(instalment_words(pane), taxed=self._taxed, tone=instalment_tone(pane))
        self.instalments.show_under(columns, pane.detail.instalments)
        self.rows.setFixedHeight(self.rows.sizeHintForRows())
        self.documents.show_lines(document_lines(pane), self.year.button)
        self.journal.show_lines(words.text(msg("Journal of this order")), journal_lines(pane))
        self.states.show_lines(words.text(msg("States")), timeline_lines(pane))
        self.facts.show_facts(*((words.text(label), words.value(value)) for label, value in detail_facts(pane)))
        self._say_amounts(pane)

    def _say_amounts(self, pane: OrderPaneAnswer) -> None:
        words, order, leaving = self._around.words, pane.detail.order, pane.leaving
        self.price.show_amount(order.unit_price, msg("per user and month"), pane.detail.price_reason)
        self.year.show_amount(order.annual, msg("Annual Subscription Price"), pane.detail.annual_reason)
        self.fee.setVisible(leaving is not None)
        self.ends.setVisible(leaving is not None)
        self.none.setVisible(leaving is None)
        self.preview.setVisible(leaving is not None)
        said = msg("Preview: deactivate the account")
        self.preview.say(words.text(said), words.text(msg("Leads to what leaving with every order would bring")))
        if leaving is None:
            self.none.setText(words.text(msg("Its cancellation has begun or it has ended: there is nothing to leave.")))
        else:
            self.ends.setText(words.text(msg("The order would end on {day}.", day=leaving.ends_on)))
            self.fee.show_amount(leaving.fee, msg("Early termination fee"), leaving.explanation)

    def _why(self, row: int, column: int) -> None:
        pane = self.pane
        if pane is None:
            return
        one: InstalmentAnswer = self.instalments.answer(row)
        reason: Explanation = one.reason(pane.detail.tax_rate)
        self.rows.explain(row, column, one.lines[0].explanation if self._taxed and column == NET else reason)

    def focus_edit(self) -> None:
        """Give the keyboard to Edit Subscription once the order is shown."""
        self._focus_edit = True

    def not_editable(self) -> Message | None:
        """Why the details shown cannot be edited."""
        return None if self.pane is None else self.pane.not_editable

    def _build(self) -> None:
        looks = self._around.looks
        self._away.setIconSize(QSize(16, 16))
        self._away.setIcon(self._around.icons.icon("x"))
        ends = SideBySide((self.edit, self._away), spacing=12)
        named = SideBySide((self._mark, self.state), spacing=6)
        head = SideBySide((self.title, named, self.about), spacing=12, last=ends, margins=(24, 8, 24, 8))
        paid = SideBySide((self._heads[0],), spacing=8, last=self.paid)
        first = (paid, self.rows)
        second = (self.states, Hairline(looks), self._heads[1], self.price, self.year, self.facts)
        leaving = (self._heads[2], self.ends, self.fee, self.none, self.preview)
        third = (self.documents, Hairline(looks), *leaving, Hairline(looks), self.journal)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(Hairline(looks, color="border"))
        page.addWidget(head)
        page.addWidget(Hairline(looks))
        page.addWidget(Columns(looks, ((first, 6), (second, 4), (third, 5)), letters=_SIDE_BY_SIDE), 1)
        self.preview.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.columns_wide(4, 14, 24, 12, 10, 12)
