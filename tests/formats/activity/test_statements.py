"""xAPI statements in every wrapping, and Learning Manager's report of them."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import Any

import pytest

from desktop.domain.errors import UserError
from desktop.formats.activity.reading import Format, RowCounts
from tests.formats.activity.conftest import Read, firsts, learners, months

VERB = "http://adlnet.gov/expapi/verbs/"


def statement(
    learner: str = "a@x", when: str = "2026-01-03T10:00:00Z", verb: str = "completed", **more: Any
) -> dict[str, Any]:
    return {
        "actor": {"mbox": f"mailto:{learner}", "name": learner.upper()},
        "verb": {"id": VERB + verb},
        "object": {"id": "http://x/course", "definition": {"name": {"fr": "Cours", "en-US": "Course"}}},
        "timestamp": when,
    } | more


TWO = [statement(), statement("b@x", verb="logged-in")]
WRAPPINGS = {
    "array": json.dumps(TWO),
    "pretty array": "\ufeff" + json.dumps(TWO, indent=2),
    "lines": "\n".join(map(json.dumps, TWO)),
    "lines with blanks": "\r\n\r\n" + "\r\n".join(map(json.dumps, TWO)) + "\r\n",
    "wrapped": json.dumps({"statements": TWO}),
    "wrapped with more": json.dumps({"more": "/next", "statements": TWO}, indent=1),
    "more behind": json.dumps({"statements": TWO, "more": ""}),
    "one after the other": json.dumps(TWO[0], indent=2) + "\n" + json.dumps(TWO[1], indent=2),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_statements_are_found_in_every_wrapping(read: Read, wrapping: str) -> None:
    for content in (WRAPPINGS[wrapping].encode(), gzip.compress(WRAPPINGS[wrapping].encode())):
        fold = read(content, "statements.json")
        assert fold.summary.format is Format.XAPI
        assert fold.summary.counts == RowCounts(counted=1, ignored=1)
        assert firsts(fold) == {("2026-01", "a@x"): (2 * 86_400 + 36_000, VERB + "completed", "Course", False)}
        assert set(learners(fold).values()) == {"a@x", "b@x"}


def test_arrays_larger_than_the_window_are_read_whole(read: Read) -> None:
    many = [statement(f"{number}@x", note="x" * 2_000) for number in range(3_000)]
    for content in (json.dumps(many), json.dumps({"statements": many})):
        assert read(content, "many.json").summary.counts == RowCounts(counted=3_000)


@pytest.mark.parametrize("cut", [1, 30, 400])
def test_a_document_cut_short_is_refused_as_a_whole(read: Read, cut: int) -> None:
    for whole in (json.dumps([statement()] * 9), json.dumps({"statements": [statement()] * 9})):
        with pytest.raises(UserError, match="not whole, readable JSON"):
            read(whole[:-cut], "log.json")
    with pytest.raises(UserError, match="not whole, readable JSON"):
        read(json.dumps(TWO) + "]", "log.json")


def test_a_broken_line_is_one_rejected_row(read: Read) -> None:
    lines = [
        json.dumps(statement()),
        json.dumps(statement())[:-9],
        "[1, 2]",
        json.dumps(statement("c@x", note="\ud800")),
        json.dumps(statement("\ud800@x")),
        "NaN",
        "",
    ]
    fold = read("\n".join(lines), "log.jsonl")
    assert fold.summary.counts == RowCounts(counted=2, rejected=4)
    assert fold.summary.reasons == {"not JSON": 2, "not a statement": 1, "characters that cannot be stored": 1}
    assert {example.line for example in fold.summary.examples} >= {2, 3, 5, 6}


def test_json_without_statements_is_refused(read: Read) -> None:
    for content in ("[1, 2, 3]", '{"orders": [1]}', "[]", "{}"):
        with pytest.raises(UserError, match=r"no xAPI statements|no activity"):
            read(content, "log.json")


@pytest.mark.parametrize(
    ("actor", "identifier"),
    [
        ({"mbox": "mailto:Ann@X.org"}, "ann@x.org"),
        ({"mbox_sha1sum": "ABC"}, "sha1:abc"),
        ({"openid": "http://ann.example"}, "http://ann.example"),
        ({"account": {"homePage": "http://lms", "name": "7"}}, "http://lms|7"),
        ({"objectType": "Agent", "account": {"name": "7"}}, "7"),
    ],
)
def test_an_actor_is_known_by_any_of_its_identifiers(read: Read, actor: dict[str, Any], identifier: str) -> None:
    assert months(read(json.dumps([statement(actor=actor)]), "log.json")) == {"2026-01": {identifier}}


@pytest.mark.parametrize("actor", [{}, {"name": "Ann"}, {"objectType": "Group", "mbox": "mailto:all@x"}, {"mbox": 7}])
def test_an_actor_that_is_no_person_is_rejected(read: Read, actor: dict[str, Any]) -> None:
    assert read(json.dumps([statement(actor=actor)]), "log.json").summary.reasons == {"no learner": 1}


def test_the_time_it_happened_wins_over_the_time_it_was_stored(read: Read) -> None:
    stored = statement("b@x", stored="2026-02-01T00:00:00Z")
    del stored["timestamp"]
    fold = read(json.dumps([statement(stored="2026-02-01T00:00:00Z"), stored, statement("c@x", when="")]), "log.json")
    assert months(fold) == {"2026-01": {"a@x"}, "2026-02": {"b@x", "c@x"} - {"c@x"}}
    assert fold.summary.reasons == {"unreadable time": 1}


def test_a_statement_id_counts_once_in_a_file_and_rejected_rows_do_not_use_it_up(read: Read) -> None:
    rows = [
        statement(id="1", when="soon"),
        statement(id="1"),
        statement("b@x", id="1"),
        statement("c@x", id="2"),
        statement("c@x"),
    ]
    fold = read("\n".join(map(json.dumps, rows)), "log.jsonl")
    assert fold.summary.counts == RowCounts(counted=3, rejected=1, duplicate=1)
    assert months(fold) == {"2026-01": {"a@x", "c@x"}}


def voiding(target: str, **more: Any) -> dict[str, Any]:
    return statement("admin@x", verb="voided", object={"objectType": "StatementRef", "id": target}, **more)


@pytest.mark.parametrize("voided_first", [True, False])
def test_a_voided_statement_is_ignored_in_any_order(read: Read, voided_first: bool) -> None:
    rows = [statement(id="ABC"), voiding("abc")]
    fold = read(json.dumps(rows if voided_first else rows[::-1]), "log.json")
    assert fold.summary.counts == RowCounts(ignored=2)
    assert fold.summary.reasons == {"voided": 2}
    assert months(fold) == {}


def test_count_all_keeps_the_months_of_voided_and_repeated_statements(read: Read) -> None:
    rows = [
        statement(id="1"),
        voiding("1"),
        statement("b@x", id="2"),
        statement("c@x", id="2", when="2026-02-03T00:00:00Z"),
    ]
    fold = read(json.dumps(rows), "log.json", count_all=True)
    assert fold.summary.counts == RowCounts(counted=1, ignored=2, duplicate=1)
    assert months(fold) == {"2026-01": {"a@x", "admin@x", "b@x"}, "2026-02": {"c@x"}}


def test_what_a_verb_counts_as_may_depend_on_what_it_was_done_to(read: Read) -> None:
    viewed = {"id": "http://id.tincanapi.com/verb/viewed"}
    file = {"id": "f", "definition": {"type": "http://activitystrea.ms/schema/1.0/file"}}
    fold = read(
        json.dumps([statement() | {"verb": viewed}, statement("b@x", object=file) | {"verb": viewed}]), "log.json"
    )
    assert [(entry.text, entry.kind) for entry in fold.actions] == [(viewed["id"], "q1"), (viewed["id"], "q2")]


HEADER = [
    "User Name",
    "User Email",
    "TimeStamp",
    "Activity IRI",
    "Verb IRI",
    "Statement JSON",
    "Manager Name",
    "profile",
    "userState",
]


def report(*rows: tuple[str, str, str, str, str]) -> str:
    """Rows of (mail, time, verb, statement id, object of the statement)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for mail, when, verb, identity, thing in rows:
        inner = {"id": identity, "object": json.loads(thing) if thing else {"id": "http://x"}}
        writer.writerow(
            ["Ann", mail, when, "http://x/course", VERB + verb, json.dumps(inner), "", "employee", "ACTIVE"]
        )
    return out.getvalue()


