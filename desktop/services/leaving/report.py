"""Leaving as files: what deactivating the account would bring, and the curve of cancel or keep with its chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from desktop.domain.keys import PLAN_LABELS
from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.formats.reports.report import Column, Report, Table, table_of
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import Message, Translator, Value, msg
from desktop.services.context import Context
from desktop.services.leaving.answers import (
    ComingPriceAnswer,
    EndingAnswer,
    KeyEndingAnswer,
    LostPriceAnswer,
    PreviewAnswer,
)
from desktop.services.leaving.curve import Leaving, WholeCurve, WholeStep
from desktop.services.leaving.deactivation import Deactivations
from desktop.services.leaving.users import users_table
from desktop.services.leaving.words import ASSUMED, PREVIEW
from desktop.services.reports.files import FileWish, FileWritten, is_chart, write_chart, write_file
from desktop.services.reports.head import ReportHead, report_head
from desktop.services.reports.tables import derivation_table, events_table, why_in_a_line

if TYPE_CHECKING:
    from desktop.charts.leaving import LeavingSeries


def write_preview(context: Context, wish: FileWish, on: date | None = None) -> FileWritten:
    """Write what deactivating the account would bring: CSV, XLSX, PDF, Parquet or JSON by the file's name.

    Preview, curve and users are those of one state of the store.
    """
    wish.refuse()
    with context.store.read() as session:
        answer = Deactivations(context).read(session, wish.step, on)
        curve = Leaving(context).read(session, step=wish.step)
        report = _preview(ReportHead.read(session, context), answer, curve, session)
        return write_file(report if curve is None else _pictured(report, curve, wish.translator), wish)


def _preview(head: ReportHead, answer: PreviewAnswer, curve: WholeCurve | None, session: Session) -> Report:
    asked: tuple[tuple[Message, Value], ...] = (
        (msg("Early termination fee of all orders"), answer.fee),
        (msg("Owes"), answer.arrears),
        (msg("Last day of paid access"), answer.paid_until - timedelta(days=1)),
        *(() if answer.inactive_on is None else ((msg("Only the owner is let in from"), answer.inactive_on),)),
        *(() if answer.dearer is None else ((msg("New orders later"), _later(answer.dearer)),)),
        *(((msg("Assumed"), ASSUMED),) if answer.later else ()),
    )
    title = msg("What deactivating {account} on {day} would bring", account=head.account.name, day=answer.on)
    currency = answer.fee.currency
    tables = (
        *((_endings(answer.endings, currency),) if answer.endings or not answer.keys else ()),
        *((_keys(answer.keys),) if answer.keys else ()),
        derivation_table(answer.explanation, "fee", msg("Early termination fee")),
        _lost(answer.lost, currency),
        events_table("timeline", msg("What follows"), answer.timeline, currency),
        users_table(session, head.account.id, answer),
        *(() if curve is None else (_curve(curve),)),
    )
    return replace(head.report("deactivation", title, asked, tables), mark=_mark(head))


def _mark(head: ReportHead) -> Message:
    """That it is a preview, beside what marks every report of this store."""
    return PREVIEW if head.mark is None else msg("{marks}", marks=(PREVIEW, head.mark))


def _later(dearer: ComingPriceAnswer) -> Message:
    return msg("{price} from {day} on", price=dearer.unit_price, day=dearer.starts_on)


def write_curve(context: Context, curve: WholeCurve, wish: FileWish) -> FileWritten:
    """Write cancel or keep as a report with its chart; as the chart alone where the file's name says a picture."""
    if is_chart(wish.path):
        return write_curve_chart(curve, wish)
    head = report_head(context)
    asked: tuple[tuple[Message, Value], ...] = (
        *(() if curve.order is None else ((msg("Order"), curve.order),)),
        (msg("Until"), curve.until),
        (msg("Last day of the current cycle"), curve.marked),
        (msg("Keeping costs"), curve.keep),
    )
    why = derivation_table(curve.now.explanation, "derivation", msg("Why leaving today costs this"))
    report = head.report("cancel_or_keep", curve.title, asked, (_curve(curve), why))
    return write_file(_pictured(report, curve, wish.translator), wish)


def write_curve_chart(curve: WholeCurve, wish: FileWish) -> FileWritten:
    """Write the chart of cancel or keep as PNG, SVG or PDF."""
    from desktop.charts.leaving import render_leaving

    series = leaving_series(curve)
    return write_chart(lambda kind: render_leaving(series, kind, wish.translator), wish, len(curve.steps))


