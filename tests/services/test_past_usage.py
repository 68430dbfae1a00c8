"""A past day shows the usage that was known then: sources, aliases, exclusions, the map, closed months, statements."""

import json
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.domain.keys import Plan
from desktop.domain.periods import Month
from desktop.domain.qualification import Kind
from desktop.i18n import Translator
from desktop.services.reports.files import FileWish
from desktop.services.usage.imports import ImportWishes
from desktop.services.usage.learners import UsageLearners
from desktop.services.usage.mapping import UsageMap
from desktop.services.usage.page import UsagePages
from desktop.services.usage.person import MonthPerson
from desktop.services.usage.sources import UsageSources
from desktop.services.workspace import Workspace
from desktop.system.paths import resources
from tests.desks import activate, at, refused
from tests.services.looks import looking_back

JAN, FEB = Month.parse("2026-01"), Month.parse("2026-02")
ADA, BEN, CLEO = "ada@example.org", "ben@example.org", "cleo@example.org"


def log(folder: Path, name: str, *rows: tuple[str, str, str]) -> Path:
    path = folder / name
    lines = ["user,time,action,object", *(f"{who},{day}T10:00:00Z,{what},Course" for who, day, what in rows)]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def taken_in(desk: Workspace, path: Path) -> str:
    return desk.usage_imports.import_files([path], ImportWishes()).files[0].source or ""


