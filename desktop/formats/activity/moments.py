"""How a time as written becomes an instant, a wall time or a day: one grammar, as DuckDB expressions.

Accepted: ISO 8601 calendar dates and times (also in the basic form), dates of three numbers with `/`, `.` or `-`, each
with times of a 24- or 12-hour clock, and seconds or milliseconds since 1970. Everything else is unreadable; nothing is
guessed. A two-digit year is 1969 to 2068. `23:59:60` counts as the second before; `24:00` is the next day's start.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.formats.activity.reading import DateOrder

_TIME = r"(?:(?:[Tt]|,? +|, *)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?: ?([AaPp])\.?[Mm]\.?)?"
_ZONE = r"(?: ?([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?"
YEAR_FIRST = rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}{_ZONE}"
YEAR_LAST = rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){_TIME}{_ZONE}"
BASIC = r"(\d{4})(\d{2})(\d{2})(?:[Tt](\d{2})(\d{2})(\d{2})?(?:[.,]\d{1,9})?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?"
SINCE_1970 = r"\d{10}|\d{13}"
_NAMES = "['a','b','c','h','n','s','ap','z']"
_BASIC_NAMES = "['a','b','c','h','n','s','z']"
_FORMS = {YEAR_FIRST: _NAMES, YEAR_LAST: _NAMES, BASIC: _BASIC_NAMES}
_SHIFT = 63_000_000_000


@dataclass(frozen=True)
class Shape:
    """A form of times common enough to have its own fast way: one pattern, then DuckDB's own cast."""

    pattern: str
    zoned: bool
    dated: bool = False

    def seconds(self, time: str) -> str:
        """The seconds since 1970 of times of this shape (their wall clock's where there is no zone), else null."""
        cast = f"try_cast({time} AS {'TIMESTAMPTZ' if self.zoned else 'TIMESTAMP'})"
        micros = f"epoch_us(CASE WHEN regexp_full_match({time}, '{self.pattern}') THEN {cast} END)"
        return f"(({micros} + {_SHIFT}000000) // 1000000 - {_SHIFT})"


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCKS = (
    r"[T ][0-2][0-9]:[0-9]{2}:[0-9]{2}",
    r"[T ][0-2][0-9]:[0-9]{2}:[0-9]{2}\.[0-9]{1,9}",
    r"[T ][0-2][0-9]:[0-9]{2}",
)
_ZONES = ("Z", r"[+-](?:0[0-9]|1[0-5]):[0-5][0-9]", r"[+-](?:0[0-9]|1[0-5])[0-5][0-9]", "")
SHAPES = (
    *(Shape(_DAY + clock + zone, bool(zone)) for clock in _CLOCKS for zone in _ZONES),
    Shape(_DAY, zoned=False, dated=True),
)
"""The fast forms; every other form goes through the grammar."""


def commonest_shape(times: Iterable[str]) -> tuple[Shape | None, bool]:
    """The fast shape most of the sampled times have, and whether all of them have it."""
    found: Counter[Shape | None] = Counter()
    for time in times:
        found[next((shape for shape in SHAPES if re.fullmatch(shape.pattern, time, re.ASCII)), None)] += 1
    shapes = [shape for shape, _ in found.most_common() if shape is not None]
    return (shapes[0] if shapes else None), len(found) == 1 and None not in found


def readable(text: str) -> bool:
    """Whether a text has one of the accepted forms (its numbers may still be impossible)."""
    return any(re.fullmatch(form, tidied(text), re.ASCII) for form in (YEAR_FIRST, YEAR_LAST, BASIC, SINCE_1970))


def tidied(text: str) -> str:
    """A time without the blanks around it, its narrow blanks as plain ones; what `tidy` does in a query."""
    return re.sub("[\t\u00a0\u2009\u202f]", " ", text).strip(" \r\n")


def tidy(time: str) -> str:
    """The expression for `tidied`."""
    return f"trim(translate({time}, '\t\u00a0\u2009\u202f', '    '), ' \r\n')"


def order_evidence(time: str) -> str:
    """Counts for a query over all times: only d/m, only m/d, either but differently, years of two digits with `-`, all.

    The fourth may also begin with the year; years of two digits after `/` or `.` are taken to stand last.
    """
    parts = f"regexp_extract({tidy(time)}, '^(?:{YEAR_LAST})$', {_NAMES})"
    first, second = f"try_cast({parts}.a AS INTEGER)", f"try_cast({parts}.b AS INTEGER)"
    return (
        f"count(*) FILTER ({first} BETWEEN 13 AND 31 AND {second} BETWEEN 1 AND 12), "
        f"count(*) FILTER ({second} BETWEEN 13 AND 31 AND {first} BETWEEN 1 AND 12), "
        f"count(*) FILTER ({first} <> {second} AND {first} <= 12 AND {second} <= 12), "
        f"count(*) FILTER (strlen({parts}.c) = 2 AND contains({tidy(time)}[:6], '-')), "
        f"count(*) FILTER ({parts}.a <> '')"
    )


