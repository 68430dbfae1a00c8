"""Pictures of every screen, taken of the running window while it walks through the demo workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar

from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.domain.progress import Step, silent
from desktop.i18n import msg
from desktop.views.action import Tab
from desktop.views.billing.tab import BillingTab
from desktop.views.camera import bring_letters, faults_raised, in_few_colors, quiet_platform
from desktop.views.frame.window import MainWindow
from desktop.views.history.tab import HistoryTab
from desktop.views.orders.tab import OrdersTab
from desktop.views.palette.palette import CommandPalette
from desktop.views.start.program import application, tools_for
from desktop.views.usage.tab import UsageTab

if TYPE_CHECKING:
    from desktop.services.opener import Opener
    from desktop.system.desk_settings import DeskSettings
    from desktop.system.paths import Folders

SIZE = (1200, 760)
"""Of the window, in device-independent pixels."""
_MONTH = Month.parse("2019-03")
"""A closed month with late activity."""
_NEW_USERS = 4
_TO_COME = date(2019, 10, 20)
"""A day after a charge that the card will not pay."""
_BEST_COMPRESSION = 0

T = TypeVar("T", bound=Tab)


def take_pictures(
    opener: Opener,
    folders: Folders,
    settings: DeskSettings,
    language: str,
    into: Path,
    step: Step = silent,
) -> list[Path]:
    """Open the window on the demo workspace of these folders and write a PNG of each screen; the files written.

    An exception that reaches the window's top is raised here.
    """
    with quiet_platform():
        program = application()
        bring_letters(program)
        window = MainWindow(tools_for(opener, folders, settings, language))
        try:
            with faults_raised():
                window.resize(*SIZE)
                return Pictures(program, window, into).take_all(step)
        finally:
            window.close()
            window.deleteLater()
            window.tools.looks.choose(settings.theme)
            window.tools.words.fall_silent()


class Pictures:
    """One walk through the window; each screen is left as it was found."""

    def __init__(self, program: QApplication, window: MainWindow, into: Path) -> None:
        """Write into this folder, which is made where it is missing."""
        self._program, self._window, self._into = program, window, into
        self._tools = window.tools

    def take_all(self, step: Step = silent) -> list[Path]:
        """Take every picture; a file of that name is replaced."""
        self._into.mkdir(parents=True, exist_ok=True)
        self._window.sitting.freshness.rest()
        screens: tuple[tuple[str, Callable[[], None]], ...] = (
            ("first-start", self._first_start),
            ("billing", self._billing),
            ("billing-dark", self._dark),
            ("place-order", self._place_order),
            ("order-history", self._orders),
            ("deactivate", self._deactivate),
            ("mail", self._mail),
            ("scenarios", self._scenarios),
            ("simulated", self._simulated),
            ("monthly-usage", self._monthly_usage),
            ("monthly-usage-dark", self._dark),
            ("people-of-month", self._people),
            ("why-this-amount", self._why),
            ("history-undo", self._history),
            ("command-palette", self._palette),
            ("import", self._import),
            ("preferences", self._preferences),
        )
        files = []
        for place, (name, show) in enumerate(screens):
            step(place, len(screens))
            show()
            files.append(self._take(name))
        step(len(screens), len(screens))
        return files

    def _first_start(self) -> None:
        self._window.show_welcome()
        self._window.show()

    def _billing(self) -> None:
        self._window.sitting.open_demo()
        self._settle()
        if self._window.around is None:
            raise UserError(msg("The demo workspace could not be opened for the pictures."))
        from desktop.services.demo.orders import ORDERING_ACCOUNT

        self._account(ORDERING_ACCOUNT.name)
        self._window.page.show_tab("billing")

    def _account(self, name: str) -> None:
        """Turn to the account of that name."""
        opened = self._window.sitting.opened
        accounts = () if opened is None else opened.accounts
        self._window.sitting.choose_account(next(one.account for one in accounts if one.name == name))
        self._settle()

    def _place_order(self) -> None:
        from desktop.views.billing.place_order import PlaceOrderDialog

        self._tab(BillingTab).place_order()
        self._settle()
        dialog = next(one for one in self._dialogs() if isinstance(one, PlaceOrderDialog))
        dialog.head.users.setValue(_NEW_USERS)
        self._settle()
        dialog.go.click()

    def _deactivate(self) -> None:
        self._window.page.show_tab("billing")
        self._tab(BillingTab).deactivate()

    def _mail(self) -> None:
        self._tab(BillingTab).show_billing()
        self._window.errands.open_mail()

    def _scenarios(self) -> None:
        self._window.errands.open_scenarios()

    def _simulated(self) -> None:
        self._window.sitting.look_at(_TO_COME)

    def _dark(self) -> None:
        self._tools.looks.choose("dark")

    def _orders(self) -> None:
        self._window.page.show_tab(OrdersTab.key)
        self._settle()
        self._tab(OrdersTab).open_pane()

    def _monthly_usage(self) -> None:
        from desktop.services.demo.account import DEMO_ACCOUNT

        self._window.sitting.look_at(None)
        self._settle()
        self._account(DEMO_ACCOUNT.name)
        self._window.page.show_tab(UsageTab.key)

    def _people(self) -> None:
        self._tab(UsageTab).open_month(_MONTH)

    def _why(self) -> None:
        self._tab(UsageTab).show_months()
        self._window.page.show_tab("billing")
        self._window.errands.explain()

    def _history(self) -> None:
        self._window.errands.open_history()
        self._settle()
        self._tab(HistoryTab).focus_first()

    def _palette(self) -> None:
        from desktop.services.demo.orders import ORDERING_ACCOUNT

        self._account(ORDERING_ACCOUNT.name)
        self._window.page.show_tab("billing")
        self._window.errands.search(self._tools.words.text(msg("Order")).lower())

    def _import(self) -> None:
        from desktop.services.demo.workspace import file_to_import

        self._window.page.show_tab(UsageTab.key)
        self._window.errands.import_files([file_to_import(self._tools.folders.data)])

    def _preferences(self) -> None:
        self._window.page.show_tab("billing")
        self._window.errands.open_preferences()

    def _tab(self, kind: type[T]) -> T:
        return next(tab for tab in self._window.page.tabs if isinstance(tab, kind))

    def _take(self, name: str) -> Path:
        self._settle()
        file = self._into / f"{name}.png"
        if not in_few_colors(self._seen().toImage()).save(str(file), quality=_BEST_COMPRESSION):
            raise UserError(msg("{file} could not be written.", file=str(file)))
        self._clear()
        return file

    def _clear(self) -> None:
        """Put away what stands over the page, and be light again."""
        self._window.why.put_away()
        for palette in self._window.findChildren(CommandPalette):
            palette.put_away()
        for dialog in self._dialogs():
            dialog.reject()
        if self._tools.looks.dark:
            self._tools.looks.choose("light")

    def _seen(self) -> QPixmap:
        """The window, with the dialog over it that is open."""
        picture = self._window.grab()
        painter = QPainter(picture)
        painter.setPen(self._tools.looks.color("strong"))
        for dialog in self._dialogs():
            rest = self._window.size() - dialog.size()
            at = QPoint(rest.width() // 2, rest.height() // 2)
            painter.drawPixmap(at, dialog.grab())
            painter.drawRect(at.x(), at.y(), dialog.width(), dialog.height())
        painter.end()
        return picture

    def _dialogs(self) -> list[QDialog]:
        return [dialog for dialog in self._window.findChildren(QDialog) if dialog.isVisible()]

    def _settle(self) -> None:
        """Wait until no job is left, and nothing that a timer was to do next."""
        self._program.processEvents()
        while self._tools.jobs.running or self._timers():
            self._program.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._program.processEvents()

    def _timers(self) -> list[QTimer]:
        """Those that will run once more; the status bar's only while it shows a job."""
        status = self._window.status
        showing = any(bar.isVisible() for bar in status.findChildren(QProgressBar))
        timers = [timer for timer in self._window.findChildren(QTimer) if timer.isSingleShot() and timer.isActive()]
        return [timer for timer in timers if showing or timer.parent() is not status]
