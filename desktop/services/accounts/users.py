"""Users: the registered learners and the people who manage billing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import without_card_numbers
from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.learners import normal_identifier
from desktop.domain.progress import Step, silent
from desktop.domain.users import ADMINISTRATORS, BILLING_RIGHT_LABELS, ROLE_LABELS, BillingRight, Role
from desktop.i18n import Message, msg, msgn
from desktop.services.access import limited_registrations
from desktop.services.context import Context, manager, one_of
from desktop.services.time.calendar import catch_up
from desktop.services.usage.alerts import watched_usage
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, UserRow
from desktop.store.search_text import with_words

_BLOCK = 500


@dataclass(frozen=True)
class UserAnswer:
    """A user of the account."""

    id: str
    identifier: str
    name: str | None
    email: str | None
    unique_id: str | None
    role: Role
    registered: bool
    billing: BillingRight | None
    """What a custom role may do with billing; null for other roles."""


@dataclass(frozen=True)
class UserWish:
    """What is to become of a user; None leaves it as it is."""

    role: Role | None = None
    registered: bool | None = None
    billing: BillingRight | None = None


@dataclass(frozen=True)
class UserImportAnswer:
    """What a user list held: every row is added, changed, unchanged or rejected."""

    file: str
    rows_in: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    reasons: dict[str, int]


class Users:
    """The users of the account."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def list(self, after: str = "", limit: int | None = None) -> list[UserAnswer]:
        """Users in the order of their identifiers, from the one after `after`."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            rows = (
                select(UserRow)
                .where(UserRow.account_id == account.id, UserRow.identifier > after)
                .order_by(UserRow.identifier)
            )
            return [_answer(row) for row in session.execute(rows.limit(limit)).scalars()]

    def search(self, text: str, limit: int) -> Sequence[UserAnswer]:
        """The first users in whose name, e-mail or identifier each word occurs."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            rows = (
                select(UserRow)
                .where(
                    UserRow.account_id == account.id,
                    with_words((UserRow.name, UserRow.identifier, UserRow.email), text),
                )
                .order_by(UserRow.identifier)
                .limit(limit)
            )
            return [_answer(row) for row in session.execute(rows).scalars()]

    def import_list(self, path: Path, act_id: str | None = None, step: Step = silent) -> UserImportAnswer:
        """Take in a user list (Learning Manager's user report or import file); importing it again changes nothing.

        Refused as a whole where it would register more users than seats remain (R5).
        """
        from desktop.formats.users import read_users

        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            account = self._context.account(session)
            actor = manager(self._context, session, account)
        listed = read_users(path, step)
        catch_up(self._context)
        file = without_card_numbers(path.name)
        verb = msgn("Import {n} user from {file}", "Import {n} users from {file}", n=len(listed.users), file=file)
        act = self._context.act(verb, on=self._context.today(account), account=account, actor=actor, act_id=act_id)
        added = changed = 0
        new: list[dict[str, Any]] = []
        try:
            with (
                self._context.store.write(act) as write,
                watched_usage(self._context, write, account.id),
                limited_registrations(self._context, write, account.id),
            ):
                for block in _blocks(listed.users):
                    found = _known(write.session, account.id, [user.identifier for user in block])
                    for user in block:
                        row = found.get(user.identifier)
                        values = {
                            "name": user.name,
                            "email": user.email,
                            "unique_id": user.unique_id,
                            "registered": user.registered,
                        }
                        if row is None:
                            new.append(self._new(account, user.identifier, values))
                        elif _changed(row, values):
                            changed += 1
                added = len(new)
                write.add_batch(UserRow, derived_id(act.act_id, "users"), new)
        except AlreadyDoneError:
            added = changed = 0
        unchanged = len(listed.users) - added - changed + listed.repeated
        return UserImportAnswer(file, listed.rows_in, added, changed, unchanged, listed.rejected, dict(listed.reasons))

    def change(self, typed: str, wish: UserWish, act_id: str | None = None) -> UserAnswer:
        """Give a user a role, a seat (R5), or a custom role's right to billing; nobody gives roles but administrators.

        An account keeps its owner: that role is handed over, never taken.
        """
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            account = self._context.account(session)
            actor = manager(self._context, session, account)
            user = find_user(session, account, typed)
        _refuse_change(actor, user, wish)
        catch_up(self._context)
        verb = _verb(user, wish)
        act = self._context.act(verb, on=self._context.today(account), account=account, actor=actor, act_id=act_id)
        with (
            suppress(AlreadyDoneError),
            self._context.store.write(act) as write,
            watched_usage(self._context, write, account.id),
            limited_registrations(self._context, write, account.id),
        ):
            row = write.session.get_one(UserRow, user.id)
            if wish.role is Role.OWNER:
                _hand_over(write.session, account.id, row.id)
            _change(row, wish)
            write.session.flush()
            check_managed(write.session)
        with self._context.store.read() as session:
            return _answer(session.get_one(UserRow, user.id))

    def _new(self, account: AccountRow, identifier: str, values: dict[str, Any]) -> dict[str, Any]:
        user_id = derived_id(account.id, "user", identifier)
        return {"id": user_id, "account_id": account.id, "identifier": identifier, "role": Role.LEARNER, **values}


