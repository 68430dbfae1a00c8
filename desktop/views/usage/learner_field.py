"""A field for a learner's identifier, with those it could be; and one for a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.i18n import msg
from desktop.services.usage.learners import LearnerName
from desktop.views.desk import Surroundings

_TYPING_MILLISECONDS = 200


class LearnerField(QLineEdit):
    """Finds learners by any part of identifier, name or e-mail address while a person types."""

    def __init__(self, surroundings: Surroundings, find: Callable[[str], list[LearnerName]]) -> None:
        """Begin empty."""
        super().__init__()
        self._surroundings, self._find = surroundings, find
        self._known: dict[str, str] = {}
        words = surroundings.words
        self.setPlaceholderText(words.text(msg("Name, e-mail address or identifier")))
        self.setAccessibleDescription(words.text(msg("Type a part of it; Down shows the people it fits.")))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MILLISECONDS)
        self._typing.timeout.connect(self._look)
        self.textEdited.connect(self._typing.start)

    def identifier(self) -> str:
        """The identifier chosen, or what was typed."""
        typed = self.text().strip()
        return self._known.get(typed, typed)

    def _look(self) -> None:
        typed, find = self.text().strip(), self._find
        if len(typed) >= 2:
            self._surroundings.jobs.read(msg("Find learners"), lambda _: find(typed), self._offer)

    def _offer(self, found: list[LearnerName]) -> None:
        self._known |= {one.shown: one.identifier for one in found}
        self._names.setStringList([one.shown for one in found])
        if found and self.hasFocus() and self.completer() is not None:
            self.completer().complete()


class ReasonField(QLineEdit):
    """Why somebody never counts."""

    def __init__(self, surroundings: Surroundings) -> None:
        """Begin empty."""
        super().__init__()
        words = surroundings.words
        self.setAccessibleName(words.text(msg("Why")))
        self.setAccessibleDescription(words.text(msg("Kept in the journal")))
        self.setPlaceholderText(words.text(msg("For example: test account")))
