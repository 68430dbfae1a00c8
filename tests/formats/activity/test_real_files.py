"""Real activity of real platforms, against counts made independently with plain sets."""

from __future__ import annotations

import json

import pytest

from desktop.formats.activity.reading import Format, Zone
from tests.formats.activity.conftest import SHARED, Read, learners, months, needs_shared

pytestmark = needs_shared
FILES = {
    "activity/odin": ("odin/activity.csv", Format.CSV, Zone.FILE),
    "activity/git": ("git/activity.csv.gz", Format.CSV, Zone.FILE),
    "activity/oulad": ("oulad/submissions.csv", Format.CSV, Zone.ACCOUNT),
    "activity/xapi-fun-mooc": ("xapi-fun-mooc/statements.json.gz", Format.XAPI, Zone.FILE),
    "activity/learning-manager": (
        "learning-manager/xapireport8842560559890766717csv.zip",
        Format.LEARNING_MANAGER,
        Zone.FILE,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_active_learners_of_each_month_are_exact(read: Read, name: str) -> None:
    path, form, zone = FILES[name]
    expected = json.loads((SHARED / "activity" / "expected.json").read_text())[name]
    fold = read(SHARED / "activity" / path, count_all=True)
    assert {month: len(people) for month, people in months(fold).items()} == expected["active_by_month_utc"]
    assert len(learners(fold)) == fold.summary.learners == expected["learners"]
    assert fold.summary.counts.rows_in == expected["rows"]
    assert (fold.summary.format, fold.summary.zone) == (form, zone)
    assert fold.summary.months == tuple(sorted(expected["active_by_month_utc"]))


def test_the_default_map_knows_the_verbs_of_real_statements(read: Read) -> None:
    video = read(SHARED / "activity/xapi-fun-mooc/statements.json.gz").summary
    assert video.counts.unmapped == 0
    assert video.counts.counted > 21_000

    report = read(SHARED / "activity/learning-manager/xapireport8842560559890766717csv.zip").summary
    assert {action.rsplit("/", 1)[1]: rows for action, rows in report.unmapped_actions.items()} == {
        "spoke": 5,
        "talked": 1,
    }
