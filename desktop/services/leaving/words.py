"""What window, commands and files say alike of leaving: what is assumed, what is left, and what is lost."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.domain.keys import Plan
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.i18n import Message, msg, msgn
from desktop.services.leaving.answers import EndingAnswer, PreviewAnswer

PREVIEW = msg("Preview. Nothing has changed yet.")
"""The mark of what would be."""
ASSUMED = msg("Every charge until then is paid, and no card expires.")
"""What is assumed of a later day."""
NO_ORDERS = msg("No order runs, so leaving costs no fee. What was bought with keys runs to the end of its own period.")


def left_of_term(ending: EndingAnswer) -> Message:
    """How many instalments of the term are left."""
    return msg("{left} of {all}", left=ending.left, all=TERM_MONTHS)


def lost(preview: PreviewAnswer) -> list[Message]:
    """What is lost, and what stays."""
    return [*_owed(preview), *_prices(preview), *_keys(preview), *_access(preview)]


def _owed(preview: PreviewAnswer) -> Iterator[Message]:
    if preview.arrears.minor:
        yield msg("{owed} are owed already and stay due", owed=preview.arrears)


def _prices(preview: PreviewAnswer) -> Iterator[Message]:
    placed = {order.order: order.placed_on for order in preview.endings}
    for one in preview.lost:
        yield msg(
            "Price of {price}: the users of the order of {day} would cost {more} more a month, at {now}",
            price=one.unit_price,
            day=placed[one.order],
            more=one.more_a_month,
            now=one.price_now,
        )
    if preview.endings and not preview.lost:
        yield msg("No price is lost: new orders pay the same on {day}", day=preview.on)
    if preview.dearer is not None:
        yield msg(
            "New orders cost {price} from {day} on; orders that go on keep their price",
            price=preview.dearer.unit_price,
            day=preview.dearer.starts_on,
        )


def _keys(preview: PreviewAnswer) -> Iterator[Message]:
    if any(key.plan is Plan.MAU for key in preview.keys) and preview.unused:
        yield msgn(
            "{n} unit of the running period is not used yet; what is left of it at its end lapses",
            "{n} units of the running period are not used yet; what is left of them at its end lapses",
            n=preview.unused,
        )
    if preview.keys:
        yield msg("Nothing is paid back for keys, and a key that was used cannot be activated again")


def _access(preview: PreviewAnswer) -> Iterator[Message]:
    if preview.losing_access and preview.inactive_on is not None:
        yield msgn(
            "{n} user loses access on {day}; only the owner is let in from then on",
            "{n} users lose access on {day}; only the owner is let in from then on",
            n=preview.losing_access,
            day=preview.inactive_on,
        )
    yield msg("Orders, documents and the journal stay readable here")
