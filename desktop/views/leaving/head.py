"""The head of the Deactivate page: the way back, the day that is looked at, and three numbers that the page scrolls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import msg
from desktop.services.leaving.words import ASSUMED, PREVIEW
from desktop.views.amounts import Amount
from desktop.views.billing.links import LinkButton
from desktop.views.desk import Surroundings
from desktop.views.widgets.flow import SideBySide
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.services.leaving.answers import PreviewAnswer


class LeavingHead(QWidget):
    """`back.clicked` leads to Billing, `today_wanted` from a later day to today."""

    today_wanted = Signal()

    def __init__(self, around: Surroundings) -> None:
        """Show no preview yet."""
        super().__init__()
        self._around = around
        looks = around.looks
        self.back, self.crumb = LinkButton(around), Text(looks, Role.NAME)
        self.mark = Text(looks, color="text2", wrap=True)
        self.fee, self.until, self.price = (Amount(around, Role.RESULT) for _ in range(3))
        self.later = _LaterDay(around)
        self.later.today.clicked.connect(self.today_wanted)
        self.numbers = SideBySide((self.fee, self.until, self.price), spacing=32, margins=(24, 12, 24, 12))
        self._build()

    def show_preview(self, preview: PreviewAnswer) -> None:
        """Say what leaving on its day costs, how long access is paid for, and what is dearer afterwards."""
        text = self._around.words.text
        self.back.say(text(msg("Billing")), text(msg("Back to Billing; nothing is changed")))
        self.crumb.setText(text(msg("Deactivate Account")))
        self.mark.setText(text(PREVIEW))
        self.later.show_preview(preview)
        said = msg("early termination fee, if you deactivate today")
        if preview.later:
            said = msg("early termination fee, if you deactivate on {day}", day=preview.on)
        self.fee.show_amount(preview.fee, said, preview.explanation)
        self.until.show_amount(preview.paid_until - timedelta(days=1), msg("last day of paid access"))
        self._show_price(preview)

    def _show_price(self, preview: PreviewAnswer) -> None:
        """The price that is lost with the orders; without one, what new orders will cost from a day on."""
        self.price.setVisible(bool(preview.endings and (preview.lost or preview.dearer)))
        if preview.lost:
            one = preview.lost[0]
            said = msg("price you lose; new orders cost {price}", price=one.price_now)
            self.price.show_amount(one.unit_price, said, one.explanation)
        elif preview.dearer is not None and preview.endings:
            kept = min((one.unit_price for one in preview.endings), key=lambda one: one.exact)
            said = msg(
                "price your orders keep; new ones cost {price} from {day} on",
                day=preview.dearer.starts_on,
                price=preview.dearer.unit_price,
            )
            self.price.show_amount(kept, said, preview.dearer.explanation)

    def _build(self) -> None:
        looks = self._around.looks
        crumbs = QHBoxLayout()
        crumbs.setContentsMargins(16, 6, 24, 6)
        crumbs.setSpacing(8)
        arrow = Text(looks, color="text3")
        arrow.setText("/")
        for widget in (self.back, arrow, self.crumb):
            crumbs.addWidget(widget)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        crumbs.addWidget(self.mark, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(crumbs)
        column.addWidget(Hairline(looks))
        column.addWidget(self.later)


class _LaterDay(Ground):
    """Says that a later day is looked at, and leads back to today."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around.looks, "warn_soft")
        self._around = around
        self._icon = QLabel()
        self.said = Text(around.looks, Role.NAME, "warn", wrap=True)
        self.today = QPushButton()
        self.today.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.said, 1)
        row.addWidget(self.today)
        self.hide()

    def show_preview(self, preview: PreviewAnswer) -> None:
        """Show itself where the day is later than today."""
        text = self._around.words.text
        self._icon.setPixmap(self._around.icons.pixmap("calendar-days", "warn", 16, self.devicePixelRatioF()))
        said = msg(
            "Looking at {day}, a later day: the fee is {fee} then. {assumed} Deactivating always happens today.",
            day=preview.on,
            fee=preview.fee,
            assumed=ASSUMED,
        )
        self.said.setText(text(said) if preview.later else "")
        self.setAccessibleName(self.said.text())
        self.today.setText(text(msg("Back to today")))
        self.today.setAccessibleDescription(text(msg("Shows what deactivating today would bring (Esc)")))
        self.setVisible(preview.later)
