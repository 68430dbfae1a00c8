"""A number with its reason one keystroke away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.domain.explanation import Explanation
from desktop.i18n import Message, Value, msg
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

WHY_SHORTCUT = "Ctrl+I"
_NEVER_CUT = 14
"""Letters of a number that are never cut; longer ones give way, so that several stand side by side."""


class Amount(QWidget):
    """A number, the small "=" that explains it, and its label below."""

    def __init__(self, around: Surroundings, role: Role = Role.METRIC) -> None:
        """Begin with an empty amount, which has no reason."""
        super().__init__()
        self._around = around
        self._explanation: Explanation | None = None
        self._number, self._caption = Text(around.looks, role), Text(around.looks, Role.CAPTION, "text2", wrap=True)
        self._why = QToolButton(autoRaise=True)
        self._why.setIconSize(QSize(12, 12))
        self._why.setIcon(around.icons.icon("equal"))
        self._why.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._why.clicked.connect(self.explain_here)
        line = self._line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._number)
        line.addWidget(self._why, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._caption)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.show_amount(None, msg("–"))

    def show_amount(self, value: Value, caption: Message, explanation: Explanation | None = None) -> None:
        """Show a value under its label; without an explanation there is no "="."""
        words = self._around.words
        number, label = words.value(value), words.text(caption)
        self._explanation = explanation
        self._number.setText(number)
        # In a narrow window the label takes a second line; both are told in full.
        letter = self._number.fontMetrics().horizontalAdvance("0")
        self._number.setMinimumWidth(0)
        self._number.setMinimumWidth(min(self._number.sizeHint().width(), _NEVER_CUT * letter))
        self._caption.setText(label)
        for part in (self._number, self._caption):
            part.setToolTip(f"{number} {label}")
        self._why.setVisible(explanation is not None)
        self._why.setAccessibleName(words.text(msg("Why {amount} ({label})?", amount=number, label=label)))
        keys = QKeySequence(WHY_SHORTCUT).toString(QKeySequence.SequenceFormat.NativeText)
        self._why.setToolTip(words.text(msg("Why this amount? ({shortcut})", shortcut=keys)))
        self.setAccessibleName(f"{number} {label}")

    def sizeHint(self) -> QSize:
        """As wide as its number and the whole of its label in one line."""
        hint, margin = super().sizeHint(), 4
        label = self._caption.fontMetrics().horizontalAdvance(self._caption.text()) + margin
        return QSize(max(self._line.sizeHint().width(), label), hint.height())

    def color(self, token: str) -> None:
        """Write the number in another colour."""
        self._number.color(token)

    @property
    def button(self) -> QToolButton:
        """The small "=", which takes the keyboard."""
        return self._why

    def explained(self) -> bool:
        """Whether the number has a reason to show."""
        return self._explanation is not None

    def explain_here(self) -> None:
        """Open "Why this amount?" beside the number."""
        if self._explanation is not None:
            self._around.explain(self._why, self._explanation)


def explainable(dialog: QDialog) -> None:
    """Let Ctrl+I explain in a dialog too: the window's own shortcut sleeps while one is open."""

    def explain() -> None:
        found = explainer(QApplication.focusWidget(), dialog)
        if found is not None:
            found()

    QShortcut(QKeySequence(WHY_SHORTCUT), dialog, explain)


def explainer(focused: QWidget | None, page: QWidget | None) -> Callable[[], None] | None:
    """What explains the amount a person means: the one with the focus, else the first one on the page."""
    widget = focused
    while widget is not None:
        explain = getattr(widget, "explain_here", None)
        if callable(explain):
            found: Callable[[], None] = explain
            return found
        widget = widget.parentWidget()
    amounts = page.findChildren(Amount) if page is not None else []
    return next((one.explain_here for one in amounts if one.isVisible() and one.explained()), None)
