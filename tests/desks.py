"""Desks for tests: a person's folders inside the test's own folder, workspaces at a day, and the command line."""

import contextlib
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import URL

from desktop.app import Desk
from desktop.cli.run import run
from desktop.domain.accounts import Payments, Region
from desktop.domain.errors import UserError
from desktop.domain.keys import Plan
from desktop.i18n import msg
from desktop.services.access import refuse_closed_door
from desktop.services.accounts.accounts import NewAccount
from desktop.services.context import Chosen, Context
from desktop.services.workspace import Workspace
from desktop.store.engine import Store, url_of
from desktop.store.journal import Act
from desktop.store.opening import create_store, open_store
from desktop.system.clock import Clock, FixedClock, end_of_day
from desktop.system.ids import SeededIds
from desktop.system.paths import resources

MACHINE = "00000000-0000-4000-8000-00000000000a"
OTHER_MACHINE = "00000000-0000-4000-8000-00000000000b"
DAY = date(2026, 1, 10)
ACADEMY = NewAccount("Academy", Region.US, "UTC", "USD", Payments.TEST, "Anna")


@dataclass(frozen=True)
class Answer:
    """What a command did: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line on stderr; more than one is a fault."""
        assert self.err.endswith("\n"), self.err
        assert "Traceback" not in self.err, self.err
        assert self.err.count("\n") == 1, self.err
        return self.err.rstrip("\n")


class Seatwise(Protocol):
    """The program as a person types it."""

    def __call__(self, *arguments: str) -> Answer:
        """Run one command."""


def run_seatwise(desk: Desk, *arguments: str) -> Answer:
    """Run one command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(list(arguments), desk)
    return Answer(code, out.getvalue(), err.getvalue())


@dataclass
class MadeStores:
    """Stores that many tests begin with: each is made for the first of them, and the others get a copy."""

    folder: Path
    _made: dict[str, Path] = field(default_factory=dict)

    def store(self, name: str, make: "Callable[[Desks], Workspace]") -> Path:
        """The file of the store of that name."""
        if name not in self._made:
            folder = self.folder / name
            folder.mkdir()
            desks = Desks(folder, self)
            self._made[name] = Path(make(desks).store_place())
            desks.close()
        return self._made[name]


@dataclass
class Desks:
    """Makes and opens workspaces with a clock that stands and ids that repeat; closes them all at the end."""

    folder: Path
    made: MadeStores | None = None
    _open: list[Workspace] = field(default_factory=list, repr=False)
    _made: int = 0

    def place(self) -> Path:
        """A place for a new store, in a folder of its own."""
        self._made += 1
        folder = self.folder / f"desk-{self._made}"
        folder.mkdir()
        return folder / "store.db"

    def new(
        self,
        url: URL | None = None,
        *,
        day: date = DAY,
        account: NewAccount = ACADEMY,
        rehearsal: bool = True,
        machine: str = MACHINE,
    ) -> Workspace:
        """A new workspace made on the day."""
        ids = SeededIds(day.toordinal())
        clock, workspace_id = FixedClock(end_of_day(day, account.time_zone)), ids.new()
        store = create_store(url or url_of(self.place()), clock, machine, workspace_id)
        workspace = self._over(store, ids, Chosen())
        workspace.accounts.init(account, workspace_id, rehearsal=rehearsal)
        return workspace

    def copied(self, day: date = DAY) -> Workspace:
        """A workspace like `new()` makes, from a copy of one made before: for tests that need many."""
        return self.like("new", Desks.new, day)

    def like(self, name: str, make: "Callable[[Desks], Workspace]", day: date) -> Workspace:
        """A workspace like `make` makes, opened on the day, from a copy of the one it made for the name."""
        place, made = self.place(), self.made or MadeStores(self.folder)
        shutil.copyfile(made.store(name, make), place)
        return self.opened(place, day=day)

    def opened(
        self,
        place: Path | URL,
        *,
        day: date = DAY,
        machine: str = MACHINE,
        chosen: Chosen | None = None,
        seed: int = 7,
    ) -> Workspace:
        """The workspace of a store that is there."""
        url = url_of(place) if isinstance(place, Path) else place
        store = open_store(url, FixedClock(end_of_day(day, "UTC")), machine)
        return self._over(store, SeededIds(seed), chosen or Chosen())

    def _over(self, store: Store, ids: SeededIds, chosen: Chosen) -> Workspace:
        workspace = Workspace(Context(store, ids, chosen, self.folder, resources(), refuse_closed_door))
        self._open.append(workspace)
        return workspace

    def close(self) -> None:
        for workspace in self._open:
            workspace.close()
        self._open.clear()


def at(workspace: Workspace, day: date, zone: str = "UTC") -> Workspace:
    """Put the workspace's clock at the end of the day."""
    workspace.context.store.clock = FixedClock(end_of_day(day, zone))
    return workspace


def acting(workspace: Workspace, *, account: str | None = None, actor: str | None = None) -> Workspace:
    """The same open store, with another choice of account and person."""
    given = workspace.context
    return Workspace(
        Context(given.store, given.ids, Chosen(account, actor), given.scratch, given.resources, given.door)
    )


def new_key(workspace: Workspace, seats: int = 10, plan: Plan = Plan.USERS, expires_on: date | None = None) -> str:
    """The text of a key issued today."""
    return workspace.keys.issue(seats, plan, expires_on).key


def activate(workspace: Workspace, seats: int = 10, plan: Plan = Plan.USERS, on: date | None = None) -> str:
    """Activate a vendor's key, each time another; its id."""
    text = f"VENDOR-{workspace.context.ids.new()[:8]}"
    return workspace.keys.activate(text, seats=seats, plan=plan, on=on).id


def first_act(act_id: str, clock: Clock) -> Act:
    """An act of nobody in particular, for tests below the services."""
    return Act(act_id, msg("Do {what}", what=act_id), "Tester", clock.now().date())


def refused(sentence: str) -> "pytest.RaisesExc[UserError]":
    """A refusal that says this."""
    return pytest.raises(UserError, match=re.escape(sentence))
