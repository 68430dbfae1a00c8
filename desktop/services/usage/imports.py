"""Activity files in: read and folded first, then written as one act with one journaled row a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import refuse_card_number, without_card_numbers
from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.domain.progress import Step, silent
from desktop.domain.qualification import QualificationMap
from desktop.i18n import msg, msgn
from desktop.services.context import Context, manager
from desktop.services.file_answers import FileAnswer, answer_of, kept_details, repeated, stored_answer
from desktop.services.rules.versions import COLUMNS, add_version, newest_version, qualification_map
from desktop.services.time.calendar import catch_up
from desktop.services.usage.alerts import watched_usage
from desktop.store.engine import AlreadyDoneError
from desktop.store.learners import Block, number_learners
from desktop.store.schema import AccountRow, UsageSourceRow, UserRow
from desktop.store.unit_of_work import Write

if TYPE_CHECKING:
    from desktop.formats.activity import ActivityFold
    from desktop.formats.activity.reading import Columns, ReadOptions


@dataclass(frozen=True)
class ImportWishes:
    """How a person wants files read; everything left out is found out or remembered."""

    format: str = "auto"
    user: str | None = None
    time: str | None = None
    action: str | None = None
    count_all: bool = False
    date_order: str | None = None
    time_zone: str | None = None
    sheet: str | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class ImportAnswer:
    """What an import command did: one act, or nothing."""

    files: list[FileAnswer]
    dry_run: bool


@dataclass(frozen=True)
class _Setting:
    """What every file of one import is read with."""

    account: AccountRow
    actor: UserRow
    today: date
    qualification: QualificationMap
    wishes: ImportWishes
    options: ReadOptions


def _refuse_fork(context: Context) -> None:
    """A fork reads usage where it really lies, and writes nothing there."""
    if context.store.is_fork:
        raise UserError(msg("Activity files are not imported into a simulation. Go back to today."))


class UsageImports:
    """Imports of activity files."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def import_files(
        self, paths: Sequence[Path], wishes: ImportWishes, act_id: str | None = None, step: Step = silent
    ) -> ImportAnswer:
        """Import the files as one act: when one is refused, none is imported. The same file again changes nothing."""
        if not paths:
            raise UserError(msg("Name at least one file to import."))
        refuse_card_number(wishes.user, wishes.time, wishes.action, wishes.sheet)
        setting = self._setting(wishes)
        if not wishes.dry_run:
            catch_up(self._context)
        with ExitStack() as open_folds:
            files: list[tuple[FileAnswer, ActivityFold | None]] = []
            for place, path in enumerate(paths):
                reading = _part(_part(step, 0, 8, of=10), place, 1, of=len(paths))
                with _naming(path, paths):
                    files.append(self._read(path, setting, files, open_folds, reading))
            fresh = [(answer, fold) for answer, fold in files if fold is not None]
            if wishes.dry_run or not fresh:
                return ImportAnswer([answer for answer, _ in files], wishes.dry_run)
            return self._keep(setting, files, act_id, _part(step, 8, 2, of=10))

    def _setting(self, wishes: ImportWishes) -> _Setting:
        with self._context.store.read() as session:
            if not wishes.dry_run:
                self._context.refuse_reading_clock(session)
                _refuse_fork(self._context)
            account = self._context.account(session)
            actor = manager(self._context, session, account)
            today = self._context.today(account)
            remembered = newest_version(session, account.id, COLUMNS)
            qualification = qualification_map(session, self._context, account.id)
            options = read_options(wishes, account, today, remembered.value if remembered else {})
        return _Setting(account, actor, today, qualification, wishes, options)

    def _read(
        self, path: Path, setting: _Setting, before: Sequence[tuple[FileAnswer, Any]], folds: ExitStack, step: Step
    ) -> tuple[FileAnswer, ActivityFold | None]:
        """Read one file, unless the account or this very import holds it already."""
        from desktop.formats.activity import mark_file, read_activity

        mark = mark_file(path, _part(step, 0, 1, of=20))
        here = (answer for answer, _ in before if answer.sha256 == mark.sha256)
        earlier = next(here, None) or self._known(setting, mark.sha256)
        if earlier is not None:
            return repeated(earlier, without_card_numbers(path.name)), None
        fold = folds.enter_context(
            read_activity(
                path, mark, setting.options, setting.qualification, self._context.scratch, _part(step, 1, 19, of=20)
            )
        )
        answer = answer_of(fold, without_card_numbers(path.name))
        if answer.rejected == answer.rows_in and not setting.wishes.dry_run:
            raise UserError(
                msg(
                    "No row of “{file}” names both a learner and a time that can be read. "
                    "Choose the columns of the learner and of the time.",
                    file=path.name,
                )
            )
        return answer, fold

    def _known(self, setting: _Setting, digest: str) -> FileAnswer | None:
        with self._context.store.read() as session:
            return _live_source(session, setting.account.id, digest)

    def _keep(
        self,
        setting: _Setting,
        files: Sequence[tuple[FileAnswer, ActivityFold | None]],
        act_id: str | None,
        step: Step,
    ) -> ImportAnswer:
        fresh = [answer.file for answer, fold in files if fold is not None]
        verb = msgn("Import {file}", "Import {n} files: {file}", n=len(fresh), file=", ".join(fresh)[:200])
        act = self._context.act(verb, on=setting.today, account=setting.account, actor=setting.actor, act_id=act_id)
        kept: list[FileAnswer] = []
        try:
            with self._context.store.write(act) as write, watched_usage(self._context, write, setting.account.id):
                for place, (answer, fold) in enumerate(files):
                    writing = _part(step, place, 1, of=len(files))
                    kept.append(answer if fold is None else self._write(write, setting, answer, fold, writing))
                self._remember_columns(write, setting, [fold for _, fold in files if fold is not None])
        except AlreadyDoneError:
            return ImportAnswer([self._known(setting, answer.sha256) or answer for answer, _ in files], dry_run=False)
        sources = {answer.sha256: answer.source for answer in kept if answer.repeats is None}
        kept = [
            replace(
                one,
                source=one.source or sources.get(one.sha256),
                repeats=sources.get(one.sha256, one.repeats) if one.repeats else None,
            )
            for one in kept
        ]
        return ImportAnswer(kept, dry_run=False)

    def _write(self, write: Write, setting: _Setting, answer: FileAnswer, fold: ActivityFold, step: Step) -> FileAnswer:
        """The source's journaled row, then its payload with the fingerprint that the row keeps."""
        from desktop.services.usage.payload import write_payload

        meanwhile = _live_source(write.session, setting.account.id, answer.sha256)
        if meanwhile is not None:
            return repeated(meanwhile, answer.file)
        people = _people(fold, _part(step, 0, 7, of=10))
        numbers = number_learners(write.session.connection(), setting.account.id, people)
        row = _source_row(self._context, setting, answer)
        write.session.add(row)
        write.session.flush()
        row.payload_sha256 = write_payload(write, row.id, fold, numbers, _part(step, 7, 3, of=10))
        return replace(answer, source=row.id)

    def _remember_columns(self, write: Write, setting: _Setting, folds: Sequence[ActivityFold]) -> None:
        """Keep the columns a person chose, for the next file with the same header."""
        if not (setting.wishes.user or setting.wishes.time or setting.wishes.action):
            return
        chosen = {
            fold.summary.header_signature: asdict(fold.summary.columns)
            for fold in folds
            if fold.summary.header_signature
        }
        newest = newest_version(write.session, setting.account.id, COLUMNS)
        known = dict(newest.value) if newest else {}
        if chosen and known | chosen != known:
            add_version(write, self._context, setting.account.id, COLUMNS, known | chosen, setting.today)


