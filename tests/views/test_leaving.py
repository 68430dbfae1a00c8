"""Closing the window while an act runs: finish, cancel or stay; nothing is left half done."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.domain.errors import UserError
from desktop.domain.progress import Step
from desktop.i18n import msg
from desktop.views.frame.window import MainWindow

Settled = Callable[[], None]


@dataclass
class Work:
    """An act that waits at a gate, then steps on and writes."""

    gate: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    refuse: bool = False
    done: list[str] = field(default_factory=list)

    def __call__(self, step: Step) -> str:
        self.begun.set()
        self.gate.wait(20)
        step(1, 2)
        if self.refuse:
            raise UserError(msg("No."))
        return "done"


@pytest.fixture
def work(open_window: MainWindow) -> Iterator[Work]:
    made = Work()
    open_window.tools.jobs.run(msg("Write a report"), made, made.done.append)
    assert made.begun.wait(20)
    yield made
    made.gate.set()
    QApplication.setQuitOnLastWindowClosed(True)


def choose(window: MainWindow, role: QMessageBox.ButtonRole) -> None:
    box = window.leaving.box
    assert box is not None
    assert box.text() == "1 job is not finished: Write a report."
    next(button for button in box.buttons() if box.buttonRole(button) == role).click()


def test_staying_leaves_everything_as_it_is(open_window: MainWindow, work: Work, settled: Settled) -> None:
    assert not open_window.close()
    choose(open_window, QMessageBox.ButtonRole.RejectRole)
    assert open_window.isVisible()
    work.gate.set()
    settled()
    assert work.done == ["done"]
    assert open_window.close(), "nothing runs any more"


def test_what_runs_is_finished_out_of_sight_and_then_the_window_is_closed(
    open_window: MainWindow, work: Work, qtbot: QtBot
) -> None:
    assert not open_window.close()
    choose(open_window, QMessageBox.ButtonRole.AcceptRole)
    assert not open_window.isVisible()
    work.gate.set()
    qtbot.waitUntil(lambda: open_window.sitting.opened is None)
    assert work.done == ["done"]


def test_what_runs_is_canceled_and_the_window_closed(open_window: MainWindow, work: Work, qtbot: QtBot) -> None:
    assert not open_window.close()
    threading.Timer(0.05, work.gate.set).start()
    choose(open_window, QMessageBox.ButtonRole.DestructiveRole)
    qtbot.waitUntil(lambda: open_window.sitting.opened is None)
    assert work.done == []


def test_a_refusal_brings_the_window_back_with_its_reason(
    open_window: MainWindow, work: Work, settled: Settled
) -> None:
    work.refuse = True
    assert not open_window.close()
    choose(open_window, QMessageBox.ButtonRole.AcceptRole)
    work.gate.set()
    settled()
    assert open_window.isVisible()
    assert "No." in open_window.page.messages.said()
