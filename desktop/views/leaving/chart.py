"""The chart of cancel or keep on the Deactivate page: each day read out under the cursor, and explained."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.i18n import msg
from desktop.views.desk import Surroundings
from desktop.views.widgets.drawn_chart import DrawnChart, Plot

if TYPE_CHECKING:
    from desktop.services.leaving.curve import WholeCurve, WholeStep

_SMALLEST = (240, 240)
_HINT = msg(
    "Point at a day, or use the arrow keys, to read what leaving on it costs. = says why; Enter or a click moves the "
    "preview to it."
)


class LeavingView(DrawnChart):
    """The curve of the account; Page Up and Page Down go to the days on which it costs something else.

    `day_wanted` with a day that a person opens.
    """

    day_wanted = Signal(object)

    def __init__(self, around: Surroundings) -> None:
        """Show nothing yet."""
        super().__init__(around, _SMALLEST, _HINT, lines=3)
        self._curve: WholeCurve | None = None
        self.opened.connect(self._open_day)
        self.setFixedHeight(self.minimumSizeHint().height())
        self.why_wanted.connect(self._why)

    def show_curve(self, curve: WholeCurve | None) -> None:
        """Show the curve in the language of the moment."""
        self._curve = curve
        if curve is None:
            self.show_plot(None)
            return
        from desktop.charts.leaving import point_at_leaving
        from desktop.services.leaving.report import leaving_series

        self.setFixedHeight(self.minimumSizeHint().height())
        draw = partial(point_at_leaving, leaving_series(curve))
        steps = [(step.first_day - curve.today).days for step in curve.steps]
        summary = self._around.words.text(curve.summary)
        days = (curve.until - curve.today).days
        self.show_plot(Plot(curve.title, summary, draw, days, partial(self._readout, curve), steps))

    def mark_day(self, day: date | None) -> None:
        """Mark a later day; None marks none."""
        self.mark(-1 if day is None or self._curve is None else (day - self._curve.today).days)

    def _open_day(self, place: int) -> None:
        if self._curve is not None:
            self.day_wanted.emit(self._curve.today + timedelta(days=place))

    def _readout(self, curve: WholeCurve, place: int) -> str:
        day, step = curve.today + timedelta(days=place), _step(curve, place)
        said = msg(
            "{day}: fee {fee}, charges until then {instalments}, in all {outlay}",
            day=day,
            fee=step.fee,
            instalments=step.instalments,
            outlay=step.outlay,
        )
        return self._around.words.text(said)

    def _why(self, place: int) -> None:
        if self._curve is not None:
            self._around.explain(self, _step(self._curve, place).explanation)


def _step(curve: WholeCurve, place: int) -> WholeStep:
    day = curve.today + timedelta(days=place)
    return next(step for step in reversed(curve.steps) if step.first_day <= day)
