"""What the Deactivate page shows, read in a job, and what of it becomes a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from desktop.domain.progress import Step, silent
from desktop.i18n import msg
from desktop.views.desk import Surroundings
from desktop.views.export_dialog import Ware, drawn, listed

if TYPE_CHECKING:
    from datetime import date

    from desktop.services.accounts.accounts import AccountAnswer
    from desktop.services.leaving.answers import PreviewAnswer
    from desktop.services.leaving.curve import WholeCurve
    from desktop.services.reports.files import FileWish, FileWritten
    from desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Leave:
    """What leaving would bring today, and the curve over the days to come."""

    account: AccountAnswer
    preview: PreviewAnswer
    curve: WholeCurve | None


def read_leave(workspace: Workspace, step: Step = silent) -> Leave:
    """In a job: the preview and the curve, and the drawing library for it."""
    import importlib

    importlib.import_module("desktop.charts.leaving")
    preview = workspace.deactivations.preview(step)
    return Leave(workspace.accounts.show(), preview, workspace.leaving.curve(step=step))


def begin_leaving(around: Surroundings, show: Callable[[Leave], None]) -> None:
    """Read what leaving would bring and show it; a refusal is said by the frame."""
    workspace = around.workspace
    around.jobs.read(msg("Preview a deactivation"), lambda step: read_leave(workspace, step), show)


def leave_wares(workspace: Workspace, curve: WholeCurve | None, later: date | None) -> list[Ware]:
    """What the page exports: all it shows, of a later day where one is looked at, or its chart."""
    from desktop.services.leaving.report import write_curve_chart, write_preview

    context = workspace.context

    def write(wish: FileWish) -> FileWritten:
        return write_preview(context, wish, later)

    label = msg("The preview: orders, fee, days, what is lost, who loses access, and cancel or keep")
    if later is not None:
        label = msg("The preview of {day}, with everything it shows", day=later)
    wares = [listed(label, "deactivation" if later is None else f"deactivation-on-{later.isoformat()}", write)]
    if curve is not None:
        wares.append(drawn(msg("The chart of cancel or keep"), "cancel-or-keep", partial(write_curve_chart, curve)))
    return wares
