"""What the columns of a table mean: from a header to the parts of an event, as expressions over `c0`, `c1` ..."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.formats.activity.columns import Roles, no_action, normal_header, resolve, signature
from desktop.formats.activity.dialect import Dialect
from desktop.formats.activity.events import Events
from desktop.formats.activity.reading import Columns, Format, ReadOptions
from desktop.formats.activity.workbench import quoted

MOODLE_HEADER = ("time", "eventcontext", "component", "eventname", "description")
MOODLE_TABLE = ("eventname", "component", "userid", "timecreated")
REPORT_HEADER = ("verbiri", "statementjson")
_TRANSLATED = {
    "heure": "time", "nomcompletdelutilisateur": "userfullname", "nomcomplet": "userfullname",
    "utilisateurtouche": "affecteduser",
    "utilisateuraffecte": "affecteduser", "contextedelevenement": "eventcontext", "composant": "component",
    "nomdelevenement": "eventname", "tijd": "time", "tijdstip": "time", "volledigenaam": "userfullname",
    "volledigegebruikersnaam": "userfullname", "volledigenaamvangebruiker": "userfullname",
    "betrokkengebruiker": "affecteduser",
    "beinvloedegebruiker": "affecteduser", "gebeurteniscontext": "eventcontext", "contextgebeurtenis": "eventcontext",
    "onderdeel": "component", "gebeurtenisnaam": "eventname", "naamgebeurtenis": "eventname",
    "naamvandegebeurtenis": "eventname",
    "beschrijving": "description",
}  # fmt: skip
"""Moodle's column names in French and Dutch; what stands in the description is English everywhere."""


@dataclass(frozen=True)
class Layout:
    """A table's meaning: events without a relation yet, and where the time stands (to look at a sample)."""

    format: Format
    events: Events
    time: int
    columns: Columns
    signature: str
    layers: tuple[str, ...] = ()
    """Columns to compute from those below, layer by layer."""

    def over(self, relation: str, *, line: str | None = None, reread: str | None = None) -> Events:
        """The events of a relation with this table's columns."""
        later = None if reread is None else self._layered(reread)
        return replace(self.events, relation=self._layered(relation), line=line, reread=later)

    def _layered(self, relation: str) -> str:
        for layer in self.layers:
            relation = f"(SELECT *, {layer} FROM {relation})"
        return relation


def staged(events: Events) -> tuple[str, Events]:
    """The query that computes the layers once and keeps them, and the events of what it keeps.

    Without it the layers' expressions are written into each other by DuckDB's planner, which then takes minutes.
    """
    query = f"CREATE OR REPLACE TABLE staged AS SELECT * FROM {events.relation}"
    return query, replace(events, relation="staged", reread=None)


def format_of(header: Sequence[str], wanted: Format) -> Format:
    """The format a header shows, unless one is wanted."""
    if wanted is not Format.AUTO:
        return wanted
    names = {moodle_name(name) for name in header}
    if names.issuperset(REPORT_HEADER):
        return Format.LEARNING_MANAGER
    if names.issuperset(MOODLE_HEADER) or names.issuperset(MOODLE_TABLE):
        return Format.MOODLE
    return Format.CSV


def moodle_name(name: str) -> str:
    """A column name in normal form, in English."""
    plain = normal_header(name)
    return _TRANSLATED.get(plain, plain)


def plain_layout(dialect: Dialect, options: ReadOptions) -> Layout:
    """A table of any system: the learner, the time, and the action where not every row counts."""
    roles = resolve(dialect.header, dialect.sample, options)
    if roles.action is None and not options.count_all:
        raise no_action(dialect.header)
    learner = f"c{roles.user}"
    if roles.fallback is not None:
        learner = f"coalesce(nullif(trim({learner}), ''), {_column(roles.fallback)})"
    events = Events(
        relation="",
        learner=learner,
        time=f"c{roles.time}",
        action=_column(roles.action),
        about=_column(roles.about) if roles.action is not None else None,
        object=_column(roles.object),
        name=_column(roles.name),
        email=_column(roles.email),
        again=_again(dialect.header, roles),
    )
    return Layout(Format.CSV, events, roles.time, roles.named(dialect.header), signature(dialect.header))


def _column(place: int | None) -> str | None:
    return None if place is None else f"c{place}"


def _again(header: Sequence[str], roles: Roles) -> str:
    """Whether a row's `time` and `learner` are those of the header once more."""
    parts = (("time", roles.time), ("learner", roles.user))
    return " AND ".join(f"{name} = {quoted(header[place].removeprefix(chr(0xFEFF)))}" for name, place in parts)
