"""P13: a person's way through the window with a watch on its thread.

`python -m tests.bench.window_walk FILE [--where]` opens the store of SEATWISE_STORE, imports FILE into it meanwhile,
and prints a JSON list: what was being done, and how long the thread answered nothing at worst, in milliseconds.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from desktop.views.frame.window import MainWindow

_TICK = 5
_BLOCK = 100


@dataclass
class Watch:
    """Counts how long the window's thread leaves a short timer unanswered."""

    where: bool = False
    doing: str = "start"
    worst: dict[str, float] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    _last: float = field(default_factory=perf_counter)

    def begin(self, parent: QObject) -> None:
        """Watch from now on."""
        self._last = perf_counter()
        timer = QTimer(parent, interval=_TICK)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start()
        if self.where:
            threading.Thread(target=self._look, args=(threading.get_ident(),), daemon=True).start()

    def _tick(self) -> None:
        now = perf_counter()
        gap = (now - self._last) * 1000 - _TICK
        self._last = now
        self.worst[self.doing] = max(self.worst.get(self.doing, 0), gap)
        self.blocks[self.doing] = self.blocks.get(self.doing, 0) + (gap > _BLOCK)

    def _look(self, thread: int) -> None:
        """In a thread: say where the window's thread is while it answers nothing."""
        while True:
            sleep(0.01)
            late = (perf_counter() - self._last) * 1000
            if late > _BLOCK / 2:
                frames = sys._current_frames()
                main = "".join(traceback.format_stack(frames.pop(thread))[-8:])
                others = "".join(f"*{''.join(traceback.format_stack(frame)[-3:])}" for frame in frames.values())
                sys.stderr.write(f"--- {self.doing}: {late:.0f} ms\n{main}{others}")


class Walk(QObject):
    """Does one step after another, each when the one before has come to its end."""

    def __init__(self, window: MainWindow, watch: Watch, file: Path) -> None:
        super().__init__(window)
        self._window, self._watch, self._file = window, watch, file
        self._began = 0.0
        self._turned = 0
        self._steps: list[tuple[str, Callable[[], object], Callable[[], bool]]] = [
            ("open the store", lambda: None, self._opened),
            ("switch tabs", partial(self._show, "usage"), self._charted),
            ("hover over the months", lambda: None, self._hovered),
            ("another span of months", self._all_months, self._quiet),
            ("open a month's people", self._open_month, self._listed),
            ("scroll", lambda: None, self._scrolled),
            ("filter", self._filter, self._quiet),
            ("import in the background", self._import, self._imported),
        ]
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if self._watch.doing != self._steps[0][0]:
            self._watch.doing, self._began = self._steps[0][0], perf_counter()
            self._turned = 0
            self._steps[0][1]()
        elif perf_counter() - self._began > 0.3 and self._steps[0][2]():
            self._steps.pop(0)
            if not self._steps:
                sys.stdout.write(json.dumps([self._watch.worst, self._watch.blocks]) + "\n")
                sys.stdout.flush()
                os._exit(0)

    def _tab(self, key: str) -> Any:
        return next(tab for tab in self._window.page.tabs if tab.key == key)

    def _show(self, key: str) -> None:
        self._window.page.show_tab(key)

    def _quiet(self) -> bool:
        return not self._window.tools.jobs.running

    def _opened(self) -> bool:
        return self._window.around is not None and self._quiet()

    def _charted(self) -> bool:
        return self._tab("usage").months.chart.canvas is not None and self._quiet()

    def _hovered(self) -> bool:
        chart = self._tab("usage").months.chart
        self._turned += 1
        at = QPointF(self._turned * chart.width() / 40, chart.height() / 3)
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            chart.mapToGlobal(at),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(chart, moved)
        return self._turned > 38

    def _all_months(self) -> None:
        from desktop.services.usage.page import Span

        self._tab("usage").months.periods.chosen.emit(Span(None, None))

    def _open_month(self) -> None:
        self._tab("usage").months.open_month()

    def _listed(self) -> bool:
        return self._tab("usage").people.model.loaded > 0 and self._quiet()

    def _scrolled(self) -> bool:
        if self._quiet():
            self._turned += 1
            self._tab("usage").people.list.scrollToBottom()
        return self._turned > 30

    def _filter(self) -> None:
        self._tab("usage").people.filter.setText("learner-0012")

    def _import(self) -> None:
        from desktop.i18n import msg
        from desktop.services.usage.imports import ImportWishes
        from desktop.views.desk import Kind

        window, around = self._window, self._window.around
        if around is not None:
            imports = around.workspace.usage_imports
            window.tools.jobs.run(
                msg("Import {file}", file=self._file.name),
                lambda step: imports.import_files([self._file], ImportWishes(), step=step),
                lambda _: window.announce(frozenset({Kind.USAGE})),
            )

    def _imported(self) -> bool:
        """Switch tabs meanwhile."""
        self._turned += 1
        if self._turned % 15 == 0:
            self._show("billing" if self._turned % 30 else "usage")
        return self._quiet()


def main() -> int:
    """Start the program as a person does, and walk."""
    from desktop.app import Desk, open_window, prepare_process

    desk = Desk.of_this_user()
    prepare_process(desk.folders)
    from desktop.views.frame.window import MainWindow

    watch = Watch("--where" in sys.argv)
    painted = MainWindow.paintEvent
    walks: list[Walk] = []

    def paint(self: MainWindow, event: object) -> None:
        painted(self, event)  # type: ignore[arg-type]
        if not walks:
            watch.begin(self)
            walks.append(Walk(self, watch, Path(sys.argv[1])))

    MainWindow.paintEvent = paint  # type: ignore[method-assign]
    return open_window(desk)


if __name__ == "__main__":
    sys.exit(main())
