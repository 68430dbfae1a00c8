"""How a store gets opened: off the window's thread, with its accounts, one of which is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Canceled, UserError
from desktop.domain.progress import Step
from desktop.i18n import Message, msg
from desktop.views.desk import Tools
from desktop.views.start.loading import load_tab

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import AccountAnswer, NewAccount
    from desktop.services.workspace import Choice, Workspace


@dataclass(frozen=True)
class Opened:
    """An open workspace that acts on one of its accounts."""

    workspace: Workspace
    accounts: Sequence[AccountAnswer]
    account: AccountAnswer
    today: date
    """The day it is for the account."""
    day: date | None = None
    """The day a person chose to look at; None is today."""
    source: Opened | None = None
    """What is really open, where this is a simulation of it."""
    stands: bool = False
    """Whether the clock of a rehearsal store stands at today."""
    real_today: date | None = None
    """The day it really is, where that is known and `day` is another."""

    @property
    def place(self) -> str:
        """Where the store is."""
        return self.workspace.store_place()

    @property
    def name(self) -> str:
        """The store's file, or the whole address of a database."""
        return self.place if "://" in self.place else Path(self.place).name


@dataclass(frozen=True)
class FirstAccount:
    """What a person said of the account of a new store."""

    name: str
    region: str
    time_zone: str
    currency: str
    owner: str


Work: TypeAlias = "Callable[[Step], Opened]"


class Opening(QObject):
    """Opens stores one at a time. `opened` with the answer; `failed` with the place and the reason."""

    opened = Signal(object)
    failed = Signal(str, object)

    def __init__(self, tools: Tools, parent: QObject) -> None:
        """Open nothing yet."""
        super().__init__(parent)
        self._tools = tools
        self._account: str | None = None
        self._clock: date | None = None
        self._actor: str | None = None

    def begin_with(self, choice: Choice) -> None:
        """Open the first store for an account and as of a day, and every store for who acts.

        Where the store is a rehearsal its clock stands at the day; another is looked at as on that day.
        """
        self._account, self._clock, self._actor = choice.account, choice.day, choice.actor

    def store(self, place: str, day: date | None = None, account: str | None = None) -> None:
        """Open the store at a place, as of a day; the demo's own store is filled where it is missing.

        Without an account the one that was looked at last.
        """
        demo = str(self._tools.folders.demo_store)
        asked = account or self._account
        chosen = asked or self._tools.settings.current.accounts.get(place)
        clock, actor, self._account = self._clock, self._actor, None
        name = place if "://" in place else Path(place).name

        def work(step: Step) -> Opened:
            from desktop.services.workspace import Choice

            def at(then: date | None, *, looking: bool = False) -> Opened:
                choice = Choice(store=place, account=chosen, day=then, actor=actor)
                opener = self._tools.opener
                found = opener.demo(choice, step) if place == demo else opener.open(choice)
                named = found.accounts.show().account if asked else chosen
                return replace(_whole(found, named, looking=looking), day=then if looking else None)

            if day is not None or clock is None:
                return at(day, looking=day is not None)
            return _as_of(at, clock, step)

        self._run(msg("Open {name}", name=name), place, work)

    def ahead(self, opened: Opened, day: date) -> None:
        """Play the account forward to a day to come: on from the simulation that is open, else from what is real."""
        source = opened.source or opened

        def work(step: Step) -> Opened:
            if opened.source is not None and day > opened.today:
                return _played_on(opened, day, step)
            real = source if source.day is None else self._today(source)
            return _simulated(real, day, step)

        self._run(msg("Play forward to {day}", day=day), opened.place, work)

    def _today(self, opened: Opened) -> Opened:
        """The same store and account, today."""
        from desktop.services.workspace import Choice

        account = opened.account.account
        choice = Choice(store=opened.place, account=account, actor=self._actor)
        return _whole(self._tools.opener.open(choice), account)

    def create(self, place: str, first: FirstAccount) -> None:
        """Make a new store with its first account, and open it; where a day was said, one to rehearse in."""
        clock = self._clock

        def work(_step: Step) -> Opened:
            from desktop.services.workspace import Choice

            made = _whole(self._tools.opener.create(Choice(store=place, day=clock), _new(first)), None)
            return replace(made, stands=clock is not None)

        self._run(msg("Make workspace for {name}", name=first.name), place, work)

    def add(self, opened: Opened, first: FirstAccount) -> None:
        """Add an account to the open store, and turn to it."""

        def work(_step: Step) -> Opened:
            return _turned(opened, opened.workspace.accounts.add(_new(first)).account)

        self._run(msg("Add account {name}", name=first.name), opened.place, work)

    def account(self, opened: Opened, account_id: str) -> None:
        """Turn to another account of the open store; a day in the past is one of its own zone, so it is opened anew."""
        if opened.day is not None:
            self.store(opened.place, opened.day, account_id)
            return
        self._run(msg("Open the account"), opened.place, lambda _step: _turned(opened, account_id))

    def _run(self, title: Message, place: str, work: Work) -> None:
        def refused(refusal: UserError) -> None:
            self.failed.emit(place, refusal.message)

        words = self._tools.words

        def loaded(step: Step) -> Opened:
            load_tab(self._tools.settings.current.tab)
            words.warm_up()
            return work(step)

        self._tools.jobs.run(title, loaded, self._done, refused)

    def _done(self, opened: Opened) -> None:
        """A day that was said at the start is looked at once; only a clock that stands goes on to."""
        if not opened.stands:
            self._clock = None
        self.opened.emit(opened)