@pytest.fixture
def counted(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Two people in a file of 1 February; a third, whose action nobody knew, in one of 10 February."""
    activate(workspace, 20, Plan.MAU)
    done = "completed"
    taken_in(
        at(workspace, date(2026, 2, 1)), log(tmp_path, "one.csv", (ADA, "2026-01-12", done), (BEN, "2026-01-13", done))
    )
    taken_in(
        at(workspace, date(2026, 2, 10)),
        log(tmp_path, "two.csv", (CLEO, "2026-01-14", "Danced"), (ADA, "2026-02-02", done)),
    )
    return workspace


def active(desk: Workspace) -> dict[str, int]:
    return {one.month: one.active for one in desk.usage.monthly() if one.active}


def test_a_file_counts_from_the_day_it_was_imported_until_it_was_removed(counted: Workspace) -> None:
    one = counted.usage_changes.sources()[0].source
    at(counted, date(2026, 2, 20)).usage_changes.remove(one)
    at(counted, date(2026, 2, 25))
    UsageSources(counted.context).bring_back(one)
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 10), date(2026, 2, 20), date(2026, 2, 25)]
    found = [active(looking_back(counted, day)) for day in days]
    whole = {"2026-01": 2, "2026-02": 1}
    assert found == [{}, {"2026-01": 2}, whole, {"2026-02": 1}, whole]
    shown = [[(one.file, one.removed) for one in looking_back(counted, day).usage_changes.sources()] for day in days]
    assert shown[:2] == [[], [("one.csv", False)]]
    assert shown[3] == [("one.csv", True), ("two.csv", False)]


def test_the_map_of_the_day_decides_what_counts(counted: Workspace) -> None:
    at(counted, date(2026, 3, 1)).map_changes.map_actions({"Danced": Kind.Q1})
    before, after = looking_back(counted, date(2026, 2, 28)), looking_back(counted, date(2026, 3, 1))
    assert (active(before)["2026-01"], active(after)["2026-01"]) == (2, 3)
    assert "danced" not in {line.action for line in UsageMap(before.context).lines()}
    assert "danced" in {line.action for line in UsageMap(after.context).lines()}


def test_aliases_and_exclusions_hold_from_their_day_on(counted: Workspace) -> None:
    at(counted, date(2026, 3, 1)).usage_changes.exclude(BEN, "a test account")
    at(counted, date(2026, 3, 5)).usage_changes.alias(CLEO, ADA)
    before = looking_back(counted, date(2026, 2, 28))
    assert [one.learner for one in before.usage.people(JAN)] == [ADA, BEN]
    assert UsageLearners(before.context).exclusions() == []
    assert UsageLearners(before.context).aliases() == []
    between = looking_back(counted, date(2026, 3, 1))
    assert [one.learner for one in between.usage.people(JAN)] == [ADA]
    card = MonthPerson(between.context).read(JAN, BEN)
    assert card is not None
    assert (card.exclusion is not None, card.aliases) == (True, ())
    assert len(UsageLearners(looking_back(counted, date(2026, 3, 5)).context).aliases()) == 1


def test_a_month_is_closed_from_its_day_on_and_open_again_from_that_of_its_opening(counted: Workspace) -> None:
    at(counted, date(2026, 3, 1)).usage_changes.close_month(JAN)
    at(counted, date(2026, 3, 9)).usage_changes.reopen_month(JAN, "one file was missing")
    billed = [
        {one.month: one.billed for one in looking_back(counted, day).usage.monthly()}["2026-01"]
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 9))
    ]
    assert billed == [None, 2, None]
    then = looking_back(counted, date(2026, 3, 1)).usage.people(JAN)
    assert [one.billed for one in then] == [True, True], "the people it was billed for are kept"


def test_overall_usage_chart_and_page_are_those_of_the_day(counted: Workspace) -> None:
    activate(at(counted, date(2026, 3, 1)), 30, Plan.MAU)
    past = looking_back(counted, date(2026, 2, 1))
    overall = past.usage.overall()
    assert (overall.total_active, overall.used, overall.purchased) == (2, 2, 20)
    page = UsagePages(past.context).read()
    assert (page.purchased, len(page.sources), page.today) == (20, 1, date(2026, 2, 1))
    assert sum(one or 0 for one in page.series.active) == 2
    assert looking_back(counted, date(2026, 3, 1)).usage.overall().purchased == 50


def test_a_month_after_the_day_is_not_shown_though_a_file_holds_it(workspace: Workspace, tmp_path: Path) -> None:
    rows = [(ADA, "2026-01-11", "completed"), (BEN, "2026-05-11", "completed")]
    taken_in(at(workspace, date(2026, 2, 1)), log(tmp_path, "ahead.csv", *rows))
    workspace.rules.change("trial_days", "40")
    at(workspace, date(2026, 6, 1)).rules.change("trial_days", "41")
    past = looking_back(workspace, date(2026, 3, 1))
    assert (active(past), past.usage.people(Month.parse("2026-05"))) == ({"2026-01": 1}, [])
    assert active(looking_back(workspace, date(2026, 5, 1))) == {"2026-01": 1, "2026-05": 1}


def test_a_report_of_a_past_day_names_it_and_holds_what_was_known_then(counted: Workspace, tmp_path: Path) -> None:
    past = looking_back(counted, date(2026, 2, 1))
    path, words = tmp_path / "report.json", Translator("en", resources() / "locale")
    assert past.usage_reports.report(FileWish(path, words), JAN, JAN).rows == 2
    said = {one["name"]: one["value"] for one in json.loads(path.read_text(encoding="utf-8"))["facts"]}
    assert (said["As of"], said["Sources"]) == ("2026-02-01", 1)
    with pytest.raises(UserError):
        past.usage_reports.report(FileWish(tmp_path / "late.csv", words), JAN, FEB + 1)


def test_a_statement_is_issued_from_its_day_on(counted: Workspace) -> None:
    assert at(counted, date(2027, 1, 3)).statements.issue().number == 1
    before, after = looking_back(counted, date(2027, 1, 2)), looking_back(counted, date(2027, 1, 3))
    assert (before.statements.issued(), before.statements.show().number) == ([], None)
    assert [one.number for one in after.statements.issued()] == [1]
    running = looking_back(counted, date(2026, 2, 1)).statements.show()
    assert (running.units, [one.month for one in running.months]) == (2, ["2026-01", "2026-02"])


def test_nothing_is_imported_on_a_past_day(counted: Workspace, tmp_path: Path) -> None:
    with refused("This store already has acts of"):
        taken_in(looking_back(counted, date(2026, 2, 1)), log(tmp_path, "new.csv", (ADA, "2026-01-12", "Danced")))
