"""The files that can be made of an order: the letters drafted about it, its report, and cancel or keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.domain.life.events import EventKind
from desktop.domain.orders.order import RUNNING
from desktop.i18n import Message, msg

if TYPE_CHECKING:
    from desktop.services.orders.details import OrderPaneAnswer


@dataclass(frozen=True)
class DocumentLine:
    """A document: what it is, its day, and the id of its draft where it is a letter; `ware` tells the others apart."""

    title: Message
    on: date
    draft: str | None = None
    ware: int = 0


def document_lines(pane: OrderPaneAnswer) -> list[DocumentLine]:
    """The order's report, then what leaving it costs, then the letters about it, the newest first."""
    reports = [DocumentLine(msg("Report of the order"), pane.today)]
    if pane.detail.order.state in RUNNING:
        reports.append(DocumentLine(msg("Cancel or keep, with its chart"), pane.today, ware=1))
    notices = (one for one in reversed(pane.detail.timeline) if one.kind is EventKind.NOTICE and one.event)
    return [*reports, *(DocumentLine(msg("{letter} (.eml)", letter=one.text), one.on, one.event) for one in notices)]
