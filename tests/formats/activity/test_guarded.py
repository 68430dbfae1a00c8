"""A learner written with the guard of our own CSV is the learner that was exported."""

from __future__ import annotations

from tests.formats.activity.conftest import Read, learners


def test_f101_a_guarded_learner_is_the_same_person_as_the_bare_one(read: Read) -> None:
    fold = read("user,time,action\n'=1+1,2026-01-03,viewed\n=1+1,2026-01-04,viewed\n't Hart,2026-01-05,viewed\n")
    assert set(learners(fold).values()) == {"=1+1", "'t Hart"}
