"""Each row is in exactly one class, tested in a fixed order (rules.md section 6)."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.errors import UserError, WrongUsage
from desktop.domain.qualification import Kind
from desktop.formats.activity.reading import Columns, RowCounts
from tests.formats.activity.conftest import Read, firsts, learners, months

HEADER = "user,time,action\n"


def test_worked_example_of_the_specification(read: Read) -> None:
    fold = read(
        "user,time,action\n"
        "a@x,2026-01-03,viewed\na@x,2026-01-20,completed\na@x,2026-02-02,commented\n"
        "b@x,2026-01-05,logged in\nb@x,2026-02-09,attendance marked\n"
        "c@x,2026-01-07,enrolled\nd@x,2026-02-01,login\nb@x,2026-03-01,post created\n"
    )
    assert months(fold) == {"2026-01": {"a@x"}, "2026-02": {"a@x", "b@x"}, "2026-03": {"b@x"}}
    people = learners(fold)
    assert set(people.values()) == {"a@x", "b@x", "c@x", "d@x"}
    assert {people[number] for number in fold.enrolled().tolist()} == {"c@x"}
    assert fold.summary.counts == RowCounts(counted=5, ignored=3)
    assert fold.summary.reasons == {"does not count": 2, "enrollment": 1}
    assert fold.summary.learners == 2
    social = {key: only for key, (*_, only) in firsts(fold).items()}
    assert social == {
        ("2026-01", "a@x"): False,
        ("2026-02", "a@x"): True,
        ("2026-02", "b@x"): False,
        ("2026-03", "b@x"): True,
    }


def test_a_row_that_names_nobody_or_no_time_is_rejected_before_its_action_is_looked_at(read: Read) -> None:
    fold = read(HEADER + ",2026-01-03,login\n\u2003 ,2026-01-03,viewed\na,soon,login\na,2026-01-03,login\n")
    assert fold.summary.counts == RowCounts(rejected=3, ignored=1)
    assert fold.summary.reasons == {"no learner": 2, "unreadable time": 1, "does not count": 1}
    assert learners(fold) == {0: "a"}
    texts = {(one.reason, one.text) for one in fold.summary.examples}
    assert ("unreadable time", "a | soon | login") in texts


def test_somebody_only_named_in_rejected_rows_was_not_seen(read: Read) -> None:
    assert set(learners(read(HEADER + "a,soon,viewed\nb,2026-01-03,login\n")).values()) == {"b"}


def test_unknown_actions_are_kept_apart_with_their_people_and_never_billed(read: Read) -> None:
    fold = read(HEADER + "a,2026-01-03,juggled\na,2026-01-02,juggled\nb,2026-01-03,juggled\nb,2026-02-03,sang\n")
    assert fold.summary.counts == RowCounts(unmapped=4)
    assert fold.summary.unmapped_actions == {"juggled": 3, "sang": 1}
    assert months(fold) == {}
    assert months(fold, "juggled") == {"2026-01": {"a", "b"}}
    assert months(fold, "sang") == {"2026-02": {"b"}}
    first = next(one for one in fold.sets() if one.action == "juggled")
    assert first.seconds.tolist() == [86_400, 2 * 86_400]


def test_every_month_and_action_comes_once_and_months_in_order(read: Read) -> None:
    fold = read(HEADER + "a,2026-03-01,viewed\na,2026-01-03,juggled\na,2026-01-02,viewed\nb,2026-03-03,sang\n")
    keys = [(one.month, one.action) for one in fold.sets()]
    assert len(set(keys)) == len(keys) == 4
    assert [month for month, _ in keys] == sorted(month for month, _ in keys)


def test_count_all_counts_every_row_with_learner_and_time(read: Read) -> None:
    fold = read(
        HEADER + "a,2026-01-03,login\nb,2026-01-03,juggled\nc,2026-01-03,\nd,2026-01-04,enrolled\n", count_all=True
    )
    assert fold.summary.counts == RowCounts(counted=4)
    assert months(fold) == {"2026-01": {"a", "b", "c", "d"}}
    assert {entry.kind for entry in fold.actions} == {Kind.Q1}
    assert {learners(fold)[number] for number in fold.enrolled().tolist()} == {"d"}


def test_a_log_without_actions_asks_whether_every_row_counts(read: Read) -> None:
    with pytest.raises(UserError, match="--count-all"):
        read("user_id,timestamp\na,2026-01-03\n")
    assert months(read("user_id,timestamp\na,2026-01-03\n", count_all=True)) == {"2026-01": {"a"}}
    assert months(read("user_id,timestamp,what\na,2026-01-03,viewed\n", columns=Columns(action="what"))) == {
        "2026-01": {"a"}
    }


def test_a_column_with_too_many_actions_is_refused_unless_every_row_counts(read: Read) -> None:
    content = "user,time,action\n" + "".join(f"a,2026-01-03,{number}\n" for number in range(60_001))
    with pytest.raises(UserError, match="hardly the action"):
        read(content)
    assert read(content, count_all=True).summary.counts == RowCounts(counted=60_001)


def test_first_activity_is_the_earliest_with_ties_by_action_then_object(read: Read) -> None:
    fold = read(
        "user,time,action,object\n"
        "a,2026-01-03T10:00:00Z,viewed,zebra\na,2026-01-03T10:00:00Z,completed,zebra\n"
        "a,2026-01-03T10:00:00Z,completed,ape\na,2026-01-04T00:00:00Z,answered,ape\n"
    )
    assert firsts(fold)["2026-01", "a"] == (2 * 86_400 + 36_000, "completed", "ape", False)


def test_identifiers_that_are_written_differently_are_one_person(read: Read) -> None:
    fold = read(HEADER + "Ann@X.org,2026-01-03,viewed\n ann@x.org ,2026-01-02,completed\nANN@x.org,2026-02-02,viewed\n")
    assert learners(fold) == {0: "ann@x.org"}
    assert months(fold) == {"2026-01": {"ann@x.org"}, "2026-02": {"ann@x.org"}}
    assert firsts(fold)["2026-01", "ann@x.org"][:2] == (86_400, "completed")


def test_composed_and_decomposed_letters_are_the_same_but_case_of_ids_is_not(read: Read) -> None:
    fold = read(
        HEADER + "Zo\u00eb,2026-01-03,viewed\nZoe\u0308,2026-01-03,viewed\nab,2026-01-03,viewed\nAB,2026-01-03,viewed\n"
    )
    assert set(learners(fold).values()) == {"Zo\u00eb", "ab", "AB"}
    assert fold.summary.learners == 3


def test_names_and_addresses_are_kept_where_the_file_has_them(read: Read) -> None:
    fold = read(
        "user_id,User Email,Full Name,time,action\n7,Ann@X.org,Ann,2026-01-03,viewed\n8,,Bob,2026-01-03,viewed\n"
    )
    (block,) = fold.learners()
    assert block.identifiers == ("8", "ann@x.org")
    assert block.names == ("Bob", "Ann")
    assert block.emails == (None, "ann@x.org")


def test_future_rows_count_in_their_month_and_are_flagged(read: Read) -> None:
    content = (
        HEADER
        + "a,2026-06-10T23:30:00Z,viewed\na,2026-06-11T00:00:00Z,viewed\nb,2027-01-01,login\na,2026-06-09,viewed\n"
    )
    fold = read(content, today=date(2026, 6, 10))
    assert fold.summary.future_rows == 1
    assert fold.summary.counts == RowCounts(counted=3, ignored=1)
    assert months(fold) == {"2026-06": {"a"}}
    assert firsts(fold)["2026-06", "a"][0] == 8 * 86_400


def test_header_blank_lines_and_repeated_headers_are_no_activity(read: Read) -> None:
    fold = read(HEADER + "\na,2026-01-03,viewed\n   \nuser,time,action\n\nb,2026-01-03,viewed\n\n")
    assert fold.summary.counts == RowCounts(counted=2, rejected=1)
    assert fold.summary.reasons == {"header again": 1}


def test_a_row_that_names_no_action_is_unmapped_under_a_name_of_its_own_and_can_be_mapped(read: Read) -> None:
    rows = HEADER + "a@x,2026-01-03,viewed\nb@x,2026-01-03,\nc@x,2026-02-03,  \n"
    fold = read(rows)
    assert fold.summary.counts == RowCounts(counted=1, unmapped=2)
    assert fold.summary.unmapped_actions == {"(no action)": 2}
    assert months(fold) == {"2026-01": {"a@x"}}
    assert months(fold, "(no action)") == {"2026-01": {"b@x"}, "2026-02": {"c@x"}}


@pytest.mark.parametrize("chosen", [{"user": "time"}, {"time": "user"}, {"action": "user"}])
def test_one_column_cannot_be_two_things(chosen: dict[str, str], read: Read) -> None:
    with pytest.raises(WrongUsage, match="was chosen for two things"):
        read(HEADER + "a@x,2026-01-03,viewed\n", columns=Columns(**chosen))
