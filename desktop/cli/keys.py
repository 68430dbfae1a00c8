"""key: activation keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from desktop.cli.files import AlsoFile, Overwrite, Profile, also_write
from desktop.cli.output import Output
from desktop.cli.quantities import read_seats, read_users
from desktop.cli.session import Session, read_choice, read_day, session_of
from desktop.domain.key_text import end_of
from desktop.domain.keys import PLAN_LABELS, Plan
from desktop.i18n import Message, Value, msg, msgn, yes_no

if TYPE_CHECKING:
    from desktop.services.accounts.keys import KeyAnswer
    from desktop.services.accounts.peer_shares import ShareAnswer


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    key = typer.Typer(help="Activation keys of a purchase order.", no_args_is_help=True)
    key.command("request")(request)
    key.command("issue")(issue)
    key.command("activate")(activate)
    key.command("list")(list_keys)
    key.command("receive")(receive)
    key.command("return")(give_back)
    program.add_typer(key, name="key")


def request(
    context: typer.Context,
    seats: Annotated[str, typer.Option(metavar="INTEGER", help="How many learners.")],
    plan: Annotated[str, typer.Option(help="What the seats are: users or mau.")] = "users",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Also write the mail to this file (.eml).")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file where there is one.")] = False,
) -> None:
    """Draft the mail that asks Adobe's sales desk for a key by purchase order. You look at it and send it."""
    from desktop.services.mail.drafts import refuse_file

    session = session_of(context)
    languages = session.choice.language, session.output.language
    learners = read_users(seats, session.output.language)
    if output is not None:
        refuse_file(output, overwrite=overwrite)
    with session.workspace() as workspace:
        draft = workspace.purchase_requests.request(learners, read_choice(Plan, plan, "--plan"))
        letter = workspace.drafts.show(draft.draft, *languages)
        files = []
        if output is not None:
            files = workspace.drafts.write(draft.draft, output, *languages, overwrite=overwrite).files
    if session.output.json:
        session.output.document({"letter": letter, "files": files})
        return
    session.output.table(
        (msg("What"), msg("Value")),
        ((msg("Draft"), draft.draft[:8]), (msg("To"), letter.to), (msg("Subject"), letter.subject)),
    )
    session.output.line(msg("{text}", text=letter.text))
    if files:
        session.output.line(msg("Wrote the mail to {files}", files=", ".join(files)))


def issue(
    context: typer.Context,
    seats: Annotated[str, typer.Option(metavar="INTEGER", help="How many seats it brings.")],
    plan: Annotated[str, typer.Option(help="What the seats are: users, mau or add-on.")],
    expires: Annotated[str | None, typer.Option(help="Last day on which it may be activated.")] = None,
) -> None:
    """Issue a key to rehearse with; only in a rehearsal store."""
    session = session_of(context)
    brought = read_seats(seats, session.output.language)
    with session.workspace() as workspace:
        answer = workspace.keys.issue(brought, read_choice(Plan, plan, "--plan"), read_day(expires))
    _answer(session, answer, msg("{key}", key=answer.key))


def activate(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="The key as it stands in the mail.")],
    seats: Annotated[
        str | None, typer.Option(metavar="INTEGER", help="The seats its mail names, for a vendor's key.")
    ] = None,
    plan: Annotated[str | None, typer.Option(help="The plan its mail names: users, mau or add-on.")] = None,
    on: Annotated[str | None, typer.Option(help="The day of activation; default today.")] = None,
) -> None:
    """Activate a key: its seats count from now on, and the account becomes Active."""
    session = session_of(context)
    named = None if seats is None else read_seats(seats, session.output.language)
    with session.workspace() as workspace:
        chosen = None if plan is None else read_choice(Plan, plan, "--plan")
        answer = workspace.keys.activate(key, seats=named, plan=chosen, on=read_day(on))
    said = msgn(
        "{n} seat ({plan}) counts from {day} until {end}.",
        "{n} seats ({plan}) count from {day} until {end}.",
        n=answer.seats,
        plan=PLAN_LABELS[answer.plan],
        day=answer.activated_on,
        end=answer.counts_until,
    )
    _answer(session, answer, said)
    if not answer.verified and not session.output.json:
        session.output.line(
            msg("A vendor’s key is not verifiable offline: its seats and plan are as you entered them.")
        )


