"""Deactivate Account: what it costs, what happens day by day, what is lost, and cancel or keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.progress import Step, silent
from desktop.i18n import Message, msg
from desktop.models.answers import Column
from desktop.models.derivation import why_event
from desktop.models.leaving import curve_rows, lost
from desktop.views.amounts import Amount
from desktop.views.billing.key_dialogs import KeyDialog
from desktop.views.billing.leaving_chart import LeavingView
from desktop.views.billing.links import LinkButton
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import Kind, Surroundings
from desktop.views.export_dialog import ExportDialog, Ware, drawn, listed
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.domain.money import Money
    from desktop.services.accounts.accounts import AccountAnswer
    from desktop.services.leaving.curve import WholeCurve
    from desktop.services.leaving.deactivation import PreviewAnswer
    from desktop.services.reports.files import FileWish, FileWritten
    from desktop.services.workspace import Workspace

WROTE: frozenset[str] = frozenset({Kind.ACCOUNT, Kind.ORDERS})
_ENDINGS = (
    Column(msg("Order"), lambda one: msg("Order of {day}", day=one.placed_on)),
    Column(msg("Users"), lambda one: one.seats, numeric=True),
    Column(msg("Ends on"), lambda one: one.ends_on),
    Column(msg("Owed"), lambda one: one.owes, numeric=True),
    Column(msg("Fee"), lambda one: one.fee, numeric=True),
)
_DAYS = (
    Column(msg("Day"), lambda one: one.on),
    Column(msg("What happens"), lambda one: one.text),
    Column(msg("Amount"), lambda one: one.amount or "", numeric=True),
)
_CURVE = (
    Column(msg("If you deactivate on"), lambda one: one.when),
    Column(msg("Fee"), lambda one: one.fee, numeric=True),
    Column(msg("Charges until then"), lambda one: one.instalments, numeric=True),
    Column(msg("In all"), lambda one: one.outlay, numeric=True),
)


@dataclass(frozen=True)
class Leave:
    """What the page shows, read in one job."""

    account: AccountAnswer
    preview: PreviewAnswer
    curve: WholeCurve | None


def read_leave(workspace: Workspace, step: Step = silent) -> Leave:
    """In a job: the preview and the curve, and the drawing library for it."""
    import importlib

    importlib.import_module("desktop.charts.leaving")
    preview = workspace.deactivations.preview(step)
    return Leave(workspace.accounts.show(), preview, workspace.leaving.curve(step=step))


def leave_wares(workspace: Workspace, leave: Leave) -> list[Ware]:
    """What the page exports: all it shows, or its chart."""
    from desktop.services.leaving.report import write_curve_chart, write_preview

    context, curve = workspace.context, leave.curve

    def write(wish: FileWish) -> FileWritten:
        return write_preview(context, leave.preview, wish, curve)

    wares = [listed(msg("The preview: orders, fee, days, what is lost, and cancel or keep"), "deactivation", write)]
    if curve is not None:
        wares.append(drawn(msg("The chart of cancel or keep"), "cancel-or-keep", partial(write_curve_chart, curve)))
    return wares


class DeactivatePage(Ground):
    """A page inside the tab: `left` when the person goes back to Billing; Esc does."""

    left = Signal()

    def __init__(self, around: Surroundings) -> None:
        """Begin empty; `open_with` shows a preview."""
        super().__init__(around.looks, "base")
        self._around = around
        self._leave: Leave | None = None
        looks = around.looks
        self.back, self.crumb = LinkButton(around), Text(looks, Role.NAME)
        self.nothing_yet, self.foot = Text(looks, color="text2"), Text(looks, color="text2", wrap=True)
        self.fee, self.until, self.price = (Amount(around, Role.RESULT) for _ in range(3))
        why_fee, why_curve = (lambda one: one.fee_explanation), (lambda one: one.explanation)
        self.endings = SmallTable(around, _ENDINGS, msg("Orders and fee"), wide=0, why=why_fee)
        self.days = SmallTable(around, _DAYS, msg("What happens, day by day"), why=why_event)
        self.curve = SmallTable(around, _CURVE, msg("Cancel or keep, the next 12 months"), wide=0, why=why_curve)
        self.chart = LeavingView(around)
        self.titles = [Text(looks, Role.SECTION) for _ in range(4)]
        self.lost = Text(looks, wrap=True)
        self.summary = Text(looks, color="text2", wrap=True)
        self.go, self.keep, self.save = QPushButton(), QPushButton(), QPushButton()
        self._build()
        self.back.clicked.connect(self.left)
        self.keep.clicked.connect(self.left)
        self.go.clicked.connect(self._ask)
        self.save.clicked.connect(self.ask_for_file)

    def open_with(self, leave: Leave) -> None:
        """Show what leaving would bring."""
        self._leave = leave
        self.retranslate()
        self.keep.setFocus()

    def ask_for_file(self) -> None:
        """Ask what becomes a file: the preview, or the chart of cancel or keep."""
        if self._leave is not None:
            wares = leave_wares(self._around.workspace, self._leave)
            ExportDialog(self, self._around, msg("Save preview…"), wares).open()

    def retranslate(self) -> None:
        """Say everything again."""
        if self._leave is None:
            return
        text, leave = self._around.words.text, self._leave
        preview = leave.preview
        self.back.say(text(msg("Billing")), text(msg("Back to Billing; nothing is changed")))
        self.crumb.setText(text(msg("Deactivate Account")))
        self.nothing_yet.setText(text(msg("Preview. Nothing has changed yet.")))
        self.fee.show_amount(preview.fee, msg("early termination fee, if you deactivate today"), preview.explanation)
        self.until.show_amount(preview.paid_until - timedelta(days=1), msg("last day of paid access"))
        self.price.setVisible(bool(preview.lost))
        if preview.lost:
            one = preview.lost[0]
            self.price.show_amount(
                one.unit_price, msg("price you lose; new orders cost {price}", price=one.price_now), one.explanation
            )
        for label, title in zip(self.titles, _TITLES, strict=True):
            label.setText(text(title))
        for table in (self.endings, self.days, self.curve):
            table.retranslate()
        self.endings.show_rows(preview.endings)
        self.days.show_rows(preview.timeline)
        self._say_lost(leave)
        self._say_foot()
        self._draw(leave.curve)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _say_lost(self, leave: Leave) -> None:
        said = lost(leave.preview, leave.account.seats.registered)
        owed = leave.preview.arrears
        if owed.minor:
            said.insert(0, msg("{owed} are owed already and stay due", owed=owed))
        text = self._around.words.text
        self.lost.setText("\n".join(f"–  {text(line)}" for line in said))

    def _say_foot(self) -> None:
        text = self._around.words.text
        why_not = self._around.only_read()
        self.foot.setText(text(why_not or msg("You are asked to type the account’s name before anything is done.")))
        self.save.setText(text(msg("Save preview…")))
        self.go.setText(text(msg("Deactivate Account…")))
        self.go.setEnabled(why_not is None)
        self.go.setAccessibleDescription(text(msg("Asks for the name of the account first")))
        self.keep.setText(text(msg("Keep account")))
        self.keep.setAccessibleDescription(text(msg("Back to Billing; nothing is changed")))
        palette = QPalette(self.keep.palette())
        palette.setColor(QPalette.ColorRole.ButtonText, self._around.looks.color("err"))
        self.go.setPalette(palette)

    def _draw(self, curve: WholeCurve | None) -> None:
        """Draw the chart anew; its table says the same."""
        for part in (self.chart, self.curve, self.summary, self.titles[3]):
            part.setVisible(curve is not None)
        self.chart.show_curve(curve)
        if curve is not None:
            self.curve.show_rows(curve_rows(curve))
            self.summary.setText(self._around.words.text(curve.summary))

    def _ask(self) -> None:
        if self._leave is not None:
            ConfirmDialog(self, self._around, self._leave.account.name, self._leave.preview.fee, self.left.emit).open()

    def _build(self) -> None:
        looks = self._around.looks
        self.keep.setDefault(True)
        self.go.setAutoDefault(False)
        crumbs = QHBoxLayout()
        crumbs.setContentsMargins(16, 6, 24, 6)
        crumbs.setSpacing(8)
        arrow = Text(looks, color="text3")
        arrow.setText("/")
        for widget in (self.back, arrow, self.crumb):
            crumbs.addWidget(widget)
        crumbs.addStretch(1)
        crumbs.addWidget(self.nothing_yet)
        numbers = QHBoxLayout()
        numbers.setContentsMargins(24, 12, 24, 12)
        numbers.setSpacing(32)
        for amount in (self.fee, self.until, self.price):
            numbers.addWidget(amount)
        numbers.addStretch(1)
        foot = Ground(looks, "pane")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 10, 24, 10)
        row.addWidget(self.foot, 1)
        self.save.setAutoDefault(False)
        row.addWidget(self.save)
        row.addWidget(self.go)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(crumbs)
        column.addWidget(Hairline(looks))
        column.addLayout(numbers)
        column.addWidget(Hairline(looks))
        column.addWidget(self._halves(), 1)
        column.addWidget(Hairline(looks))
        column.addWidget(foot)

    def _halves(self) -> QScrollArea:
        first, second = QVBoxLayout(), QVBoxLayout()
        for side in (first, second):
            side.setSpacing(12)
        for widget in (self.titles[0], self.endings, self.titles[1], self.days, self.titles[2], self.lost):
            first.addWidget(widget)
        first.addStretch(1)
        second.addWidget(self.titles[3])
        second.addWidget(self.chart)
        second.addWidget(self.summary)
        second.addWidget(self.curve)
        second.addStretch(1)
        content = Ground(self._around.looks, "base")
        halves = QHBoxLayout(content)
        halves.setContentsMargins(24, 16, 24, 16)
        halves.setSpacing(32)
        halves.addLayout(first, 1)
        halves.addLayout(second, 1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        return scroll


_TITLES = (
    msg("Orders and fee"),
    msg("What happens, day by day"),
    msg("What is lost, and what stays"),
    msg("Cancel or keep, the next 12 months"),
)


class ConfirmDialog(KeyDialog):
    """Deactivating asks for the account's name; exactly the fee that was shown is confirmed."""

    wrote = WROTE

    def __init__(self, parent: QWidget, around: Surroundings, name: str, fee: Money, done: Callable[[], None]) -> None:
        """Ask for the name."""
        about = msg("Deactivating {name} costs {fee}. Type the account’s name to confirm it.", name=name, fee=fee)
        super().__init__(parent, around, msg("Deactivate Account"), msg("Deactivate Account"), about)
        self._name, self._fee = name, fee
        self.typed = QLineEdit()
        self.field(msg("Account Name"), msg("Exactly as it is written above"), self.typed)
        self.typed.textChanged.connect(self._look)
        self.accepted.connect(done)
        self.buttons.accepted.connect(self._deactivate)
        self._look()

    def _look(self) -> None:
        self.ok.setEnabled(self.typed.text().strip() == self._name)

    def _deactivate(self) -> None:
        deactivations, act_id, fee = self.around.workspace.deactivations, self.act_id, self._fee
        self.do(msg("Deactivate the account"), lambda: deactivations.deactivate(act_id, fee))


def begin_leaving(around: Surroundings, show: Callable[[Leave], None]) -> None:
    """Read what leaving would bring and show it; a refusal is said by the frame."""
    workspace = around.workspace

    def work(step: Step) -> Leave:
        return read_leave(workspace, step)

    title: Message = msg("Preview a deactivation")
    around.jobs.read(title, work, show)
