"""Moodle's logs as events: the export of a site's or course's log, and the standard log table itself.

The export names users by id only in its description (always English). What is done for somebody else (a completion
recorded by a teacher, an enrolment, attendance) is the activity of the person it was done for, by another.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.errors import UserError
from desktop.domain.qualification import Kind, QualificationMap
from desktop.formats.activity.columns import signature
from desktop.formats.activity.dialect import Dialect
from desktop.formats.activity.events import Events, text
from desktop.formats.activity.layouts import Layout, moodle_name
from desktop.formats.activity.reading import Columns, Format
from desktop.formats.activity.workbench import quoted
from desktop.i18n import msg

_ID = r"user with id '(-?[0-9]+)'"
_SECOND_ID = rf"{_ID}.*?{_ID}"


def moodle_layout(dialect: Dialect, qualification: QualificationMap) -> Layout:
    """The layout of a Moodle log; a `UserError` names what it lacks."""
    names = [moodle_name(name) for name in dialect.header]
    found = {name: f"c{place}" for place, name in reversed([*enumerate(names)])}
    if "userid" in found and "timecreated" in found:
        return _layout(
            dialect, names, ("userid", "timecreated"), _table_layers(found, qualification), _table_object(found)
        )
    missing = [name for name in ("time", "eventname") if name not in found]
    if missing or not {"description", "userfullname"} & found.keys():
        raise UserError(
            msg("This is not a Moodle log export: it needs the columns Time, Event name and Description."),
            msg("Import it without --format."),
        )
    user = "userfullname" if "userfullname" in found else "description"
    return _layout(dialect, names, (user, "time"), _export_layers(found, qualification), found.get("eventcontext"))


def _layout(
    dialect: Dialect, names: Sequence[str], who_and_when: tuple[str, str], layers: tuple[str, ...], thing: str | None
) -> Layout:
    """The layout over layers that give `learner_id`, `learner_name` and `by_other`."""
    user, time, action = (names.index(name) for name in (*who_and_when, "eventname"))
    events = Events(
        relation="",
        learner="learner_id",
        time=f"c{time}",
        action=f"c{action}",
        about=f"c{names.index('component')}" if "component" in names else None,
        by_other="by_other",
        object=thing,
        name="learner_name",
    )
    columns = Columns(dialect.header[user], dialect.header[time], dialect.header[action])
    return Layout(Format.MOODLE, events, time, columns, signature(dialect.header), layers)


def _export_layers(found: dict[str, str], qualification: QualificationMap) -> tuple[str, ...]:
    """The log export: ids from the description; full names only where it names no id."""
    description = text(found.get("description"))
    return (
        (
            f"nullif(regexp_extract({description}, {quoted(_ID)}, 1), '') AS first_id, "
            f"nullif(regexp_extract({description}, {quoted(_SECOND_ID)}, 2), '') AS second_id, "
            f"{_person(found.get('userfullname'))} AS full_name, {_person(found.get('affecteduser'))} AS "
            "affected_name, "
            f"({_for_others(found['eventname'], qualification)}) AS for_others"
        ),
        (
            "for_others AND (coalesce(second_id <> first_id, false) OR coalesce(affected_name <> full_name, false)) "
            "AS by_other"
        ),
        (
            "CASE WHEN first_id IS NULL THEN CASE WHEN by_other THEN affected_name ELSE full_name END "
            "WHEN by_other AND second_id IS NOT NULL THEN second_id "
            "WHEN first_id NOT LIKE '-%' AND first_id <> '0' THEN first_id END AS learner_id, "
            "CASE WHEN by_other THEN coalesce(affected_name, full_name) ELSE full_name END AS learner_name"
        ),
    )


def _table_layers(found: dict[str, str], qualification: QualificationMap) -> tuple[str, ...]:
    """The standard log table: users by id, `relateduserid` the one it was done for."""
    related = _numbered(found["relateduserid"]) if "relateduserid" in found else "NULL"
    return (
        (
            f"{_numbered(found['userid'])} AS actor_id, {related} AS related_id, "
            f"({_for_others(found['eventname'], qualification)}) AS for_others"
        ),
        "for_others AND coalesce(related_id <> coalesce(actor_id, ''), false) AS by_other",
        "CASE WHEN by_other THEN related_id ELSE actor_id END AS learner_id, NULL::VARCHAR AS learner_name",
    )


def _table_object(found: dict[str, str]) -> str | None:
    if "courseid" in found:
        return f"'course ' || {text(found['courseid'])}"
    return found.get("contextid")


def _for_others(action: str, qualification: QualificationMap) -> str:
    """Whether the map counts the action for the person it was done for: enrolments, and what it treats as Q5."""
    patterns = sorted(
        {rule.action for rule in qualification.rules if rule.by_other or rule.kind in (Kind.ENROLMENT, Kind.Q5)}
    )
    normal = f"trim(lower({text(action)}))"
    plain = [pattern for pattern in patterns if "*" not in pattern]
    conditions = [f"{normal} GLOB {quoted(pattern.replace('[', '[[]'))}" for pattern in patterns if "*" in pattern]
    if plain:
        conditions.insert(0, f"{normal} IN ({', '.join(quoted(pattern) for pattern in plain)})")
    return " OR ".join(conditions) or "false"


def _person(column: str | None) -> str:
    """A full name; Moodle writes `-` for nobody."""
    return "NULL" if column is None else f"nullif(nullif(trim({column}), '-'), '')"


def _numbered(column: str) -> str:
    """A user id; 0 and less are the system and guests."""
    return (
        f"CASE WHEN trim({column}) NOT IN ('', '0', 'NULL', '\\N') AND trim({column}) NOT LIKE '-%' THEN "
        f"trim({column}) END"
    )
