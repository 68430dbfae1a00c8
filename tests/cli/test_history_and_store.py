"""history, undo, store: what they do and the JSON they answer with (cli.md)."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from tests.desks import Answer, Seatwise
from tests.store.evidence import behind_its_back

DAY = ("--today", "2026-01-10")


@pytest.fixture
def place(home: Path) -> Path:
    return home / "data" / "seatwise.db"


@pytest.fixture
def rehearsal(seatwise: Seatwise) -> Seatwise:
    assert seatwise(*DAY, "init", "--name", "Academy", "--owner", "Anna").code == 0
    return seatwise


def told(answer: Answer) -> Any:
    assert (answer.code, answer.err) == (0, ""), answer.err
    return answer.json


def test_history_tells_who_did_what_when_and_what_it_changed(rehearsal: Seatwise) -> None:
    rehearsal(*DAY, "key", "issue", "--seats", "3", "--plan", "mau")
    newest, first = told(rehearsal("--json", "history"))["acts"]
    assert (newest["number"], newest["actor"], newest["effective_on"], newest["recorded_at"]) == (
        2,
        "Anna",
        "2026-01-10",
        "2026-01-10T23:59:59Z",
    )
    assert newest["verb"] == {"text": "Issue a key for 3 seats", "params": {"n": 3}}
    assert (newest["undoes"], newest["undone_by"]) == (None, None)
    [change] = newest["changes"]
    assert (change["entity"], change["kind"], change["fields"]["seats"]) == ("activation_key", "new", [None, 3])
    assert (first["number"], first["actor"], len(first["changes"])) == (1, "Seatwise", 3)
    assert first["account"] is None


def test_history_is_limited_and_chosen_by_kind_or_row(rehearsal: Seatwise) -> None:
    for seats in ("1", "2", "3"):
        rehearsal(*DAY, "key", "issue", "--seats", seats, "--plan", "mau")
    rehearsal(*DAY, "account", "set-rule", "trial_days", "31")
    assert [act["number"] for act in told(rehearsal("--json", "history", "--limit", "2"))["acts"]] == [5, 4]
    keys = told(rehearsal("--json", "history", "--entity", "activation_key"))["acts"]
    assert [act["number"] for act in keys] == [4, 3, 2]
    row = keys[0]["changes"][0]["entity_id"]
    for typed in (row, row[:10]):
        assert [act["number"] for act in told(rehearsal("--json", "history", "--entity", typed))["acts"]] == [4]
    for typed in ("%", "nothing"):
        assert told(rehearsal("--json", "history", "--entity", typed))["acts"] == []


def test_undo_is_previewed_done_and_undone(rehearsal: Seatwise) -> None:
    rehearsal(*DAY, "key", "issue", "--seats", "3", "--plan", "mau")
    preview = told(rehearsal("--json", *DAY, "undo", "--preview"))
    assert (preview["act"], preview["undone"]["number"]) == (None, 2)
    assert told(rehearsal("--json", "key", "list"))["keys"] != []
    done = told(rehearsal("--json", *DAY, "undo"))
    assert done["changes"] == preview["changes"]
    assert [change["kind"] for change in done["changes"]] == ["delete"]
    assert told(rehearsal("--json", "key", "list"))["keys"] == []
    acts = told(rehearsal("--json", "history"))["acts"]
    assert (acts[0]["act"], acts[0]["undoes"], acts[1]["undone_by"]) == (done["act"], acts[1]["act"], done["act"])
    assert acts[0]["verb"]["text"] == "Undo: Issue a key for 3 seats"
    twice = rehearsal(*DAY, "undo", "2")
    assert (twice.code, twice.out) == (1, "")
    assert "has been undone already. To redo it, undo that undo." in twice.sentence
    assert told(rehearsal("--json", *DAY, "undo", done["act"][:8]))["undone"]["number"] == 3
    assert len(told(rehearsal("--json", "key", "list"))["keys"]) == 1
    assert "Issue a key for 3 seats" in rehearsal(*DAY, "undo").out
    assert rehearsal("store", "check").code == 0


def test_store_check_tells_that_the_store_is_sound(rehearsal: Seatwise) -> None:
    found = told(rehearsal("--json", "store", "check"))
    assert len(found["heads"]) == 1
    assert {name: found[name] for name in found if name != "heads"} == {
        "ok": True,
        "acts": 1,
        "changes": 3,
        "rows": 3,
        "sources": 0,
        "findings": [],
    }
    assert rehearsal("store", "check").out == "The store is sound: 1 entry, 3 rows, 0 sources.\n"


def test_store_check_tells_what_does_not_hold_and_is_refused(rehearsal: Seatwise, place: Path) -> None:
    behind_its_back(place, "UPDATE account SET name = 'Other'")
    answer = rehearsal("store", "check")
    assert answer.code == 1
    assert "of account is not what the journal says." in answer.out
    assert answer.sentence == "The store is damaged. Restore the latest backup beside it."
    found = rehearsal("--json", "store", "check")
    assert (found.code, found.json["ok"], len(found.json["findings"])) == (1, False, 1)


@pytest.mark.parametrize("page", [1, 3, 5, 9, 12, 20])
def test_f019_no_command_on_a_damaged_store_ends_in_a_traceback(page: int, rehearsal: Seatwise, place: Path) -> None:
    for seats in range(1, 9):
        rehearsal(*DAY, "key", "issue", "--seats", str(seats), "--plan", "mau")
    with place.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\xa5" * 4096)
    codes = []
    for arguments in (
        ["account", "show"],
        ["key", "list"],
        ["history"],
        ["store", "check"],
        ["undo"],
        ["user", "list"],
    ):
        answer = rehearsal(*DAY, *arguments)
        assert "Traceback" not in answer.err, answer.err
        codes.append(answer.code)
        if answer.code:
            assert "damaged" in answer.sentence
    assert codes[3] == 1, "the check finds it"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account SET state = 'golden'",
        "UPDATE account SET state_reason = '['",
        "UPDATE account SET created_on = 'yesterday'",
        "UPDATE account SET name = CAST(x'ff' AS TEXT)",
        "UPDATE act SET verb = 'x'",
        "UPDATE change_payload SET fields = '{'",
        "UPDATE change SET entity = 'nothing'",
        'UPDATE "user" SET role = 1',
    ],
)
def test_values_that_cannot_be_read_are_told_as_damage(statement: str, rehearsal: Seatwise, place: Path) -> None:
    behind_its_back(place, statement)
    for arguments in (["account", "show"], ["history"], ["undo", "1"], ["store", "check"], ["user", "list"]):
        answer = rehearsal(*DAY, *arguments)
        assert "Traceback" not in answer.err, (arguments, answer.err)
        assert answer.code in {0, 1}
    assert rehearsal("store", "check").code == 1


def test_store_migrate_says_where_the_store_is(rehearsal: Seatwise, place: Path) -> None:
    assert told(rehearsal("--json", "store", "migrate")) == {"store": str(place)}
    assert rehearsal("store", "migrate").out == f"The store is up to date: {place}\n"


def test_f118_store_migrate_does_not_call_a_newer_store_up_to_date(rehearsal: Seatwise, place: Path) -> None:
    behind_its_back(place, "UPDATE alembic_version SET version_num = '9999'")
    answer = rehearsal("store", "migrate")
    assert (answer.code, answer.out) == (1, "")
    assert "It was made by a newer Seatwise." in answer.sentence
    assert rehearsal("account", "show").code == 0
    act = rehearsal(*DAY, "key", "issue", "--seats", "1", "--plan", "mau")
    assert act.sentence == "The store is open for reading only. It was made by a newer Seatwise."


def test_store_migrate_makes_the_schema_of_an_empty_database_and_finds_it_up_to_date(
    seatwise: Seatwise, postgresql_store_url: str
) -> None:
    store = ("--store", postgresql_store_url)
    for _ in range(2):
        answer = seatwise(*store, "store", "migrate")
        assert (answer.code, answer.err) == (0, "")
    nothing = seatwise(*store, "account", "show")
    assert (nothing.code, nothing.sentence[:33]) == (1, "There is no workspace here yet. R")
    assert seatwise(*store, *DAY, "init", "--name", "Team").code == 0
    assert seatwise(*store, *DAY, "key", "activate", "V-1", "--seats", "5", "--plan", "users").code == 0
    assert told(seatwise(*store, "--json", *DAY, "account", "show"))["state"] == "active"
    assert told(seatwise(*store, "--json", *DAY, "undo"))["undone"]["number"] == 2
    assert told(seatwise(*store, "--json", "store", "check"))["ok"] is True
    assert seatwise(*store, "store", "migrate").code == 0


def test_two_commands_on_one_store_make_one_chain(rehearsal: Seatwise, place: Path) -> None:
    for seats in ("1", "2"):
        assert rehearsal(*DAY, "key", "issue", "--seats", seats, "--plan", "mau").code == 0
    with closing(driver.connect(str(place))) as connection:
        rows = connection.execute("SELECT client_id, local_seq FROM act ORDER BY seq").fetchall()
    assert [number for _, number in rows] == [1, 2, 3]
    assert len({client for client, _ in rows}) == 1
