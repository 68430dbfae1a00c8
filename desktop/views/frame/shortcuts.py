"""Every shortcut on one page, from the declared actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import Message, msg
from desktop.views.action import Action
from desktop.views.desk import Tools
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.widgets.looks import Role

_SIZE = (560, 600)


class Shortcuts(QDialog):
    """A list of keys by where they work."""

    def __init__(self, parent: QWidget, tools: Tools, groups: Sequence[tuple[Message, Sequence[Action]]]) -> None:
        """List the actions that have keys."""
        super().__init__(parent)
        words = tools.words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.text(msg("Keyboard shortcuts")))
        self.resize(*_SIZE)
        self.list = QTreeWidget()
        self.list.setHeaderLabels([words.text(msg("What")), words.text(msg("Shortcut"))])
        self.list.setAccessibleName(words.text(msg("Keyboard shortcuts")))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        for title, actions in groups:
            self._add(tools, title, [action for action in actions if action.shortcut])
        self.list.expandAll()
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        column.addWidget(buttons)

    def _add(self, tools: Tools, title: Message, actions: Sequence[Action]) -> None:
        if not actions:
            return
        head = QTreeWidgetItem([tools.words.text(title), ""])
        head.setFont(0, tools.looks.font(Role.SECTION))
        self.list.addTopLevelItem(head)
        for action in actions:
            keys = QKeySequence(action.shortcut or "").toString(QKeySequence.SequenceFormat.NativeText)
            head.addChild(QTreeWidgetItem([tools.words.text(action.text), keys]))