def list_keys(
    context: typer.Context, output: AlsoFile = None, profile: Profile = "machine", overwrite: Overwrite = False
) -> None:
    """List the keys, and the seats received from peer accounts."""
    from desktop.services.billing.report import BillingReports

    session = session_of(context)
    with session.workspace() as workspace:
        also_write(session, output, BillingReports(workspace.context).write_keys, profile, overwrite=overwrite)
        _show_list(session, workspace.keys.list(), workspace.peer_shares.list())


def _show_list(session: Session, answers: Sequence[KeyAnswer], received: Sequence[ShareAnswer]) -> None:
    if session.output.json:
        session.output.document({"keys": answers, "received": received})
        return
    _table(session.output, _KEYS, answers)
    if received:
        _table(session.output, _RECEIVED, received, msg("Received seats"))


_Columns: TypeAlias = "Sequence[tuple[Message, Callable[[Any], Value]]]"
_KEYS: _Columns = (
    (msg("Key"), lambda one: end_of(one.key)),
    (msg("Plan"), lambda one: PLAN_LABELS[one.plan]),
    (msg("Seats"), lambda one: one.seats),
    (msg("Activated"), lambda one: one.activated_on),
    (msg("Counts until"), lambda one: one.counts_until),
    (msg("Verified"), lambda one: yes_no(one.verified)),
)
_RECEIVED: _Columns = (
    (msg("Share"), lambda one: one.share[:8]),
    (msg("From"), lambda one: one.owner),
    (msg("Seats"), lambda one: one.seats),
    (msg("Received on"), lambda one: one.received_on),
    (msg("Ended on"), lambda one: one.ended_on),
)


def _table(output: Output, columns: _Columns, answers: Sequence[Any], title: Message | None = None) -> None:
    rows = [tuple(cell(one) for _, cell in columns) for one in answers]
    output.table([head for head, _ in columns], rows, title=title)


def _answer(session: Session, answer: object, said: Message) -> None:
    """The answer as a document, else in a sentence."""
    if session.output.json:
        session.output.document(answer)
    else:
        session.output.line(said)


def receive(
    context: typer.Context,
    seats: Annotated[str, typer.Option(metavar="INTEGER", help="How many seats the owner account shares.")],
    owner: Annotated[str, typer.Option("--from", help="The account they come from.")],
    on: Annotated[str | None, typer.Option(help="The day they are received; default today.")] = None,
) -> None:
    """Receive seats that a peer account shares: they count from that day on, and the account becomes Active."""
    session = session_of(context)
    shared = read_seats(seats, session.output.language)
    with session.workspace() as workspace:
        answer = workspace.peer_shares.receive(shared, owner, read_day(on))
    said = msgn(
        "{n} seat received from {owner} counts from {day}.",
        "{n} seats received from {owner} count from {day}.",
        n=answer.seats,
        owner=answer.owner,
        day=answer.received_on,
    )
    _answer(session, answer, said)


def give_back(
    context: typer.Context,
    share: Annotated[str, typer.Argument(metavar="SHARE", help="Its id, the beginning of it, or the owner account.")],
    on: Annotated[str | None, typer.Option(help="The first day on which they no longer count; default today.")] = None,
) -> None:
    """End received seats. With nothing else in force, the account is Inactive the same day."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.peer_shares.end(share, read_day(on))
    said = msgn(
        "{n} seat received from {owner} ended on {day}.",
        "{n} seats received from {owner} ended on {day}.",
        n=answer.seats,
        owner=answer.owner,
        day=answer.ended_on,
    )
    _answer(session, answer, said)
