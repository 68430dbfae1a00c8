"""First start: the doors, the stores opened before, language and appearance."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import Message, msg
from desktop.views.desk import Tools
from desktop.views.frame.message_bar import MessageBar
from desktop.views.preferences.tastes import LanguageChoice, ThemeChoice
from desktop.views.start.doors import Door, PlainDoor
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role

_QUESTIONS = (
    (msg("What do we have?"), msg("Billing")),
    (msg("Who used it, month by month?"), msg("Monthly Usage")),
    (msg("Why this number?"), msg("“=” beside it, or Ctrl+I")),
    (msg("Who changed what, and can I take it back?"), msg("History")),
    (msg("Can I have it as a file?"), msg("Download Detailed Report")),
)
_RECENT_SHOWN = 5


class Welcome(Ground):
    """The doors into the program. Nothing is asked for before a choice."""

    demo = Signal()
    own = Signal()
    chosen = Signal(str)

    def __init__(self, tools: Tools) -> None:
        """Show the doors; nothing is read yet."""
        super().__init__(tools.looks, "base")
        self._tools = tools
        looks = tools.looks
        self.messages = MessageBar(looks, tools.words, tools.icons)
        self._name, self._about = Text(looks, Role.RESULT), Text(looks, Role.BODY, "text2", wrap=True)
        self._mark = QLabel()
        self._demo, self._own = Door(looks), Door(looks)
        self._existing = PlainDoor(looks)
        self._recent_title = Text(looks, Role.SECTION)
        self._recent = QVBoxLayout()
        self._answers, self._offline = Text(looks, Role.SECTION), Text(looks, Role.CAPTION, "text2", wrap=True)
        self._pairs = [(question, where, Text(looks), Text(looks, color="text2")) for question, where in _QUESTIONS]
        self._language, self._theme = LanguageChoice(tools), ThemeChoice(tools)
        self._build()
        self._demo.clicked.connect(self.demo)
        self._own.clicked.connect(self.own)
        self._existing.clicked.connect(self.ask_for_store)
        self.retranslate()

    def focus_first(self) -> None:
        """The demo is one Enter away."""
        self._demo.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """2 is the second door; Enter opens the one with the focus."""
        if event.key() == Qt.Key.Key_2:
            self.own.emit()
        else:
            super().keyPressEvent(event)

    def ask_for_store(self) -> None:
        """Choose a store's file."""
        title = self._tools.words.text(msg("Open an existing workspace"))
        kinds = self._tools.words.text(msg("Seatwise workspaces (*.db);;All files (*)"))
        start = str(self._tools.folders.data)
        chosen, _ = QFileDialog.getOpenFileName(self, title, start, kinds)
        if chosen:
            self.chosen.emit(chosen)

    def retranslate(self) -> None:
        """Say everything again."""
        tools, text = self._tools, self._tools.words.text
        self._mark.setPixmap(tools.icons.pixmap("armchair", "accent", 32, self.devicePixelRatioF()))
        self._name.setText("Seatwise")
        self._about.setText(text(msg("What you have, who used it, why this number, and what it was before.")))
        _door(
            self._demo,
            text(msg("Open the demo workspace")),
            text(msg("A year and a half of keys, usage and closed months, marked as demo data.")),
        )
        _door(
            self._own,
            text(msg("Start with my own data")),
            text(msg("Name the account, then import a usage file. Nothing leaves this computer.")),
        )
        self._demo.setIcon(tools.icons.icon("flask-conical", "accent"))
        self._own.setIcon(tools.icons.icon("folder-plus", "accent"))
        self._existing.setText(text(msg("Open an existing workspace…")))
        self._existing.setIcon(tools.icons.icon("folder-open", "accent"))
        self._answers.setText(text(msg("Five questions, five places")))
        for question, where, left, right in self._pairs:
            left.setText(text(question))
            right.setText(text(where))
        self._offline.setText(text(msg("Works offline. No account, license or network is needed.")))
        self._language.retranslate()
        self._theme.retranslate()
        self._list_recent()

    def _list_recent(self) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        kept = [one for one in self._tools.settings.current.recent if "://" in one or Path(one).exists()]
        self._recent_title.setText(self._tools.words.text(msg("Opened before")))
        self._recent_title.setVisible(bool(kept))
        for place in kept[:_RECENT_SHOWN]:
            button = PlainDoor(self._tools.looks)
            button.setIcon(self._tools.icons.icon("hard-drive"))
            account = self._tools.settings.current.names.get(place)
            button.setText(f"{Path(place).name} – {account}" if account else Path(place).name)
            button.setToolTip(place)
            button.setAccessibleDescription(self._tools.words.text(msg("Open {place}", place=place)))
            button.clicked.connect(partial(self.chosen.emit, place))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _build(self) -> None:
        doors, places = QWidget(), Ground(self._tools.looks, "pane")
        self._build_doors(QVBoxLayout(doors))
        self._build_places(QVBoxLayout(places))
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(doors)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(scroll, 56)
        halves.addWidget(Hairline(self._tools.looks, standing=True))
        halves.addWidget(places, 44)
        foot = Ground(self._tools.looks, "window")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(12)
        row.addWidget(self._language)
        row.addWidget(self._theme)
        row.addWidget(self._offline, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addLayout(halves, 1)
        column.addWidget(Hairline(self._tools.looks, color="border"))
        column.addWidget(foot)

    def _build_doors(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark)
        head.addWidget(self._name, 1)
        column.setContentsMargins(96, 32, 64, 32)
        column.setSpacing(12)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addSpacing(16)
        for door in (self._demo, self._own):
            door.setIconSize(QSize(26, 26))
            column.addWidget(door)
        column.addSpacing(4)
        column.addWidget(self._existing, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        column.addStretch(2)

    def _build_places(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(56, 32, 56, 32)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(self._answers)
        for _, _, left, right in self._pairs:
            column.addWidget(Hairline(self._tools.looks))
            row = QHBoxLayout()
            row.addWidget(left, 1)
            row.addWidget(right)
            column.addLayout(row)
        column.addStretch(2)


def _door(button: QCommandLinkButton, text: str, description: str) -> None:
    button.setText(text)
    button.setDescription(description)
    button.setAccessibleName(text)
    button.setAccessibleDescription(description)


def fault_of_start(place: str, reason: Message) -> Message:
    """What is said when a store could not be opened."""
    return msg("{name} was not opened. {reason}", name=Path(place).name, reason=reason)
