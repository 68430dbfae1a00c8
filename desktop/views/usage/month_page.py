"""The page of the months: which ones, the chart, the grid in step with it, and the month under the cursor in words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from desktop.domain.explanation import Explanation
from desktop.domain.periods import Month
from desktop.domain.usage import MonthState
from desktop.i18n import Message, msg, msgn
from desktop.models.months import MonthsModel
from desktop.services.usage.page import UsagePage
from desktop.views.desk import Surroundings
from desktop.views.usage.buttons import as_link, plain_button
from desktop.views.usage.chart import ChartView
from desktop.views.usage.grid import MonthGrid
from desktop.views.usage.months import PeriodBar, month_message
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role

_MOST_ACROSS = 24
_RIGHT = 16
_PADDING = 10
_MONTH_NAMES = 160


class MonthPage(Ground):
    """Chart and grid show the same months with one cursor. `opened` asks for the people of a month."""

    opened = Signal(object)
    """A `Month`."""

    def __init__(self, surroundings: Surroundings) -> None:
        """Show nothing yet."""
        super().__init__(surroundings.looks, "base")
        self._surroundings = surroundings
        self._page: UsagePage | None = None
        words, looks = surroundings.words, surroundings.looks
        self.periods = PeriodBar(surroundings)
        self.chart = ChartView(surroundings)
        self.across = MonthGrid(MonthsModel(words.translator, across=True), looks)
        self.down = MonthGrid(MonthsModel(words.translator, across=False), looks)
        self.readout = Text(looks, Role.BODY, "text2")
        self.people = plain_button(self.open_month)
        self._build()
        self._connect()

    @property
    def month(self) -> Month | None:
        """The month under the cursor."""
        position = self.chart.position
        return self._page.series.months[position] if self._page is not None and position >= 0 else None

    @property
    def page(self) -> UsagePage | None:
        """What is shown."""
        return self._page

    def show_page(self, page: UsagePage) -> None:
        """Show other months; the cursor stays on its month where that is still there."""
        before = self.month
        self._page = page
        months = page.series.months
        self.periods.show_page(page)
        for grid in (self.across, self.down):
            model = grid.model()
            assert isinstance(model, MonthsModel)  # noqa: S101 - the grid was made with it
            model.show(page.series, self._surroundings.words.translator)
            grid.current_month = months.index(page.series.current) if page.series.current in months else -1
        self._fit()
        self._point(months.index(before) if before in months else self._usual(page))

    def retranslate(self) -> None:
        """Say everything in the language and the colours of the moment."""
        words = self._surroundings.words
        self.people.setText(words.text(msg("Show people")))
        self.people.setToolTip(words.text(msg("Opens the people of this month (Enter)")))
        as_link(self.people, self._surroundings.looks)
        self.people.setAccessibleName(words.text(msg("Show the people of this month")))
        self.periods.retranslate()
        for grid in (self.across, self.down):
            grid.setAccessibleName(words.text(msg("Months")))
            grid.setAccessibleDescription(
                words.text(msg("Observed, billed and cumulative users of each month. Enter shows the people."))
            )
            grid.repaint_all()
        self.chart.retranslate()
        if self._page is not None:
            self.show_page(self._page)

    def open_month(self) -> None:
        """Open the people of the month under the cursor."""
        if self.month is not None and not self._is_future(self.chart.position):
            self.opened.emit(self.month)

    def copy(self) -> None:
        """The table as text with tabs."""
        model = self.across.model()
        if isinstance(model, MonthsModel):
            QGuiApplication.clipboard().setText(model.tsv())

    def explain_here(self) -> None:
        """Open why the month under the cursor counts so many."""
        month = self.month
        if month is not None:
            usage = self._surroundings.workspace.usage
            self._surroundings.jobs.read(
                msg("Explain {month}", month=month), lambda _: usage.explain(month, month), self._explained
            )

    def _explained(self, explanation: Explanation) -> None:
        self._surroundings.explain(self.people, explanation)

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 6, 16, 8)
        foot.addWidget(self.readout, 1)
        foot.addWidget(self.people)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.periods)
        box.addWidget(self.chart, 3)
        box.addWidget(Hairline(self._surroundings.looks, color="border"))
        box.addWidget(self.across)
        box.addWidget(self.down, 2)
        box.addLayout(foot)
        self.readout.setMinimumWidth(120)
        self.people.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.chart.pointed.connect(self._point)
        self.chart.opened.connect(self._open)
        self.chart.wanted_menu.connect(self._menu)
        self.chart.wanted_copy.connect(self.copy)
        for grid in (self.across, self.down):
            grid.pointed.connect(self._point)
            grid.opened.connect(self._open)
            grid.wanted_menu.connect(self._menu)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns stay under the chart's months."""
        super().resizeEvent(event)
        if self._page is not None:
            self._fit()

    def _fit(self) -> None:
        """Months as columns under the chart where they fit, else as rows."""
        if self._page is None:
            return
        left = float(self.across.label_width())
        across = self._fits(left)
        self.across.setVisible(across)
        self.down.setVisible(not across)
        if across:
            self.across.align(left, _RIGHT)
        else:
            self.down.align(_MONTH_NAMES, 0)
        self.chart.show_series(self._page.series, (left, _RIGHT) if across else None)

    def _fits(self, left: float) -> bool:
        model = self.across.model()
        count = model.columnCount()
        if not 0 < count <= _MOST_ACROSS:
            return False
        metrics = self.across.fontMetrics()
        rows = range(max(0, model.rowCount() - 1))
        texts = (str(model.index(row, column).data()) for row in rows for column in range(count))
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return (self.width() - left - _RIGHT) / count >= widest + _PADDING

    def _point(self, position: int) -> None:
        """One cursor through chart, grid and words."""
        self.chart.point(position)
        self.across.mark(position)
        self.down.mark(position)
        self._say(position)

    def _open(self, position: int) -> None:
        self._point(position)
        self.open_month()

    def _is_future(self, position: int) -> bool:
        return self._page is None or self._page.series.states[position] is MonthState.FUTURE

    @staticmethod
    def _usual(page: UsagePage) -> int:
        """The as-of month, else the last one with something to see."""
        months = page.series.months
        if page.series.current in months:
            return months.index(page.series.current)
        return len(months) - 1

    def _say(self, position: int) -> None:
        if self._page is None or position < 0:
            self.readout.setText("")
            return
        text = self._surroundings.words.text(self._sentence(self._page, position))
        self.readout.setText(text)
        self.readout.setToolTip(text)
        self.people.setEnabled(not self._is_future(position))
        self.chart.say(text)

    def _sentence(self, page: UsagePage, position: int) -> Message:
        from desktop.charts.wording import readout

        series, words = page.series, self._surroundings.words
        month = series.months[position]
        name = month_message(month, words)
        if series.states[position] is MonthState.FUTURE:
            return msg("{month} has not begun.", month=name)
        closed, billed = page.closed_on.get(month), series.billed[position]
        if closed is None or billed is None:
            return readout(series, position, words.translator)
        late = page.late.get(month, 0)
        said = msgn(
            "{month}, closed on {day}: {n} person billed.",
            "{month}, closed on {day}: {n} people billed.",
            n=billed,
            month=name,
            day=closed,
        )
        return _joined(said, _late(late), _gone(page.gone.get(month, 0)))

    def _menu(self, place: QPoint) -> None:
        """What can be done with the month."""
        words = self._surroundings.words
        menu = QMenu(self)
        menu.addAction(words.text(msg("Show people")), self.open_month)
        menu.addAction(words.text(msg("Why this number?")), self.explain_here)
        menu.addAction(words.text(msg("Copy the table")), self.copy)
        menu.exec(place)
        menu.deleteLater()


def _late(late: int) -> Message | None:
    if not late:
        return None
    return msgn("{n} came later and is not billed.", "{n} came later and are not billed.", n=late)


def _gone(gone: int) -> Message | None:
    if not gone:
        return None
    return msgn("{n} billed is no longer observed.", "{n} billed are no longer observed.", n=gone)


def _joined(first: Message, *more: Message | None) -> Message:
    """Sentences one after another."""
    said = first
    for one in more:
        if one is not None:
            said = msg("{first} {second}", first=said, second=one)
    return said