def leaving_series(curve: WholeCurve) -> LeavingSeries:
    """The curve as it is drawn: amounts as floats, which are never shown as numbers."""
    from desktop.charts.leaving import LeavingSeries

    return LeavingSeries(
        tuple(step.first_day for step in curve.steps),
        curve.until,
        tuple(float(step.fee.exact) for step in curve.steps),
        tuple(float(step.outlay.exact) for step in curve.steps),
        curve.marked,
        curve.term_ends_on,
        msg("{currency}, by day of leaving, without tax", currency=curve.keep.currency),
        curve.marked_text,
        curve.title,
        curve.summary,
        tuple(float(step.first_fee.exact) for step in curve.steps),
        curve.parts,
        (curve.cheapest.first_day, float(curve.cheapest.fee.exact), msg("Lowest fee: {fee}", fee=curve.cheapest.fee)),
    )


def _pictured(report: Report, curve: WholeCurve, translator: Translator) -> Report:
    from desktop.charts.leaving import render_leaving

    series = leaving_series(curve)
    return replace(
        report,
        picture=lambda kind: render_leaving(series, kind, translator),
        picture_text=translator.text(curve.summary),
    )


def _curve(curve: WholeCurve) -> Table:
    currency = curve.keep.currency
    return table_of(
        "curve",
        msg("Cancel or keep"),
        (
            (Column("first_day", msg("From"), Cells.DATE), lambda one: one.first_day),
            (Column("last_day", msg("Last day"), Cells.DATE), lambda one: one.last_day),
            (Column("instalments", msg("Instalments"), Cells.MONEY, currency), lambda one: one.instalments),
            (Column("fee", msg("Fee"), Cells.MONEY, currency), lambda one: one.fee),
            (Column("outlay", msg("Leaving costs"), Cells.MONEY, currency), lambda one: one.outlay),
            (Column("explanation", msg("Why"), Cells.MESSAGE), _why),
        ),
        curve.steps,
    )


def _why(step: WholeStep) -> Message:
    return why_in_a_line(step.explanation, deep=1)


def _endings(endings: tuple[EndingAnswer, ...], currency: str) -> Table:
    return table_of(
        "orders",
        msg("Orders"),
        (
            (Column("number", msg("Number"), Cells.INT), lambda one: one.number),
            (Column("placed_on", msg("Date of Order"), Cells.DATE), lambda one: one.placed_on),
            (Column("users", msg("Users"), Cells.INT), lambda one: one.seats),
            (Column("state", msg("Status"), Cells.MESSAGE), lambda one: ORDER_STATE_LABELS[one.state]),
            (Column("charged_on", msg("Last charge"), Cells.DATE), lambda one: one.charged_on),
            (Column("left", msg("Instalments left"), Cells.INT), lambda one: one.left),
            (Column("ends_on", msg("Ends"), Cells.DATE), lambda one: one.ends_on),
            (Column("fee_formula", msg("How"), Cells.MESSAGE), lambda one: one.fee_formula),
            (Column("fee", msg("Fee"), Cells.MONEY, currency), lambda one: one.fee),
            (Column("owes", msg("Owes"), Cells.MONEY, currency), lambda one: one.owes),
        ),
        endings,
        ("users", "fee", "owes"),
    )


def _keys(keys: tuple[KeyEndingAnswer, ...]) -> Table:
    return table_of(
        "keys",
        msg("Activation keys"),
        (
            (Column("key", msg("Key")), lambda one: one.key),
            (Column("plan", msg("Plan"), Cells.MESSAGE), lambda one: PLAN_LABELS[one.plan]),
            (Column("seats", msg("Seats"), Cells.INT), lambda one: one.seats),
            (Column("activated_on", msg("Activated"), Cells.DATE), lambda one: one.activated_on),
            (Column("ends_on", msg("Ends"), Cells.DATE), lambda one: one.ends_on),
        ),
        keys,
        ("seats",),
    )


def _lost(lost: tuple[LostPriceAnswer, ...], currency: str) -> Table:
    more = msg("More a month when these users are bought again")
    return table_of(
        "lost",
        msg("What is lost"),
        (
            (Column("number", msg("Number"), Cells.INT), lambda one: one.number),
            (Column("more_a_month", more, Cells.MONEY, currency), lambda one: one.more_a_month),
        ),
        lost,
        ("more_a_month",),
    )
