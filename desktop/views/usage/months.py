"""Choosing months: a field for one, a dialog for a range, and the bar that steps through plan periods."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.periods import Month
from desktop.i18n import msg
from desktop.services.usage.page import Span, UsagePage
from desktop.views.desk import Surroundings
from desktop.views.usage.buttons import CheckBox
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.words import Words

_OTHER = "other"


class MonthEdit(QDateEdit):
    """A month and a year, typed or stepped."""

    def __init__(self, month: Month, name: str, words: Words) -> None:
        """Begin with a month; `name` is what a screen reader calls the field."""
        super().__init__()
        self.setLocale(QLocale(words.language))
        self.setDisplayFormat("MMMM yyyy")
        self.setDateRange(QDate(1900, 1, 1), QDate(9998, 12, 31))
        self.setMinimumWidth(180)
        self.setAccessibleName(name)
        self.setAccessibleDescription(words.text(msg("Month and year; Up and Down step through them.")))
        self.set_month(month)

    @property
    def month(self) -> Month:
        """The month chosen."""
        day = self.date()
        return Month(day.year() * 12 + day.month() - 1)

    def set_month(self, month: Month) -> None:
        """Choose a month."""
        day = month.first_day
        self.setDate(QDate(day.year, day.month, 1))


class RangeDialog(QDialog):
    """Asks for the months to show."""

    def __init__(self, surroundings: Surroundings, span: Span, parent: QWidget) -> None:
        """Begin with the span shown."""
        super().__init__(parent)
        words = surroundings.words
        self.setWindowTitle(words.text(msg("Other months")))
        self.setAccessibleName(self.windowTitle())
        start = span.first or Month(2020 * 12)
        self.first = MonthEdit(start, words.text(msg("From month")), words)
        self.last = MonthEdit(span.last or start, words.text(msg("To month")), words)
        self._refusal = Text(surroundings.looks, Role.CAPTION, "err", wrap=True)
        self._buttons = DialogButtons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(words.text(msg("From month")), self.first)
        form.addRow(words.text(msg("To month")), self.last)
        box = QVBoxLayout(self)
        box.addLayout(form)
        box.addWidget(self._refusal)
        box.addWidget(self._buttons)
        self._wrong = words.text(msg("From month must not be after To month."))
        for field in (self.first, self.last):
            field.dateChanged.connect(self._check)
        self._check()

    @property
    def span(self) -> Span:
        """The months chosen."""
        return Span(self.first.month, self.last.month)

    def _check(self) -> None:
        right = self.first.month <= self.last.month
        self._refusal.setText("" if right else self._wrong)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(right)


class PeriodBar(QWidget):
    """Which months are shown: plan periods, all, or a range; and whether the year before is drawn too."""

    chosen = Signal(object)
    """A `Span`."""
    year_before_wanted = Signal(bool)

    def __init__(self, surroundings: Surroundings) -> None:
        """Choose nothing yet."""
        super().__init__()
        self._surroundings = surroundings
        self._page: UsagePage | None = None
        self.back, self.forward = QToolButton(), QToolButton()
        for button, icon, steps in ((self.back, "chevron-left", -1), (self.forward, "chevron-right", 1)):
            button.setIcon(surroundings.icons.icon(icon))
            button.setIconSize(QSize(16, 16))
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _=False, by=steps: self._step(by))
        self.periods = QComboBox()
        self.periods.setMinimumWidth(190)
        self.periods.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.periods.activated.connect(self._choose)
        self.year_before = CheckBox(surroundings.looks)
        self.year_before.toggled.connect(self.year_before_wanted)
        self._sentence = Text(surroundings.looks, Role.CAPTION, "text2", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 8, 16, 4)
        line.setSpacing(8)
        for widget in (self.back, self.periods, self.forward):
            line.addWidget(widget)
        line.addSpacing(16)
        line.addWidget(self.year_before)
        line.addStretch(1)
        line.addWidget(self._sentence, 2)

    def show_page(self, page: UsagePage) -> None:
        """Offer the periods there are, and show which months stand below."""
        self._page = page
        self.retranslate()

    def retranslate(self) -> None:
        """Name everything in the language of the moment."""
        words = self._surroundings.words
        for widget, text in (
            (self.back, msg("Months before")),
            (self.forward, msg("Months after")),
            (self.periods, msg("Months shown")),
        ):
            widget.setAccessibleName(words.text(text))
            widget.setToolTip(words.text(text))
        self.periods.setAccessibleDescription(words.text(msg("Plan periods, all months, or other months.")))
        self.year_before.setText(words.text(msg("Year before")))
        self.year_before.setAccessibleDescription(
            words.text(msg("Draws the months of the year before as a thin line."))
        )
        self._sentence.setText(words.text(msg("Unique active users, counted once per person and month")))
        if self._page is not None:
            self._offer(self._page)

    def _offer(self, page: UsagePage) -> None:
        words = self._surroundings.words
        self.periods.clear()
        spans = list(page.periods)
        if page.span not in (*spans, page.known):
            spans.insert(0, page.span)
        for span in spans:
            self.periods.addItem(span_name(span, words), span)
        if page.known not in spans:
            self.periods.addItem(words.text(msg("All months")), page.known)
        self.periods.addItem(words.text(msg("Other months…")), _OTHER)
        shown = [self.periods.itemData(place) for place in range(self.periods.count())]
        self.periods.setCurrentIndex(shown.index(page.span) if page.span in shown else 0)
        known, span = page.known, page.span
        self.back.setEnabled(bool(known.first and span.first and span.first > known.first))
        self.forward.setEnabled(bool(known.last and span.last and span.last < known.last))

    def _choose(self, place: int) -> None:
        wanted = self.periods.itemData(place)
        if isinstance(wanted, Span):
            self.chosen.emit(wanted)
        elif self._page is not None:
            self._ask(self._page)

    def _ask(self, page: UsagePage) -> None:
        dialog = RangeDialog(self._surroundings, page.span, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.chosen.emit(dialog.span)
        else:
            self._offer(page)

    def _step(self, steps: int) -> None:
        """The plan period before or after where one is shown, else as many months before or after."""
        if self._page is None:
            return
        periods = self._page.periods
        if self._page.span in periods:
            place = periods.index(self._page.span) - steps
            if 0 <= place < len(periods):
                self.chosen.emit(periods[place])
                return
        self.chosen.emit(self._page.span.shifted(steps))


def span_name(span: Span, words: Words) -> str:
    """Months as a person reads them, such as `Jan 2019 – Dec 2019`."""
    if span.first is None or span.last is None:
        return words.text(msg("All months"))
    first, last = words.month(span.first.first_day), words.month(span.last.first_day)
    return first if span.first == span.last else f"{first} – {last}"


def month_message(month: Month, words: Words) -> str:
    """A month's whole name."""
    return words.month(month.first_day, style="MMMM y")
