"""The chart of the scenarios on the screen: each month read out under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import msg
from desktop.views.desk import Surroundings
from desktop.views.widgets.drawn_chart import DrawnChart, Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.charts.scenarios import ScenarioSeries
    from desktop.domain.progress import Step
    from desktop.services.scenarios.answers import ComparedAnswer

_SMALLEST = (360, 240)
_HINT = msg("Point at a month, or use the arrow keys, to read what each scenario costs.")


class ScenarioPicture(DrawnChart):
    """The scenarios that are shown, month by month."""

    opens = False

    def __init__(self, around: Surroundings) -> None:
        """Show nothing yet."""
        super().__init__(around, _SMALLEST, _HINT, lines=2)
        self._found: Sequence[ComparedAnswer] = ()
        self._account = ("", "USD")

    def show_scenarios(self, account: tuple[str, str], found: Sequence[ComparedAnswer]) -> None:
        """Show these; `account` is its name and currency. The drawing library is loaded in a job."""
        self._account, self._found = account, found
        if not found:
            self.show_plot(None)
            return

        def work(_step: Step) -> ScenarioSeries:
            from desktop.services.scenarios.report import scenario_series

            return scenario_series(*account, found)

        self._around.jobs.read(msg("Draw the scenarios"), work, self._show_series)

    def retranslate(self) -> None:
        """Say and draw it again."""
        self.show_scenarios(self._account, self._found)

    def _show_series(self, series: ScenarioSeries) -> None:
        from desktop.charts.scenarios import months_of, point_at_scenarios, scenario_readout, scenario_summary

        translator = self._around.words.translator

        def readout(month: int) -> str:
            return scenario_readout(series, month, translator)

        def draw(*how: object) -> object:
            return point_at_scenarios(series, *how)  # type: ignore[arg-type]

        summary = scenario_summary(series, translator)
        name = msg("Chart of the scenarios")
        self.show_plot(Plot(name, summary, draw, months_of(series), readout))  # type: ignore[arg-type]
