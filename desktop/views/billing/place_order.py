"""Place Order: Users, Pricing Estimate, Payment Details, Confirmation. Going back loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg, msgn
from desktop.models.estimate import refusals
from desktop.views.amounts import explainable
from desktop.views.billing.estimate_pages import EstimatePage, UsersHead, UsersPage
from desktop.views.billing.estimating import Estimating
from desktop.views.billing.payment_page import ConfirmationPage, PaymentPage
from desktop.views.billing.place_order_steps import Steps
from desktop.views.desk import Kind, Surroundings
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.domain.pricing.differences import Difference
    from desktop.domain.pricing.rating import Rating
    from desktop.services.orders.answers import OrderDetailAnswer
    from desktop.services.orders.estimates import EstimateAnswer, OrderForm

_TITLES = (msg("Users"), msg("Pricing Estimate"), msg("Payment Details"), msg("Confirmation"))
_USERS, _ESTIMATE, _PAYMENT, _CONFIRMED = range(4)
_WIDE, _HIGH, _FRAME = 960, 660, 40
WROTE: frozenset[str] = frozenset({Kind.ORDERS, Kind.ACCOUNT, Kind.KEYS})


class PlaceOrderDialog(QDialog):
    """One order. The act's id is given when the form opens: a double click is one order. `placed` carries it."""

    placed = Signal(object)

    def __init__(self, parent: QWidget, around: Surroundings, form: OrderForm) -> None:
        """Begin with the number of users, and work out what they cost."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._around, self._form = around, form
        self._act_id = around.workspace.context.ids.new()
        self._step, self._working = _USERS, False
        self._refused: Message | None = None
        text = around.words.text
        simulated = around.workspace.context.chosen.simulated_from is not None
        self.setWindowTitle(text(msg("Place Order, simulated") if simulated else msg("Place Order")))
        self.setAccessibleName(self.windowTitle())
        self.steps = Steps(around, _TITLES)
        self.head = UsersHead(around, form)
        self.users_page, self.estimate_page = UsersPage(around, form), EstimatePage(around)
        self.payment, self.confirmation = PaymentPage(around, form), ConfirmationPage(around)
        self.pages = (self.users_page, self.estimate_page, self.payment, self.confirmation)
        self.area = QScrollArea(widgetResizable=True)
        self.problem = Text(around.looks, color="err", wrap=True)
        self.need = Text(around.looks, Role.CAPTION, "text2", wrap=True)
        self.back, self.quit, self.go = QPushButton(), QPushButton(), QPushButton()
        self.estimating = Estimating(self, around, self._wanted)
        self._build()
        self._connect()
        explainable(self)
        self._show_step(_USERS)
        self.estimating.ask()

    def _build(self) -> None:
        for button in (self.back, self.quit, self.go):
            button.setAutoDefault(False)
        self.problem.hide()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content, ground = Ground(self._around.looks, "base"), Ground(self._around.looks, "base")
        body = QVBoxLayout(content)
        body.setContentsMargins(0, 0, 12, 0)
        body.setSpacing(16)
        body.addWidget(self.head)
        for page in self.pages:
            body.addWidget(page, 1)
        self.area.setWidget(content)
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(24, 20, 12, 16)
        inside.setSpacing(16)
        inside.addWidget(self.area, 1)
        inside.addWidget(self.problem)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(self.steps)
        halves.addWidget(Hairline(self._around.looks, standing=True))
        halves.addWidget(ground, 1)
        foot = Ground(self._around.looks, "pane")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 12)
        row.addWidget(self.back)
        self.need.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.need, 1)
        row.addWidget(self.quit)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(halves, 1)
        column.addWidget(Hairline(self._around.looks))
        column.addWidget(foot)
        self.resize(_fitting(self))

    def _connect(self) -> None:
        self.head.changed.connect(self._ask_again)
        self.payment.address.country.currentTextChanged.connect(self._ask_again)
        self.payment.changed.connect(self._say)
        self.estimating.found.connect(self._show)
        self.estimating.refused.connect(self._refuse)
        self.back.clicked.connect(self._go_back)
        self.quit.clicked.connect(self.reject)
        self.go.clicked.connect(self._go_on)

    def _ask_again(self) -> None:
        """Something was typed: what was worked out before may no longer hold."""
        if not self.estimating.holds:
            self.estimating.settle.start()
            self._say()

    def _wanted(self) -> tuple[int, str | None]:
        """The users and the country that an estimate is of."""
        return self.head.users.value(), self.payment.address.country.code() or None

    def _show(self, estimate: EstimateAnswer) -> None:
        from desktop.services.accounts.countries import country_name

        self._refused = refusals(estimate)
        code = self.payment.address.country.code() or self._form.country
        self.head.show_estimate(estimate)
        self.users_page.show_estimate(estimate)
        self.estimate_page.show_estimate(estimate, country_name(code, self._around.words.language) if code else "")
        self.payment.show_estimate(estimate)
        self._say()

    def _refuse(self, refusal: UserError) -> None:
        """Say why it cannot be; everything typed stays."""
        self._working = False
        self._say()
        self._say_problem(refusal.message)
        if self._step == _PAYMENT:
            self.payment.wrong(refusal.message).setFocus()

    def _say(self) -> None:
        """Say where one stands and what can be done now."""
        text = self._around.words.text
        missing = self.payment.missing() if self._step == _PAYMENT else None
        self._say_problem(None)
        self.head.problem.setText(text(self._refused) if self._refused is not None else "")
        self.head.problem.setVisible(self._refused is not None)
        ready = self._step == _CONFIRMED or (
            self.estimating.holds and self._refused is None and missing is None and not self._working
        )
        self.go.setEnabled(ready)
        self.need.setText("" if missing is None else text(missing))
        self.go.setAccessibleDescription(self.need.text())
        # Enter in a field never charges: Complete Order is asked for by its button, or by Ctrl+Enter.
        self.go.setDefault(self._step != _PAYMENT)
        self.back.setEnabled(self._step in (_ESTIMATE, _PAYMENT) and not self._working)
        self.steps.show_step(self._step, self._captions())

    def _say_problem(self, problem: Message | None) -> None:
        self.problem.setText("" if problem is None else self._around.words.text(problem))
        self.problem.setAccessibleName(self.problem.text())
        self.problem.setVisible(problem is not None)

    def _captions(self) -> Sequence[Message]:
        users = self.head.users.value()
        estimate = self.estimating.estimate
        price = msg("–") if estimate is None else msg("{amount} per month", amount=estimate.quote.rating.total)
        card = msg("{card}", card=self.payment.card.said()) if self._step >= _PAYMENT else msg("Card and country")
        return msgn("{n} user", "{n} users", n=users), price, card, msg("Order number")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On Payment Details, Enter goes on to the next field, or presses the button it is on; Ctrl+Enter completes."""
        if self._step != _PAYMENT or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go.click()
        elif isinstance(focused, QPushButton):
            focused.click()
        else:
            self.focusNextChild()

    def _go_back(self) -> None:
        self._show_step(self._step - 1)

    def _go_on(self) -> None:
        if self._step == _CONFIRMED:
            self.accept()
        elif self._step == _PAYMENT:
            self._complete()
        else:
            self._show_step(self._step + 1)

    def _show_step(self, step: int) -> None:
        self._step = step
        text = self._around.words.text
        self.head.setVisible(step in (_USERS, _ESTIMATE))
        for place, page in enumerate(self.pages):
            page.setVisible(place == step)
        self.area.verticalScrollBar().setValue(0)
        names = {_PAYMENT: msg("Complete Order"), _CONFIRMED: msg("Close")}
        self.go.setText(text(names.get(step, msg("Proceed"))))
        self.back.setText(text(msg("Back")))
        self.quit.setText(text(msg("Cancel")))
        for button in (self.back, self.quit):
            button.setVisible(step != _CONFIRMED)
        self._say()
        self._focus()

    def _focus(self) -> None:
        """The keyboard begins where one most likely types."""
        if self._step == _CONFIRMED:
            self.go.setFocus()
        elif self._step == _PAYMENT:
            self.payment.card.first().setFocus()
        else:
            self.head.users.setFocus()
            self.head.users.selectAll()

    def _complete(self) -> None:
        """Place the order, and compare its first charge with the quote."""
        from desktop.services.orders.orders import NewOrderWish

        estimate = self.estimating.estimate
        if self._working or not self.estimating.holds or estimate is None:
            return
        self._working = True
        self._say()
        address = self.payment.address.address()
        wish = NewOrderWish(self.head.users.value(), self.payment.card.wish(), address.country, address)
        quoted, workspace, act_id = estimate.quote.rating, self._around.workspace, self._act_id

        def work(_step: object) -> tuple[OrderDetailAnswer, list[Difference]]:
            return _place(workspace.orders.place(wish, act_id), quoted, workspace.estimates.moved)

        self._around.jobs.run(msg("Place the order"), work, partial(_placed, self, self._around), self._refuse)

    def show_placed(self, placed: OrderDetailAnswer, moved: Sequence[Difference]) -> None:
        """Confirm the order."""
        self._working = False
        self.confirmation.show_order(placed, moved)
        self.steps.hush()
        self._show_step(_CONFIRMED)
        self.placed.emit(placed)


def _fitting(dialog: QWidget) -> QSize:
    """As large as the form likes to be, and never larger than the screen with its window frame."""
    room = dialog.screen().availableGeometry().size()
    return QSize(_WIDE, _HIGH).boundedTo(room - QSize(_FRAME, _FRAME))


def _place(
    placed: OrderDetailAnswer, quoted: Rating, moved: Callable[[str, Rating], list[Difference]]
) -> tuple[OrderDetailAnswer, list[Difference]]:
    same = placed.instalments[0].sha256 == quoted.sha256
    return placed, [] if same else moved(placed.order.order, quoted)


def _placed(dialog: PlaceOrderDialog, around: Surroundings, answer: tuple[OrderDetailAnswer, list[Difference]]) -> None:
    """Tell what was written, also when the dialog was closed meanwhile."""
    around.announce(WROTE)
    if isValid(dialog):
        dialog.show_placed(*answer)
