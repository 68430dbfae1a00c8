"""Receiving seats from a peer account, and ending them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.i18n import msg, msgn
from desktop.views.billing.key_dialogs import KeyDialog, day_field, qt_day, read_day, seats_field
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from desktop.services.accounts.peer_shares import ShareAnswer


class ReceiveDialog(KeyDialog):
    """So many seats, from whom, and from which day on."""

    def __init__(self, parent: QWidget, around: Surroundings, today: date) -> None:
        """Begin with ten seats and today."""
        about = msg("Seats that another account shares with this one. They count as long as it shares them.")
        super().__init__(parent, around, msg("Receive seats"), msg("Receive"), about)
        self.owner, self.seats, self.day = QLineEdit(), seats_field(), day_field(today)
        self.day.setMaximumDate(qt_day(today))
        self.field(msg("From"), msg("The name of the account that shares them"), self.owner)
        self.field(msg("Seats"), msg("How many seats it shares"), self.seats)
        self.field(msg("Day"), msg("The day they are received, today at the latest"), self.day)
        self.owner.textChanged.connect(self._look)
        self.buttons.accepted.connect(self._receive)
        self._look()

    def _look(self) -> None:
        self.ok.setEnabled(bool(self.owner.text().strip()))

    def _receive(self) -> None:
        shares, owner, act_id = self.around.workspace.peer_shares, self.owner.text(), self.act_id
        seats, day = self.seats.value(), read_day(self.day)
        self.do(msg("Receive seats"), lambda: shares.receive(seats, owner, day, act_id))


class EndShareDialog(KeyDialog):
    """Which received seats end, and from which day on."""

    def __init__(
        self,
        parent: QWidget,
        around: Surroundings,
        today: date,
        shares: Sequence[ShareAnswer],
        chosen: ShareAnswer | None,
    ) -> None:
        """Begin with the chosen share and today."""
        about = msg("The seats no longer count from this day on. With nothing else in force, the account is Inactive.")
        super().__init__(parent, around, msg("End received seats"), msg("End"), about)
        self.share, self.day = QComboBox(), day_field(today)
        for one in shares:
            said = msgn("{n} seat from {owner}", "{n} seats from {owner}", n=one.seats, owner=one.owner)
            self.share.addItem(around.words.text(said), one.share)
        if chosen is not None:
            self.share.setCurrentIndex(max(0, self.share.findData(chosen.share)))
        self.day.setMaximumDate(qt_day(today))
        self.field(msg("Received seats"), msg("The seats that end"), self.share)
        self.field(msg("Day"), msg("The first day on which they no longer count, today at the latest"), self.day)
        self.buttons.accepted.connect(self._end)

    def _end(self) -> None:
        shares, share, day = self.around.workspace.peer_shares, self.share.currentData(), read_day(self.day)
        self.do(msg("End received seats"), lambda: shares.end(share, day, self.act_id))
