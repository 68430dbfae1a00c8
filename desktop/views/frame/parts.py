"""What the window is put together from. Loaded after its frame was painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.views.frame.actions import frame_actions
from desktop.views.frame.closing import Leaving
from desktop.views.frame.declared import Declared
from desktop.views.frame.errands import Errands
from desktop.views.frame.menus import Menus
from desktop.views.frame.page import Page
from desktop.views.frame.signs import Signs
from desktop.views.frame.status import Status
from desktop.views.frame.top_bar import TopBar
from desktop.views.start.sitting import Sitting
from desktop.views.start.welcome import Welcome
from desktop.views.why import Why

if TYPE_CHECKING:
    from desktop.views.desk import Tools
    from desktop.views.frame.window import MainWindow
    from desktop.views.start.one_window import OneWindow


@dataclass(frozen=True)
class Parts:
    """The parts of one window."""

    sitting: Sitting
    errands: Errands
    signs: Signs
    declared: Declared
    welcome: Welcome
    page: Page
    status: Status
    menus: Menus
    why: Why
    leaving: Leaving

    @classmethod
    def of(cls, window: MainWindow, tools: Tools, one: OneWindow | None) -> Parts:
        """Make them for a window."""
        words, looks, icons = tools.words, tools.looks, tools.icons
        window.sitting = Sitting(tools, window, one)
        errands = Errands(window)
        declared = Declared(frame_actions(errands), words, icons, window)
        page = Page(tools, TopBar(looks, words, icons, declared.of("undo"), declared.of("redo")))
        return cls(
            window.sitting,
            errands,
            Signs(window),
            declared,
            Welcome(tools),
            page,
            Status(looks, words, icons, tools.jobs),
            Menus(window.menuBar(), declared, words),
            Why(window, looks, words, icons),
            Leaving(window, tools.jobs, words),
        )
