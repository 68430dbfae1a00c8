"""A field for a day: typed or pasted whole, stepped by days and months, or chosen from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QToolButton, QWidget

from desktop.i18n import msg
from desktop.views.widgets.calendar_popup import CalendarPopup
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.looks import Looks
from desktop.views.words import Words

_REST_MILLISECONDS = 400
"""So long after the last step the day counts as chosen: whoever steps on does not wait for each day."""
_A_PAGE = 10
_LAST = date(9998, 12, 31)


class DayField(QAbstractSpinBox):
    """Shows a day in the person's own format. `chosen` with another day, `refused` with why a text is none.

    `opened` where the calendar is asked for.
    """

    chosen = Signal(object)
    refused = Signal(object)
    opened = Signal()

    def __init__(self, words: Words) -> None:
        """Begin with a day in the past, which is replaced before anybody sees it."""
        super().__init__()
        self._words = words
        self._day = self._stepped = self.first = date(1900, 1, 1)
        self._rest = QTimer(self, interval=_REST_MILLISECONDS, singleShot=True)
        self._rest.timeout.connect(self.commit)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.lineEdit().textEdited.connect(self._rest.stop)

    @property
    def day(self) -> date:
        """The day shown last, or chosen since."""
        return self._day

    def show_day(self, day: date) -> None:
        """Show a day that somebody else has chosen."""
        self._rest.stop()
        self._day = self._stepped = day
        self._write(day)

    def choose(self, day: date) -> None:
        """Choose a day as a person does; one before the first is refused."""
        self._write(day)
        self.commit()

    def commit(self) -> None:
        """Take what stands in the field: another day is chosen, what is no day is refused and stays to be mended."""
        self._rest.stop()
        text = self.lineEdit().text()
        day = read_day(text)
        if day is None:
            example, iso = _written(self._day), self._day.isoformat()
            self.refused.emit(
                msg("“{text}” is not a day. Type it as {example} or as {iso}.", text=text, example=example, iso=iso)
            )
        elif day < self.first:
            self.show_day(self._day)
            self.refused.emit(msg("The account was made on {day}; there is nothing to show before.", day=self.first))
        else:
            changed, self._day, self._stepped = day != self._day, day, day
            self._write(day)
            if changed:
                self.chosen.emit(day)

    def retranslate(self) -> None:
        """Write the day as the language of the moment does."""
        self._write(self._stepped)

    def sizeHint(self) -> QSize:
        """Wide enough for every day."""
        hint = super().sizeHint()
        hint.setWidth(self.fontMetrics().horizontalAdvance(_written(date(2028, 12, 28))) + 28)
        return hint

    def minimumSizeHint(self) -> QSize:
        """No narrower: a day that is cut off is another day."""
        return self.sizeHint()

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Everything may be typed: it is read when it is finished."""
        return QValidator.State.Acceptable, text, place

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Steps lead from the first day to the last."""
        down = QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        up = QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        return up | down if self._stepped > self.first else up

    def stepBy(self, steps: int) -> None:
        """A day an arrow, a month a page."""
        shown = read_day(self.lineEdit().text()) or self._stepped
        start = QDate(shown.year, shown.month, shown.day)
        moved = start.addMonths(steps // _A_PAGE) if steps % _A_PAGE == 0 else start.addDays(steps)
        self._stepped = min(max(date(moved.year(), moved.month(), moved.day()), self.first), _LAST)
        self._write(self._stepped)
        self.selectAll()
        self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Esc goes back to the day shown; Alt+Down and F4 open the calendar, as they open a list."""
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if down or event.key() == Qt.Key.Key_F4:
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        elif event.key() == Qt.Key.Key_Escape and self.lineEdit().text() != _written(self._day):
            self.show_day(self._day)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever leaves the field has chosen; what is no day is forgotten."""
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        if read_day(self.lineEdit().text()) is None:
            self.show_day(self._day)
        else:
            self.commit()

    def _write(self, day: date) -> None:
        self.lineEdit().setText(_written(day))


class DayChooser(QWidget):
    """The field with the button that opens its calendar."""

    def __init__(self, looks: Looks, words: Words, icons: Icons) -> None:
        """Put the two beside each other."""
        super().__init__()
        self._looks, self._words, self._icons = looks, words, icons
        self.field, self.open = DayField(words), QToolButton(autoRaise=True)
        self.open.setIconSize(QSize(16, 16))
        self.today = date(1900, 1, 1)
        self.calendar: CalendarPopup | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.field)
        row.addWidget(self.open)
        self.open.clicked.connect(self.show_calendar)
        self.field.opened.connect(self.show_calendar)
        self.setFocusProxy(self.field)

    def retranslate(self) -> None:
        """Say everything again."""
        self.field.retranslate()
        self.open.setIcon(self._icons.icon("calendar-days"))
        self.open.setAccessibleName(self._words.text(msg("Choose a day from a calendar")))
        self.open.setToolTip(self._words.text(msg("Choose a day from a calendar (Alt+Down)")))

    def show_calendar(self) -> None:
        """Open the calendar under the field."""
        if self.calendar is None:
            self.calendar = CalendarPopup(self.field, self._looks, self._words)
            self.calendar.chosen.connect(self.field.choose)
        self.calendar.open_at(self.field.day, first=self.field.first, today=self.today)


def read_day(text: str) -> date | None:
    """The day a text is, in the person's own short or long format or as YYYY-MM-DD; None where it is none."""
    said = text.strip()
    for form in ("yyyy-MM-dd", *_forms()):
        day = QLocale().toDate(said, form)
        if day.isValid() and day.year() >= _FIRST_YEAR:
            return date(day.year(), day.month(), day.day())
    return None


_FIRST_YEAR = 1000


def _written(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), _forms()[0])


def _forms() -> list[str]:
    """The formats of the locale, the one days are written in first; its years have four digits."""
    short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    short = short if "yyyy" in short else short.replace("yy", "yyyy")
    plain = short.replace("dd", "d").replace("MM", "M")
    return [short, plain, QLocale().dateFormat(QLocale.FormatType.LongFormat), *_SPOKEN]


_SPOKEN = ("d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy")
"""As tables and messages write days."""