def test_learning_managers_report_is_known_by_its_header_and_read_with_ids_and_voiding(read: Read) -> None:
    fold = read(
        report(
            ("Ann@x", "2018-07-27T10:03:41.863Z", "completed", "1", ""),
            ("ann@x", "2018-07-28T10:03:41.863Z", "completed", "1", ""),
            ("bob@x", "2018-07-28T10:03:41.863Z", "completed", "2", ""),
            ("ann@x", "2018-08-28T10:03:41.863Z", "voided", "3", '{"objectType": "StatementRef", "id": "2"}'),
            ("", "2018-08-28T10:03:41.863Z", "completed", "4", ""),
        )
        + "broken,row\n"
    )
    assert fold.summary.format is Format.LEARNING_MANAGER
    assert fold.summary.counts == RowCounts(counted=2, ignored=2, rejected=1, duplicate=1)
    assert months(fold) == {"2018-07": {"ann@x"}, "2018-08": {"Ann"}}


def test_a_report_that_is_none_is_refused(read: Read) -> None:
    with pytest.raises(UserError, match="Learning Manager activity report"):
        read("user,time,action\na,2026-01-03,viewed\n", format=Format.LEARNING_MANAGER)
    with pytest.raises(UserError, match="not JSON"):
        read("user,time,action\na,2026-01-03,viewed\n", format=Format.XAPI)