def _as_of(at: Callable[..., Opened], clock: date, step: Step) -> Opened:
    """A store as of the day said at the start: a rehearsal stands at it, another is looked at or simulated."""
    real = at(None)
    try:
        if not real.account.rehearsal and clock > real.today:
            return _simulated(real, clock, step)
    except BaseException:
        real.workspace.close()
        raise
    if not real.account.rehearsal and clock == real.today:
        return real
    real.workspace.close()
    if real.account.rehearsal:
        then: Opened = at(clock)
        if not then.workspace.context.looks_back:
            return replace(then, stands=True)
        then.workspace.close()
    return replace(at(clock, looking=True), real_today=real.today)


def _simulated(source: Opened, day: date, step: Step) -> Opened:
    from desktop.services.time.fork import Simulations

    forked = Simulations(source.workspace.context).start(day, step)
    return Opened(forked, source.accounts, forked.accounts.show(), day, day, source)


def _played_on(opened: Opened, day: date, step: Step) -> Opened:
    """The same simulation at a later day; canceled, at the last day that was played."""
    from desktop.services.time.fork import play, told

    with suppress(Canceled):
        play(opened.workspace, day, step)
    reached = told(opened.workspace)
    return replace(opened, account=reached.account, today=reached.until, day=reached.until)


def _new(first: FirstAccount) -> NewAccount:
    from desktop.domain.accounts import Region
    from desktop.services.accounts.accounts import NewAccount

    return NewAccount(first.name, Region(first.region), first.time_zone, first.currency, owner=first.owner)


def _whole(workspace: Workspace, account: str | None, *, looking: bool = False) -> Opened:
    """The workspace acting on the account asked for, else on the first that lets in who acts; `looking` only reads."""
    from desktop.services.context import Chosen
    from desktop.services.workspace import Workspace
    from desktop.system.clock import today

    accounts = workspace.accounts.list()
    chosen = next((one for one in accounts if one.account == account), accounts[0])
    given = workspace.context
    given.stand_in(chosen.time_zone)
    context = replace(given, chosen=Chosen(chosen.account, given.chosen.actor, given.chosen.day_given, looking))
    with context.store.read() as session:
        context.account(session)
    return Opened(Workspace(context), accounts, chosen, today(given.store.clock, chosen.time_zone))


def _turned(opened: Opened, account_id: str) -> Opened:
    """The same workspace, acting on another account."""
    return replace(_whole(opened.workspace, account_id), stands=opened.stands)
