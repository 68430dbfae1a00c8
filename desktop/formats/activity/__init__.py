"""Readers of activity files: any format in, sets of learners by month out. The only room with DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.progress import Step
from desktop.domain.qualification import MapRule, QualificationMap

if TYPE_CHECKING:
    from desktop.formats.activity.activity_fold import ActivityFold as ActivityFold
    from desktop.formats.activity.preview import Preview as Preview
    from desktop.formats.activity.reading import ReadOptions
    from desktop.formats.activity.survey import FileMark as FileMark


def mark_file(path: Path, step: Step) -> FileMark:
    """What the file is, by the SHA-256 of its bytes; a `UserError` where it cannot be read."""
    from desktop.formats.activity import survey
    from desktop.formats.activity.intake import beginning

    beginning(path)
    try:
        return survey.mark_file(path, step)
    except OSError as error:
        raise survey.broken_off(path, error) from None


def read_activity(
    path: Path, mark: FileMark, options: ReadOptions, qualification: QualificationMap, scratch: Path, step: Step
) -> ActivityFold:
    """Read one file, whatever its format, in bounded memory, and fold it; close the fold when done.

    `mark` is what `mark_file` gave; a file that changed since is refused.

    Works in a fresh folder below `scratch`. `step` is called on this thread, and may raise to cancel: then, as after
    any refusal (`UserError`), nothing remains of the work.
    """
    from desktop.formats.activity.opening import read_activity as read

    return read(path, mark, options, qualification, scratch, step)


def inspect_activity(path: Path, options: ReadOptions) -> Preview:
    """What the beginning of a file shows: its format, columns, first rows, and what has to be asked."""
    from desktop.formats.activity.preview import inspect_activity as inspect

    return inspect(path, options)


def load_map(path: Path) -> tuple[MapRule, ...]:
    """The lines of a qualification map from a CSV file with the columns action and kind (and about, by_other)."""
    from desktop.formats.activity.qualification_file import load_map as load

    return load(path)
