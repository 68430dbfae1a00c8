"""Why this amount? A derivation beside its amount, which it never covers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QShowEvent
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

from desktop.domain.explanation import Explanation
from desktop.domain.rulebook import rule_in_words, sources_in_words
from desktop.i18n import msg
from desktop.models.derivation import as_text, result, shown, step_lines
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.letters import Ground, Hairline, Text, selection_soft
from desktop.views.widgets.looks import Looks, Role
from desktop.views.widgets.roomy import ROOM, Roomy
from desktop.views.words import Words

_WIDTH = 560
_MOST_HEIGHT = 560
_GAP = 8
_MARGINS, _AROUND = 32, 150
"""Beside the words; and the title, the foot and the spaces above and below the steps."""


class Why(Ground):
    """The popover: steps, rule and source, Copy as text. Not modal; Esc gives the focus back to the amount."""

    def __init__(self, window: QWidget, looks: Looks, words: Words, icons: Icons) -> None:
        """Stay hidden inside the window until an amount is explained."""
        super().__init__(looks, "base")
        self.setParent(window)
        self._home, self._window, self._looks, self._words = window, window, looks, words
        self._anchor: QWidget | None = None
        self._explanation: Explanation | None = None
        self._title = Text(looks, Role.SECTION)
        self._close, self._copy = QToolButton(autoRaise=True), QPushButton()
        self._close.setIconSize(QSize(16, 16))
        self._close.setIcon(icons.icon("x"))
        self._copy.setIcon(icons.icon("copy"))
        self._steps = QTreeWidget()
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

    def put_away(self) -> None:
        """Hide, and give the focus back to the amount."""
        if self.isVisible():
            self.hide()
            if self._anchor is not None:
                self._anchor.setFocus(Qt.FocusReason.PopupFocusReason)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge that sets it off from the page."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._looks.color("strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

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
        steps.setItemDelegate(Roomy(steps))
        steps.setWordWrap(True)
        steps.header().setSectionsMovable(False)
        steps.header().setStretchLastSection(False)
        steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head, foot, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
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
        self._title.setText(words.text(msg("Why {amount}?", amount=words.value(result(explanation)))))
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
        said = "; ".join(words.text(rule_in_words(rule)) for rule in rules)
        origin = "; ".join(dict.fromkeys(words.text(one) for name in sources for one in sources_in_words(name)))
        self._rule.setText(
            words.text(
                msg("{rules}. Source: {source}.", rules=said, source=origin) if origin else msg("{rules}.", rules=said)
            )
        )
        self._rule.setVisible(bool(rules))
        self._copy.setText(words.text(msg("Copy as text")))
        self._close.setToolTip(words.text(msg("Close")))
        self._close.setAccessibleName(words.text(msg("Close")))
        self._hint.setText(words.text(msg("Esc closes")))

    def _add(self, number: str, depth: int, step: Explanation) -> None:
        words = self._words
        value = "" if step.value is None else words.value(shown(step.value))
        item = QTreeWidgetItem([number, "    " * depth + words.text(step.text), value])
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setTextAlignment(0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        said = [words.text(step.text), *([words.text(rule_in_words(step.rule))] if step.rule else [])]
        item.setToolTip(1, "\n".join(said))
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
        rows = (self._steps.topLevelItemCount() + 1) * (self.fontMetrics().height() + ROOM)
        width = min(_WIDTH, area.width() - 2 * _GAP)
        told = self._rule.heightForWidth(width - _MARGINS) if self._rule.isVisibleTo(self) else 0
        height = min(rows + told + _AROUND, _MOST_HEIGHT, area.height() - 2 * _GAP)
        at = anchor.mapTo(self._window, QPoint(0, 0))
        below = at.y() + anchor.height() + _GAP
        top = below if below + height <= area.height() - _GAP else at.y() - height - _GAP
        left = min(max(at.x() - width // 4, _GAP), area.width() - width - _GAP)
        self.setGeometry(left, max(_GAP, top), width, height)
        self._steps.scrollToBottom()
