"""Deactivating: confirmed by the account's name, and always done today."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.i18n import msg
from desktop.views.billing.key_dialogs import KeyDialog
from desktop.views.desk import Kind, Surroundings

if TYPE_CHECKING:
    from desktop.views.leaving.reading import Leave


class ConfirmDialog(KeyDialog):
    """Deactivating asks for the account's name; exactly the fee that was shown of today is confirmed."""

    wrote = frozenset({Kind.ACCOUNT, Kind.ORDERS})

    def __init__(self, parent: QWidget, around: Surroundings, leave: Leave, done: Callable[[], None]) -> None:
        """Ask for the name."""
        self._name, self._fee = leave.account.name, leave.preview.fee
        about = msg(
            "Deactivating {name} today, {day}, costs {fee}. Type the account’s name to confirm it.",
            name=self._name,
            day=leave.preview.on,
            fee=self._fee,
        )
        super().__init__(parent, around, msg("Deactivate Account"), msg("Deactivate Account"), about)
        self.typed = QLineEdit()
        self.field(msg("Account Name"), msg("Exactly as it is written above"), self.typed)
        self.typed.textChanged.connect(self._look)
        self.accepted.connect(done)
        self.buttons.accepted.connect(self._deactivate)
        self._look()

    def _look(self) -> None:
        self.ok.setEnabled(self.typed.text().strip() == self._name)

    def _deactivate(self) -> None:
        deactivations, act_id, fee = self.around.workspace.deactivations, self.act_id, self._fee
        self.do(msg("Deactivate the account"), lambda: deactivations.deactivate(act_id, fee))
