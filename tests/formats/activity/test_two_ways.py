"""The quick way through DuckDB and the careful way record by record must tell the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.formats.activity import opening, tables
from desktop.formats.activity.dialect import Dialect
from desktop.formats.activity.records import Records
from desktop.formats.activity.survey import Survey
from tests.formats.activity.conftest import SHARED, Read, firsts, learners, needs_shared

CELLS = st.text(alphabet=["a", "é", '"', ",", "\n", " ", "\r", "'", "#", "\\", "0"], max_size=6)
TIMES = st.sampled_from(["2026-01-03", "2026-02-01T00:30:00+02:00", "soon", "", "2026-01-03 10:00"])
ROWS = st.lists(st.tuples(CELLS, TIMES, CELLS), max_size=8)


def told(read: Read, content: str) -> object:
    """Everything a fold counts, or the refusal; the reasons of a broken row may be told in other words."""
    try:
        fold = read(content)
    except UserError as error:
        return error.message.english()
    summary = fold.summary
    return (summary.counts, summary.unmapped_actions, summary.months, learners(fold), firsts(fold))


def carefully(read: Read, content: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "regular", lambda found, dialect: False)
        return told(read, content)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n\r') else cell


@settings(max_examples=25)
@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_both_ways_agree_on_well_formed_files(
    read: Read, rows: list[tuple[str, str, str]], end: str, last: bool
) -> None:
    lines = ["user,time,action", *(",".join(map(quoted, row)) for row in rows)]
    content = end.join(lines) + (end if last else "")
    assert told(read, content) == carefully(read, content)


@settings(max_examples=40)
@given(st.lists(st.one_of(st.text(alphabet='a,"\n 0é', max_size=14), st.just("b,2026-01-03,viewed")), max_size=8))
@example(['a,"2026-01-03,viewed', *["b,2026-01-03,viewed"] * 3])
@example(['a,"2026-01-03"x,viewed', "b,2026-01-03,viewed"])
@example(["a,2026-01-03,viewed,", "b,2026-01-03,viewed,more", "c", " ", "b,2026-01-03,viewed"])
@example(['"a,2026-01-03,viewed', 'b,2026-01-03,"viewed'])
def test_both_ways_agree_on_any_text(read: Read, lines: list[str]) -> None:
    content = "user,time,action\n" + "\n".join(lines)
    assert told(read, content) == carefully(read, content)


def test_rows_behind_a_quote_that_is_never_closed_are_not_lost(read: Read) -> None:
    good = "".join(f"{number},2026-01-03,viewed\n" for number in range(3_000))
    fold = read("user,time,action\n" + good + 'x,"2026-01-03,viewed\n' + good)
    assert fold.summary.counts.counted == 6_000
    assert fold.summary.reasons == {"stray quote": 1}
    assert fold.summary.examples[0].line == 3_002


def test_a_reader_that_loses_rows_without_a_word_is_found_out(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick way is believed only if its rows are as many as the records counted from the bytes."""

    def forgetful(path: Path, dialect: Dialect, *, collect: bool) -> str:
        return f"(FROM {tables.quick_relation(path, dialect, collect=collect)} WHERE c0 <> 'b')"

    monkeypatch.setattr(opening, "quick_relation", forgetful)
    fold = read("user,time,action\na,2026-01-03,viewed\nb,2026-01-03,viewed\n")
    assert fold.summary.counts.counted == 2


def test_regular_files_do_go_the_quick_way(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "stage_records", None)
    ragged = 'user,time,action\r\n"a, b",2026-01-03,"view\r\ned"\r\n\r\nb,2026-01-03\r\nc,2026-01-03,viewed'
    fold = read(ragged)
    assert (fold.summary.counts.rows_in, fold.summary.reasons) == (3, {"wrong number of columns": 1})


@pytest.mark.parametrize(
    "wrong", [Survey(utf8=False), Survey(nul=True), Survey(lf=2, cr=1), Survey(lf=2, cr=2, crlf=1)]
)
def test_irregular_files_do_not(wrong: Survey) -> None:
    assert not tables.regular(wrong, Dialect(",", 0, "\n", (), ()))


NOT_TABLES = {"location_coordinates"}
"""Its expected JSON is no list of rows."""
SPECTRUM = SHARED / "hostile" / "csv" / "csv-spectrum"


@needs_shared
@pytest.mark.parametrize(
    "name", sorted(path.stem for path in SPECTRUM.glob("csvs/*.csv") if path.stem not in NOT_TABLES)
)
def test_records_of_torture_files_are_those_their_authors_expect(name: str) -> None:
    header, *rows = [record.fields for record in Records(SPECTRUM / "csvs" / f"{name}.csv", ",")]
    expected = json.loads((SPECTRUM / "json" / f"{name}.json").read_bytes())
    unix = [[cell.replace("\r\n", "\n") for cell in row] for row in rows]
    told = [dict(zip(header, row, strict=True)) for row in unix]
    assert told == json.loads(json.dumps(expected).replace("\\r\\n", "\\n"))
