"""The pane at the right: overall usage, the imported files, and what nothing maps yet."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import Message, msg, msgn
from desktop.models.sources import SourcesModel, UnmappedModel
from desktop.services.usage.page import UsagePage
from desktop.services.usage.source_answers import SourceAnswer
from desktop.views.desk import Surroundings
from desktop.views.usage.months import span_name
from desktop.views.usage.source_list import FlatList, SourceList, UnmappedList
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role

_SIDE = 24
WIDTH = 368


class Side(Ground):
    """Tells what a person wants done; does nothing itself."""

    import_wanted = Signal()
    details_wanted = Signal(object)
    remove_wanted = Signal(object)
    back_wanted = Signal(object)
    map_wanted = Signal(object)

    def __init__(self, surroundings: Surroundings) -> None:
        """Show nothing yet."""
        super().__init__(surroundings.looks, "pane")
        self._surroundings = surroundings
        self._page: UsagePage | None = None
        words, looks = surroundings.words, surroundings.looks
        self.sources_model = SourcesModel(words.translator, self)
        self.unmapped_model = UnmappedModel(words.translator, self)
        self.sources = SourceList(self.sources_model, looks, surroundings.icons)
        self.unmapped = UnmappedList(self.unmapped_model, looks)
        self.overall = _Overall(surroundings)
        self.add = QPushButton()
        self.removed = QToolButton()
        self.unmapped_title, self.unmapped_rows = Text(looks, Role.SECTION), Text(looks, Role.CAPTION, "warn")
        self.sources_title = Text(looks, Role.SECTION)
        self.unmapped_part = QWidget()
        self.area = QScrollArea()
        self._build()
        self._connect()

    def show_page(self, page: UsagePage) -> None:
        """Show the files and numbers of this page."""
        self._page = page
        translator = self._surroundings.words.translator
        self.overall.show_page(page)
        self.sources_model.show(page.sources, page.zone, translator, removed=self.removed.isChecked())
        self.unmapped_model.show(page.sources, translator)
        self.removed.setVisible(any(one.removed for one in page.sources))
        self.sources.fit()
        self.unmapped.fit()
        rows = self.unmapped_model.total
        self.unmapped_part.setVisible(bool(rows))
        self.unmapped_rows.setText(self._surroundings.words.text(msgn("{n} row", "{n} rows", n=rows)))

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._surroundings.words.text
        self.sources_title.setText(text(msg("Imported sources")))
        self.unmapped_title.setText(text(msg("Unmapped activities")))
        self.add.setText(text(msg("Import…")))
        self.add.setIcon(self._surroundings.icons.icon("plus"))
        self.add.setAccessibleName(text(msg("Import activity files")))
        kept = self._surroundings.only_read()
        self.add.setEnabled(kept is None)
        self.add.setToolTip(text(kept or msg("Import activity files")))
        self.removed.setText(text(msg("Show removed files")))
        self.removed.setAccessibleName(self.removed.text())
        self.sources.setAccessibleName(text(msg("Imported sources")))
        described = msg("Enter shows how a file was read, Delete takes it back.")
        self.sources.setAccessibleDescription(text(described))
        self.unmapped.setAccessibleName(text(msg("Unmapped activities")))
        self.unmapped.setAccessibleDescription(text(msg("Enter opens the map for an action.")))
        self.unmapped.call = text(msg("Map…"))
        self.area.setAccessibleName(text(msg("Overall usage and sources")))
        self.overall.retranslate()
        if self._page is not None:
            self.show_page(self._page)

    def _build(self) -> None:
        looks = self._surroundings.looks
        inside = Ground(looks, "pane")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 16, 0, 16)
        box.setSpacing(0)
        box.addWidget(self.overall)
        box.addSpacing(12)
        box.addWidget(self.unmapped_part)
        box.addLayout(_line(self.sources_title, self.add))
        box.addWidget(self.sources)
        box.addLayout(_line(self.removed))
        box.addStretch(1)
        part = QVBoxLayout(self.unmapped_part)
        part.setContentsMargins(0, 0, 0, 0)
        part.setSpacing(0)
        part.addLayout(_line(self.unmapped_title, self.unmapped_rows))
        part.addWidget(self.unmapped)
        part.addSpacing(12)
        self.removed.setCheckable(True)
        self.removed.setAutoRaise(True)
        self.removed.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add.setFlat(True)
        self.add.setIconSize(QSize(16, 16))
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Hairline(looks, standing=True))
        outer.addWidget(self.area)
        self.setMinimumWidth(344)

    def _connect(self) -> None:
        self.add.clicked.connect(self.import_wanted)
        self.removed.toggled.connect(lambda _: self._again())
        self.sources.opened.connect(lambda row: self.details_wanted.emit(self.sources_model.source(row)))
        self.sources.removed.connect(self._remove)
        self.sources.wanted_menu.connect(self._source_menu)
        self.unmapped.opened.connect(lambda row: self.map_wanted.emit(self.unmapped_model.action(row)))
        self.unmapped.wanted_menu.connect(self._unmapped_menu)
        for view in (self.sources, self.unmapped):
            view.selectionModel().currentChanged.connect(lambda now, _before, view=view: self._follow(view, now))

    def _again(self) -> None:
        if self._page is not None:
            self.show_page(self._page)

    def _remove(self, row: int) -> None:
        source = self.sources_model.source(row)
        if source is not None and not source.removed:
            self.remove_wanted.emit(source)

    def _follow(self, view: FlatList, index: QModelIndex) -> None:
        """Scroll the pane to the current row."""
        rect = view.visualRect(index)
        inside = self.area.widget()
        if inside is not None and view.hasFocus():
            place = view.mapTo(inside, rect.center())
            self.area.ensureVisible(place.x(), place.y(), 0, rect.height())

    def _source_menu(self, row: int, place: object) -> None:
        source = self.sources_model.source(row)
        if source is not None:
            _shown_at(self._menu_of(source), place)

    def _menu_of(self, source: SourceAnswer) -> QMenu:
        text = self._surroundings.words.text
        menu = QMenu(self)
        menu.addAction(text(msg("How it was read…")), lambda: self.details_wanted.emit(source))
        if source.removed:
            menu.addAction(text(msg("Bring back")), lambda: self.back_wanted.emit(source))
        else:
            menu.addAction(text(msg("Remove {file}…", file=source.file)), lambda: self.remove_wanted.emit(source))
        return menu

    def _unmapped_menu(self, row: int, place: object) -> None:
        action = self.unmapped_model.action(row)
        menu = QMenu(self)
        menu.addAction(self._surroundings.words.text(msg("Map…")), lambda: self.map_wanted.emit(action))
        _shown_at(menu, place)


class _Overall(QWidget):
    """Overall Usage: distinct people, not the billed sum."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._surroundings = surroundings
        looks = surroundings.looks
        self._heads = Text(looks, Role.SECTION), Text(looks, Role.CAPTION, "text2")
        self._lines = [(Text(looks), Text(looks, Role.BODY)) for _ in range(3)]
        grid = QGridLayout(self)
        grid.setContentsMargins(_SIDE, 0, _SIDE, 0)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        head = QHBoxLayout()
        head.addWidget(self._heads[0])
        head.addStretch(1)
        head.addWidget(self._heads[1])
        grid.addLayout(head, 0, 0, 1, 2)
        grid.addWidget(Hairline(looks), 1, 0, 1, 2)
        for row, (name, number) in enumerate(self._lines, 1):
            grid.addWidget(name, 2 * row, 0)
            grid.addWidget(number, 2 * row, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Hairline(looks), 2 * row + 1, 0, 1, 2)

    def show_page(self, page: UsagePage) -> None:
        """The three numbers of the months shown."""
        words = self._surroundings.words
        self._heads[1].setText(span_name(page.span, words))
        month = words.month(page.today, style="MMMM y")
        rows: list[tuple[Message, int]] = [
            (msg("Total active users"), page.overall.total_active),
            (msg("Active in {month}", month=month), page.overall.active_this_month),
            (msg("Not yet enrolled in any course"), page.overall.not_enrolled),
        ]
        for (name, number), (said, count) in zip(self._lines, rows, strict=True):
            name.setText(words.text(said))
            number.setText(words.value(count))
            number.setAccessibleName(f"{words.text(said)}: {words.value(count)}")

    def retranslate(self) -> None:
        """The title."""
        self._heads[0].setText(self._surroundings.words.text(msg("Overall Usage")))


def _line(first: QWidget, last: QWidget | None = None) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(_SIDE, 4, _SIDE - 8 if isinstance(last, QPushButton) else _SIDE, 4)
    line.addWidget(first)
    line.addStretch(1)
    if last is not None:
        line.addWidget(last)
    return line


def _shown_at(menu: QMenu, place: object) -> None:
    menu.exec(place)  # type: ignore[call-overload]
    menu.deleteLater()
