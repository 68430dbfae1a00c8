"""What can be done on Billing now, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.domain.accounts import AccountState, Region
from desktop.domain.payments import WHO_CHARGES
from desktop.i18n import Message, msg
from desktop.models.alerts import ORDER, PAYMENT, REACTIVATE, Alert
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from desktop.models.standing import Standing
    from desktop.services.accounts.peer_shares import ShareAnswer
    from desktop.services.payments.charge_preview import ToCharge

_NO_REHEARSAL = msg("Keys are issued by the vendor. The desk issues its own only in a rehearsal or demo store.")
_NO_CARDS = msg("Credit card purchase is only available in the US region. Use a purchase order.")
_NO_SHARES = msg("No received seats are in force.")
_NOT_DEACTIVATED = msg("Only a deactivated account whose orders or keys still run can be reactivated.")
_NOT_ACTIVE = msg("Only an active account can be deactivated.")
_NO_ORDERS = msg("There is no running order.")
_NOTHING_DUE = msg("Nothing waits to be looked at: what falls due is applied with the next act.")
_NOT_READ = msg("The account is still being read.")


def takes_cards(standing: Standing) -> bool:
    """Whether the account orders by credit card: in the US region, unless it uses what a MAU key brought."""
    return standing.account.region is Region.US and standing.account.seats.purchased is None


def primary(standing: Standing) -> str:
    """The action that a person most likely wants now."""
    if standing.account.state is AccountState.ACTIVATION_REQUIRED:
        return "reactivate"
    return "place-order" if takes_cards(standing) else "activate"


class Allowed:
    """Answers why something cannot be done, or None; `standing` is what was read last."""

    def __init__(self, around: Surroundings) -> None:
        """Nothing is read yet."""
        self._around = around
        self.standing: Standing | None = None
        self.to_charge: ToCharge | None = None
        """What waits to be charged, where Stripe charges; None until it is read."""

    def act(self) -> Message | None:
        """Any act at all."""
        return self._around.only_read() or self.look()

    def look(self) -> Message | None:
        """Anything that only reads."""
        return _NOT_READ if self.standing is None else None

    def order(self) -> Message | None:
        """Placing an order by card."""
        if self.standing is None:
            return _NOT_READ
        return self._around.only_read() or (None if takes_cards(self.standing) else _NO_CARDS)

    def deactivate(self) -> Message | None:
        """Looking at what deactivating would bring, also where nothing can be changed."""
        if self.standing is None:
            return _NOT_READ
        return None if self.standing.account.state is AccountState.ACTIVE else _NOT_ACTIVE

    def reactivate(self) -> Message | None:
        """Taking a deactivation back."""
        if self.standing is None:
            return _NOT_READ
        waiting = self.standing.account.state is AccountState.ACTIVATION_REQUIRED
        return self._around.only_read() or (None if waiting else _NOT_DEACTIVATED)

    def pay_otherwise(self) -> Message | None:
        """Letting another card pay the running orders."""
        page = self.standing.page if self.standing is not None else None
        return self.act() or (None if page is not None and page.paid_by_method else _NO_ORDERS)

    def apply_due(self) -> Message | None:
        """Applying what waits to be looked at."""
        waits = self.standing is not None and self.standing.leap is not None
        return self.act() or (None if waits else _NOTHING_DUE)

    def charge(self) -> Message | None:
        """Charging what waits, through Stripe with the key of this machine."""
        if self.standing is None:
            return _NOT_READ
        other = WHO_CHARGES.get(self.standing.account.payments)
        read = _NOT_READ if self.to_charge is None else self.to_charge.refused
        return self._around.only_read() or other or read

    def hold_key(self) -> Message | None:
        """Keeping a key by which Stripe charges."""
        if self.standing is None:
            return _NOT_READ
        return self._around.only_read() or WHO_CHARGES.get(self.standing.account.payments)

    def issue(self) -> Message | None:
        """Issuing a key."""
        if self.standing is None:
            return _NOT_READ
        return self._around.only_read() or (None if self.standing.account.rehearsal else _NO_REHEARSAL)

    def running_shares(self) -> list[ShareAnswer]:
        """The seats received from peer accounts that are in force."""
        return [share for share in self.standing.shares if share.ended_on is None] if self.standing else []

    def end_share(self) -> Message | None:
        """Giving received seats back."""
        return self.act() or (None if self.running_shares() else _NO_SHARES)

    def linked(self) -> bool:
        """Whether an IMS Org is linked."""
        page = self.standing.page if self.standing is not None else None
        return page is not None and page.details.ims_org is not None

    def help_with(self, alert: Alert) -> bool:
        """Whether the action that helps with an alert can be done here and now."""
        checks = {PAYMENT: self.act, REACTIVATE: self.reactivate, ORDER: self.order}
        return alert.act is not None and checks[alert.act]() is None
