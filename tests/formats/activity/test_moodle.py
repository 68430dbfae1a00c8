"""Moodle's log export, and its log table."""

from __future__ import annotations

import csv
import io

import pytest

from desktop.domain.errors import UserError
from desktop.formats.activity.reading import DateOrder, Format, RowCounts
from tests.formats.activity.conftest import Read, firsts, learners, months

HEADER = (
    "Time",
    "User full name",
    "Affected user",
    "Event context",
    "Component",
    "Event name",
    "Description",
    "Origin",
    "IP address",
)
FRENCH = (
    "Heure", "Nom complet de l'utilisateur", "Utilisateur touché", "Contexte de l'événement", "Composant",
    "Nom de l'événement",
    "Description", "Origine", "Adresse IP",
)  # fmt: skip
Line = tuple[str, str, str, str, str, str]


def export(*lines: Line, header: tuple[str, ...] = HEADER, names: bool = True) -> str:
    """Lines of (time, full name, affected, component, event, description)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header if names else (header[0], *header[3:]))
    for time, full, affected, component, event, description in lines:
        people = (full, affected) if names else ()
        writer.writerow([time, *people, "Course: Safety", component, event, description, "web", "10.0.0.1"])
    return out.getvalue()


VIEWED: Line = (
    "13/09/26, 21:40:58", "Ann Lee", "-", "Page", "Course module viewed",
    "The user with id '7' viewed the 'page' activity with course module id '3'.",
)  # fmt: skip
OTHERS: Line = (
    "14/09/26, 09:00:00", "Tom Teacher", "Ann Lee", "System", "Course module completion updated",
    "The user with id '2' updated the completion state for the course module with id '3' for the user with id '7'.",
)  # fmt: skip
OWN: Line = (
    "14/09/26, 10:00:00", "Bob Ray", "Bob Ray", "System", "Course module completion updated",
    "The user with id '8' updated the completion state for the course module with id '3' for the user with id '8'.",
)  # fmt: skip
ENROLLED: Line = (
    "12/09/26, 08:00:00", "Tom Teacher", "Cat Moe", "System", "User enrolled in course",
    "The user with id '2' enrolled the user with id '9' using the enrolment method 'manual' in the course with id '4'.",
)  # fmt: skip
CRON: Line = (
    "12/09/26, 08:00:00",
    "-",
    "-",
    "System",
    "Course viewed",
    "The user with id '-1' viewed the course with id '4'.",
)
COMPLETED: Line = (
    "14/10/26, 08:00:00", "Tom Teacher", "Cat Moe", "System", "Course completed",
    "The user with id '9' completed the course with id '4'.",
)  # fmt: skip


@pytest.mark.parametrize("header", [HEADER, FRENCH])
@pytest.mark.parametrize("names", [True, False])
def test_learners_are_the_ids_in_the_descriptions(read: Read, header: tuple[str, ...], names: bool) -> None:
    fold = read(export(VIEWED, OTHERS, OWN, ENROLLED, CRON, header=header, names=names))
    assert fold.summary.format is Format.MOODLE
    assert fold.summary.date_order is DateOrder.DMY
    assert fold.summary.counts == RowCounts(counted=3, ignored=1, rejected=1)
    assert months(fold) == {"2026-09": {"7", "8"}}
    people = learners(fold)
    assert {people[number] for number in fold.enrolled().tolist()} == {"9"}
    kinds = {(entry.text, entry.kind) for entry in fold.actions}
    assert {("Course module completion updated", "q5"), ("Course module completion updated", "q1")} <= kinds


def test_what_a_teacher_records_is_the_learners_activity_not_the_teachers(read: Read) -> None:
    fold = read(export(OTHERS, COMPLETED))
    assert months(fold) == {"2026-09": {"7"}, "2026-10": {"9"}}
    (block,) = fold.learners()
    assert dict(zip(block.identifiers, block.names, strict=True)) == {"7": "Ann Lee", "9": "Cat Moe"}
    assert firsts(fold)["2026-10", "9"][1:3] == ("Course completed", "Course: Safety")


def test_the_component_tells_a_file_from_a_page(read: Read) -> None:
    file = (*VIEWED[:3], "File", *VIEWED[4:])
    assert {entry.kind for entry in read(export(VIEWED, file)).actions} == {"q1", "q2"}


def test_only_a_forum_post_is_social(read: Read) -> None:
    post = (*VIEWED[:3], "Forum", "Post created", "The user with id '7' has created the post with id '1'.")
    assert firsts(read(export(post)))["2026-09", "7"][3] is True
    assert firsts(read(export(post, VIEWED)))["2026-09", "7"][3] is False


def test_without_ids_the_full_name_is_the_learner(read: Read) -> None:
    content = (
        "Time,User full name,Event context,Component,Event name,Description\n13/09/26 21:40,Ann Lee,C,Quiz,Quiz "
        "attempt started,no id\n"
    )
    assert months(read(content)) == {"2026-09": {"Ann Lee"}}


def test_the_log_table_has_class_names_and_seconds(read: Read) -> None:
    fold = read(
        "id,eventname,component,userid,courseid,relateduserid,timecreated\n"
        r"1,\mod_page\event\course_module_viewed,mod_page,7,4,\N,1789000000" + "\n"
        r"2,\core\event\course_module_completion_updated,core,2,4,8,1789000000" + "\n"
        r"3,\core\event\user_loggedin,core,7,0,\N,1789000000" + "\n"
        r"4,\core\event\course_viewed,core,0,4,\N,1789000000" + "\n"
        r"5,\core\event\user_enrolment_created,core,2,4,9,1789000000" + "\n"
    )
    assert fold.summary.format is Format.MOODLE
    assert fold.summary.counts == RowCounts(counted=2, ignored=2, rejected=1)
    assert months(fold) == {"2026-09": {"7", "8"}}


def test_a_table_that_is_no_moodle_log_is_refused(read: Read) -> None:
    with pytest.raises(UserError, match="Moodle log export"):
        read("user,time,action\na,2026-01-03,viewed\n", format=Format.MOODLE)
