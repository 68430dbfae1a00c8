"""Whatever is changed behind the journal's back is found by `store check`, in sentences."""

from pathlib import Path

import pytest

from desktop.services.workspace import Workspace
from desktop.store.check import CheckAnswer
from tests.desks import Desks
from tests.store.evidence import behind_its_back, lived_in

ROWS = {
    "a row edited": ["UPDATE account SET name = 'Other'"],
    "a key's seats raised": ["UPDATE activation_key SET seats = 1000 WHERE seats = 25"],
    "a row deleted": ["DELETE FROM account_rule WHERE version = 1"],
    "a row of a batch edited": ["UPDATE \"user\" SET registered = 0 WHERE id = 'user-row-2'"],
    "a row of a batch deleted": ["DELETE FROM \"user\" WHERE id = 'user-row-2'"],
    "a row added": [
        "INSERT INTO account_rule SELECT 'mine', account_id, name, 99, effective_from, value FROM account_rule LIMIT 1"
    ],
    "a state that does not exist": ["UPDATE account SET state = 'golden'"],
    "a reason that is no message": ["UPDATE account SET state_reason = 'because'"],
    "a day that is none": ["UPDATE account SET created_on = 'yesterday'"],
    "a row pointing nowhere": [
        "PRAGMA foreign_keys = OFF",
        "UPDATE activation_key SET account_id = 'nobody' WHERE seats = 25",
    ],
}
ACTS = {
    f"an act's {column} edited": [f"UPDATE act SET {column} = {value} WHERE seq = 3"]
    for column, value in {
        "act_id": "'x'",
        "client_id": "'x'",
        "local_seq": "77",
        "account_id": "'x'",
        "actor": "'Somebody else'",
        "verb": """'{"params":{},"text":"Nothing"}'""",
        "effective_on": "'2020-01-01'",
        "recorded_at": "'2020-01-01T00:00:00.000000Z'",
        "effect": "'outside'",
        "undoes": "'x'",
        "prev_hash": "'x'",
        "hash": "'x'",
    }.items()
}
UNREADABLE = {
    "a verb that is no message": ["UPDATE act SET verb = 'hello' WHERE seq = 3"],
    "a verb of another shape": ["UPDATE act SET verb = '[]' WHERE seq = 3"],
    "an effect that does not exist": ["UPDATE act SET effect = 'magic' WHERE seq = 3"],
    "an act's day that is none": ["UPDATE act SET effective_on = 'never' WHERE seq = 3"],
    "a change's kind that does not exist": ["UPDATE change SET kind = 'magic' WHERE act_seq = 3"],
    "a change of a table that does not exist": ["UPDATE change SET entity = 'nothing' WHERE act_seq = 3"],
    "values that are no JSON": ["UPDATE change_payload SET fields = '{'"],
    "values of another shape": ["UPDATE change_payload SET fields = '{\"name\": 3}'"],
    "text that is no UTF-8": ["UPDATE account SET name = CAST(x'ff' AS TEXT)"],
}
LAST = "(SELECT max(seq) FROM act)"
PAIR = "(SELECT seq FROM act WHERE undoes IS NOT NULL OR act_id IN (SELECT undoes FROM act) ORDER BY seq LIMIT 2)"
CHAIN = {
    "an act and its undo cut out together": [
        f"DELETE FROM change_payload WHERE op_id IN (SELECT op_id FROM change WHERE act_seq IN {PAIR})",
        f"DELETE FROM change WHERE act_seq IN {PAIR}",
        f"DELETE FROM act WHERE seq IN {PAIR}",
    ],
    "a row and the values of its change edited alike": [
        "UPDATE activation_key SET seats = 26 WHERE seats = 25",
        "UPDATE change_payload SET fields = replace(fields, '\"seats\":[null,25]', '\"seats\":[null,26]')",
    ],
    "the values of a change edited": ["UPDATE change_payload SET fields = replace(fields, '25', '26')"],
    "a change's row named otherwise": ["UPDATE change SET entity_id = 'x' WHERE act_seq = 3"],
    "a change's hash edited": ["UPDATE change SET payload_sha256 = 'x' WHERE act_seq = 3"],
    "a change deleted": [
        "DELETE FROM change_payload WHERE op_id = (SELECT op_id FROM change WHERE act_seq = 2 AND position = 0)",
        "DELETE FROM change WHERE act_seq = 2 AND position = 0",
    ],
    "the middle of the chain cut out": [
        "DELETE FROM change_payload WHERE op_id IN (SELECT op_id FROM change WHERE act_seq = 4)",
        "DELETE FROM change WHERE act_seq = 4",
        "DELETE FROM act WHERE seq = 4",
    ],
    "the end of the chain cut off": [
        f"DELETE FROM change_payload WHERE op_id IN (SELECT op_id FROM change WHERE act_seq = {LAST})",
        f"DELETE FROM change WHERE act_seq = {LAST}",
        f"DELETE FROM act WHERE seq = {LAST}",
    ],
    "two acts changed over": [
        "UPDATE act SET local_seq = 1000 WHERE seq = 3",
        "UPDATE act SET local_seq = 3 WHERE seq = 4",
        "UPDATE act SET local_seq = 4 WHERE seq = 3",
    ],
}
PAYLOADS = {
    "a learner taken from a month": ["UPDATE usage_set SET learners = x'3a300000010000000000000010000000010002'"],
    "a month of a source deleted": ["DELETE FROM usage_set"],
    "a set moved to another month": ["UPDATE usage_set SET month = month + 1"],
    "a first activity changed": ["UPDATE usage_set SET firsts = x'00'"],
    "who was only social changed": ["UPDATE usage_set SET social_only = x'3a30000000000000'"],
    "who was seen deleted": ["DELETE FROM usage_group WHERE role = 'seen'"],
    "the source's words deleted": ["DELETE FROM usage_words"],
    "people billed for a month deleted": ["DELETE FROM billed_learners"],
    "people billed for a month changed": ["UPDATE billed_learners SET learners = x'00'"],
}
WAYS = ROWS | ACTS | UNREADABLE | CHAIN | PAYLOADS


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desks = Desks(tmp_path_factory.mktemp("evidence"))
    place = lived_in(desks.new())
    desks.close()
    return place


