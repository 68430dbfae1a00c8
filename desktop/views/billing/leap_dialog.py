"""Asking before the calendar leaps far: what has fallen due since the last time, and whether to apply it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from desktop.i18n import msg
from desktop.models.answers import Column
from desktop.views.billing.key_dialogs import KeyDialog
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import EVERYTHING, Surroundings

if TYPE_CHECKING:
    from desktop.services.time.leaps import LeapAnswer

_DAYS = (
    Column(msg("Day"), lambda one: one.on),
    Column(msg("What happens"), lambda one: one.text),
    Column(msg("Amount"), lambda one: one.amount or "", numeric=True),
)
_MOST_SHOWN = 500


class LeapDialog(KeyDialog):
    """Shows what would be applied; nothing is until the person agrees."""

    wrote = EVERYTHING

    def __init__(self, parent: QWidget, around: Surroundings, leap: LeapAnswer) -> None:
        """Show the leap."""
        about = msg(
            "The last day applied here is {since}; today is {until}. If the clock of this computer is wrong, cancel "
            "and set it right: what follows would be charged, ended or drafted.",
            since=leap.since,
            until=leap.until,
        )
        super().__init__(parent, around, msg("Apply what has fallen due"), msg("Apply"), about)
        self._leap = leap
        self.days = SmallTable(around, _DAYS, msg("What happens, day by day"))
        self.days.show_rows(leap.steps[:_MOST_SHOWN])
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(self.days)
        self.form.addRow(scroll)
        self.fields.append(self.days)
        self.resize(720, 520)
        self.buttons.accepted.connect(self._agree)

    def _agree(self) -> None:
        leaps, leap = self.around.workspace.leaps, self._leap
        self.do(msg("Apply what has fallen due"), lambda: leaps.agree(leap))


def open_leap(
    parent: QWidget, around: Surroundings, leap: LeapAnswer, then: Callable[[], object] | None = None
) -> None:
    """Ask whether to apply the leap; `then` is done once it is applied and the tabs have read it."""
    dialog = LeapDialog(parent, around, leap)
    if then is not None:
        dialog.accepted.connect(partial(_after_reading, parent, around, then))
    dialog.open()


def _after_reading(parent: QWidget, around: Surroundings, then: Callable[[], object]) -> None:
    """Reads are answered in turn: those of the tabs first."""

    def go_on(_nothing: None) -> None:
        if isValid(parent):
            then()

    around.jobs.read(msg("Read what has fallen due"), lambda _step: None, go_on)
