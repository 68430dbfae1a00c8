"""Asking for a purchase order: a mail draft to the sales desk of Adobe Learning Manager (rules.md 1.1, R9)."""

from __future__ import annotations

from contextlib import suppress

from desktop.domain.errors import UserError
from desktop.domain.keys import PLAN_LABELS, Plan
from desktop.domain.life.events import Notice
from desktop.domain.orders.refusals import refuse_purchase_order, refuse_quantity
from desktop.i18n import msg, msgn
from desktop.services.accounts.keys import MAX_SEATS
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.mail.drafts import DraftAnswer, Drafts
from desktop.services.mail.hand_drafts import add_draft
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow

REQUESTED_PLANS = (Plan.USERS, Plan.MAU)


class PurchaseRequests:
    """Requests of keys by purchase order."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def request(self, seats: int, plan: Plan = Plan.USERS, act_id: str | None = None) -> DraftAnswer:
        """Draft the mail that asks for a key with so many seats.

        Refused unless the organization is registered with Adobe (R9). The key comes by mail; it is then activated.
        """
        refuse_quantity(seats)
        if seats > MAX_SEATS:
            raise UserError(msg("Seats are a whole number from 1 to {most}.", most=MAX_SEATS))
        if plan not in REQUESTED_PLANS:
            raise UserError(msg("A purchase order is for users or for monthly active users."))
        actor = ready(self._context)
        refuse_purchase_order(registered_with_adobe=bool(actor.account.registered_with_adobe))
        text = msgn(
            "Purchase request for {n} learner: {plan}",
            "Purchase request for {n} learners: {plan}",
            n=seats,
            plan=PLAN_LABELS[plan],
        )
        act = self._context.act(text, on=actor.today, account=actor.account, actor=actor.user, act_id=act_id)
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            account = write.session.get_one(AccountRow, actor.account.id)
            add_draft(write, account.id, Notice.PURCHASE_REQUEST, text, actor.today)
        asked = [one for one in Drafts(self._context).list() if one.notice is Notice.PURCHASE_REQUEST]
        return max(asked, key=lambda one: one.number)
