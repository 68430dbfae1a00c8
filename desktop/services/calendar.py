"""Due first: what the calendar has brought is applied before any act, each at its own date (rules.md 0.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import STATE_LABELS, AccountFacts, AccountState, Transition, due_transitions
from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.keys import ActivatedKey, activated_keys
from desktop.i18n import Message, msg
from desktop.services.context import Context
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, ActivationKeyRow, Effect


@dataclass(frozen=True)
class TransitionAnswer:
    """A change of state that was applied or is to come."""

    rule: str
    on: date
    state: AccountState
    reason: Message


def answer(transition: Transition) -> TransitionAnswer:
    """The transition as services answer it."""
    return TransitionAnswer(transition.rule, transition.on, transition.to, transition.reason)


def keys_of(session: Session, account_id: str, until: date) -> tuple[ActivatedKey, ...]:
    """The account's keys activated up to and including the day."""
    rows = select(ActivationKeyRow).where(
        ActivationKeyRow.account_id == account_id, ActivationKeyRow.activated_on <= until
    )
    found = session.execute(rows).scalars().all()
    return activated_keys(
        (row.id, row.plan, row.seats, row.activated_on) for row in found if row.activated_on is not None
    )


def facts_of(session: Session, account: AccountRow, today: date) -> AccountFacts:
    """What the rules need to know of the account on the day."""
    return AccountFacts(
        account.state, account.trial_started_on, account.trial_ends_on, keys_of(session, account.id, today)
    )


def refuse_earlier_day(account: AccountRow, today: date) -> None:
    """Acts on accounts and keys are refused before the last day that was applied."""
    if today < account.advanced_to:
        raise UserError(msg("The workspace has already been advanced to {date}.", date=account.advanced_to))


def catch_up(context: Context) -> list[TransitionAnswer]:
    """Apply everything due up to and including today; safe to repeat, one entry each, nothing when nothing is due."""
    with context.store.read() as session:
        account = context.account(session)
        today = context.today(account)
        due = due_transitions(facts_of(session, account, today), today) if today >= account.advanced_to else []
    for transition in due:
        _apply(context, account, transition, today)
    return [answer(transition) for transition in due]


def _apply(context: Context, account: AccountRow, transition: Transition, today: date) -> None:
    verb = msg("Account became {state}: {reason}", state=STATE_LABELS[transition.to], reason=transition.reason)
    act_id = derived_id(account.id, transition.rule, transition.on.isoformat())
    act = context.act(verb, on=transition.on, account=account, act_id=act_id, effect=Effect.CALENDAR)
    try:
        with context.store.write(act) as write:
            row = write.session.get_one(AccountRow, account.id)
            set_state(row, transition)
            row.advanced_to = max(row.advanced_to, today)
    except AlreadyDoneError:
        return


def set_state(row: AccountRow, transition: Transition) -> None:
    """Put the account into the transition's state."""
    row.state, row.state_reason, row.state_since = transition.to, transition.reason, transition.on
