"""Composition: from what the person chose to an open workspace with all its services."""

from __future__ import annotations

import locale
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.errors import UserError
from desktop.domain.progress import Step
from desktop.i18n import LANGUAGES, Translator, msg
from desktop.system.clock import FixedClock, SystemClock, end_of_day
from desktop.system.desk_settings import DeskSettings
from desktop.system.ids import Ids, RandomIds, SeededIds
from desktop.system.paths import Folders, private_folder, resources

if TYPE_CHECKING:
    from desktop.services.accounts import NewAccount
    from desktop.services.context import Chosen, Context
    from desktop.services.workspace import Choice, Workspace
    from desktop.store.engine import Store, StoreUrl

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
        from desktop.store.opening import open_store

        return self._workspace(
            open_store(self._url(choice), SystemClock(), self.settings.machine_id), choice, RandomIds()
        )

    def create(self, choice: Choice, new: NewAccount) -> Workspace:
        """A new workspace with its first account; one with a day of its own is for rehearsal."""
        return self._create(self._url(choice), choice, new, RandomIds(), demo=False)

    def demo(self, choice: Choice, step: Step) -> Workspace:
        """The demo workspace in its own store, made and filled where it is missing."""
        from desktop.services.demo import DEMO_TODAY
        from desktop.store.backup import replace_file
        from desktop.store.engine import url_of
        from desktop.store.opening import open_store, path_of

        url = url_of(choice.store) if choice.store else url_of(self.folders.demo_store)
        chosen = replace(choice, day=choice.day or DEMO_TODAY)
        if url.get_backend_name() == "postgresql":
            self._make_demo(url, step)
        elif not path_of(url).exists():
            private_folder(path_of(url).parent)
            with tempfile.TemporaryDirectory(dir=path_of(url).parent, prefix=".demo-") as folder:
                made = Path(folder) / "demo.db"
                self._make_demo(url_of(made), step)
                replace_file(made, path_of(url))
        return self._workspace(open_store(url, SystemClock(), self.settings.machine_id), chosen, RandomIds())

    def _make_demo(self, url: StoreUrl, step: Step) -> None:
        from desktop.services.demo import DEMO_ACCOUNT, DEMO_STARTS, fill_demo
        from desktop.services.workspace import Choice

        first = Choice(day=DEMO_STARTS)
        workspace = self._create(url, first, DEMO_ACCOUNT, SeededIds(_DEMO_SEED), demo=True)
        try:
            fill_demo(workspace, step)
        finally:
            workspace.close()

    def migrate(self, choice: Choice) -> str:
        """Bring the store to this program's version: PostgreSQL in one transaction, SQLite by opening it."""
        from desktop.store.engine import postgresql_engine
        from desktop.store.migrate import migrate_postgresql
        from desktop.store.opening import open_store, path_of

        url = self._url(choice)
        if url.get_backend_name() == "postgresql":
            engine = postgresql_engine(url)
            try:
                migrate_postgresql(engine)
            finally:
                engine.dispose()
            return url.render_as_string(hide_password=True)
        store = open_store(url, SystemClock(), self.settings.machine_id)
        store.close()
        if store.read_only is not None:
            raise UserError(msg("The store cannot be updated. {why}", why=store.read_only))
        return str(path_of(url))

    def translator(self, choice: Choice) -> Translator:
        """Texts in the language chosen, else the desk's, else the system's, else English."""
        return Translator(choice.language or self.language(), resources() / "locale")

    def language(self) -> str:
        """The language of the desk, else the system's, else English."""
        system = (locale.getlocale()[0] or "en")[:2]
        return self.settings.language or (system if system in LANGUAGES else "en")

    def _url(self, choice: Choice) -> StoreUrl:
        from desktop.store.engine import url_of

        return url_of(choice.store) if choice.store else url_of(self.folders.store)

    def _create(self, url: StoreUrl, choice: Choice, new: NewAccount, ids: Ids, *, demo: bool) -> Workspace:
        from desktop.services.context import Chosen
        from desktop.services.workspace import Workspace
        from desktop.store.opening import create_store

        workspace_id = ids.new()
        store = create_store(url, _clock(choice.day, new.time_zone), self.settings.machine_id, workspace_id)
        context = self._context(store, Chosen(None, None, day_given=choice.day is not None), ids)
        workspace = Workspace.over(context)
        try:
            workspace.accounts.init(new, workspace_id, rehearsal=choice.day is not None, demo=demo)
        except BaseException:
            store.close()
            raise
        return workspace

    def _workspace(self, store: Store, choice: Choice, ids: Ids) -> Workspace:
        from desktop.services.context import Chosen
        from desktop.services.workspace import Workspace

        context = self._context(store, Chosen(choice.account, choice.actor, day_given=choice.day is not None), ids)
        try:
            if choice.day is not None:
                with store.read() as session:
                    store.clock = FixedClock(end_of_day(choice.day, context.account(session).time_zone))
        except BaseException:
            store.close()
            raise
        return Workspace.over(context)

    def _context(self, store: Store, chosen: Chosen, ids: Ids) -> Context:
        from desktop.services.context import Context

        place = self.folders.data
        return Context(store, ids, chosen, _scratch(place), resources())


def _clock(day: date | None, zone: str) -> SystemClock | FixedClock:
    return SystemClock() if day is None else FixedClock(end_of_day(day, zone))


def _scratch(place: Path) -> Path:
    """Where big work in progress goes: on the disk of the data, not in a small temporary file system."""
    return place if place.exists() else Path(tempfile.gettempdir())


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(desk: Desk, files: Sequence[Path] = ()) -> int:
    """Show the window and stay until it is closed. Services and stores are loaded after it was painted."""
    from desktop.views.program import run

    language = desk.language()
    place = os.environ.get("SEATWISE_STORE") or None
    return run(desk, desk.folders, desk.settings, language, place=place, files=files)
