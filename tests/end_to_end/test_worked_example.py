"""The worked example of rules.md section 6, and what the rules say of keys, zones, closing and undo."""

from __future__ import annotations

import json

import pytest

from tests.end_to_end.desk import Seatwise

LOG = """user,time,action
a@x,2026-01-03T10:00:00Z,viewed
a@x,2026-01-20T10:00:00Z,completed
a@x,2026-02-02T10:00:00Z,commented
b@x,2026-01-05T10:00:00Z,logged-in
b@x,2026-02-09T10:00:00Z,attended
c@x,2026-01-07T10:00:00Z,registered
d@x,2026-01-08T10:00:00Z,logged-in
"""


@pytest.fixture
def worked(seatwise: Seatwise) -> Seatwise:
    seatwise.ok("init", day="2026-01-01")
    seatwise.ok("usage", "import", seatwise.file("log.csv", LOG), day="2026-02-28")
    return seatwise


def test_the_worked_example_gives_what_the_rules_say(worked: Seatwise) -> None:
    months = worked.ok("usage", "monthly", day="2026-02-28")["months"]
    assert [(one["month"], one["active"], one["cumulative"]) for one in months] == [
        ("2026-01", 1, 1),
        ("2026-02", 2, 3),
    ]
    overall = worked.ok("usage", "overall", day="2026-02-28")
    assert (overall["total_active"], overall["active_this_month"], overall["not_enrolled"]) == (2, 2, 1)


def test_every_row_is_in_exactly_one_class(worked: Seatwise) -> None:
    source = worked.ok("usage", "sources")["sources"][0]
    assert (source["rows_in"], source["counted"], source["ignored"]) == (7, 4, 3)
    assert source["rows_in"] == sum(
        source[name] for name in ("counted", "ignored", "unmapped", "rejected", "duplicate")
    )


def test_people_are_shown_with_their_first_qualifying_activity(worked: Seatwise) -> None:
    people = worked.ok("usage", "people", "--month", "2026-02")["people"]
    assert [(one["learner"], one["first_activity_at"], one["kind"]) for one in people] == [
        ("a@x", "2026-02-02T10:00:00Z", "q4"),
        ("b@x", "2026-02-09T10:00:00Z", "q5"),
    ]


def test_a_board_post_counts_for_the_mau_plan_and_not_for_a_purchase_order(worked: Seatwise) -> None:
    post = "user,time,action\nb@x,2026-03-03T08:00:00Z,commented\n"
    worked.ok("usage", "import", worked.file("march.csv", post), day="2026-03-31")
    march = worked.ok("usage", "monthly", day="2026-03-31")["months"][-1]
    assert (march["month"], march["active"], march["po_active"]) == ("2026-03", 1, 0)


def test_months_are_those_of_the_accounts_zone(seatwise: Seatwise) -> None:
    seatwise.ok("init", "--time-zone", "Asia/Tokyo")
    rows = ("a@x,2026-01-31T20:00:00Z,viewed", "b@x,2026-02-01T00:30:00+02:00,viewed", "c@x,2026-01-31,viewed")
    log = "\n".join(("user,time,action", *rows, ""))
    answer = seatwise.ok("usage", "import", seatwise.file("log.csv", log))["files"][0]
    assert answer["counted"] == 3
    months = {one["month"]: one["active"] for one in seatwise.ok("usage", "monthly")["months"]}
    assert months == {"2026-01": 1, "2026-02": 2}
    first = seatwise.ok("usage", "people", "--month", "2026-02")["people"][0]
    assert first["first_activity_at"] == "2026-01-31T20:00:00Z"


def test_taking_an_import_back_undoing_that_and_undoing_the_import_are_exact(worked: Seatwise) -> None:
    before = worked.ok("usage", "monthly")
    extra = "user,time,action\nz@x,2026-02-03T08:00:00Z,viewed\na@x,2026-02-01T08:00:00Z,viewed\n"
    source = worked.ok("usage", "import", worked.file("more.csv", extra))["files"][0]["source"]
    with_extra = worked.ok("usage", "monthly")
    assert with_extra["months"][1]["active"] == 3
    worked.ok("usage", "remove", source)
    assert worked.ok("usage", "monthly") == before
    worked.ok("undo")
    assert worked.ok("usage", "monthly") == with_extra
    imported = next(act for act in worked.ok("history")["acts"] if act["verb"]["text"] == "Import more.csv")
    worked.ok("undo", imported["act"])
    assert worked.ok("usage", "monthly") == before
    assert worked.ok("store", "check")["ok"]