def year_last(time: str) -> str:
    """Whether a date begins with one or two digits."""
    text = tidy(time)
    return f"({text}[2] IN ('-', '/', '.') OR {text}[3] IN ('-', '/', '.'))"


def general_columns(time: str) -> str:
    """First of three layers: the text taken apart by the form it has: `by_year`, `by_day`, `basic`, `ticks`."""
    text = tidy(time)
    taken = {form: f"regexp_extract({text}, '^(?:{form})$', {names})" for form, names in _FORMS.items()}
    first = f"{text}[5] IN ('-', '/', '.')"
    last = year_last(time)
    return (
        f"CASE WHEN {first} THEN {taken[YEAR_FIRST]} END AS by_year, "
        f"CASE WHEN {last} THEN {taken[YEAR_LAST]} END AS by_day, "
        f"CASE WHEN NOT {first} AND NOT {last} THEN {taken[BASIC]} END AS basic, "
        f"CASE WHEN regexp_full_match({text}, '{SINCE_1970}') THEN CAST({text} AS BIGINT) END AS ticks"
    )


def general_parts(order: DateOrder | None) -> str:
    """Second layer: year, month, day and the clock's parts, whatever the form; all as text."""
    year, month, day = {
        DateOrder.DMY: ("c", "b", "a"),
        DateOrder.MDY: ("c", "a", "b"),
        DateOrder.YMD: ("a", "b", "c"),
        None: ("c", "b", "a"),
    }[order]
    short = f"lpad(by_day.{year}, 2, '0')"
    columns = [
        (
            f"CASE WHEN by_year.a <> '' THEN by_year.a WHEN basic.a <> '' THEN basic.a "
            f"WHEN strlen(by_day.{year}) = 4 THEN by_day.{year} "
            f"WHEN by_day.a <> '' THEN CASE WHEN {short} < '69' THEN '20' ELSE '19' END || {short} END AS year"
        ),
    ]
    for name, one, other in (("month", "b", month), ("day", "c", day)):
        columns.append(f"coalesce(nullif(by_year.{one}, ''), nullif(basic.{one}, ''), by_day.{other}) AS {name}")
    columns += [
        f"coalesce(nullif(by_year.{name}, ''), nullif(by_day.{name}, ''), nullif(basic.{name}, '')) AS {name}"
        for name in ("h", "n", "s", "z")
    ]
    columns.append("upper(coalesce(nullif(by_year.ap, ''), nullif(by_day.ap, ''))) AS ap")
    return ", ".join(columns)


_DATE = "try_cast(year || '-' || month || '-' || day AS DATE)"
_HOUR = (
    "CASE WHEN ap IS NULL THEN h::INTEGER WHEN h::INTEGER BETWEEN 1 AND 12 "
    "THEN h::INTEGER % 12 + CASE ap WHEN 'P' THEN 12 ELSE 0 END END"
)
_CLOCK = (
    "CASE WHEN h IS NULL THEN 0 WHEN hour = 24 AND n = '00' AND coalesce(s, '00') = '00' THEN 86400 "
    "WHEN hour <= 23 AND n <= '59' AND (coalesce(s, '00') <= '59' OR (s = '60' AND n = '59')) "
    "THEN hour * 3600 + n::INTEGER * 60 + least(coalesce(s, '0')::INTEGER, 59) END"
)
_OFFSET = (
    "CASE WHEN z IS NULL OR upper(z) IN ('Z', 'UTC', 'GMT') THEN 0 WHEN z[2:3] < '16' AND right('00' || z[4:], "
    "2) < '60' "
    "THEN (CASE z[1] WHEN '-' THEN -1 ELSE 1 END) * (z[2:3]::INTEGER * 3600 + "
    "CASE WHEN strlen(z) > 3 THEN right(z, 2)::INTEGER * 60 ELSE 0 END) END"
)


def general_result() -> str:
    """Third layer, over `general_parts`: `seconds` since 1970, and whether they are `zoned` or only `dated`."""
    wall = f"(epoch_us({_DATE}::TIMESTAMP) // 1000000 + ({_CLOCK.replace('hour', f'({_HOUR})')}) - ({_OFFSET}))"
    instant = "CASE WHEN ticks >= 100000000000 THEN ticks // 1000 ELSE ticks END"
    return (
        f"CASE WHEN ticks IS NOT NULL THEN {instant} WHEN year IS NOT NULL AND year >= '0001' THEN {wall} END AS "
        "seconds, "
        "ticks IS NOT NULL OR z IS NOT NULL AS zoned, ticks IS NULL AND h IS NULL AS dated"
    )
