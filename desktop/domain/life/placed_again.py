"""Whether an order that is told again could have been placed so: its refusals and its price (rules.md R2 to R5, F4)."""

from __future__ import annotations

from desktop.domain.errors import UserError
from desktop.domain.life.acts import Act, PlaceOrder
from desktop.domain.life.ordering import quoted
from desktop.domain.life.working import Working
from desktop.i18n import Message, msg


class PlacedAgain:
    """Looks at each order as it is told again: told, it is neither refused nor priced anew."""

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        self.refused: dict[str, tuple[PlaceOrder, Message]] = {}
        """By order the act that placed it, and what would refuse it now."""

    def look(self, work: Working, act: Act) -> None:
        """Keep what would refuse the act, where it is an order."""
        reason = _refusal(work, act) if isinstance(act, PlaceOrder) else None
        if isinstance(act, PlaceOrder) and reason is not None:
            self.refused[act.order_id] = (act, reason)


def _refusal(work: Working, act: PlaceOrder) -> Message | None:
    try:
        estimate = quoted(work, act)
    except UserError as refusal:
        return refusal.message
    if estimate.would_refuse:
        return estimate.would_refuse[0].message
    if act.agreed is not None and estimate.choice.version != act.agreed.version:
        return msg("Another price would hold for this order.")
    return None
