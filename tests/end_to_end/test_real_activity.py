"""An administrator imports real logs and gets the exact number of active users of each month."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise
from tests.real_files import ACTIVITY, DATA, expected, needs_real_files


@needs_real_files
@pytest.mark.parametrize("name", ACTIVITY)
def test_each_real_file_alone_gives_the_independent_counts(name: str, seatwise: Seatwise) -> None:
    wanted = expected()[name]
    seatwise.ok("init")
    answer = seatwise.ok("usage", "import", "--count-all", str(DATA / ACTIVITY[name]))["files"][0]
    assert answer["rows_in"] == wanted["rows"]
    assert answer["learners"] == wanted["learners"]
    assert _active(seatwise) == wanted["active_by_month_utc"]
    assert seatwise.ok("store", "check")["ok"]


@needs_real_files
def test_all_real_files_in_one_store_give_the_sum_because_no_learner_is_in_two(seatwise: Seatwise) -> None:
    seatwise.ok("init")
    files = [str(DATA / path) for path in ACTIVITY.values()]
    seatwise.ok("usage", "import", "--count-all", *files)
    total: Counter[str] = Counter()
    for name in ACTIVITY:
        total.update(expected()[name]["active_by_month_utc"])
    assert _active(seatwise) == dict(sorted(total.items()))


@needs_real_files
def test_importing_a_real_file_again_and_taking_it_back_are_exact(seatwise: Seatwise) -> None:
    seatwise.ok("init")
    git, mooc = (str(DATA / ACTIVITY[f"activity/{name}"]) for name in ("git", "xapi-fun-mooc"))
    seatwise.ok("usage", "import", "--count-all", git)
    before = _active(seatwise)
    again = seatwise.ok("usage", "import", "--count-all", git)["files"][0]
    assert (again["duplicate"], again["counted"]) == (again["rows_in"], 0)
    source = seatwise.ok("usage", "import", "--count-all", mooc)["files"][0]["source"]
    assert _active(seatwise) != before
    seatwise.ok("usage", "remove", source)
    assert _active(seatwise) == before


def _active(seatwise: Seatwise) -> dict[str, Any]:
    months = seatwise.ok("usage", "monthly")["months"]
    return {month["month"]: month["active"] for month in months if month["active"]}
