"""What every service is given: the store, who acts, on which account, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import NoReturn, TypeAlias, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError, WrongUsage
from desktop.domain.learners import normal_identifier
from desktop.domain.users import ADMINISTRATORS, Role, may_manage
from desktop.i18n import Message, msg
from desktop.store.engine import Store
from desktop.store.journal import Act
from desktop.store.schema import AccountRow, ActRow, Effect, UserRow, WorkspaceRow
from desktop.system.clock import FixedClock, standing_at, today, zone_named
from desktop.system.ids import Ids

R = TypeVar("R")

_WIDEST_APART = timedelta(hours=26)
"""How long one civil day begins somewhere before it ends everywhere else."""
BY_ITSELF = "Seatwise"
"""Who acts when the calendar does."""


@dataclass(frozen=True)
class Chosen:
    """What the person chose before any command: the account and who acts, as typed; None takes the only one."""

    account: str | None = None
    actor: str | None = None
    day_given: bool = False
    """Whether the clock stands at a day the person named; outside a rehearsal store this only reads."""
    looking: bool = False
    """Whether another day is only looked at, in a rehearsal store too."""
    simulated_from: date | None = None
    """The day from which all of this is played through on a fork, which is thrown away; None for what is real."""


@dataclass
class Leaps:
    """Whether somebody is asked before the calendar leaps far, and up to which day who was asked agreed."""

    ask: bool = False
    agreed: dict[str, date] = field(default_factory=dict)
    """By account."""


Door: TypeAlias = "Callable[[Context, Session, AccountRow, UserRow], None]"


@dataclass(frozen=True)
class Context:
    """Given to each service. `acts` are the ids already handed out in this run, in order."""

    store: Store
    ids: Ids
    chosen: Chosen
    scratch: Path
    """Where work in progress is put; cleaned up after each job."""
    resources: Path
    door: Door
    """Refuses a user who may not look at the account, or whom it does not let in."""
    acts: list[str] = field(default_factory=list)
    stripe: str | None = None
    """Where charges by Stripe are asked for; None is Stripe itself, anything else an address of this machine."""
    leaps: Leaps = field(default_factory=Leaps)
    """The window asks before a long leap is applied (rules.md 0.3.1); the command line does not."""
    owners: dict[str, str] = field(default_factory=dict)
    """Whom each account was owned by when it was asked last: among many users the owner is found again at once."""

    def account(self, session: Session) -> AccountRow:
        """The account chosen, or the only one there is, or the first of a demo.

        Whoever acts, named or not, must be let in by it.
        """
        rows = session.execute(select(AccountRow).order_by(AccountRow.created_on, AccountRow.id)).scalars().all()
        if not rows:
            raise UserError(
                msg("There is no workspace here yet."), msg("Run seatwise init, or seatwise demo to look around.")
            )
        if self.chosen.account is None:
            if len(rows) > 1 and not session.execute(select(WorkspaceRow.demo)).scalar():
                names = ", ".join(f"{row.name} ({row.id[:8]})" for row in rows)
                raise WrongUsage(
                    msg("This store holds several accounts: {names}. Choose one.", names=names),
                    msg("Name it with --account."),
                )
            found = rows[0]
        else:
            found = one_of(rows, self.chosen.account, lambda row: (row.id, row.name), what=msg("account"))
        if self.chosen.simulated_from is None:  # what is played forward was begun by somebody who was let in
            self.door(self, session, found, self.actor(session, found))
        return found

    def let_in(self, session: Session) -> None:
        """Refuse whoever was named to act and is let in nowhere they could mean (section 5; 1.3)."""
        if self.chosen.actor is not None:
            self.open_accounts(session)

    def open_accounts(self, session: Session) -> Sequence[AccountRow]:
        """The account chosen, else every account that lets in who acts, oldest first; refused where there is none."""
        if self.chosen.account is not None:
            return [self.account(session)]
        rows = session.execute(select(AccountRow).order_by(AccountRow.created_on, AccountRow.id)).scalars().all()
        found: list[AccountRow] = []
        refusals: list[UserError] = []
        for row in rows:
            try:
                self.door(self, session, row, self.actor(session, row))
            except UserError as refusal:
                refusals.append(refusal)
            else:
                found.append(row)
        if refusals and not found:
            raise refusals[0]
        return found

    def time_zone(self, session: Session) -> str:
        """The zone of the account chosen, else of the oldest: a list of accounts needs none to be chosen."""
        if self.chosen.account is not None:
            return self.account(session).time_zone
        oldest = select(AccountRow.time_zone).order_by(AccountRow.created_on, AccountRow.id).limit(1)
        return session.execute(oldest).scalar() or self.account(session).time_zone

    def stand_in(self, zone: str) -> None:
        """Let a clock set to a day stand at that day's end in the zone, for acts on an account of it."""
        clock = self.store.clock
        if isinstance(clock, FixedClock) and clock.day is not None:
            self.store.clock = standing_at(clock.day, zone)

    def today(self, account: AccountRow) -> date:
        """The clock's civil day in the account's zone."""
        return today(self.store.clock, account.time_zone)

    def actor(self, session: Session, account: AccountRow) -> UserRow:
        """Who acts: the user named, or the account's owner. Who may look at the past is who may look today."""
        if self.looks_back:
            with self.store.present.read() as now:
                return replace(self, store=self.store.present).actor(now, account)
        if self.chosen.actor is None:
            return self.owner(session, account) or self._any_administrator(session, account)
        users = select(UserRow).where(UserRow.account_id == account.id)
        typed = self.chosen.actor.strip()
        rows = session.execute(users.where(UserRow.role != Role.LEARNER)).scalars().all()
        same = (UserRow.identifier == normal_identifier(typed)) | (UserRow.id == typed.lower())
        named = session.execute(users.where(same)).scalars().all()
        return one_of([*rows, *(row for row in named if row not in rows)], self.chosen.actor, _names, what=msg("user"))

    def owner(self, session: Session, account: AccountRow) -> UserRow | None:
        """Who owns the account; None where a store of before has nobody."""
        known = session.get(UserRow, self.owners.get(account.id, ""))
        if known is None or known.role is not Role.OWNER:
            owners = select(UserRow).where(UserRow.account_id == account.id, UserRow.role == Role.OWNER)
            known = session.execute(owners).scalars().first()
        if known is not None:
            self.owners[account.id] = known.id
        return known

    def _any_administrator(self, session: Session, account: AccountRow) -> UserRow:
        administrators = select(UserRow).where(UserRow.account_id == account.id, UserRow.role.in_(ADMINISTRATORS))
        found = session.execute(administrators.order_by(UserRow.identifier)).scalars().first()
        return found or refuse_without_right(self, session, account)

    @property
    def looks_back(self) -> bool:
        """Whether this is a look at the past: what was recorded since its day is not there."""
        return self.store.present is not self.store

    def refuse_reading_clock(self, session: Session) -> None:
        """Outside a rehearsal store a day given with `--today` only reads; in one it never goes back (cli.md)."""
        if self.chosen.looking:
            raise UserError(msg("You are looking at another day. Go back to today to change anything."))
        if self.looks_back:
            with self.store.present.read() as now:
                replace(self, store=self.store.present).refuse_reading_clock(now)
        rehearsal = session.execute(select(WorkspaceRow.rehearsal)).scalar_one()
        last = self.day_behind(session) if rehearsal else None
        if last is not None:
            raise UserError(
                msg("This store already has acts of {day}. Let its clock stand at that day or later.", day=last)
            )
        if self.chosen.day_given and not rehearsal:
            raise UserError(
                msg("In this store another day than today is only looked at. Acts are done today."),
                msg("Leave --today out to act today, or make a rehearsal store with --today and init."),
            )

    def day_behind(self, session: Session) -> date | None:
        """The last day of acts, where the clock stands before it; None where nothing was recorded later than now.

        The same instant may be an earlier day in the zone of another account: the clock does not go back with it.
        """
        last = last_day_of_acts(session)
        if last is None or last <= today(self.store.clock, self.time_zone(session)):
            return None
        later = session.execute(select(ActRow.seq).where(ActRow.recorded_at > self.store.now()).limit(1)).first()
        return None if later is None else last

    def act(
        self,
        verb: Message,
        *,
        on: date,
        account: AccountRow | None,
        actor: UserRow | None = None,
        act_id: str | None = None,
        effect: Effect = Effect.NONE,
        undoes: str | None = None,
    ) -> Act:
        """An act about to be done; `act_id` is given by a form when it opens, so that a double click is one act."""
        chosen = act_id or self.ids.new()
        self.acts.append(chosen)
        who = actor.id if actor is not None else BY_ITSELF
        return Act(chosen, verb, who, on, account.id if account is not None else None, effect, undoes)


