"""Work off the window's thread: a plain function taking `step(done, total)` (architecture.md, idea 5)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import monotonic
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from desktop.domain.errors import Canceled, DueFirst, UserError
from desktop.domain.progress import Step
from desktop.i18n import Message

T = TypeVar("T")
_Answer: TypeAlias = "tuple[Job, Callable[[Any], None], object]"
_TELL_EVERY_SECONDS = 0.1


class Job:
    """Work on its way. `done` of `total` as last told; `total` is 0 while it is not known."""

    def __init__(self, title: Message, *, quiet: bool) -> None:
        """Wait to be run. A `quiet` job reads for the screen and is not listed unless it takes long."""
        self.title = title
        self.quiet = quiet
        self.done = 0
        self.total = 0
        self._canceled = Event()

    def cancel(self) -> None:
        """Ask it to stop: its next step raises Canceled, and everything it did is rolled back."""
        self._canceled.set()

    @property
    def canceled(self) -> bool:
        """Whether it was asked to stop."""
        return self._canceled.is_set()


class Jobs(QObject):
    """Runs jobs one after another: acts in one thread, reads in a second, preparations in a third.

    Answers come on the window's thread.

    `refused_by_rule` carries the Message of a refusal that the caller did not want to show itself, `due_first` that of
    each act refused because something fell due that must be looked at before, whoever shows it. Any other exception
    is raised on the window's thread, where the one excepthook takes it.
    """

    started = Signal(object)
    progressed = Signal(object, int, int)
    finished = Signal(object)
    refused_by_rule = Signal(object)
    due_first = Signal(object)
    idle = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start no thread before there is work."""
        super().__init__(parent)
        self._acts = ThreadPoolExecutor(1, "seatwise-acts")
        self._reads = ThreadPoolExecutor(1, "seatwise-reads")
        self._preparations = ThreadPoolExecutor(1, "seatwise-preparations")
        self._running: list[Job] = []
        self._held: list[Callable[[], object]] | None = None
        self._closed = False
        self._answers: deque[_Answer] = deque()
        # One answer at a time: between two of them the window paints and listens.
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._answer)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        title: Message,
        work: Callable[[Step], T],
        done: Callable[[T], None],
        refused: Callable[[UserError], None] | None = None,
    ) -> Job:
        """Do an act: listed with its title and progress, one after another, `done` with what `work` returned."""
        return self._submit(self._acts, Job(title, quiet=False), work, done, refused)

    def read(
        self,
        title: Message,
        work: Callable[[Step], T],
        done: Callable[[T], None],
        refused: Callable[[UserError], None] | None = None,
    ) -> Job:
        """Read for the screen: as `run`, but never behind an act."""
        return self._submit(self._reads, Job(title, quiet=True), work, done, refused)

    def prepare(self, title: Message, work: Callable[[Step], T], done: Callable[[T], None]) -> Job:
        """Get something ready that nobody reads yet, such as a library: as `read`, but no read waits for it."""
        return self._submit(self._preparations, Job(title, quiet=True), work, done, None)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Begin the jobs asked for meanwhile only at the end, so that widgets are made without competition."""
        if self._held is not None:
            yield
            return
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held, None
            for begin in held:
                begin()

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs not finished yet, oldest first."""
        return tuple(self._running)

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self._running:
            job.cancel()

    def wait_idle(self, milliseconds: int = 30_000) -> bool:
        """Let the window's thread work until no job is left, nor one that an answer began; False when out of time."""
        patience = QDeadlineTimer(milliseconds)
        loop = QEventLoop()
        self.idle.connect(loop.quit)
        while self._running and not patience.hasExpired():
            QTimer.singleShot(patience.remainingTime(), loop, loop.quit)
            loop.exec()
        return not self._running

    def close(self) -> None:
        """Cancel what runs, wait for it, and end the threads; nothing is taken in any more."""
        self._closed = True
        self.cancel_all()
        self.wait_idle()
        for lane in (self._acts, self._reads, self._preparations):
            lane.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self,
        lane: ThreadPoolExecutor,
        job: Job,
        work: Callable[[Step], T],
        done: Callable[[T], None],
        refused: Callable[[UserError], None] | None,
    ) -> Job:
        if self._closed:
            job.cancel()
            return job
        self._running.append(job)
        self.started.emit(job)

        def begin() -> None:
            lane.submit(self._work, job, work, done, refused)

        if self._held is not None:
            self._held.append(begin)
        else:
            begin()
        return job

    def _work(
        self,
        job: Job,
        work: Callable[[Step], T],
        done: Callable[[T], None],
        refused: Callable[[UserError], None] | None,
    ) -> None:
        """In the job's thread: do the work and send the answer home."""
        try:
            step = self._step(job)
            step(0, 0)
            result = work(step)
        except Canceled:
            job.cancel()
            self._arrived.emit((job, _nothing, None))
        except UserError as refusal:
            self._arrived.emit((job, refused or self._tell_refusal, refusal))
        except BaseException as fault:  # noqa: BLE001 - carried to the window's thread and raised there
            self._arrived.emit((job, _raise, fault))
        else:
            self._arrived.emit((job, done, result))

    def _step(self, job: Job) -> Step:
        told = 0.0

        def step(done: int, total: int) -> None:
            nonlocal told
            if job.canceled:
                raise Canceled
            if total and (monotonic() - told >= _TELL_EVERY_SECONDS or done == total):
                told = monotonic()
                self.progressed.emit(job, done, total)

        return step

    @Slot(object)
    def _take(self, arrived: _Answer) -> None:
        self._answers.append(arrived)
        self._turn.start()

    @Slot()
    def _answer(self) -> None:
        job, call, argument = self._answers.popleft()
        if self._answers:
            # Before the call, which may open a dialog and stay there.
            self._turn.start()
        try:
            if not is_gone(call):
                call(argument)
            if isinstance(argument, DueFirst):
                self.due_first.emit(argument.message)
        finally:
            self._running.remove(job)
            self.finished.emit(job)
            if not self._running:
                self.idle.emit()

    def _tell_refusal(self, refusal: UserError) -> None:
        self.refused_by_rule.emit(refusal.message)


def is_gone(call: Callable[..., object]) -> bool:
    """Whether a call belongs to a widget that was closed in the meantime: nobody is there to be answered."""
    cells = getattr(call, "__closure__", None) or ()
    owners = [getattr(call, "__self__", None), *(cell.cell_contents for cell in cells)]
    return any(isinstance(owner, QObject) and not isValid(owner) for owner in owners)


def _nothing(_answer: object) -> None:
    """A canceled job has no answer."""


def _raise(fault: BaseException) -> None:
    raise fault
