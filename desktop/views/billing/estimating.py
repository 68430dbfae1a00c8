"""Works out what an order would cost while its number of users and its country are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.i18n import msg
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from desktop.services.orders.estimates import EstimateAnswer

_SETTLE_MILLISECONDS = 150
Wanted = tuple[int, str | None]
"""The users and the country that an estimate is of."""


class Estimating(QObject):
    """Only the newest question is answered: `found` with the estimate, `refused` with why there is none."""

    found, refused = Signal(object), Signal(object)

    def __init__(self, parent: QObject, around: Surroundings, wanted: Callable[[], Wanted]) -> None:
        """Ask for what `wanted` says at the moment."""
        super().__init__(parent)
        self._around, self._wanted = around, wanted
        self._asked = 0
        self._of: Wanted | None = None
        self.estimate: EstimateAnswer | None = None
        self.settle = QTimer(self, singleShot=True, interval=_SETTLE_MILLISECONDS)
        self.settle.timeout.connect(self.ask)

    @property
    def holds(self) -> bool:
        """Whether what was worked out is of what is typed now."""
        return self._of == self._wanted()

    def ask(self) -> None:
        """Work it out now."""
        self._asked += 1
        asked, wanted = self._asked, self._wanted()
        estimates = self._around.workspace.estimates

        def show(estimate: EstimateAnswer) -> None:
            if asked == self._asked:
                self.estimate, self._of = estimate, wanted
                self.found.emit(estimate)

        self._around.jobs.read(
            msg("Estimate an order"),
            lambda _step: estimates.estimate(*wanted),
            show,
            lambda refusal: self.refused.emit(refusal) if asked == self._asked else None,
        )
