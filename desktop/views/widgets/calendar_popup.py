"""A calendar that opens under a field: the locale's own first day of the week, a way to today, Esc to leave."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import msg
from desktop.views.widgets.looks import Looks
from desktop.views.widgets.popup import Popup, beside
from desktop.views.words import Words

_GAP = 2


class CalendarPopup(Popup):
    """Stands over the window until a day is `chosen`, Esc is pressed, or the person turns to something else."""

    chosen = Signal(object)

    def __init__(self, anchor: QWidget, looks: Looks, words: Words) -> None:
        """Closed at first; it opens under the anchor, which gets the focus back."""
        super().__init__(looks, anchor)
        self._program = _application()
        self._field, self._words, self._today = anchor, words, date(1900, 1, 1)
        self.days, self.today = QCalendarWidget(), QPushButton()
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        # The style's red for the end of the week is no warning here, and hard to read on a dark ground.
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.days.setWeekdayTextFormat(day, QTextCharFormat())
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.days)
        column.addWidget(self.today)
        self.days.activated.connect(self._choose)
        self.days.clicked.connect(self._choose)
        self.today.clicked.connect(lambda: self._take(self._today))
        words.changed.connect(self.hide)
        self.hide()

    def open_at(self, day: date, *, first: date, today: date) -> None:
        """Open with the day chosen; no day before the first can be."""
        self._today = today
        locale, text = QLocale(), self._words.text
        self.days.setLocale(locale)
        self.days.setFirstDayOfWeek(locale.firstDayOfWeek())
        self.days.setMinimumDate(_qt(first))
        self.days.setSelectedDate(_qt(day))
        self.days.setAccessibleName(text(msg("Calendar")))
        self.days.setAccessibleDescription(text(msg("Arrows move by days and weeks, Page Up and Page Down by months.")))
        self.setAccessibleName(self.days.accessibleName())
        self.today.setText(text(msg("Today")))
        window = self._field.window()
        self.setParent(window)
        self.adjustSize()
        self.setGeometry(beside(self._field, window, self.size(), gap=_GAP))
        self.show()
        self.raise_()
        self.days.setFocus(Qt.FocusReason.PopupFocusReason)
        self._program.installEventFilter(self)

    def hide(self) -> None:
        """Hide, and listen no longer to what happens elsewhere."""
        self._program.removeEventFilter(self)
        super().hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever clicks beside it, or moves the focus on, has done with it."""
        if isinstance(event, QMouseEvent):
            beside = not self.rect().contains(self.mapFromGlobal(event.globalPosition().toPoint()))
            done = event.type() == QEvent.Type.MouseButtonPress and beside
        else:
            done = event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget) and self._is_beside(watched)
        if done:
            self.hide()
        return super().eventFilter(watched, event)

    def _is_beside(self, widget: QWidget) -> bool:
        return widget is not self and not self.isAncestorOf(widget) and widget.window() is self.window()

    def _choose(self, day: QDate) -> None:
        self._take(date(day.year(), day.month(), day.day()))

    def _take(self, day: date) -> None:
        self.put_away()
        self.chosen.emit(day)


def _application() -> QCoreApplication:
    """The program, which sees every event before it is handled."""
    program = QCoreApplication.instance()
    if program is None:
        raise RuntimeError("a widget was made before its program")
    return program


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