def test_overlapping_files_count_a_person_once_and_keep_the_earliest_activity(worked: Seatwise) -> None:
    earlier = "user,time,action\nA@X,2026-02-01T07:00:00Z,completed\n"
    worked.ok("usage", "import", worked.file("more.csv", earlier))
    assert worked.ok("usage", "monthly")["months"][1]["active"] == 2
    first = worked.ok("usage", "people", "--month", "2026-02")["people"][0]
    assert (first["learner"], first["first_activity_at"], first["kind"]) == ("a@x", "2026-02-01T07:00:00Z", "q1")


def test_keys_open_a_period_and_raise_what_was_purchased(seatwise: Seatwise) -> None:
    seatwise.ok("init", day="2018-07-01")
    key = seatwise.ok("key", "issue", "--seats", "321", "--plan", "mau", day="2018-07-17")["key"]
    seatwise.ok("key", "activate", key, day="2018-07-17")
    log = "user,time,action\n" + "".join(
        f"{who}@x,2018-08-0{day}T10:00:00Z,viewed\n" for who, day in (("a", 1), ("b", 2), ("c", 3))
    )
    seatwise.ok("usage", "import", seatwise.file("log.csv", log), day="2018-09-01")
    seats = seatwise.ok("account", "show", day="2018-09-01")["seats"]
    assert (seats["purchased"], seats["used"], seats["remaining"]) == (321, 3, 318)
    second = seatwise.ok("key", "issue", "--seats", "100", "--plan", "mau", day="2018-11-09")["key"]
    seatwise.ok("key", "activate", second, day="2018-11-09")
    months = seatwise.ok("usage", "monthly", "--from", "2018-10", "--to", "2018-11", day="2018-11-09")["months"]
    assert [(one["purchased"], one["remaining"]) for one in months] == [(321, 318), (421, 418)]


def test_a_closed_month_keeps_what_it_was_billed_and_lists_late_activity(worked: Seatwise) -> None:
    worked.ok("usage", "close-month", "2026-01", day="2026-02-28")
    late = "user,time,action\nlate@x,2026-01-09T10:00:00Z,viewed\n"
    worked.ok("usage", "import", worked.file("late.csv", late), day="2026-02-28")
    january = worked.ok("usage", "monthly", day="2026-02-28")["months"][0]
    assert (january["active"], january["billed"], january["cumulative"], january["late"]) == (2, 1, 1, 1)
    worked.ok("usage", "remove", "log.csv", day="2026-02-28")
    january = worked.ok("usage", "monthly", day="2026-02-28")["months"][0]
    assert (january["active"], january["billed"], january["gone"]) == (1, 1, 1)
    worked.ok("usage", "reopen-month", "2026-01", "--reason", "forgotten file", day="2026-02-28")
    assert worked.ok("usage", "monthly", day="2026-02-28")["months"][0]["billed"] is None


def test_only_a_month_that_has_ended_can_be_closed(worked: Seatwise) -> None:
    assert "has not ended yet" in worked.refused("usage", "close-month", "2026-02", day="2026-02-28")


def test_an_unmapped_action_is_counted_listed_and_can_be_mapped_afterwards(worked: Seatwise) -> None:
    log = "user,time,action\nz@x,2026-02-03T08:00:00Z,juggled\nz@x,2026-02-04T08:00:00Z,juggled\n"
    answer = worked.ok("usage", "import", worked.file("odd.csv", log))["files"][0]
    assert (answer["unmapped"], answer["unmapped_actions"]) == (2, {"juggled": 2})
    assert worked.ok("usage", "monthly")["months"][1]["active"] == 2
    mapped = worked.ok("usage", "map", "juggled", "Q1")
    assert mapped["rows_now_counted"] == 2
    assert worked.ok("usage", "monthly")["months"][1]["active"] == 3
    person = worked.ok("usage", "people", "--month", "2026-02")["people"][1]
    assert (person["learner"], person["kind"], person["first_activity_at"]) == ("z@x", "q1", "2026-02-03T08:00:00Z")
    worked.ok("undo")
    assert worked.ok("usage", "monthly")["months"][1]["active"] == 2


