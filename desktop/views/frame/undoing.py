"""Undo and redo of this session's acts, naming what they undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.i18n import Message, msg
from desktop.models.session_undo import Step, Steps, steps
from desktop.views.desk import EVERYTHING, Surroundings

_LOOKED_AT = 60


class Undoing(QObject):
    """Knows the next step back and forward; `changed` when they are others."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Nothing to undo before a workspace is open."""
        super().__init__(parent)
        self._around: Surroundings | None = None
        self._steps = Steps()

    def attend(self, around: Surroundings | None) -> None:
        """Look after this workspace from now on."""
        self._around, self._steps = around, Steps()
        self.look()

    def look(self) -> None:
        """Read the journal's newest entries again."""
        around = self._around
        if around is not None and around.workspace.context.acts:
            workspace = around.workspace
            around.jobs.read(
                msg("Read the journal"),
                lambda _step: steps(workspace.history.list(limit=_LOOKED_AT), workspace.context.acts),
                self._take,
            )
        else:
            self.changed.emit()

    @property
    def back(self) -> Step | None:
        """What undo takes back."""
        return self._steps.back

    @property
    def forward(self) -> Step | None:
        """What redo brings back."""
        return self._steps.forward

    def undo(self) -> None:
        """Take the step back."""
        if self.back is not None:
            self._do(msg("Undo {act}", act=self.back.verb), self.back)

    def redo(self) -> None:
        """Take the step forward."""
        if self.forward is not None:
            self._do(msg("Redo {act}", act=self.forward.verb), self.forward)

    def _do(self, title: Message, step: Step) -> None:
        around = self._around
        if around is not None:
            history, act_id = around.workspace.history, around.workspace.context.ids.new()
            around.jobs.run(
                title, lambda _step: history.undo(step.entry, act_id), lambda _: around.announce(EVERYTHING)
            )

    def _take(self, found: Steps) -> None:
        self._steps = found
        self.changed.emit()
