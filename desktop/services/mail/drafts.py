"""Mail drafts: each notice as a letter in the recipient's language, shown and written as files (rules.md 1.7)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import without_card_numbers
from desktop.domain.errors import UserError
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.life.events import DueEvent, EventKind, Notice
from desktop.domain.life.letters import AccountNames, Occasion, closing, greeting, letter
from desktop.domain.periods import Month
from desktop.i18n import LANGUAGES, Message, Translator, msg
from desktop.services.context import Context, one_of
from desktop.services.mail.recipients import Recipients, person_of
from desktop.services.reports.files import FileWritten
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.time.calendar import book_on
from desktop.store.books import read_book
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, DueEventRow, OrderRow
from desktop.system.clock import zone_named

if TYPE_CHECKING:
    from desktop.formats.mail import Mail

_NOON = time(12)


@dataclass(frozen=True)
class DraftAnswer:
    """A mail draft with its own date; it is late where it was made after it."""

    draft: str
    on: date
    notice: Notice
    number: int
    """Which of its kind, such as the second reminder."""

    order: int | None
    """The number of the order it is about."""

    text: Message
    to: str | None
    late: bool


@dataclass(frozen=True)
class LetterAnswer:
    """A draft as it would be sent."""

    draft: DraftAnswer
    language: str
    to: str | None
    to_name: str | None
    subject: str
    text: str


class Drafts:
    """The account's mail drafts. The desk sends nothing: it writes a file that a mail program opens."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def list(self) -> Sequence[DraftAnswer]:
        """Every draft up to today, newest first; those whose day has come but is not applied yet too."""
        with self._context.store.read() as session:
            return self._drafts(session, self._context.account(session))

    def show(self, typed: str, language: str | None = None, otherwise: str = "en") -> LetterAnswer:
        """One draft as it would be sent: in the language named, else the account's country's, else `otherwise`."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            draft = _named(self._drafts(session, account), typed)
            translator = self._translator(draft, account, language, otherwise)
            mail = self._mail(session, account, draft, translator, {})
        person = mail.to
        name = person.name or None if person else None
        return LetterAnswer(
            draft, translator.language, person.address if person else None, name, mail.subject, mail.text
        )

    def write(
        self, typed: str, path: Path, language: str | None = None, otherwise: str = "en", *, overwrite: bool = False
    ) -> FileWritten:
        """Write one draft as a mail file (.eml) that a mail program opens to be looked at and sent."""
        refuse_file(path, overwrite=overwrite)
        with self._context.store.read() as session:
            account = self._context.account(session)
            draft = _named(self._drafts(session, account), typed)
            translator = self._translator(draft, account, language, otherwise)
            mail = self._mail(session, account, draft, translator, {})
        _write(mail, path, overwrite=overwrite)
        return FileWritten([str(path)], 1)

    def write_all(
        self, folder: Path, language: str | None = None, otherwise: str = "en", *, overwrite: bool = False
    ) -> FileWritten:
        """Write every draft as a file of its own into a folder; their names say day and notice."""
        from desktop.formats.reports.files import safe_file_name

        with self._context.store.read() as session:
            account = self._context.account(session)
            books: dict[date, Book] = {}
            mails = [
                (draft, self._mail(session, account, draft, translator, books))
                for draft in self._drafts(session, account)
                for translator in (self._translator(draft, account, language, otherwise),)
            ]
        files = []
        for draft, mail in mails:
            path = folder / safe_file_name(f"{draft.on} {draft.notice} {draft.number} {draft.draft[:8]}.eml")
            _write(mail, path, overwrite=overwrite)
            files.append(str(path))
        return FileWritten(files, len(files))

    def announce_report(self, first: Month, last: Month, path: Path, act_id: str | None = None) -> None:
        """Draft the mail to the owner that a usage report is ready; the file's name is in it, never its place."""
        from desktop.services.acting import ready
        from desktop.services.mail.hand_drafts import add_draft

        actor = ready(self._context)
        text = msg(
            "Usage report of {first} to {last} ready", first=first, last=last, file=without_card_numbers(path.name)
        )
        act = self._context.act(text, on=actor.today, account=actor.account, actor=actor.user, act_id=act_id)
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            add_draft(write, actor.account.id, Notice.USAGE_REPORT, text, actor.today)

    def _drafts(self, session: Session, account: AccountRow) -> Sequence[DraftAnswer]:
        today = self._context.today(account)
        rows = select(DueEventRow).where(DueEventRow.account_id == account.id, DueEventRow.kind == EventKind.NOTICE)
        rows = rows.where(DueEventRow.due_on <= today).order_by(
            DueEventRow.due_on, DueEventRow.rule, DueEventRow.position, DueEventRow.id
        )
        found = [
            (row.id, row.due_on, row.name, row.subject, row.text, min(row.made_on, today))
            for row in session.execute(rows).scalars()
        ]
        found += [
            (one.id(account.id), one.on, one.name, one.subject, one.text, today)
            for one in self._coming(session, account, today)
        ]
        recipients = Recipients.of(session, account.id, (one[3] for one in found))
        known = [_answer(one, recipients) for one in found]
        return sorted(known, key=lambda one: (one.on, one.number))[::-1]

    def _coming(self, session: Session, account: AccountRow, today: date) -> Sequence[DueEvent]:
        """The drafts of days that have come but are not applied yet."""
        if today <= account.advanced_to:
            return ()
        tariff = tariff_of(session, self._context, account.id, today)
        events = advance(read_book(session, account, tariff, today), today)[1]
        return [event for event in events if event.kind is EventKind.NOTICE]

    def _translator(self, draft: DraftAnswer, account: AccountRow, language: str | None, otherwise: str) -> Translator:
        chosen = language or ("en" if draft.notice is Notice.PURCHASE_REQUEST else _spoken_in(account.country))
        return Translator(chosen or otherwise, self._context.resources / "locale")

    def _mail(
        self,
        session: Session,
        account: AccountRow,
        draft: DraftAnswer,
        translator: Translator,
        books: dict[date, Book],
    ) -> Mail:
        from desktop.formats.mail import Mail

        if draft.on not in books:
            books[draft.on] = book_on(session, self._context, account, draft.on, whole=True)
        order = _order_id(session, account, draft)
        said = letter(self._occasion(account, draft, books[draft.on], order))
        recipients = Recipients.of(session, account.id, () if order is None else (order,))
        texts = (greeting(recipients.greeted(draft.notice, order or "")), *said.paragraphs, closing(account.name))
        return Mail(
            translator.text(said.subject),
            tuple(map(translator.text, texts)),
            translator.language,
            datetime.combine(draft.on, _NOON, zone_named(account.time_zone)).astimezone(UTC),
            recipients.whom(draft.notice, order or ""),
            person_of(self._context.actor(session, account)),
        )

    def _occasion(self, account: AccountRow, draft: DraftAnswer, book: Book, order: str | None) -> Occasion:
        names = AccountNames(account.name, account.id, account.eccid, account.ims_org)
        return Occasion(
            draft.notice,
            draft.number,
            draft.on,
            names,
            book.standing,
            book.rules.on(draft.on),
            draft.text.params,
            None if order is None else book.order(order),
            draft.order or 0,
        )


