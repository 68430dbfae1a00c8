"""usage people: filtered, and written to a file whole."""

from pathlib import Path

import pytest

from tests.desks import Seatwise

DAY = ("--today", "2026-01-10")


@pytest.fixture
def counted(seatwise: Seatwise, tmp_path: Path) -> Seatwise:
    """A rehearsal store in which 300 people completed and one commented in December 2025."""
    path = tmp_path / "activity.csv"
    lines = [f"p{who:03d}@example.org,2025-12-09T10:00:00Z,completed" for who in range(300)]
    path.write_text("user,timestamp,action\n" + "\n".join(lines) + "\nx@example.org,2025-12-01,commented\n", "utf-8")
    assert seatwise(*DAY, "init", "--name", "Academy", "--time-zone", "UTC").code == 0
    assert seatwise(*DAY, "usage", "import", str(path)).code == 0
    return seatwise


def test_people_are_filtered_by_text_and_kind(counted: Seatwise) -> None:
    found = counted("--json", "usage", "people", "--month", "2025-12", "--find", "p01").json["people"]
    assert len(found) == 10
    found = counted("--json", "usage", "people", "--month", "2025-12", "--kind", "q4").json["people"]
    assert [one["learner"] for one in found] == ["x@example.org"]
    assert counted("--json", "usage", "people", "--month", "2025-12", "--late").json["people"] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf", "parquet", "json"])
def test_everyone_who_fits_is_written(counted: Seatwise, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"people.{kind}"
    answer = counted("--json", "usage", "people", "--month", "2025-12", "--kind", "q1", "-o", str(path))
    assert (answer.code, answer.json) == (0, {"files": [str(path)], "rows": 300})
    assert path.stat().st_size > 1000
    again = counted("usage", "people", "--month", "2025-12", "-o", str(path))
    assert again.code == 1
    if kind == "csv":
        assert len(path.read_text(encoding="utf-8").splitlines()) == 301
