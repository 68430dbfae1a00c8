"""The status bar: where the data lives, the jobs with progress and cancel, the day and the zone."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QLabel, QMenu, QProgressBar, QPushButton, QStatusBar, QToolButton

from desktop.i18n import Message, msg
from desktop.models.jobs import Job, Jobs
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Looks, Role
from desktop.views.words import Words

_SHOW_AFTER_MILLISECONDS = 300
_FINISHED_KEPT = 12


class Status(QStatusBar):
    """What goes on, said at the window's foot. A job is shown from 0.3 s on."""

    def __init__(self, looks: Looks, words: Words, icons: Icons, jobs: Jobs) -> None:
        """Show no store yet."""
        super().__init__()
        self._words, self._icons, self._jobs = words, icons, jobs
        self._place: Message | None = None
        self._place_tip = ""
        self._when: Message | None = None
        self._finished: list[Job] = []
        self._disk, self._store = QLabel(), Text(looks, Role.CAPTION, "text2")
        self._job, self._bar = Text(looks, Role.CAPTION, "text2"), QProgressBar()
        self._cancel = QPushButton(flat=True)
        self._past, self._zone = QToolButton(autoRaise=True), Text(looks, Role.CAPTION, "text2")
        self.setContentsMargins(12, 0, 8, 0)
        self._bar.setFixedWidth(120)
        self._bar.setTextVisible(False)
        self._past.setMenu(QMenu(self._past))
        self._past.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._past.setIconSize(QSize(16, 16))
        for left in (self._disk, self._store):
            self.addWidget(left)
        for widget in (self._job, self._bar, self._cancel, self._past, self._zone):
            self.addPermanentWidget(widget)
        self._look = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MILLISECONDS)
        self._look.timeout.connect(self._show_job)
        self._cancel.clicked.connect(self._cancel_shown)
        jobs.started.connect(self._started)
        jobs.progressed.connect(self._progressed)
        jobs.finished.connect(self._ended)
        words.changed.connect(self.retranslate)
        looks.changed.connect(self.retranslate)
        self.retranslate()
        self._show_job()

    def show_store(self, place: str | None, *, when: Message | None = None) -> None:
        """Say where the data lives, and what day and zone the account lives in."""
        name = place if place is None or "://" in place else PurePath(place).name
        self._place = None if name is None else msg("Local store {name}", name=name)
        if place is not None and "://" in place:
            self._place = msg("Store {name}", name=name)
        self._place_tip, self._when = place or "", when
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again."""
        words = self._words
        self._disk.setPixmap(self._icons.pixmap("hard-drive", scale=self.devicePixelRatioF()))
        self._disk.setVisible(self._place is not None)
        self._store.setText(words.text(self._place) if self._place else "")
        self._store.setToolTip(self._place_tip)
        self._zone.setText(words.text(self._when) if self._when else "")
        self._cancel.setText(words.text(msg("Cancel")))
        self._bar.setAccessibleName(words.text(msg("Progress of the job")))
        self._past.setIcon(self._icons.icon("check"))
        self._past.setToolTip(words.text(msg("Lists the jobs finished since the window was opened")))
        self._past.setText(words.text(msg("Finished jobs")))
        self._past.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._past.setAccessibleDescription(self._past.toolTip())
        self._past.setAccessibleName(words.text(msg("Finished jobs")))
        self.setAccessibleName(words.text(msg("Status")))
        if self._job.text():
            self._show_job()
        else:
            self._list_finished()

    def _shown(self) -> Job | None:
        running = self._jobs.running
        return next((job for job in running if not job.quiet), running[0] if running else None)

    def _started(self, _job: Job) -> None:
        if not self._look.isActive():
            self._look.start()

    def _progressed(self, job: Job, done: int, total: int) -> None:
        job.done, job.total = done, total
        if self._bar.isVisible() and job is self._shown():
            self._show_job()

    def _ended(self, job: Job) -> None:
        if not job.quiet and not job.canceled:
            self._finished = [job, *self._finished][:_FINISHED_KEPT]
        if not self._look.isActive():
            self._show_job()

    def _cancel_shown(self) -> None:
        job = self._shown()
        if job is not None:
            job.cancel()
            self._cancel.setEnabled(False)

    def _show_job(self) -> None:
        job = self._shown()
        for widget in (self._job, self._bar, self._cancel):
            widget.setVisible(job is not None)
        self._past.setVisible(bool(self._finished))
        self._list_finished()
        if job is None:
            self._job.setText("")
            self._cancel.setAccessibleName(self._words.text(msg("Cancel")))
            return
        text = self._words.text(job.title)
        if job.total:
            text = self._words.text(msg("{job}: {done} of {total}", job=job.title, done=job.done, total=job.total))
        self._job.setText(text)
        self._bar.setRange(0, job.total and 1000)
        self._bar.setValue(1000 * job.done // job.total if job.total else 0)
        self._cancel.setEnabled(not job.canceled)
        self._cancel.setAccessibleName(self._words.text(msg("Cancel: {job}", job=job.title)))

    def _list_finished(self) -> None:
        menu = self._past.menu()
        menu.clear()
        for job in self._finished:
            done = menu.addAction(self._icons.icon("check"), self._words.text(job.title))
            done.triggered.connect(partial(self._finished.remove, job))
