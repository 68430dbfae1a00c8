"""Composition: from what the person chose to an open workspace with all its services.

Nothing is imported before it is needed: the window is painted with little more than Qt (performance.md P1).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.system.desk_settings import DeskSettings
from desktop.system.paths import Folders, private_folder, resources

if TYPE_CHECKING:
    from datetime import date

    from desktop.domain.progress import Step
    from desktop.i18n import Translator
    from desktop.services.accounts.accounts import NewAccount
    from desktop.services.context import Chosen, Context
    from desktop.services.workspace import Choice, Workspace
    from desktop.store.engine import Store, StoreUrl
    from desktop.system.clock import FixedClock, SystemClock
    from desktop.system.ids import Ids

_DEMO_SEED = 2019


@dataclass(frozen=True)
class Desk:
    """This person's desk on this machine: its folders and settings."""

    folders: Folders
    settings: DeskSettings

    @classmethod
    def of_this_user(cls) -> Desk:
        """The desk of whoever is logged in."""
        folders = Folders.of_this_user()
        # The drawing library keeps its list of fonts where it would look for it again at the next start.
        os.environ.setdefault("MPLCONFIGDIR", str(folders.cache / "drawing"))
        return cls(folders, DeskSettings.read(folders.config))

    def open(self, choice: Choice) -> Workspace:
        """The workspace of the store chosen; refused where there is none."""
        return self._workspace(self._store(self._url(choice)), choice)

    def create(self, choice: Choice, new: NewAccount) -> Workspace:
        """A new workspace with its first account; one with a day of its own is for rehearsal."""
        from desktop.system.ids import RandomIds

        return self._create(self._url(choice), choice, new, RandomIds(), demo=False)

    def demo(self, choice: Choice, step: Step) -> Workspace:
        """The demo workspace in its own store, made and filled where it is missing."""
        from desktop.store.backup import replace_file
        from desktop.store.engine import url_of
        from desktop.store.opening import path_of, told_of_place

        url = url_of(choice.store) if choice.store else url_of(self.folders.demo_store)
        if url.get_backend_name() == "postgresql":
            self._make_demo(url, step)
        elif not path_of(url).exists():
            with told_of_place(path_of(url)), _folder_beside(path_of(url)) as folder:
                made = folder / "demo.db"
                self._make_demo(url_of(made), step)
                replace_file(made, path_of(url))
        return self._workspace(self._store(url), choice)

    def pictures(self, choice: Choice, folder: Path, step: Step) -> list[Path]:
        """Pictures of the window's screens on a copy of the demo workspace; refused where no window can be made."""
        import tempfile

        from desktop.store.backup import copy_store
        from desktop.store.engine import url_of
        from desktop.store.opening import path_of

        _load_window()
        from desktop.views.pictures import take_pictures

        with tempfile.TemporaryDirectory(prefix="seatwise-pictures-", ignore_cleanup_errors=True) as home:
            folders = replace(self.folders, data=Path(home), config=Path(home))
            url = url_of(choice.store) if choice.store else url_of(self.folders.demo_store)
            if url.get_backend_name() == "sqlite" and path_of(url).exists():
                copy_store(path_of(url), folders.demo_store)
            desk = Desk(folders, DeskSettings(self.settings.machine_id, theme="light"))
            return take_pictures(desk, folders, desk.settings, choice.language or self.language(), folder, step)

    def _make_demo(self, url: StoreUrl, step: Step) -> None:
        from desktop.services.demo.account import DEMO_ACCOUNT, DEMO_STARTS
        from desktop.services.demo.workspace import fill_demo
        from desktop.services.workspace import Choice
        from desktop.system.ids import SeededIds

        first = Choice(day=DEMO_STARTS)
        workspace = self._create(url, first, DEMO_ACCOUNT, SeededIds(_DEMO_SEED), demo=True)
        try:
            fill_demo(workspace, step)
        finally:
            workspace.close()

    def migrate(self, choice: Choice) -> str:
        """Bring the store to this program's version: PostgreSQL in one transaction, SQLite by opening it."""
        from desktop.domain.errors import UserError
        from desktop.i18n import msg
        from desktop.store.engine import postgresql_engine
        from desktop.store.migrate import migrate_postgresql
        from desktop.store.opening import path_of

        url = self._url(choice)
        if url.get_backend_name() == "postgresql":
            engine = postgresql_engine(url)
            try:
                migrate_postgresql(engine)
            finally:
                engine.dispose()
            return url.render_as_string(hide_password=True)
        store = self._store(url)
        store.close()
        if store.read_only is not None:
            raise UserError(msg("The store cannot be updated. {why}", why=store.read_only))
        return str(path_of(url))

    def translator(self, choice: Choice) -> Translator:
        """Texts in the language chosen, else the desk's, else the system's, else English."""
        from desktop.i18n import Translator

        return Translator(choice.language or self.language(), resources() / "locale")

    def language(self) -> str:
        """The language of the desk, else the system's, else English."""
        from desktop.i18n import LANGUAGES
        from desktop.system.language import system_language

        system = system_language()
        return self.settings.language or (system if system in LANGUAGES else "en")

    def _store(self, url: StoreUrl) -> Store:
        from desktop.store.opening import open_store
        from desktop.system.clock import SystemClock

        return open_store(url, SystemClock(), self.settings.machine_id)

    def _url(self, choice: Choice) -> StoreUrl:
        from desktop.store.engine import url_of

        return url_of(choice.store) if choice.store else url_of(self.folders.store)

    def _create(self, url: StoreUrl, choice: Choice, new: NewAccount, ids: Ids, *, demo: bool) -> Workspace:
        from desktop.services.accounts.accounts import refuse_said
        from desktop.services.context import Chosen
        from desktop.services.workspace import Workspace
        from desktop.store.opening import create_store
        from desktop.system.clock import today

        clock = _clock(choice.day, new.time_zone)
        refuse_said(new, today(clock, new.time_zone))
        workspace_id = ids.new()
        store = create_store(url, clock, self.settings.machine_id, workspace_id)
        context = self._context(store, Chosen(None, None, day_given=choice.day is not None), ids)
        workspace = Workspace(context)
        try:
            workspace.accounts.init(new, workspace_id, rehearsal=choice.day is not None, demo=demo)
        except BaseException:
            store.close()
            raise
        return workspace

    def _workspace(self, store: Store, choice: Choice) -> Workspace:
        from desktop.services.context import Chosen
        from desktop.services.demo.account import DEMO_ACCOUNT, demo_day
        from desktop.services.time.past import as_it_was
        from desktop.services.workspace import Workspace
        from desktop.store.forks import PREFIX
        from desktop.system.clock import standing_at
        from desktop.system.ids import RandomIds
        from desktop.system.throwaway import sweep

        chosen = Chosen(choice.account, choice.actor, day_given=choice.day is not None)
        context = self._context(store, chosen, RandomIds())
        sweep(context.scratch, PREFIX)
        try:
            with store.read() as session:
                demo = demo_day(session)
                if choice.day is not None:
                    # Whom the account lets in depends on the day, which depends on the account's zone.
                    nobody = self._context(store, Chosen(choice.account), RandomIds())
                    store.clock = standing_at(choice.day, nobody.time_zone(session))
                elif demo is not None:
                    store.clock = standing_at(demo, DEMO_ACCOUNT.time_zone)
                context.let_in(session)
            if choice.day is not None:
                context = as_it_was(context)
        except BaseException:
            store.close()
            raise
        return Workspace(context)

    def _context(self, store: Store, chosen: Chosen, ids: Ids) -> Context:
        from desktop.services.access import refuse_closed_door
        from desktop.services.context import Context

        file = Path(store.place)
        scratch = _scratch(file.parent if file.is_file() else self.folders.data)
        return Context(store, ids, chosen, scratch, resources(), refuse_closed_door, stripe=self.settings.stripe)