def _order_id(session: Session, account: AccountRow, draft: DraftAnswer) -> str | None:
    """The order that a draft is about."""
    if draft.order is None:
        return None
    rows = select(OrderRow.id).where(OrderRow.account_id == account.id, OrderRow.number == draft.order)
    return session.execute(rows).scalar_one()


def _answer(one: tuple[str, date, str, str, Message, date], recipients: Recipients) -> DraftAnswer:
    draft, on, name, subject, text, made_on = one
    kind, _, number = name.partition(":")
    notice = Notice(kind)
    to = recipients.whom(notice, subject)
    address = None if to is None else to.address
    return DraftAnswer(draft, on, notice, int(number), recipients.order(subject), text, address, made_on > on)


def _named(drafts: Sequence[DraftAnswer], typed: str) -> DraftAnswer:
    return one_of(drafts, typed, lambda one: (one.draft, f"{one.notice}-{one.number}"), what=msg("mail draft"))


def _spoken_in(country: str | None) -> str | None:
    """The first official language of the country that Seatwise speaks."""
    if country is None:
        return None
    from babel.languages import get_official_languages

    return next((one for one in get_official_languages(country, de_facto=True) if one in LANGUAGES), None)


def refuse_file(path: Path, *, overwrite: bool = False) -> None:
    """A mail file is named so that mail programs open it, and takes no other file's place unasked."""
    if not overwrite and path.exists():
        raise UserError(
            msg("“{name}” exists already. Choose another name, or allow it to be replaced.", name=path.name),
            msg("Use --overwrite."),
        )
    if path.suffix.lower() != ".eml":
        raise UserError(msg("Name a file that ends in {kinds}.", kinds=".eml"))


def _write(mail: Mail, path: Path, *, overwrite: bool) -> None:
    from desktop.formats.mail import eml
    from desktop.formats.reports.files import landing

    with landing(path, overwrite=overwrite) as part:
        part.write_bytes(eml(mail))
