"""Adobe Learning Manager's xAPI activity report: a table whose rows carry their statement as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from desktop.domain.errors import UserError
from desktop.formats.activity.columns import normal_header
from desktop.formats.activity.json_stream import Item
from desktop.formats.activity.records import COLUMNS, Record
from desktop.i18n import msg

_USER, _MAIL, _TIME, _THING, _VERB, _JSON = (
    "username",
    "useremail",
    "timestamp",
    "activityiri",
    "verbiri",
    "statementjson",
)
NEEDED = (_TIME, _VERB)


def report_items(header: Sequence[str], records: Iterable[Record]) -> Iterator[Item]:
    """Each row as a statement: the columns decide on learner, time, verb and object; id and voiding are the JSON's."""
    places = {normal_header(name): place for place, name in enumerate(header)}
    for record in records:
        fields = record.fields[: len(header)] if not any(record.fields[len(header) :]) else record.fields
        if record.fault is not None or len(fields) != len(header):
            yield Item(record.line, fault=record.fault or COLUMNS, text=record.text or " | ".join(fields))
            continue
        cells = {name: fields[place].strip() for name, place in places.items()}
        yield Item(record.line, _statement(cells))


def check_report(header: Sequence[str]) -> None:
    """Refuse a table that is no such report."""
    names = {normal_header(name) for name in header}
    if not names.issuperset(NEEDED) or not names & {_MAIL, _USER}:
        raise UserError(
            msg(
                "This is not a Learning Manager activity report: it needs the columns User Email, TimeStamp and "
                "Verb IRI."
            ),
            msg("Import it without --format."),
        )


def _statement(cells: dict[str, str]) -> dict[str, Any]:
    try:
        inner = json.loads(cells.get(_JSON, ""))
    except (ValueError, RecursionError):
        inner = {}
    inner = inner if isinstance(inner, dict) else {}
    actor: dict[str, Any] = inner["actor"] if isinstance(inner.get("actor"), dict) else {}
    if mail := cells.get(_MAIL):
        actor = {"mbox": f"mailto:{mail}"}
    elif not actor and cells.get(_USER):
        actor = {"account": {"name": cells[_USER]}}
    thing = dict(inner["object"]) if isinstance(inner.get("object"), dict) else {}
    if cells.get(_THING) and thing.get("objectType") != "StatementRef":
        thing["id"] = cells[_THING]
    return {
        "id": inner.get("id"),
        "actor": {**actor, "name": cells.get(_USER, "")},
        "verb": {"id": cells.get(_VERB, "")},
        "object": thing,
        "timestamp": cells.get(_TIME) or inner.get("timestamp") or inner.get("stored"),
    }