def checked(desks: Desks, place: Path) -> CheckAnswer:
    workspace: Workspace = desks.opened(place)
    try:
        return workspace.care.check()
    finally:
        workspace.close()


def test_an_untouched_store_is_sound(desks: Desks, evidence: Path) -> None:
    answer = checked(desks, evidence)
    assert (answer.ok, answer.findings, answer.sources) == (True, [], 1)
    assert answer.acts >= 11


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_tampering_is_found(way: str, desks: Desks, evidence: Path) -> None:
    place = desks.place()
    place.write_bytes(evidence.read_bytes())
    behind_its_back(place, *WAYS[way])
    answer = checked(desks, place)
    assert not answer.ok
    assert answer.findings
    for finding in answer.findings:
        said = finding.what.english()
        assert said.endswith(".") or said.startswith("The database file is damaged: "), said


def test_a_finding_names_the_row_and_its_table(desks: Desks, evidence: Path) -> None:
    place = desks.place()
    place.write_bytes(evidence.read_bytes())
    behind_its_back(place, "UPDATE \"user\" SET name = 'Eve' WHERE id = 'user-row-2'")
    assert [finding.what.english() for finding in checked(desks, place).findings] == [
        "Row user-row-2 of user is not what the journal says."
    ]


def test_a_finding_names_the_entry_where_the_chain_breaks(desks: Desks, evidence: Path) -> None:
    place = desks.place()
    place.write_bytes(evidence.read_bytes())
    behind_its_back(place, "UPDATE act SET actor = 'Eve' WHERE seq = 5")
    [finding] = checked(desks, place).findings
    assert finding.what.english().startswith("The journal does not hold at entry 5 of ")


def test_f114_an_erased_payload_leaves_the_chain_whole(desks: Desks, evidence: Path) -> None:
    place = desks.place()
    place.write_bytes(evidence.read_bytes())
    behind_its_back(
        place,
        "DELETE FROM change_payload WHERE op_id IN (SELECT op_id FROM change WHERE entity = 'user' AND kind = 'edit')",
    )
    assert checked(desks, place).ok
