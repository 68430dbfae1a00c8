"""What a person does with usage: each act opens its dialog, runs as a job, and tells every tab what it wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.periods import Month
from desktop.domain.progress import Step
from desktop.domain.qualification import Kind as Counts
from desktop.i18n import Message, msg, msgn
from desktop.services.reports.files import FileWish, FileWritten
from desktop.services.usage.imports import ImportAnswer
from desktop.services.usage.map_changes import MapAnswer
from desktop.services.usage.page import Span, UsagePage
from desktop.services.usage.people import MonthHead
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.services.usage.source_answers import SourceAnswer
from desktop.services.usage.sources import RemovalPreview, UsageSources
from desktop.views.desk import Kind, Level, Surroundings
from desktop.views.export_dialog import ExportDialog, Ware, say_written
from desktop.views.usage.places import downloads
from desktop.views.usage.report_request import KINDS

T = TypeVar("T")
_WRITTEN = frozenset({Kind.USAGE})


class Acts:
    """The acts of the page; `page` is what is shown."""

    def __init__(self, surroundings: Surroundings, parent: QWidget) -> None:
        """Dialogs stand over `parent`."""
        self._surroundings = surroundings
        self._parent = parent
        self._sources = UsageSources(surroundings.workspace.context)
        self.page: UsagePage | None = None

    def import_files(self, paths: Sequence[Path] = ()) -> None:
        """The wizard over these files, or those a person chooses."""
        from desktop.views.usage.import_wizard import ImportWizard

        chosen = [] if self._refused() else [Path(path) for path in paths] or self._ask_files()
        if chosen:
            wizard = ImportWizard(self._surroundings, chosen, self._parent)
            wizard.imported.connect(self._imported)
            wizard.open()

    def how_read(self, source: SourceAnswer) -> None:
        """How a file was read, and which of its rows did not count."""
        from desktop.views.usage.how_read import HowRead

        sources = self._sources
        self._read(
            msg("Read {file}", file=source.file),
            lambda: sources.details(source.source),
            lambda answer: HowRead(self._surroundings, answer, self._local(source.imported_at), self._parent).open(),
        )

    def remove(self, source: SourceAnswer) -> None:
        """Take a file back, after a preview of what that changes."""
        sources = self._sources
        if self._refused():
            return
        self._read(msg("Preview"), lambda: sources.removal(source.source), self._confirm_removal)

    def bring_back(self, source: SourceAnswer) -> None:
        """Bring a removed file back, exactly as it was."""
        sources, act_id = self._sources, self._act_id()
        if self._refused():
            return
        self._run(
            msg("Bring {file} back", file=source.file),
            lambda: sources.bring_back(source.source, act_id),
            lambda _: self._say(msg("{file} counts again.", file=source.file)),
        )

    def close_month(self) -> None:
        """Fix what a month is billed."""
        from desktop.views.usage.close_month import CloseMonth

        if self.page is not None and self.page.closable:
            dialog = CloseMonth(self._surroundings, self.page, self._parent)
            dialog.chosen.connect(self._close)
            dialog.open()

    def reopen_month(self) -> None:
        """Let a closed month be what is observed again."""
        from desktop.views.usage.reopen_month import ReopenMonth

        if self.page is not None and self.page.closed_on:
            dialog = ReopenMonth(self._surroundings, self.page, self._parent)
            dialog.chosen.connect(self._reopen)
            dialog.open()

    def edit_map(self, action: str | None = None) -> None:
        """The map of what counts, at one action where there is one."""
        from desktop.services.usage.mapping import UsageMap
        from desktop.views.usage.map_editor import MapEditor

        lines = UsageMap(self._surroundings.workspace.context)
        if self._refused():
            return

        def show(found: object) -> None:
            editor = MapEditor(self._surroundings, found, action, self._parent)  # type: ignore[arg-type]
            editor.chosen.connect(self._map)
            editor.taken_out.connect(self._unmap)
            editor.open()

        self._read(msg("Read what counts"), lines.lines, show)

    def learners(self) -> None:
        """Aliases and exclusions."""
        from desktop.views.usage.learners import LearnersDialog

        LearnersDialog(self._surroundings, self._parent).open()

    def learners_of(self, identifier: str, never: bool) -> None:
        """Say who a learner is the same person as, or that the learner never counts."""
        from desktop.views.usage.learners import LearnersDialog

        if self._refused():
            return
        dialog = LearnersDialog(self._surroundings, self._parent)
        dialog.begin_with(identifier, never=never)
        dialog.open()

    def report(self, span: Span | None) -> None:
        """Generate Report Request for these months, by default those shown."""
        from desktop.views.usage.report_request import ReportRequest

        if self.page is not None:
            dialog = ReportRequest(self._surroundings, self.page, span or self.page.span, self._parent)
            dialog.wanted.connect(self._write_report)
            dialog.open()

    def export_people(self, head: MonthHead, wishes: PeopleWishes) -> None:
        """Write the people listed to a file."""
        from desktop.services.usage.people_report import PeopleReports

        reports = PeopleReports(self._surroundings.workspace.context)
        suffix = "" if wishes == PeopleWishes() else "-filtered"
        ware = Ware(
            _written_people(head),
            f"people-{head.month}{suffix}",
            partial(reports.write, month=head.month, wishes=wishes),
            KINDS,
            dated=False,
        )
        ExportDialog(self._parent, self._surroundings, msg("Export people"), (ware,)).open()

    def save_chart(self) -> None:
        """Write the chart shown to a file."""
        if self.page is None or self.page.span.first is None:
            return
        folder = downloads()
        name = self._text(
            msg("usage-{first}-{last}.png", first=str(self.page.span.first), last=str(self.page.span.last))
        )
        kinds = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
        title = self._text(msg("Save the chart"))
        path, kind = QFileDialog.getSaveFileName(self._parent, title, str(folder / name), kinds)
        if path:
            self._write_chart(_with_ending(Path(path), kind), self.page)

    def _ask_files(self) -> list[Path]:
        title, settings = self._text(msg("Import activity files")), self._surroundings.settings
        kinds = self._text(msg("Activity files (*.csv *.tsv *.txt *.json *.jsonl *.xlsx *.xls *.ods *.gz *.zip)"))
        every = self._text(msg("All files (*)"))
        found, _ = QFileDialog.getOpenFileNames(
            self._parent, title, settings.current.folder or str(downloads()), f"{kinds};;{every}"
        )
        if found:
            settings.keep(folder=str(Path(found[0]).parent))
        return [Path(path) for path in found]

    def _imported(self, _answer: ImportAnswer) -> None:
        """Tell everybody; the wizard says what came of it."""
        self._surroundings.announce(_WRITTEN)

    def _confirm_removal(self, preview: RemovalPreview) -> None:
        from desktop.views.usage.removal import RemovalDialog

        dialog = RemovalDialog(self._surroundings, preview, self._parent)
        dialog.accepted.connect(lambda: self._remove(preview))
        dialog.open()

    def _remove(self, preview: RemovalPreview) -> None:
        changes, act_id = self._surroundings.workspace.usage_changes, self._act_id()
        self._run(
            msg("Remove {file}", file=preview.file),
            lambda: changes.remove(preview.source, act_id),
            lambda _: self._say(msg("{file} is removed. Undo brings it back.", file=preview.file)),
        )

    def _close(self, month: Month) -> None:
        changes, act_id = self._surroundings.workspace.usage_changes, self._act_id()
        name = self._surroundings.words.month(month.first_day, style="MMMM y")
        self._run(
            msg("Close {month}", month=name),
            lambda: changes.close_month(month, act_id),
            lambda answer: self._say(
                msgn(
                    "{month} is closed: {n} person is billed.",
                    "{month} is closed: {n} people are billed.",
                    n=answer.billed,
                    month=name,
                )
            ),
        )

    def _reopen(self, month: Month, reason: str) -> None:
        changes, act_id = self._surroundings.workspace.usage_changes, self._act_id()
        self._run(
            msg("Reopen {month}", month=month),
            lambda: changes.reopen_month(month, reason, act_id),
            lambda _: self._say(msg("{month} is open again.", month=month)),
        )

    def _map(self, kinds: dict[str, Counts]) -> None:
        changes, act_id = self._surroundings.workspace.map_changes, self._act_id()
        self._run(msg("Map actions"), lambda: changes.map_actions(kinds, act_id), self._mapped)

    def _unmap(self, action: str, about: str) -> None:
        changes, act_id = self._surroundings.workspace.map_changes, self._act_id()
        self._run(
            msg("Take {action} out of the map", action=action),
            lambda: changes.unmap(action, about, act_id),
            lambda _: self._say(msg("{action} is out of the map. Undo brings the line back.", action=action)),
        )

    def _mapped(self, answer: MapAnswer) -> None:
        said = msgn("Mapped. {n} more row counts now.", "Mapped. {n} more rows count now.", n=answer.rows_now_counted)
        if answer.read_earlier:
            files = ", ".join(answer.read_earlier)
            again = msg(
                "Read with the earlier meaning: {files}. Remove and import them again to apply it.", files=files
            )
            said = msg("{first} {second}", first=said, second=again)
        self._say(said)

    def _write_report(self, paths: list[Path], span: Span, profile: str, overwrite: bool) -> None:
        first, last = span.first, span.last
        if first is None or last is None:
            return
        reports, translator = self._surroundings.workspace.usage_reports, self._surroundings.words.translator
        for path in paths:

            def write(step: Step, path: Path = path) -> FileWritten:
                return reports.report(FileWish(path, translator, profile, overwrite, step), first, last)

            self._surroundings.jobs.run(msg("Write {file}", file=path.name), write, self._written)

    def _write_chart(self, path: Path, page: UsagePage) -> None:
        reports, translator = self._surroundings.workspace.usage_reports, self._surroundings.words.translator
        before, span = page.series.year_before is not None, (page.span.first, page.span.last)
        self._surroundings.jobs.run(
            msg("Write {file}", file=path.name),
            lambda _: reports.chart(FileWish(path, translator, overwrite=True), *span, year_before=before),
            self._written,
        )

    def _written(self, answer: FileWritten) -> None:
        say_written(self._surroundings, answer)

    def _local(self, instant: datetime) -> datetime:
        """An instant in the account's zone."""
        return instant if self.page is None else instant.astimezone(ZoneInfo(self.page.zone))

    def _act_id(self) -> str:
        """Given when the form opens, so that a double click is one act."""
        return self._surroundings.workspace.context.ids.new()

    def _refused(self) -> bool:
        """Whether the store is only read; then the reason is said."""
        reason = self._surroundings.only_read()
        if reason is not None:
            self._surroundings.show_message(reason, None, Level.WARNING)
        return reason is not None

    def _text(self, message: Message) -> str:
        return self._surroundings.words.text(message)

    def _say(self, message: Message) -> None:
        self._surroundings.show_message(message, None, Level.INFO)

    def _read(self, title: Message, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._surroundings.jobs.read(title, lambda _: work(), done)

    def _run(self, title: Message, work: Callable[[], T], done: Callable[[T], None]) -> None:
        def finished(answer: T) -> None:
            self._surroundings.announce(_WRITTEN)
            done(answer)

        self._surroundings.jobs.run(title, lambda _: work(), finished)


def _written_people(head: MonthHead) -> Message:
    """How many people are written."""
    if head.found == head.observed:
        return msgn("{n} person is written.", "{n} people are written.", n=head.found)
    return msgn(
        "{n} person is written: those of {all} who fit the filter.",
        "{n} people are written: those of {all} who fit the filter.",
        n=head.found,
        all=head.observed,
    )


def _with_ending(path: Path, kind: str) -> Path:
    """The file as named; without an ending, that of the kind chosen."""
    if path.suffix.lower() in (".png", ".svg", ".pdf"):
        return path
    return path.with_name(f"{path.name}.{kind.split(' ', maxsplit=1)[0].lower() or 'png'}")