def test_aliases_and_exclusions_change_open_months_only(worked: Seatwise) -> None:
    worked.ok("usage", "close-month", "2026-01", day="2026-02-28")
    worked.ok("usage", "alias", "b@x", "a@x", day="2026-02-28")
    months = worked.ok("usage", "monthly", day="2026-02-28")["months"]
    assert [one["active"] for one in months] == [1, 1]
    worked.ok("usage", "exclude", "a@x", "--reason", "test account", day="2026-02-28")
    months = worked.ok("usage", "monthly", day="2026-02-28")["months"]
    assert [(one["active"], one["billed"]) for one in months] == [(0, 1), (0, None)]
    assert "same person already" in worked.refused("usage", "alias", "a@x", "b@x", day="2026-02-28")


def test_when_one_file_is_refused_none_is_imported(worked: Seatwise) -> None:
    before = worked.ok("history")["acts"]
    good = worked.file("good.csv", "user,time,action\nz@x,2026-02-03T08:00:00Z,viewed\n")
    worked.refused("usage", "import", good, worked.file("bad.csv", "what,is,this\n1,2,3\n"))
    assert worked.ok("history")["acts"] == before


def test_a_dry_run_changes_nothing(worked: Seatwise) -> None:
    before = worked.ok("history")["acts"]
    answer = worked.ok(
        "usage", "import", "--dry-run", worked.file("x.csv", "user,time,action\nz@x,2026-02-03,viewed\n")
    )
    assert (answer["dry_run"], answer["files"][0]["counted"], answer["files"][0]["source"]) == (True, 1, None)
    assert worked.ok("history")["acts"] == before


def test_columns_chosen_once_are_remembered_for_the_same_header(seatwise: Seatwise) -> None:
    seatwise.ok("init")
    log = "wer,wann,was\na@x,2026-02-03T08:00:00Z,viewed\n"
    seatwise.refused("usage", "import", seatwise.file("one.csv", log))
    seatwise.ok("usage", "import", "--user", "wer", "--time", "wann", "--action", "was", seatwise.file("one.csv", log))
    again = seatwise.ok("usage", "import", seatwise.file("two.csv", log + "b@x,2026-02-04T08:00:00Z,viewed\n"))
    assert again["files"][0]["counted"] == 2


def test_a_file_twice_in_one_command_counts_once(seatwise: Seatwise) -> None:
    seatwise.ok("init")
    one = seatwise.file("one.csv", LOG)
    files = seatwise.ok("usage", "import", one, seatwise.file("two.csv", LOG))["files"]
    assert [(answer["counted"], answer["duplicate"]) for answer in files] == [(4, 0), (0, 7)]
    assert len(seatwise.ok("usage", "sources")["sources"]) == 1


def test_the_report_holds_the_months_people_and_sums(worked: Seatwise) -> None:
    target = worked.folder / "report.json"
    worked.ok("usage", "report", "--from", "2026-01", "--to", "2026-02", "-o", str(target), day="2026-02-28")
    report = json.loads(target.read_text(encoding="utf-8"))
    assert [row["user_unique_id"] for row in report["tables"]["people"]] == ["a@x", "a@x", "b@x"]
    assert [row["active"] for row in report["tables"]["summary"]] == [1, 2]
    assert report["tables"]["totals"][-1]["used"] == 3
    assert "exists" in worked.refused(
        "usage", "report", "--from", "2026-01", "--to", "2026-02", "-o", str(target), day="2026-02-28"
    )
    assert "future" in worked.refused(
        "usage", "report", "--from", "2026-01", "--to", "2026-12", "-o", str(target), day="2026-02-28"
    )


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_chart_becomes_a_file(worked: Seatwise, kind: str) -> None:
    target = worked.folder / f"chart.{kind}"
    worked.ok("usage", "chart", "-o", str(target), day="2026-02-28")
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind]
    assert target.read_bytes().startswith(start)