def last_day_of_acts(session: Session) -> date | None:
    """The last civil day on which anything was recorded, each act by the clocks of its account's zone."""
    last = session.execute(select(func.max(ActRow.recorded_at))).scalar()
    if last is None:
        return None
    acts = select(ActRow.account_id, AccountRow.time_zone, func.max(ActRow.recorded_at), func.max(ActRow.effective_on))
    found = session.execute(
        acts.outerjoin(AccountRow, AccountRow.id == ActRow.account_id)
        .where(ActRow.recorded_at >= last - _WIDEST_APART)
        .group_by(ActRow.account_id, AccountRow.time_zone)
    )
    # What makes an account belongs to none yet: it is of the day on which that account's trial began.
    return max(
        on if account is None else at.astimezone(zone_named(zone) if zone else UTC).date()
        for account, zone, at, on in found
    )


def refuse_without_right(context: Context, session: Session, account: AccountRow) -> NoReturn:
    """Only administrators manage billing, and those to whom they gave the right (R1): says who can give it."""
    owner = context.owner(session, account)
    if owner is None:
        raise UserError(msg("Only administrators of your organization can manage billing."))
    raise UserError(
        msg(
            "Only administrators of your organization can manage billing. {user} can give you the right.",
            user=owner.name or owner.email or owner.identifier,
        )
    )


