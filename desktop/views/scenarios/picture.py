"""The chart of the scenarios on the screen: drawn in a job, shown as a picture, and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop.i18n import msg
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.domain.progress import Step
    from desktop.services.scenarios import ComparedAnswer

_SMALLEST = (360, 240)
_SETTLES_MILLISECONDS = 150


class ScenarioPicture(QLabel):
    """Draws again when the scenarios, the size, the language or the colours are others."""

    def __init__(self, around: Surroundings) -> None:
        """Show nothing yet."""
        super().__init__()
        self._around = around
        self._found: Sequence[ComparedAnswer] = ()
        self._account = ("", "USD")
        self._asked = 0
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(*_SMALLEST)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._timer = QTimer(self, interval=_SETTLES_MILLISECONDS, singleShot=True)
        self._timer.timeout.connect(self.draw)

    def show_scenarios(self, account: tuple[str, str], found: Sequence[ComparedAnswer]) -> None:
        """Show these; `account` is its name and currency."""
        self._account, self._found = account, found
        self.draw()

    def draw(self) -> None:
        """Draw at the size of the moment, off the window's thread."""
        self._asked += 1
        asked, found, account = self._asked, self._found, self._account
        if not found:
            self.clear()
            self.setAccessibleDescription("")
            return
        translator, dark, ratio = self._around.words.translator, self._around.looks.dark, self.devicePixelRatioF()
        size = (max(_SMALLEST[0], self.width()), max(_SMALLEST[1], self.height()))

        def work(_step: Step) -> tuple[bytes, str]:
            from desktop.charts.palette import DARK, LIGHT
            from desktop.charts.scenarios import render_scenarios, scenario_summary
            from desktop.services.scenario_report import scenario_series

            series = scenario_series(*account, found)
            drawn = render_scenarios(series, "png", translator, DARK if dark else LIGHT, size)
            return drawn, scenario_summary(series, translator)

        def show(drawn: tuple[bytes, str]) -> None:
            if asked == self._asked:
                self._show(*drawn, size, ratio)

        self._around.jobs.read(msg("Draw the scenarios"), work, show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew once the size has settled."""
        super().resizeEvent(event)
        if self._found:
            self._timer.start()

    def sizeHint(self) -> QSize:
        """The size a window of usual size gives it."""
        return QSize(640, 380)

    def _show(self, png: bytes, summary: str, size: tuple[int, int], ratio: float) -> None:
        picture = QPixmap()
        picture.loadFromData(png)
        wanted = QSize(round(size[0] * ratio), round(size[1] * ratio))
        picture = picture.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(picture)
        self.setAccessibleName(self._around.words.text(msg("Scenarios")))
        self.setAccessibleDescription(summary)
        self.setToolTip(summary)
