"""Loading what the window and its tabs are made of, while the frame that was painted first stays alive.

Only what the first tab shows is loaded before its figures are there; the other tabs follow (frame/next_tabs.py).
"""

from __future__ import annotations

import gc
import importlib
from threading import Event, Lock, Thread

from PySide6.QtCore import QObject, Signal

_PARTS = (
    "desktop.models.jobs",
    "desktop.views.desk",
    "desktop.views.faults",
    "desktop.views.widgets.icons",
    "desktop.views.frame.parts",
    "desktop.views.preferences.settings",
    "desktop.views.words",
    "PySide6.QtNetwork",
)
_STORE = (
    "desktop.store.opening",
    "desktop.services.demo.account",
    "desktop.services.workspace",
    "desktop.views.frame.tabs",
    "babel.dates",
    "babel.numbers",
)
_TABS = {
    "billing": (
        "desktop.views.billing.tab",
        "desktop.views.billing.reading",
        "desktop.services.billing.page",
        "desktop.services.accounts.keys",
        "desktop.services.time.leaps",
        "desktop.services.usage.usage",
    ),
    "order-history": ("desktop.views.orders.tab", "desktop.services.orders.list", "desktop.services.orders.details"),
    "usage": ("desktop.views.usage.tab", "desktop.charts.wording"),
}
_FIRST = "billing"
# Two threads that import modules in a circle could each see the other's half done.
_one_at_a_time = Lock()


class Loading(QObject):
    """Imports in a thread of its own. `ready` when the window can be put together; `go_on` when it is."""

    ready = Signal()

    def __init__(self, tab: str = _FIRST, parent: QObject | None = None) -> None:
        """Begin when told to; `tab` is the one that will be shown first."""
        super().__init__(parent)
        self._tab = tab
        self._ended = False
        self._together = Event()
        self._thread = Thread(target=self._load, name="seatwise-loading")

    def begin(self) -> None:
        """Import the window's parts, then what opens a store and shows its first tab."""
        if not self._thread.is_alive() and not self._ended:
            self._thread.start()

    def go_on(self) -> None:
        """Import the rest now: while the window was put together, its thread had the machine for itself."""
        self._together.set()

    def end(self) -> None:
        """Wait for the import that is being done, and begin no other."""
        self._ended = True
        self.go_on()
        if self._thread.is_alive():
            self._thread.join()

    def _load(self) -> None:
        # Nothing of what is being imported is garbage: looking for it would take a tenth of the time.
        gc.disable()
        try:
            self._load_parts()
            self._together.wait()
            if not self._ended:
                load_tab(self._tab)
        finally:
            gc.freeze()
            gc.enable()

    def _load_parts(self) -> None:
        try:
            _import(_PARTS)
        finally:
            # Where a part cannot be imported, the window's thread meets the same fault and tells it.
            self.ready.emit()


def load_tab(key: str) -> None:
    """Import what opens a store, and what one of its tabs is made of; called in jobs, before either is done."""
    _import((*_STORE, *_TABS.get(key, _TABS[_FIRST])))


def _import(names: tuple[str, ...]) -> None:
    with _one_at_a_time:
        for name in names:
            importlib.import_module(name)
