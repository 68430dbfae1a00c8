"""Payments that somebody else charges: the desk only records what becomes of them."""

from __future__ import annotations

from desktop.domain.errors import UserError
from desktop.i18n import msg
from desktop.providers.payment import Ask, Found, Told


class RecordedPayments:
    """A processor elsewhere charges by itself: whatever is asked from here is refused."""

    def charge(self, ask: Ask) -> Told:  # noqa: ARG002 - a charge from here would be a second one
        """Refused."""
        raise _not_from_here()

    def made_for(self, order: str) -> list[Found]:  # noqa: ARG002 - nothing is ever asked
        """Refused."""
        raise _not_from_here()


def _not_from_here() -> UserError:
    return UserError(
        msg("The payment processor charges this account, not Seatwise. Enter what became of the charge."),
        msg("Use seatwise order outcome, or order outcomes import."),
    )
