"""The tabs that are not shown yet, and the services no tab has asked for: got ready while there is nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.i18n import msg
from desktop.views.start.loading import load_tab

if TYPE_CHECKING:
    from desktop.services.workspace import Workspace
    from desktop.views.action import TabToCome
    from desktop.views.frame.window import MainWindow


class NextTabs(QObject):
    """Whenever no job is left, gets one tab more ready, so that turning to it never waits; at last the services."""

    def __init__(self, window: MainWindow) -> None:
        """Look after the tabs of this window."""
        super().__init__(window)
        self._window = window
        self._tried: list[TabToCome | Workspace] = []
        window.tools.jobs.idle.connect(self.go_on)

    def go_on(self) -> None:
        """Import in a job what the next tab is made of, then make it. What failed once is left to who asks for it."""
        around, page, jobs = self._window.around, self._window.page, self._window.tools.jobs
        if around is None:
            return
        workspace = around.workspace
        coming = next((tab for tab in page.to_come if tab not in self._tried), None)
        if coming is not None:
            self._tried.append(coming)
            jobs.prepare(
                msg("Get {tab} ready", tab=coming.title),
                lambda _step: load_tab(coming.key),
                lambda _: page.make_tab(coming),
            )
        elif workspace not in self._tried:
            self._tried = [*page.to_come, workspace]
            jobs.prepare(msg("Get the rest ready"), lambda _step: workspace.warm_up(), lambda _: None)
