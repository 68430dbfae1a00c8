"""The person chosen in a month: why counted, first activity in each file, months of the year, and who else it is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout

from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.domain.qualification import KIND_LABELS, Kind
from desktop.i18n import Message, msg, msgn
from desktop.services.usage.learners import UsageLearners
from desktop.services.usage.person import FirstInFile, MonthPerson, PersonOfMonth
from desktop.services.usage.usage import PersonAnswer
from desktop.views.desk import Kind as Written
from desktop.views.desk import Surroundings
from desktop.views.usage.year_strip import YearStrip
from desktop.views.widgets.facts import Facts
from desktop.views.widgets.letters import Ground, Hairline, Text
from desktop.views.widgets.looks import Role

WIDTH = 344


class PersonPane(Ground):
    """Reads one person at a time. `learners_wanted` opens aliases or exclusions, `left` puts the pane away."""

    learners_wanted = Signal(str, bool)
    """The identifier, and whether it is to be excluded."""
    left = Signal()

    def __init__(self, surroundings: Surroundings) -> None:
        """Show nobody yet."""
        super().__init__(surroundings.looks, "pane")
        self._surroundings = surroundings
        self._people = MonthPerson(surroundings.workspace.context)
        self._learners = UsageLearners(surroundings.workspace.context)
        self.person: PersonOfMonth | None = None
        self._asked = 0
        looks = surroundings.looks
        self.name, self.email = (
            Text(looks, Role.TITLE, wrap=True),
            Text(looks, color="text2", wrap=True, selectable=True),
        )
        self.away = QToolButton(autoRaise=True)
        self.why = Text(looks, wrap=True)
        self.files_head, self.year_head = Text(looks, Role.SECTION), Text(looks, Role.SECTION)
        self.who_head = Text(looks, Role.SECTION)
        self.files, self.who = Facts(looks), Facts(looks)
        self.note = Text(looks, Role.CAPTION, "text2", wrap=True)
        self.strip = YearStrip(surroundings)
        self.alias, self.exclude, self.back = QPushButton(), QPushButton(), QPushButton()
        self.refusal = Text(looks, Role.CAPTION, "err", wrap=True)
        self._build()
        self._connect()
        self.show_nobody()

    def show_person(self, month: Month, person: PersonAnswer) -> None:
        """Read what is known of a person of the month."""
        self._asked += 1
        asked, people = self._asked, self._people
        self._surroundings.jobs.read(
            msg("Read a person of {month}", month=month),
            lambda _: people.read(month, person.learner),
            lambda found: self._show(found) if asked == self._asked else None,
        )

    def show_nobody(self) -> None:
        """Nobody is chosen."""
        self._asked += 1
        self._show(None)

    def retranslate(self) -> None:
        """Say everything again."""
        text, icons = self._surroundings.words.text, self._surroundings.icons
        self.setAccessibleName(text(msg("The person chosen")))
        self.away.setIcon(icons.icon("x"))
        self.away.setToolTip(text(msg("Close")))
        self.away.setAccessibleName(text(msg("Close the person’s details")))
        self.files_head.setText(text(msg("First activity in each file")))
        self.note.setText(text(msg("Files are not kept, so later activities of the month cannot be listed.")))
        self.year_head.setText(text(msg("Months of the plan year")))
        self.who_head.setText(text(msg("Identity")))
        self.alias.setText(text(msg("Count as one person…")))
        self.exclude.setText(text(msg("Never count…")))
        self.back.setText(text(msg("Take back")))
        self.back.setAccessibleDescription(text(msg("Undoes the entry that changed who this person counts as")))
        kept = self._surroundings.only_read()
        for button in (self.alias, self.exclude, self.back):
            button.setEnabled(kept is None)
            button.setToolTip(text(kept) if kept else "")
        self._show(self.person)

    def _show(self, person: PersonOfMonth | None) -> None:
        self.person = person
        text = self._surroundings.words.text
        self.refusal.hide()
        for part in self._parts:
            part.setVisible(person is not None)
        if person is None:
            self.name.setText(text(msg("Nobody chosen")))
            self.email.setText(text(msg("Choose a person to see what counted.")))
            return
        self.name.setText(person.learner.name or person.learner.identifier)
        self.email.setText(person.email or ("" if person.learner.name is None else person.learner.identifier))
        self.why.setText(text(counted_sentence(person)))
        self.files.show_facts(*(self._fact(person, one) for one in person.firsts))
        self.strip.show_year(person.year, person.month)
        self.who.show_facts(*self._identity(person))
        self.exclude.setVisible(person.exclusion is None)
        self.back.setVisible(bool(person.aliases) or person.exclusion is not None)

    def _fact(self, person: PersonOfMonth, one: FirstInFile) -> tuple[str, str]:
        """When, and what it was: action, object, kind, file."""
        words = self._surroundings.words
        when = words.translator.moment(one.at.astimezone(ZoneInfo(person.zone)))
        kind = "" if one.kind is None else words.text(KIND_LABELS[Kind(one.kind)])
        return when, "\n".join(part for part in (one.action, one.object, kind, _breaking(one.file)) if part)

    def _identity(self, person: PersonOfMonth) -> list[tuple[str, str]]:
        text = self._surroundings.words.text
        facts = [(text(msg("Identifier")), person.learner.identifier)]
        facts += [(text(msg("Also seen as")), alias.learner.shown) for alias in person.aliases]
        if person.exclusion is not None:
            facts.append((text(msg("Never counts")), person.exclusion.reason))
        return facts

    def _take_back(self) -> None:
        """Undo the newest entry that changed who the person counts as."""
        person, learners = self.person, self._learners
        if person is None:
            return
        entries = [one.id for one in person.aliases]
        entry = person.exclusion.id if person.exclusion is not None else entries[-1]
        act_id = self._surroundings.workspace.context.ids.new()
        self._surroundings.jobs.run(
            msg("Take back"),
            lambda _: learners.take_back(entry, act_id),
            lambda _: self._surroundings.announce(frozenset({Written.USAGE})),
            self._refuse,
        )

    def _refuse(self, refusal: UserError) -> None:
        self.refusal.setText(self._surroundings.words.text(refusal.message))
        self.refusal.show()

    def _ask(self, *, never: bool) -> None:
        if self.person is not None:
            self.learners_wanted.emit(self.person.learner.identifier, never)

    def _connect(self) -> None:
        self.alias.clicked.connect(lambda: self._ask(never=False))
        self.exclude.clicked.connect(lambda: self._ask(never=True))
        self.back.clicked.connect(self._take_back)
        self.away.clicked.connect(self.left)

    def _build(self) -> None:
        looks = self._surroundings.looks
        self.away.setIconSize(QSize(16, 16))
        self.setMinimumWidth(WIDTH)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QVBoxLayout()
        for button in (self.alias, self.exclude, self.back):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        lines = (Hairline(looks), Hairline(looks))
        self._parts = (
            *(self.why, self.files_head, self.files, self.note, lines[0], self.year_head, self.strip, lines[1]),
            *(self.who_head, self.who, self.alias, self.exclude, self.back),
        )
        inner = Ground(looks, "pane")
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 0, 20, 16)
        column.setSpacing(8)
        for widget in (self.email, *self._parts[:10]):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(self.refusal)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        head.setContentsMargins(20, 0, 12, 0)
        box.addLayout(head)
        box.addWidget(area, 1)


def _breaking(name: str) -> str:
    """A file's name that may be broken after its marks."""
    return "".join(f"{letter}\u200b" if letter in "-_." else letter for letter in name)


def counted_sentence(person: PersonOfMonth) -> Message:
    """Why the person counts once in the month, or not at all."""
    if person.exclusion is not None:
        return msg("Does not count: {reason}", reason=person.exclusion.reason)
    files = msgn("one file names this person", "{n} files name this person", n=len(person.firsts))
    if person.billed is False:
        return msg("Came after {month} was closed and is not billed; {files}.", month=person.month, files=files)
    return msg("Counts once in {month}; {files}.", month=person.month, files=files)
