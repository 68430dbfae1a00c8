"""The window is painted before anything heavy is loaded (performance.md P1)."""

import subprocess
import sys
from pathlib import Path

from desktop.app import Desk

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from desktop.app import Desk, open_window

desk = Desk.of_this_user()
import desktop.views.start.program as program

def first_paint(window, *_):
    heavy = ["matplotlib", "sqlalchemy.orm", "duckdb", "numpy", "keyring", "babel"]
    print(window.isVisible(), [name for name in heavy if name in sys.modules])
    QTimer.singleShot(0, window.close)

shown = program.MainWindow.paintEvent
def paint(self, event):
    shown(self, event)
    if not getattr(self, "painted", False):
        self.painted = True
        first_paint(self)
program.MainWindow.paintEvent = paint
sys.exit(open_window(desk))
"""


WHOLE = """
import sys
from PySide6.QtCore import QTimer
from desktop.app import Desk, open_window
import desktop.views.start.program as program

def look(window):
    if window.around is not None and not window.tools.jobs.running:
        window.looking.stop()
        print(window.windowTitle(), window.page.keys, window.page.to_come)
        window.close()

shown = program.MainWindow.paintEvent
def paint(self, event):
    shown(self, event)
    if not hasattr(self, "looking"):
        self.looking = QTimer(self, interval=20)
        self.looking.timeout.connect(lambda: look(self))
        self.looking.start()
program.MainWindow.paintEvent = paint
sys.exit(open_window(Desk.of_this_user()))
"""


FILLED = """
import sys
from desktop.app import Desk, open_window
from desktop.views.frame.next_tabs import NextTabs

def look(self):
    unneeded = [
        *("matplotlib", "duckdb", "numpy", "keyring", "alembic", "psycopg", "typer", "stdnum"),
        *("sqlalchemy.dialects.postgresql", "desktop.views.orders.tab", "desktop.views.usage.tab"),
        *("desktop.services.journal.history", "desktop.services.usage.imports", "desktop.services.usage.statements"),
        *("desktop.services.scenarios.scenarios", "desktop.formats.activity.reading", "desktop.store.usage_firsts"),
    ]
    page = self._window.page
    print(page.current.key, page.current.headline.isVisible(), [tab.key for tab in page.to_come])
    print([name for name in unneeded if name in sys.modules])
    self._window.close()

NextTabs.go_on = look
sys.exit(open_window(Desk.of_this_user()))
"""


def painted(home: Path, store: str | None, program: str = PROGRAM) -> subprocess.CompletedProcess[str]:
    import os

    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **({"SEATWISE_STORE": store} if store else {})}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment, timeout=50
    )


def test_at_first_paint_nothing_heavy_is_loaded(home: Path) -> None:
    done = painted(home, None)
    assert (done.stdout, done.returncode) == ("True []\n", 0), done.stderr


def test_nor_when_a_store_is_about_to_be_opened(home: Path, desk: Desk, place: str) -> None:
    done = painted(home, place)
    assert (done.stdout, done.returncode) == ("True []\n", 0), done.stderr


def test_then_the_window_is_put_together_and_the_store_is_opened(home: Path, desk: Desk, place: str) -> None:
    done = painted(home, place, WHOLE)
    assert (done.stdout, done.returncode) == ("Academy – Seatwise ('billing', 'order-history', 'usage') ()\n", 0), (
        done.stderr
    )


def test_when_the_first_tab_is_filled_only_what_it_shows_is_loaded(home: Path, desk: Desk, place: str) -> None:
    done = painted(home, place, FILLED)
    assert (done.stdout, done.returncode) == ("billing True ['order-history', 'usage']\n[]\n", 0), done.stderr


def test_without_a_display_it_says_so(home: Path) -> None:
    import os

    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    question = "from desktop.app import has_display; print(has_display())"
    done = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == ("False\n" if sys.platform == "linux" else "True\n")
