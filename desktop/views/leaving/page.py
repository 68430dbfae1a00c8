"""Deactivate Account: what it costs, what happens day by day, what is lost, and cancel or keep."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout

from desktop.i18n import Message, msg
from desktop.models.leaving import day_lines
from desktop.services.leaving.words import lost
from desktop.views.desk import Surroundings
from desktop.views.export_dialog import ExportDialog
from desktop.views.leaving.cancel_or_keep import CancelOrKeep
from desktop.views.leaving.confirm import ConfirmDialog
from desktop.views.leaving.endings import EndingsSection
from desktop.views.leaving.head import LeavingHead
from desktop.views.leaving.reading import Leave, leave_wares
from desktop.views.widgets.flow import SideBySide
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.timeline import Timeline

if TYPE_CHECKING:
    from desktop.services.leaving.answers import PreviewAnswer

_SIDE_BY_SIDE = 95
"""Letters of width from which the two halves stand side by side."""


class DeactivatePage(Ground):
    """A page inside the tab: `left` when the person goes back to Billing; Esc does, from a later day to today first."""

    left = Signal()

    def __init__(self, around: Surroundings) -> None:
        """Begin empty; `open_with` shows a preview."""
        super().__init__(around.looks, "base")
        self._around = around
        self._leave: Leave | None = None
        self._later: PreviewAnswer | None = None
        self._wanted: date | None = None
        looks = around.looks
        self.head, self.endings, self.days = LeavingHead(around), EndingsSection(around), Timeline(around)
        self.lost_title, self.lost = Text(looks, Role.SECTION), Text(looks, wrap=True)
        self.choice = CancelOrKeep(around)
        self.foot = Text(looks, color="text2", wrap=True)
        self.go, self.keep, self.save = QPushButton(), QPushButton(), QPushButton()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        self.head.back.clicked.connect(self.left)
        self.head.today_wanted.connect(self.look_at_today)
        self.choice.day_wanted.connect(self.look_at)
        self.keep.clicked.connect(self.left)
        self.go.clicked.connect(self._ask)
        self.save.clicked.connect(self.ask_for_file)

    def open_with(self, leave: Leave, *, again: bool = False) -> None:
        """Show what leaving would bring; `again` keeps to the later day that is looked at."""
        self._leave = leave
        if again and self._wanted is not None:
            self.look_at(self._wanted)
            return
        self._later = self._wanted = None
        self.retranslate()
        self.keep.setFocus()

    def look_at(self, day: date) -> None:
        """Move the whole preview to a later day; confirming acts today all the same."""
        if self._leave is None or day <= self._leave.preview.on:
            self.look_at_today()
            return
        self._wanted = day
        deactivations = self._around.workspace.deactivations

        def show(preview: PreviewAnswer) -> None:
            if preview.on == self._wanted:
                self._later = preview
                self.retranslate()

        self._around.jobs.read(msg("Preview a deactivation"), lambda step: deactivations.preview(step, day), show)

    def look_at_today(self) -> None:
        """Move the preview back to today."""
        self._later = self._wanted = None
        self.retranslate()
        if self.choice.isVisible():
            self.choice.chart.setFocus()

    def ask_for_file(self) -> None:
        """Ask what becomes a file: the preview, or the chart of cancel or keep."""
        if self._leave is not None:
            wares = leave_wares(self._around.workspace, self._leave.curve, self._later.on if self._later else None)
            ExportDialog(self, self._around, msg("Save preview…"), wares).open()

    def retranslate(self) -> None:
        """Say everything again."""
        if self._leave is None:
            return
        text, preview = self._around.words.text, self._later or self._leave.preview
        self.head.show_preview(preview)
        self.endings.show_preview(preview)
        self.days.show_lines(text(msg("What happens, day by day")), day_lines(preview))
        self.lost_title.setText(text(msg("What is lost, and what stays")))
        self.lost.setText("\n".join(f"–  {text(line)}" for line in lost(preview)))
        self.choice.show_curve(self._leave.curve)
        self.choice.mark(self._later.on if self._later else None)
        self._say_foot(self._leave)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back: from a later day to today, then to Billing."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._later is not None:
            self.look_at_today()
        else:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, or letters are large, one half stands below the other."""
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        wide = self.width() >= 2 * _SIDE_BY_SIDE * letter
        directions = QBoxLayout.Direction
        self._halves.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def _say_foot(self, leave: Leave) -> None:
        text = self._around.words.text
        why_not = self._around.only_read()
        self.foot.setText(text(why_not or self._before_doing(leave)))
        self.save.setText(text(msg("Save preview…")))
        self.go.setText(text(msg("Deactivate Account…")))
        self.go.setEnabled(why_not is None)
        self.go.setAccessibleDescription(text(msg("Asks for the name of the account first")))
        self.keep.setText(text(msg("Keep account")))
        self.keep.setAccessibleDescription(text(msg("Back to Billing; nothing is changed")))
        palette = QPalette(self.keep.palette())
        palette.setColor(QPalette.ColorRole.ButtonText, self._around.looks.color("err"))
        self.go.setPalette(palette)

    def _before_doing(self, leave: Leave) -> Message:
        if self._later is None:
            return msg("You are asked to type the account’s name before anything is done.")
        return msg(
            "Deactivating is done today, {day}, and costs {fee} then. You are asked to type the account’s name first.",
            day=leave.preview.on,
            fee=leave.preview.fee,
        )

    def _ask(self) -> None:
        if self._leave is not None:
            ConfirmDialog(self, self._around, self._leave, self.left.emit).open()

    def _build(self) -> None:
        looks = self._around.looks
        self.keep.setDefault(True)
        self.go.setAutoDefault(False)
        self.save.setAutoDefault(False)
        buttons = SideBySide((self.save, self.go, self.keep), spacing=8)
        foot = Ground(looks, "pane")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 10, 24, 10)
        row.addWidget(self.foot, 1)
        row.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.head, self._content(), Hairline(looks), foot):
            column.addWidget(widget, 1 if isinstance(widget, QScrollArea) else 0)

    def _content(self) -> QScrollArea:
        first, second = QVBoxLayout(), QVBoxLayout()
        for side in (first, second):
            side.setSpacing(12)
        for widget in (self.endings, self.days, self.lost_title, self.lost):
            first.addWidget(widget)
        first.addStretch(1)
        second.addWidget(self.choice)
        second.addStretch(1)
        content = Ground(self._around.looks, "base")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head.numbers)
        column.addWidget(Hairline(self._around.looks))
        column.addLayout(self._halves, 1)
        self._halves.setContentsMargins(24, 16, 24, 16)
        self._halves.setSpacing(32)
        self._halves.addLayout(first, 6)
        self._halves.addLayout(second, 5)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        return scroll
