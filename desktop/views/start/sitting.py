"""One sitting at an open workspace: opened, turned to another account, watched, and let go."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.i18n import Message, msg
from desktop.models.jobs import Job
from desktop.views.desk import Tools
from desktop.views.frame.undoing import Undoing
from desktop.views.start.freshness import Freshness
from desktop.views.start.one_window import OneWindow, call_window
from desktop.views.start.opening import FirstAccount, Opened, Opening


class Sitting(QObject):
    """Knows what is open. `begun` with the workspace, `failed` with a place and the reason, `called` with files.

    `stayed` when another day was wanted and nothing came of it.
    """

    begun = Signal(object)
    stayed = Signal()
    failed = Signal(str, object)
    called = Signal(list)

    def __init__(self, tools: Tools, parent: QObject, one: OneWindow | None = None) -> None:
        """Nothing is open yet; `one` may hold the store to be opened already."""
        super().__init__(parent)
        self._tools = tools
        self.opened: Opened | None = None
        self._today: date | None = None
        self._acts: dict[str, list[str]] = {}
        """This session's acts, by the place of the store they were done in."""
        self.undoing, self.freshness = Undoing(self), Freshness(self)
        self.opening, self._one = Opening(tools, self), one or OneWindow(self)
        self.opening.opened.connect(self._begin)
        self.opening.failed.connect(self._fail)
        self._one.called.connect(self.called)
        tools.jobs.finished.connect(self._finished)

    @property
    def today(self) -> date | None:
        """The day it is for the account that is open, whichever is looked at; None before any is."""
        return self._today or (self.opened.today if self.opened is not None else None)

    def open_place(self, place: str) -> None:
        """Open the store at a place, or bring the window that shows it to the front."""
        if self.opened is not None and self.opened.place == place:
            self.begun.emit(self.opened)
        elif self._taken(place):
            self.opening.store(place)

    def look_at(self, day: date | None) -> None:
        """Look at another day: one that is past is only read, one to come is simulated; None is today again."""
        opened = self.opened
        if opened is None or day == opened.day:
            return
        today = self.today or opened.today
        if day is not None and day > today:
            self.opening.ahead(opened, day)
        elif opened.source is not None and opened.source.day is None and day in (None, today):
            self._begin(opened.source)
        else:
            self.opening.store(opened.place, None if day == today else day)

    def open_demo(self) -> None:
        """Open the demo workspace."""
        self.open_place(str(self._tools.folders.demo_store))

    def begin_own(self, first: FirstAccount) -> None:
        """Make a store for the person's own data, beside the one that may be there."""
        place = free_place(self._tools.folders.store)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._taken(str(place)):
            self.opening.create(str(place), first)

    def choose_account(self, account: str) -> None:
        """Turn to another account of the open store."""
        if self.opened is not None and account != self.opened.account.account:
            self.opening.account(self.opened.source or self.opened, account)

    def add_account(self, new: FirstAccount) -> None:
        """Add an account to the open store, and turn to it."""
        if self.opened is not None:
            self.opening.add(self.opened.source or self.opened, new)

    def end(self) -> None:
        """Let the store go."""
        self.undoing.attend(None)
        self.freshness.attend(None)
        for one in _with_source(self.opened):
            one.workspace.close()
        self.opened = None
        self._one.release()

    def _taken(self, place: str) -> bool:
        if self._one.take(place):
            return True
        if self.opened is not None:
            self._one.take(self.opened.place)
        if not call_window(place, []):
            self.failed.emit(place, msg("It is open in another window."))
        return False

    def _begin(self, opened: Opened) -> None:
        before, self.opened = self.opened, opened
        real = opened.source or opened
        if opened.day is None:
            self._today = opened.today
            self._remember_acts(opened)
        elif self._today is None:
            self._today = real.real_today or real.today
        kept = [one.workspace.context.store for one in _with_source(opened)]
        for one in _with_source(before):
            if one.workspace.context.store not in kept:
                one.workspace.close()
        settings = self._tools.settings
        wished = settings.current.with_store(opened.place)
        accounts = {**wished.accounts, opened.place: opened.account.account}
        settings.keep(recent=wished.recent, last_store=wished.last_store, accounts=accounts)
        self.begun.emit(opened)

    def _remember_acts(self, opened: Opened) -> None:
        """A store that is opened again in this session still knows what was done in it, so that it can be undone."""
        acts = opened.workspace.context.acts
        before = self._acts.get(opened.place, acts)
        acts[:0] = [one for one in before if one not in acts]
        self._acts[opened.place] = acts

    def _finished(self, job: Job) -> None:
        """A job that was canceled leaves what is open, and the day shown must be that again."""
        if job.canceled and self.opened is not None:
            self.stayed.emit()

    def _fail(self, place: str, reason: Message) -> None:
        if self.opened is None:
            self._one.release()
        else:
            self._one.take(self.opened.place)
        self.failed.emit(place, reason)
        if self.opened is not None:
            self.stayed.emit()


def _with_source(opened: Opened | None) -> list[Opened]:
    """What is open, and what it is a simulation of."""
    return [one for one in (opened, opened.source if opened is not None else None) if one is not None]


def free_place(wished: Path) -> Path:
    """The place wished for, or the next one of that name that is free."""
    number, place = 2, wished
    while place.exists():
        place = wished.with_name(f"{wished.stem}-{number}{wished.suffix}")
        number += 1
    return place
