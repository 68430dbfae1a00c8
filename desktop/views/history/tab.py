"""The History tab: every entry of the journal, newest first, and what undoing it would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QToolButton, QVBoxLayout

from desktop.i18n import Message, Value, msg, msgn
from desktop.models.answers import Column
from desktop.models.pages import Pages
from desktop.system.clock import zone_named
from desktop.views.action import Action, Tab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.history.undo_pane import UndoPane
from desktop.views.letters import Hairline, Text
from desktop.views.looks import Role
from desktop.views.rows import Rows

if TYPE_CHECKING:
    from desktop.domain.errors import UserError
    from desktop.domain.progress import Step
    from desktop.services.entries import ActEntry
    from desktop.services.entry_changes import ChangeLine
    from desktop.services.history import UndoAnswer

_PAGE = 50
_FILTERS: tuple[tuple[str | None, Message], ...] = (
    (None, msg("Everything")),
    ("usage_source", msg("Imports")),
    ("closed_month", msg("Closed months")),
    ("activation_key", msg("Activation keys")),
    ("peer_share", msg("Received seats")),
    ("user", msg("Users")),
    ("account_rule", msg("Rules")),
    ("account", msg("Account")),
)


def _standing(act: ActEntry) -> Value:
    return msg("Taken back") if act.undone_by is not None else ""


_COLUMNS = (
    Column(msg("Entry"), lambda act: act.number, numeric=True),
    Column(msg("When"), lambda act: act.recorded_at),
    Column(msg("Who"), lambda act: act.actor),
    Column(msg("What"), lambda act: act.verb),
    Column(msg("Status"), _standing),
)


class HistoryTab(Tab):
    """A list with a pane at its right; the pane previews the undo of the current entry."""

    title = msg("History")
    key = "history"

    def __init__(self, around: Surroundings) -> None:
        """Build the page and read the newest entries."""
        super().__init__()
        self._around = around
        self._entity: str | None = None
        self._asked = 0
        looks, words = around.looks, around.words
        self._heading, self._about = Text(looks, Role.TITLE), Text(looks, color="text2", wrap=True)
        self._chips = QButtonGroup(self)
        self._count = Text(looks, Role.CAPTION, "text2")
        self.model = Pages(_COLUMNS, words.value, _PAGE, self)
        self.rows = Rows("history", self.model, looks, around.settings)
        self.rows.columns_wide(8, 22, 20, 33)
        self.pane = UndoPane(around)
        self._build()
        self.model.wanted.connect(self._read_more)
        self._chips.idClicked.connect(self._filter)
        self.rows.selectionModel().currentRowChanged.connect(self._preview)
        self.pane.undone.connect(self.undo)
        self.retranslate()
        self.reload(EVERYTHING)

    def declared_actions(self) -> list[Action]:
        """Undo the entry chosen."""
        return [
            Action(
                "undo_entry",
                msg("Undo the chosen entry"),
                self.undo,
                "Ctrl+Backspace",
                msg("Take the entry back as the preview shows"),
                "undo-2",
                self.pane.why_not,
            )
        ]

    def reload(self, kinds: frozenset[str]) -> None:
        """Whatever was written is a new entry."""
        del kinds
        self._asked += 1
        self._read(None, self._show)

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._around.words.text
        self._heading.setText(text(msg("History")))
        self._about.setText(text(msg("Every change, with who made it and what it was before.")))
        for place, (_, label) in enumerate(_FILTERS):
            self._chips.button(place).setText(text(label))
        self.rows.setAccessibleName(text(msg("Entries of the journal, newest first")))
        self.rows.setAccessibleDescription(text(msg("Ctrl+C copies the selected rows")))
        self._mark_chips()
        self.model.retranslate()
        self.pane.retranslate()
        self._say_count()

    def focus_first(self) -> None:
        """The list."""
        self.rows.setFocus()

    def undo(self) -> None:
        """Take the chosen entry back."""
        around, act = self._around, self.pane.act
        if act is not None and self.pane.why_not() is None:
            history, act_id = around.workspace.history, around.workspace.context.ids.new()
            around.jobs.run(
                act.undo_verb, lambda _step: history.undo(act.act, act_id), lambda _: around.announce(EVERYTHING)
            )

    def _mark_chips(self) -> None:
        """The filter in force stands out in the accent."""
        looks = self._around.looks
        for chip in self._chips.buttons():
            palette = looks.palette()
            if chip.isChecked():
                palette.setColor(QPalette.ColorRole.Button, looks.color("accent_soft"))
                palette.setColor(QPalette.ColorRole.ButtonText, looks.color("accent"))
            chip.setPalette(palette)
            chip.setFont(looks.font(Role.TOTAL if chip.isChecked() else Role.BODY))

    def _filter(self, place: int) -> None:
        self._mark_chips()
        self._entity = _FILTERS[place][0]
        self.reload(EVERYTHING)

    def _read(self, before: int | None, show: Any) -> None:
        workspace, entity, asked = self._around.workspace, self._entity, self._asked

        def work(_step: Step) -> list[ActEntry]:
            zone = zone_named(workspace.accounts.time_zone())
            acts = workspace.history.list(entity, _PAGE, before)
            return [replace(act, recorded_at=act.recorded_at.astimezone(zone)) for act in acts]

        def read(acts: list[ActEntry]) -> None:
            if asked == self._asked:
                show(acts)

        self._around.jobs.read(msg("Read the journal"), work, read)

    def _read_more(self) -> None:
        self._read(self.model.last().number, self._add)

    def _show(self, acts: list[ActEntry]) -> None:
        self.model.show(acts)
        self.rows.setCurrentIndex(self.model.index(0, 0))
        self._say_count()
        if not acts:
            self.pane.show_nothing()

    def _add(self, acts: list[ActEntry]) -> None:
        self.model.add_page(acts)
        self._say_count()

    def _preview(self) -> None:
        act = self.rows.current_answer()
        if act is None:
            return
        history, shown = self._around.workspace.history, act.act  # type: ignore[attr-defined]
        self.pane.show_act(act)  # type: ignore[arg-type]

        def refused(refusal: UserError) -> None:
            self.pane.show_refusal(shown, refusal.message)

        def work(_step: Step) -> tuple[UndoAnswer, Sequence[ChangeLine]]:
            preview = history.preview(shown)
            return preview, history.lines(preview.changes)

        self._around.jobs.read(msg("Preview the undo"), work, lambda read: self.pane.show_preview(*read), refused)

    def _say_count(self) -> None:
        shown = self.model.rowCount()
        said = msgn("{n} entry", "{n} entries", n=shown)
        more = msgn("{n} entry, more below", "{n} entries, more below", n=shown)
        self._count.setText(self._around.words.text(said if self.model.complete else more))

    def _build(self) -> None:
        chips = QHBoxLayout()
        chips.setContentsMargins(24, 8, 24, 8)
        chips.setSpacing(6)
        for place, _ in enumerate(_FILTERS):
            chip = QToolButton()
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self._chips.addButton(chip, place)
            chips.addWidget(chip)
        chips.addStretch(1)
        chips.addWidget(self._count)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.rows)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setSizes([900, 420])
        split.setChildrenCollapsible(False)
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 24, 14)
        head.setSpacing(16)
        head.addWidget(self._heading)
        head.addWidget(self._about, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(Hairline(self._around.looks))
        page.addLayout(chips)
        page.addWidget(split, 1)
