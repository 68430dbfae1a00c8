"""Why this amount? A derivation beside its amount, which it never covers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.explanation import Explanation, said
from desktop.domain.rulebook import rule_in_words, sources_in_words
from desktop.i18n import msg
from desktop.models.derivation import as_text, step_lines
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.letters import Hairline, Text, selection_soft
from desktop.views.widgets.looks import Looks, Role
from desktop.views.widgets.popup import Popup, beside
from desktop.views.widgets.roomy import Wrapped
from desktop.views.words import Words

_WIDTH = 560
_MOST_HEIGHT = 560
_LETTERS, _LINES = 80, 30
"""So wide, and so high at most, where letters are large."""
_GAP = 8
_MARGINS, _AROUND = 32, 150
"""Beside the words; and the title, the foot and the spaces above and below the steps."""


class Why(Popup):
    """The popover: steps, rule and source, Copy as text. Not modal; Esc gives the focus back to the amount."""

    def __init__(self, window: QWidget, looks: Looks, words: Words, icons: Icons) -> None:
        """Stay hidden inside the window until an amount is explained."""
        super().__init__(looks)
        self.setParent(window)
        self._home, self._window, self._words = window, window, words
        self._explanation: Explanation | None = None
        self._title = Text(looks, Role.SECTION)
        self._close, self._copy = QToolButton(autoRaise=True), QPushButton()
        self._close.setIconSize(QSize(16, 16))
        self._close.setIcon(icons.icon("x"))
        self._copy.setIcon(icons.icon("copy"))
        self._steps, self._column = QTreeWidget(), QVBoxLayout(self)
        self._rule, self._hint = Text(looks, Role.CAPTION, "text2", wrap=True), Text(looks, Role.CAPTION, "text3")
        self._build()
        self._close.clicked.connect(self.put_away)
        self._copy.clicked.connect(self.copy)
        words.changed.connect(self.put_away)
        self.hide()

    def explain(self, anchor: QWidget, explanation: Explanation) -> None:
        """Show the derivation beside the anchor."""
        self._anchor, self._explanation = anchor, explanation
        self._move_to(anchor.window())
        self._say(explanation)
        self.show()
        self.raise_()
        self._place(anchor)
        self._steps.setFocus(Qt.FocusReason.PopupFocusReason)

    def copy(self) -> None:
        """Put the derivation on the clipboard as plain text."""
        if self._explanation is not None:
            QGuiApplication.clipboard().setText(as_text(self._explanation, self._words.text, self._words.value))

    def _move_to(self, host: QWidget) -> None:
        """Stand in the dialog that the amount is in, else it would be behind it; leave before the dialog ends."""
        if host is self._window or not (host is self._home or isinstance(host, QDialog)):
            return
        self._window = host
        self.setParent(host)
        if isinstance(host, QDialog):
            host.finished.connect(self._go_home)

    def _go_home(self) -> None:
        self.hide()
        self._anchor = None
        self._move_to(self._home)

    def showEvent(self, event: QShowEvent) -> None:
        """Say to a screen reader what was opened."""
        super().showEvent(event)
        self.setAccessibleName(self._title.text())

    def _build(self) -> None:
        steps = self._steps
        steps.setColumnCount(3)
        steps.setAllColumnsShowFocus(True)
        steps.setRootIsDecorated(False)
        steps.setFrameShape(QFrame.Shape.NoFrame)
        steps.setIndentation(0)
        steps.setItemDelegate(Wrapped(steps, 1))
        steps.setWordWrap(True)
        steps.header().setSectionsMovable(False)
        steps.header().setStretchLastSection(False)
        steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head, foot, column = QHBoxLayout(), QHBoxLayout(), self._column
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        foot.addWidget(self._copy)
        foot.addStretch(1)
        foot.addWidget(self._hint)
        column.setContentsMargins(20, 12, 12, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(steps, 1)
        column.addWidget(Hairline(self._looks))
        column.addWidget(self._rule)
        column.addLayout(foot)
        self.setTabOrder(steps, self._copy)
        self.setTabOrder(self._copy, self._close)

    def _say(self, explanation: Explanation) -> None:
        words = self._words
        self._title.setText(words.text(msg("Why {amount}?", amount=words.value(said(explanation.value)))))
        self._steps.setHeaderLabels([words.text(one) for one in (msg("No."), msg("Step"), msg("Comes to"))])
        self._steps.setAccessibleName(words.text(msg("Steps of the derivation")))
        selection_soft(self._steps, self._looks)
        self._steps.clear()
        for line in step_lines(explanation):
            self._add(line.number, line.depth, line.step)
        header = self._steps.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        rules = sorted({line.rule for _, line in explanation.walk() if line.rule})
        sources = sorted({line.source for _, line in explanation.walk() if line.source})
        named = "; ".join(words.text(rule_in_words(rule)) for rule in rules)
        origin = "; ".join(dict.fromkeys(words.text(one) for name in sources for one in sources_in_words(name)))
        self._rule.setText(
            words.text(
                msg("{rules}. Source: {source}.", rules=named, source=origin)
                if origin
                else msg("{rules}.", rules=named)
            )
        )
        self._rule.setVisible(bool(rules))
        self._copy.setText(words.text(msg("Copy as text")))
        self._close.setToolTip(words.text(msg("Close")))
        self._close.setAccessibleName(words.text(msg("Close")))
        self._hint.setText(words.text(msg("Esc closes")))

    def _add(self, number: str, depth: int, step: Explanation) -> None:
        words = self._words
        value = "" if step.value is None else words.value(said(step.value))
        item = QTreeWidgetItem([number, "    " * depth + words.text(step.text), value])
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setTextAlignment(0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        lines = [words.text(step.text), *([words.text(rule_in_words(step.rule))] if step.rule else [])]
        item.setToolTip(1, "\n".join(lines))
        item.setForeground(0, self._looks.color("text2"))
        role = Role.BODY if number else Role.TOTAL
        for column in range(3):
            item.setFont(column, self._looks.font(role))
        self._steps.addTopLevelItem(item)
        if not number:
            self._steps.setCurrentItem(item)

    def _place(self, anchor: QWidget) -> None:
        """Below the anchor where there is room, else above; never over it."""
        area = self._window.rect()
        letters = self.fontMetrics()
        width = min(max(_WIDTH, _LETTERS * letters.averageCharWidth()), area.width() - 2 * _GAP)
        told = self._rule.heightForWidth(width - _MARGINS) if self._rule.isVisibleTo(self) else 0
        most = min(max(_MOST_HEIGHT, _LINES * letters.height()), area.height() - 2 * _GAP)
        # Only at its width it is known how many lines the steps take.
        self.resize(width, most)
        self._column.activate()
        self._steps.doItemsLayout()
        height = min(self._rows_height() + told + _AROUND, most)
        self.setGeometry(beside(anchor, self._window, QSize(width, height), gap=_GAP, left=width // 4))
        self._steps.scrollToBottom()

    def _rows_height(self) -> int:
        """How high the head and all steps are."""
        steps = self._steps
        items = [steps.topLevelItem(row) for row in range(steps.topLevelItemCount())]
        rows = (steps.visualItemRect(item).height() for item in items if item is not None)
        return steps.header().sizeHint().height() + sum(rows)