def _hand_over(session: Session, account_id: str, new_owner: str) -> None:
    """An account has one owner: whoever was it stays an administrator."""
    owners = select(UserRow).where(
        UserRow.account_id == account_id, UserRow.role == Role.OWNER, UserRow.id != new_owner
    )
    for row in session.execute(owners).scalars():
        row.role = Role.ADMINISTRATOR


def find_user(session: Session, account: AccountRow, typed: str) -> UserRow:
    """The user a person means by id, identifier, name, e-mail or unique id."""
    users = select(UserRow).where(UserRow.account_id == account.id)
    row = session.execute(users.where(UserRow.identifier == normal_identifier(typed))).scalar_one_or_none()
    if row is not None:
        return row
    wanted = typed.strip()
    if not wanted:
        raise UserError(msg("There is no {what} “{typed}”.", typed=typed, what=msg("user")))
    like = UserRow.id.startswith(wanted.lower(), autoescape=True)
    same = (UserRow.name == wanted) | (UserRow.email == wanted) | (UserRow.unique_id == wanted)
    rows = session.execute(users.where(like | same).limit(20)).scalars().all()
    return one_of(
        rows, typed, lambda one: (one.id, one.name or "", one.email or "", one.unique_id or ""), what=msg("user")
    )


def check_managed(session: Session) -> None:
    """Every account keeps its one owner, and so an administrator: after C6 nobody else is let in."""
    owned = select(UserRow.account_id).where(UserRow.role == Role.OWNER)
    once = owned.group_by(UserRow.account_id).having(func.count() == 1)
    left = session.execute(select(func.count()).select_from(AccountRow).where(AccountRow.id.not_in(once))).scalar_one()
    if left:
        raise UserError(msg("An account must keep its owner. Make someone else the owner first."))


def _refuse_change(actor: UserRow, user: UserRow, wish: UserWish) -> None:
    if (wish.role is not None or wish.billing is not None) and actor.role not in ADMINISTRATORS:
        raise UserError(msg("Only administrators of your organization can give roles."))
    if wish.billing is not None and (wish.role or user.role) is not Role.BILLING:
        raise UserError(msg("Only the role billing has a right to billing of its own. Give this role first."))


def _verb(user: UserRow, wish: UserWish) -> Message:
    """What the act is called; the journal keeps no names."""
    who = user.id[:8]
    if wish.role is not None:
        return msg("Give user {user} the role {role}", user=who, role=ROLE_LABELS[wish.role])
    if wish.billing is not None:
        return msg("Give user {user} the right to billing: {right}", user=who, right=BILLING_RIGHT_LABELS[wish.billing])
    if wish.registered:
        return msg("Register user {user}", user=who)
    return msg("Take the seat of user {user}", user=who)


def _change(row: UserRow, wish: UserWish) -> None:
    if wish.role is not None:
        row.role = wish.role
        row.billing = None
    if wish.billing is not None:
        row.billing = wish.billing
    if wish.registered is not None:
        row.registered = wish.registered


def _right(row: UserRow) -> BillingRight | None:
    return (row.billing or BillingRight.WRITE) if row.role is Role.BILLING else None


def _known(session: Session, account_id: str, identifiers: Sequence[str]) -> dict[str, UserRow]:
    rows = select(UserRow).where(UserRow.account_id == account_id, UserRow.identifier.in_(identifiers))
    return {row.identifier: row for row in session.execute(rows).scalars()}


def _changed(row: UserRow, values: dict[str, Any]) -> bool:
    """Take over what the list says and the row does not; whether anything was."""
    different = {name: value for name, value in values.items() if value is not None and getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _blocks(users: Sequence[Any]) -> list[Sequence[Any]]:
    return [users[start : start + _BLOCK] for start in range(0, len(users), _BLOCK)]


def _answer(row: UserRow) -> UserAnswer:
    return UserAnswer(row.id, row.identifier, row.name, row.email, row.unique_id, row.role, row.registered, _right(row))
