"""What the beginning of a file shows before it is imported."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.formats.activity import inspect_activity
from desktop.formats.activity.preview import Preview
from desktop.formats.activity.reading import Columns, DateOrder, Format, ReadOptions
from tests.formats.activity.conftest import TODAY


def look(tmp_path: Path, content: str | bytes, **options: object) -> Preview:
    path = tmp_path / "log"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return inspect_activity(path, ReadOptions("UTC", TODAY, **options))  # type: ignore[arg-type]


def test_header_rows_columns_zone_and_orders_are_shown(tmp_path: Path) -> None:
    rows = "".join(f"Zoë;{day}/09/26 10:00;viewed\n" for day in range(1, 31))
    seen = look(tmp_path, ("user;time;action\n" + rows).encode("cp1252"))
    assert (seen.format, seen.header) == (Format.CSV, ("user", "time", "action"))
    assert len(seen.rows) == 20
    assert seen.rows[0] == ("Zoë", "1/09/26 10:00", "viewed")
    assert seen.columns == Columns("user", "time", "action")
    assert (seen.zone_seen, seen.date_orders, seen.problem) == (False, (DateOrder.DMY,), None)


def test_dates_that_may_be_two_things_show_both_orders(tmp_path: Path) -> None:
    both = (DateOrder.DMY, DateOrder.MDY)
    assert look(tmp_path, "user,time,action\na,01/02/2026,viewed\n").date_orders == both
    assert look(tmp_path, "user,time,action\na,01-02-03,viewed\n").date_orders == (*both, DateOrder.YMD)
    assert look(tmp_path, "user,time,action\na,2026-01-03T10:00:00+02:00,viewed\n").zone_seen


def test_what_keeps_a_file_from_being_read_is_told_beside_what_it_shows(tmp_path: Path) -> None:
    seen = look(tmp_path, "user_id,time\na,2026-01-03\n")
    assert seen.problem is not None
    assert "say that every row counts" in seen.problem.english()
    assert "--" not in seen.problem.english(), "the window has its own words"
    assert seen.columns == Columns("user_id", "time", None)
    assert look(tmp_path, "foo,bar\na,b\n").problem is not None


def test_statements_and_archives_are_looked_into(tmp_path: Path) -> None:
    one = {
        "actor": {"mbox": "mailto:a@x"},
        "verb": {"id": "v"},
        "object": {"id": "o"},
        "timestamp": "2026-01-03T10:00:00Z",
    }
    seen = look(tmp_path, gzip.compress(json.dumps([one] * 9_000).encode()))
    assert (seen.format, len(seen.rows), seen.zone_seen) == (Format.XAPI, 20, True)
    assert seen.rows[0][:3] == ("a@x", "2026-01-03T10:00:00Z", "v")


def test_only_the_beginning_of_a_large_archive_is_unpacked(tmp_path: Path) -> None:
    whole = gzip.compress(b"user,time,action\n" + b"a,2026-01-03,viewed\n" * 1_000_000, 1)
    assert len(look(tmp_path, whole[: len(whole) // 2]).rows) == 20


def test_what_can_never_be_read_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is empty"):
        look(tmp_path, "")
