"""Who is let in, and how many may be registered: roles, the access matrix, the limit of seats (rules.md 5, 1.3; R5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import OWNER_ONLY, AccountState, may_log_in
from desktop.domain.errors import UserError
from desktop.domain.orders.refusals import refuse_registration
from desktop.domain.users import Role, may_look
from desktop.i18n import msg
from desktop.services.context import Context, refuse_without_right
from desktop.services.time.calendar import book_on
from desktop.store.schema import AccountRow, UserRow
from desktop.store.unit_of_work import Write


def refuse_closed_door(context: Context, session: Session, account: AccountRow, user: UserRow) -> None:
    """Refuse a user who may not look at billing, or whom the account in the state of the day does not let in.

    Every service passes here before it reads anything of an account; who may also act is `manager`'s.
    """
    role = user.role
    if role is Role.OWNER:
        return
    if not may_look(role):
        refuse_without_right(context, session, account)
    day = max(context.today(account), account.created_on)
    standing = book_on(session, context, account, day).standing
    if may_log_in(role, standing.state, standing.rule):
        return
    if standing.state is AccountState.INACTIVE and standing.rule == OWNER_ONLY:
        raise UserError(
            msg("The account is inactive since {day}. Only its owner can log in.", day=standing.since),
            msg("The owner places a new order or activates a key to reactivate it."),
        )
    raise UserError(
        msg("The account is inactive since {day}. Only an administrator can log in.", day=standing.since),
        msg("An administrator places a new order or activates a key to reactivate it."),
    )


@contextmanager
def limited_registrations(context: Context, write: Write, account_id: str) -> Iterator[None]:
    """What is written within may register no more users than seats remain (R5); else all of it is refused."""
    account = write.session.get_one(AccountRow, account_id)
    day = max(context.today(account), account.created_on)
    before = registered_users(write.session, account_id)
    yield
    write.session.flush()
    adding = registered_users(write.session, account_id) - before
    if adding < 1:
        return
    book = book_on(write.session, context, account, day, seats=True)
    available = book.available(day)
    refuse_registration(adding, None if available is None else max(0, available - before), book.rules.on(day))


def registered_users(session: Session, account_id: str) -> int:
    """How many users of the account hold a seat."""
    count = select(func.count()).select_from(UserRow)
    count = count.where(UserRow.account_id == account_id, UserRow.registered == True)  # noqa: E712 - SQL of both
    return session.execute(count).scalar_one()
