"""An import is one act: it tells how far it is, can be canceled to the end, and never counts a file twice."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.errors import Canceled
from desktop.domain.periods import Month
from desktop.domain.qualification import Kind, MapRule
from desktop.services.usage.imports import ImportAnswer, ImportWishes
from desktop.services.workspace import Workspace
from tests.desks import acting, at, refused
from tests.store.evidence import behind_its_back

EVERY_ROW = ImportWishes(count_all=True)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "log.csv"
    rows = [f"learner{place}@example.org,2026-01-0{1 + place % 9}T10:00:00Z" for place in range(500)]
    file.write_text("\n".join(["user,time", *rows, "old@example.org,2025-12-01T10:00:00Z", ""]), encoding="utf-8")
    return file


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    return at(workspace, date(2026, 1, 31))


def imported(desk: Workspace, *files: Path) -> ImportAnswer:
    return desk.usage_imports.import_files(files, EVERY_ROW)


def people(desk: Workspace) -> list[str]:
    return sorted(person.learner for person in desk.usage.people(Month.parse("2026-01")))


def test_it_tells_how_far_it_is_and_never_goes_back(desk: Workspace, log: Path) -> None:
    told: list[int] = []
    desk.usage_imports.import_files([log], EVERY_ROW, step=lambda done, total: told.append(done * 1000 // total))
    assert told == sorted(told)
    assert told[0] < 100
    assert told[-1] > 900, "writing is told as well as reading"


@pytest.mark.parametrize("until", [0, 300, 850, 950], ids=["at once", "reading", "learners", "sets"])
def test_canceled_at_any_point_it_leaves_nothing(desk: Workspace, log: Path, until: int) -> None:
    def cancel(done: int, total: int) -> None:
        if done * 1000 >= until * total:
            raise Canceled

    before = desk.history.list()
    with pytest.raises(Canceled):
        desk.usage_imports.import_files([log], EVERY_ROW, step=cancel)
    assert desk.history.list() == before
    assert desk.care.check().ok
    assert imported(desk, log).files[0].counted == 501


def test_the_same_file_imported_meanwhile_by_another_counts_once(desk: Workspace, log: Path) -> None:
    others = [acting(desk)]
    theirs: list[ImportAnswer] = []

    def meanwhile(done: int, total: int) -> None:
        while others:
            theirs.append(imported(others.pop(), log))

    ours = desk.usage_imports.import_files([log], EVERY_ROW, step=meanwhile)
    assert ours.files[0].repeats == theirs[0].files[0].source
    assert len(desk.usage_changes.sources()) == 1


def test_a_file_that_changes_while_it_is_read_is_refused(desk: Workspace, log: Path) -> None:
    def write_on(done: int, total: int) -> None:
        if done * 10 > total:
            log.write_bytes(log.read_bytes() + b"late@example.org,2026-01-09T10:00:00Z\n")

    with refused("changed while it was being read. Nothing was imported; import it again."):
        desk.usage_imports.import_files([log], EVERY_ROW, step=write_on)
    assert desk.usage_changes.sources() == []


def test_learners_known_already_keep_their_numbers(desk: Workspace, log: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    rows = [f"Learner{place}@Example.org,2026-01-20T10:00:00Z" for place in range(490, 520)]
    more.write_text("\n".join(["user,time", *rows, ""]), encoding="utf-8")
    imported(desk, log)
    imported(desk, more)
    assert people(desk) == sorted(f"learner{place}@example.org" for place in range(520))


def test_rows_without_an_action_never_count_until_they_are_mapped(desk: Workspace, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = "a@x,2026-01-03,viewed\nb@x,2026-01-03,\nc@x,2025-12-03,\n"
    log.write_text("user,time,action\n" + rows, encoding="utf-8")
    desk.usage_imports.import_files([log], ImportWishes())
    assert people(desk) == ["a@x"]
    assert [month.active for month in desk.usage.monthly()] == [1]
    desk.map_changes.map_rules([MapRule("(no action)", Kind.Q1)])
    assert [month.active for month in desk.usage.monthly()] == [1, 2]


def test_a_refusal_among_several_files_names_its_file(desk: Workspace, log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("foo,bar\n1,2\n", encoding="utf-8")
    with refused("other.csv: No column with the learner was found"):
        imported(desk, log, other)
    assert desk.usage_changes.sources() == []


def test_a_file_without_one_readable_row_is_refused_but_can_be_looked_at(desk: Workspace, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("user,time\na@x,yesterday\n,2026-01-03\n", encoding="utf-8")
    looked = desk.usage_imports.import_files([log], replace(EVERY_ROW, dry_run=True))
    assert looked.files[0].rejected == 2
    with refused("No row of “log.csv” names both a learner and a time that can be read."):
        imported(desk, log)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE learner SET key = x'00112233445566778899aabbccddeeff' WHERE number = 7",
        "UPDATE learner_identity SET identifier = 'someone@else.org' WHERE number = 7",
    ],
)
def test_a_learner_changed_behind_the_journals_back_is_found(statement: str, desk: Workspace, log: Path) -> None:
    imported(desk, log)
    assert desk.care.check().ok
    behind_its_back(Path(desk.context.store.place), statement)
    assert [finding.what.english() for finding in desk.care.check().findings] == [
        "Learner 7 is not the one the files named."
    ]
