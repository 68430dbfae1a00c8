"""The map that comes with the program, and a person's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.domain.qualification import Kind, QualificationMap
from desktop.formats.activity import load_map

VERBS = "http://adlnet.gov/expapi/verbs/"
EXPECTED: dict[tuple[str, str], Kind | None] = {
    **{
        (VERBS + verb, ""): Kind.Q1
        for verb in ("completed", "passed", "failed", "scored", "progressed", "answered", "terminated")
    },
    **{(f"https://w3id.org/xapi/video/verbs/{verb}", ""): Kind.Q1 for verb in ("played", "paused", "seeked")},
    ("http://id.tincanapi.com/verb/viewed", ""): Kind.Q1,
    ("http://id.tincanapi.com/verb/downloaded", "http://activitystrea.ms/schema/1.0/file"): Kind.Q2,
    ("viewed", "Job Aid"): Kind.Q2,
    (VERBS + "attended", ""): Kind.Q5,
    ("http://activitystrea.ms/schema/1.0/attend", ""): Kind.Q5,
    (VERBS + "commented", ""): Kind.Q4,
    ("created", "http://id.tincanapi.com/activitytype/discussion"): Kind.Q4,
    ("created", "http://example/note"): Kind.Q3,
    ("created", "http://example/dashboard"): None,
    ("https://w3id.org/xapi/adl/verbs/logged-in", ""): Kind.IGNORE,
    (VERBS + "registered", ""): Kind.ENROLMENT,
    (VERBS + "voided", ""): Kind.IGNORE,
    (VERBS + "exited", ""): Kind.IGNORE,
    ("http://example/verbs/completed-ish", ""): None,
    ("Course module viewed", "Page"): Kind.Q1,
    ("Course module viewed", "Folder"): Kind.Q2,
    (r"\mod_quiz\event\course_module_viewed", "mod_quiz"): Kind.Q1,
    (r"\mod_resource\event\course_module_viewed", "mod_resource"): Kind.Q2,
    ("Note created", "System"): Kind.IGNORE,
    (r"\core\event\blog_entry_created", ""): Kind.Q3,
    ("Some content has been posted.", "Forum"): Kind.Q4,
    ("Wiki page created", "Wiki"): Kind.Q4,
    ("Attendance taken by teacher", ""): Kind.Q5,
    ("User enrolled in course", "System"): Kind.ENROLMENT,
    ("Dashboard viewed", "System"): Kind.IGNORE,
    ("COURSE_ENROLLMENT", ""): Kind.ENROLMENT,
    ("CERTIFICATION_COMPLETED", ""): Kind.Q1,
    ("LEARNING_PATH_COMPLETED_BATCH", ""): Kind.Q5,
    ("LEARNER_PROGRESS", ""): Kind.Q1,
    ("Logged in", ""): Kind.IGNORE,
    ("enrolled", ""): Kind.ENROLMENT,
    ("submitted", ""): Kind.Q1,
}


@pytest.mark.parametrize(("action", "about"), EXPECTED)
def test_the_default_map_follows_the_specification(default_map: QualificationMap, action: str, about: str) -> None:
    assert default_map.kind(action, about) is EXPECTED[action, about]


def test_a_completion_recorded_by_somebody_else_is_q5(default_map: QualificationMap) -> None:
    assert default_map.kind("Course completed", by_other=True) is Kind.Q5
    assert default_map.kind("Course completed") is Kind.Q1


def test_a_persons_map_needs_only_actions_and_kinds(tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    path.write_text("\ufeffACTION;KIND\r\nJuggled;Q1\r\n# a note;\r\n;Q2\r\nSang Loudly; ignore\r\n")
    rules = QualificationMap(load_map(path))
    assert rules.kind("juggled") is Kind.Q1
    assert rules.kind("sang  loudly") is Kind.IGNORE
    assert len(rules.rules) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"what,kind\na,Q1\n", "needs the columns action and kind"),
        (b"", "needs the columns action and kind"),
        (b"action,kind\na,Q1\nb,Q9\n", "line 3: “Q9” is not a kind"),
        (b"action,kind,by_other\na,Q1,perhaps\n", "line 2: write by_other"),
        (b"action,kind\n\xff,Q1\n", "UTF-8"),
    ],
)
def test_a_wrong_map_is_refused_with_the_line(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "map.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        load_map(path)


def test_a_missing_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        load_map(tmp_path / "none.csv")
