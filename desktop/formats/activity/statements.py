"""xAPI statements as rows: who, when, which verb, on what; repeated and voided ones marked.

The learner is the actor's mail address, else its hash, its OpenID, or its account as `homePage|name`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from desktop.domain.errors import UserError
from desktop.formats.activity import reasons as why
from desktop.formats.activity.clock import Clock
from desktop.formats.activity.events import REPEATED, VOIDED, Events
from desktop.formats.activity.json_stream import Item
from desktop.formats.activity.moments import commonest_shape
from desktop.formats.activity.records import NUL
from desktop.formats.activity.tables import Broken
from desktop.formats.activity.workbench import Workbench
from desktop.i18n import msg

Cell = str | None
Row = tuple[Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell]
"""learner, time, action, about, object, name, statement, voids."""
COLUMNS = ("learner", "time", "action", "about", "object", "name", "statement", "voids")
_TIME = 1
_BLOCK = 20_000
_SAMPLED = 5_000
_VOIDED_VERB = "://adlnet.gov/expapi/verbs/voided"
_KEPT_TEXT = 4_000


def statement_row(value: object) -> Row | None:
    """A statement's parts; None where it is none."""
    if not isinstance(value, dict) or not isinstance(value.get("actor"), dict | list) or "verb" not in value:
        return None
    actor = value["actor"] if isinstance(value["actor"], dict) else {}
    verb = _text(_part(value, "verb").get("id"))
    thing = _part(value, "object")
    voids = None
    if verb and verb.endswith(_VOIDED_VERB) and thing.get("objectType") == "StatementRef":
        voids = _identity(thing.get("id"))
    definition = _part(thing, "definition")
    return (
        learner_of(actor),
        _text(value.get("timestamp")) or _text(value.get("stored")),
        verb,
        _text(definition.get("type")),
        _named(definition) or _text(thing.get("id")),
        _text(actor.get("name")),
        _identity(value.get("id")),
        voids,
    )


def learner_of(actor: Mapping[str, Any]) -> str | None:
    """The actor's identifier; None for a group, which is no person, and for nobody."""
    if actor.get("objectType") == "Group":
        return None
    if mail := _text(actor.get("mbox")):
        return mail[7:] if mail[:7].lower() == "mailto:" else mail
    if digest := _text(actor.get("mbox_sha1sum")):
        return f"sha1:{digest.lower()}"
    if openid := _text(actor.get("openid")):
        return openid
    account = _part(actor, "account")
    home, name = _text(account.get("homePage")), _text(account.get("name"))
    return f"{home}|{name}" if home and name else name


def stage_statements(bench: Workbench, items: Iterable[Item], name: str) -> tuple[Broken, list[str]]:
    """Make the table `rows` of statements; returns what was none, and a sample of the times.

    A file in which nothing is a statement is something else, and refused.
    """
    broken, sample = Broken(), list[str]()
    rows = _good_rows(items, broken, sample)
    first = [*islice(rows, _BLOCK)]
    if not first and broken.reasons.keys() == {why.NOT_STATEMENT}:
        raise UserError(
            msg("“{file}” holds JSON, but no xAPI statements. Export the statements and import those.", file=name)
        )
    bench.run(f"CREATE TABLE rows (line BIGINT, {', '.join(f'{column} VARCHAR' for column in COLUMNS)})")
    bench.append("rows", first)
    while block := [*islice(rows, _BLOCK)]:
        bench.append("rows", block)
    return broken, sample


def _good_rows(items: Iterable[Item], broken: Broken, sample: list[str]) -> Iterator[tuple[object, ...]]:
    """The statements as rows with their line; what is none is counted as broken."""
    for item in items:
        row = None if item.fault else statement_row(item.value)
        fault = item.fault or (why.NOT_STATEMENT if row is None else _fault(row))
        if fault is not None or row is None:
            broken.add(fault or why.NOT_STATEMENT, item.line, item.text or ascii(item.value)[:200])
            continue
        if len(sample) < _SAMPLED:
            sample.append(row[_TIME] or "")
        yield (item.line, *row)


def mark_statements(bench: Workbench, clock: Clock) -> Events:
    """The staged statements as events: repeated ids after their first readable row, and voided ones, are marked."""
    timed = clock.layers(
        "SELECT statement, line, learner, time FROM rows WHERE statement IS NOT NULL", "statement, line, learner, time"
    )
    bench.run(
        "CREATE TABLE first_lines AS SELECT statement, min(line) AS first "
        f"FROM ({timed}) WHERE instant IS NOT NULL AND trim(learner) <> '' GROUP BY statement"
    )
    bench.run(
        "CREATE TABLE gone AS SELECT DISTINCT voids AS statement, true AS voided FROM rows WHERE voids IS NOT NULL"
    )
    bench.run(
        f"CREATE TABLE marked AS SELECT rows.*, CASE WHEN first < line THEN {REPEATED} "
        f"WHEN voided OR voids IS NOT NULL THEN {VOIDED} ELSE 0 END AS mark "
        "FROM rows LEFT JOIN first_lines USING (statement) LEFT JOIN gone USING (statement)"
    )
    return Events(
        "marked",
        "learner",
        "time",
        action="action",
        about="about",
        object="object",
        name="name",
        line="line",
        mark="mark",
    )


def statement_clock(account: str, declared: str, sample: Iterable[str]) -> Clock:
    """The clock that tells whether a statement's time is readable."""
    shape, _ = commonest_shape(sample)
    return Clock(account, declared, None, shape, general=True)


def _fault(row: Row) -> str | None:
    """Whether a row's texts cannot be kept: half characters, or NUL."""
    whole = "".join(part for part in row if part)
    if "\0" in whole:
        return NUL
    if not whole.isascii():
        try:
            whole.encode()
        except UnicodeEncodeError:
            return why.UNSTORABLE
    return None


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str | None:
    return value[:_KEPT_TEXT] if isinstance(value, str) and value.strip() else None


def _identity(value: object) -> str | None:
    found = _text(value)
    return found.lower() if found else None


def _named(definition: Mapping[str, Any]) -> str | None:
    """An activity's name: in English where it has one, else in its first language."""
    names = _part(definition, "name")
    english = [text for language, text in names.items() if language.lower().startswith("en")]
    return next((found for text in [*english, *names.values()] if (found := _text(text))), None)