def manager(context: Context, session: Session, account: AccountRow) -> UserRow:
    """Who acts, refused unless they may manage billing (R1)."""
    user = context.actor(session, account)
    return user if may_manage(user.role, user.billing) else refuse_without_right(context, session, account)


def is_number(typed: str) -> bool:
    """Whether the text is a number that a row may have: plain digits, and few enough for a column of a store."""
    return typed.isascii() and typed.isdecimal() and len(typed) < _LONGEST_NUMBER


_LONGEST_NUMBER = 10


def _names(row: UserRow) -> tuple[str, ...]:
    return tuple(part for part in (row.id, row.identifier, row.name, row.email, row.unique_id) if part)


def one_of(rows: Sequence[R], typed: str, names: Callable[[R], Sequence[str]], *, what: Message) -> R:
    """The row a person means by a number, an id, a name or a unique beginning of an id."""
    wanted = typed.strip()
    exact = [row for row in rows if any(wanted.lower() == name.lower() for name in names(row))]
    found = exact or [row for row in rows if wanted and any(name.startswith(wanted) for name in names(row)[:1])]
    if len(found) == 1:
        return found[0]
    if exact:
        ids = ", ".join(names(row)[0] for row in exact)
        raise WrongUsage(
            msg("“{typed}” could be more than one {what}. Name one by its id: {ids}.", typed=typed, what=what, ids=ids)
        )
    if found:
        raise WrongUsage(msg("“{typed}” could be more than one {what}. Type more of it.", typed=typed, what=what))
    raise UserError(msg("There is no {what} “{typed}”.", typed=typed, what=what))