def _clock(day: date | None, zone: str) -> SystemClock | FixedClock:
    from desktop.system.clock import SystemClock, standing_at

    return SystemClock() if day is None else standing_at(day, zone)


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """A folder of its own on the same disk, gone at the end."""
    import tempfile

    private_folder(path.parent)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".demo-") as folder:
        yield Path(folder)


def _scratch(place: Path) -> Path:
    """Where big work in progress goes: on the disk of the data, not in a small temporary file system."""
    import tempfile

    from desktop.system.folders import writable

    return place if place.exists() and writable(place) else Path(tempfile.gettempdir())


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def prepare_process(folders: Folders) -> None:
    """Let the chart's library keep what it finds out about fonts in the program's cache; be mute without a console."""
    fonts = str(folders.cache / "chart")
    if not getattr(sys, "frozen", False):
        os.environ.setdefault("MPLCONFIGDIR", fonts)
        return
    # A bundle begins with a folder that is thrown away at its end.
    os.environ["MPLCONFIGDIR"] = fonts
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open as long as the program runs
            setattr(sys, name, nowhere)


def _load_window() -> None:
    """Load what a window is made of; refused where the system lacks a library for it."""
    import importlib

    from desktop.domain.errors import UserError
    from desktop.i18n import msg

    if sys.platform not in ("win32", "darwin"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        for name in (
            "desktop.views.start.program",
            "desktop.views.frame.parts",
            "desktop.views.widgets.icons",
            "PySide6.QtNetwork",
        ):
            importlib.import_module(name)
    except ImportError as error:
        reason = str(error)
        raise UserError(msg("No pictures of the window: Qt cannot be loaded here. {reason}", reason=reason)) from None


def open_window(desk: Desk, choice: Choice | None = None, files: Sequence[Path] = ()) -> int:
    """Show the window and stay until it is closed. Services and stores are loaded after it was painted.

    `choice` is what the person said on the command line.
    """
    from desktop.views.start.program import run

    place = (choice.store if choice else None) or os.environ.get("SEATWISE_STORE") or None
    language = choice.language if choice else None
    return run(
        desk, desk.folders, desk.settings, lambda: language or desk.language(), place=place, choice=choice, files=files
    )