def _live_source(session: Session, account_id: str, digest: str) -> FileAnswer | None:
    """What the account holds of the file with this fingerprint already."""
    rows = select(UsageSourceRow).where(UsageSourceRow.account_id == account_id, UsageSourceRow.sha256 == digest)
    row = session.execute(rows.where(UsageSourceRow.removed == False)).scalars().first()  # noqa: E712 - SQL of both databases
    return None if row is None else stored_answer(row)


def _people(fold: ActivityFold, step: Step) -> Iterator[Block]:
    """The fold's learners, block by block, telling how many so far."""
    done = 0
    for block in fold.learners():
        yield block.identifiers, block.names, block.emails
        done += len(block.identifiers)
        step(done, max(done, fold.summary.learners))


def _source_row(context: Context, setting: _Setting, answer: FileAnswer) -> UsageSourceRow:
    months = [Month.parse(month).ordinal for month in answer.months]
    return UsageSourceRow(
        id=context.ids.new(),
        account_id=setting.account.id,
        file=answer.file,
        sha256=answer.sha256,
        format=answer.format,
        rows_in=answer.rows_in,
        counted=answer.counted,
        ignored=answer.ignored,
        unmapped=answer.unmapped,
        rejected=answer.rejected,
        duplicate=answer.duplicate,
        learners=answer.learners,
        first_month=min(months, default=None),
        last_month=max(months, default=None),
        details=kept_details(answer) | {"count_all": setting.wishes.count_all},
        map_version=setting.qualification.version,
        imported_at=context.store.now(),
        payload_sha256="",
        removed=False,
    )


def read_options(
    wishes: ImportWishes, account: AccountRow, today: date, remembered: dict[str, dict[str, str | None]]
) -> ReadOptions:
    """The wishes with what the account remembers, as the readers take them."""
    from desktop.formats.activity.reading import Columns, DateOrder, Format, ReadOptions

    return ReadOptions(
        account_zone=account.time_zone,
        today=today,
        format=Format(wishes.format),
        columns=Columns(wishes.user, wishes.time, wishes.action),
        remembered={signature: _columns(chosen) for signature, chosen in remembered.items()},
        count_all=wishes.count_all,
        date_order=DateOrder(wishes.date_order) if wishes.date_order else None,
        time_zone=wishes.time_zone,
        sheet=wishes.sheet,
    )


def _columns(chosen: dict[str, str | None]) -> Columns:
    from desktop.formats.activity.reading import Columns

    return Columns(**chosen)


@contextmanager
def _naming(path: Path, paths: Sequence[Path]) -> Iterator[None]:
    """Say of which of several files a refusal is, where it does not say so itself."""
    try:
        yield
    except UserError as refusal:
        if len(paths) == 1 or "file" in refusal.message.params:
            raise
        named = msg("{file}: {refusal}", file=path.name, refusal=refusal.message)
        raise type(refusal)(named, refusal.hint) from refusal


def _part(step: Step, place: int, parts: int, *, of: int) -> Step:
    """Progress of some parts `of` a whole, from the place-th on, in thousandths."""

    def told(done: int, total: int) -> None:
        share = min(1.0, done / total) if total else 0.0
        step(int(1000 * (place + share * parts) / of), 1000)

    return told
