"""Jobs: work off the window's thread, answers on it, cancel, refusals and faults."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.domain.errors import UserError
from desktop.domain.progress import Step
from desktop.i18n import msg
from desktop.models.jobs import Jobs

TITLE = msg("Work")


def _note(order: list[int], number: int, _step: Step) -> None:
    order.append(number)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_work_is_done_elsewhere_and_answered_here(jobs: Jobs) -> None:
    here, seen = threading.get_ident(), []
    jobs.run(TITLE, lambda _step: threading.get_ident(), lambda there: seen.append((there, threading.get_ident())))
    assert jobs.wait_idle()
    assert seen[0][0] != here
    assert seen[0][1] == here


def test_acts_are_done_one_after_another_in_their_order(jobs: Jobs) -> None:
    order: list[int] = []
    for number in range(20):
        jobs.run(TITLE, partial(_note, order, number), lambda _: None)
    assert jobs.wait_idle()
    assert order == list(range(20))


def test_a_read_does_not_wait_for_an_act(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    read: list[str] = []
    jobs.run(TITLE, lambda _step: gate.wait(20), lambda _: None)
    jobs.read(TITLE, lambda _step: "read", read.append)
    qtbot.waitUntil(lambda: read == ["read"])
    gate.set()
    assert jobs.wait_idle()


def test_a_read_does_not_wait_for_a_preparation(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    read: list[str] = []
    jobs.prepare(TITLE, lambda _step: gate.wait(20), lambda _: None)
    jobs.read(TITLE, lambda _step: "read", read.append)
    qtbot.waitUntil(lambda: read == ["read"])
    gate.set()
    assert jobs.wait_idle()


def test_idle_means_that_nothing_was_begun_since(jobs: Jobs) -> None:
    done: list[int] = []

    def again() -> None:
        if len(done) < 5:
            jobs.read(TITLE, lambda _step: len(done), done.append)

    jobs.idle.connect(again)
    again()
    assert jobs.wait_idle()
    assert done == [0, 1, 2, 3, 4]


def test_held_jobs_begin_at_the_end_in_their_order(jobs: Jobs) -> None:
    begun: list[int] = []
    with jobs.held():
        for number in range(3):
            jobs.read(TITLE, partial(_note, begun, number), lambda _: None)
        assert len(jobs.running) == 3
        assert begun == []
    assert jobs.wait_idle()
    assert begun == [0, 1, 2]


def test_a_canceled_job_stops_at_its_next_step_and_has_no_answer(jobs: Jobs, qtbot: QtBot) -> None:
    begun = threading.Event()
    answered: list[None] = []

    def work(step: Step) -> None:
        begun.set()
        while True:
            step(1, 2)

    job = jobs.run(TITLE, work, answered.append)
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    assert jobs.wait_idle()
    assert answered == []


def test_a_job_canceled_before_it_began_does_nothing(jobs: Jobs) -> None:
    gate, done = threading.Event(), []
    jobs.run(TITLE, lambda _step: gate.wait(20), lambda _: None)
    jobs.run(TITLE, lambda _step: done.append(1), lambda _: None).cancel()
    gate.set()
    assert jobs.wait_idle()
    assert done == []


def test_progress_is_told(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.progressed) as told:
        jobs.run(TITLE, lambda step: step(3, 3), lambda _: None)
    assert told.args is not None
    assert told.args[1:] == [3, 3]
    assert jobs.wait_idle()


def test_a_refusal_is_told_to_whoever_asked_else_to_the_frame(jobs: Jobs, qtbot: QtBot) -> None:
    def refuse(_step: Step) -> None:
        raise UserError(msg("No."))

    own: list[str] = []
    jobs.run(TITLE, refuse, lambda _: None, lambda refusal: own.append(str(refusal)))
    assert jobs.wait_idle()
    assert own == ["No."]
    with qtbot.waitSignal(jobs.refused_by_rule) as told:
        jobs.run(TITLE, refuse, lambda _: None)
    assert told.args == [msg("No.")]
    assert jobs.wait_idle()


def test_a_fault_is_raised_where_the_one_excepthook_is(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        jobs.run(TITLE, lambda _step: 1 // 0, lambda _: None)
        assert jobs.wait_idle()
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_nobody_is_answered_who_was_closed_in_the_meantime(jobs: Jobs) -> None:
    class Reader(QObject):
        def take(self, answer: int) -> None:
            raise AssertionError(answer)

    reader, gate = Reader(), threading.Event()
    jobs.read(TITLE, lambda _step: gate.wait(20) and 1, reader.take)
    reader.deleteLater()
    reader.destroyed.connect(gate.set)
    assert jobs.wait_idle()


def test_after_closing_nothing_is_taken_in(jobs: Jobs) -> None:
    jobs.close()
    assert jobs.run(TITLE, lambda _step: None, lambda _: None).canceled
    assert jobs.running == ()


def test_waiting_goes_on_while_the_end_of_one_job_begins_another(jobs: Jobs) -> None:
    done: list[int] = []

    def more() -> None:
        if len(done) < 3:
            jobs.read(TITLE, lambda _step: len(done), done.append)

    jobs.idle.connect(more)
    jobs.read(TITLE, lambda _step: len(done), done.append)
    assert jobs.wait_idle()
    assert done == [0, 1, 2]
