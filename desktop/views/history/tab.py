"""The History tab: every entry of the journal, newest first, and what undoing it would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.i18n import Message, Value, msg, msgn
from desktop.models.answers import Column
from desktop.models.pages import Pages
from desktop.views.action import Action
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.export_dialog import ExportDialog, listed
from desktop.views.history.undo_pane import UndoPane
from desktop.views.widgets.list_tab import ListTab

if TYPE_CHECKING:
    from desktop.domain.errors import UserError
    from desktop.domain.progress import Step
    from desktop.services.journal.entries import ActEntry
    from desktop.services.journal.entry_changes import ChangeLine
    from desktop.services.journal.history import UndoAnswer
    from desktop.services.reports.files import FileWish, FileWritten

_PAGE = 50
_FILTERS: tuple[tuple[str | None, Message], ...] = (
    (None, msg("Everything")),
    ("orders", msg("Orders")),
    ("payments", msg("Payments")),
    ("prices", msg("Prices")),
    ("rules", msg("Rules")),
    ("imports", msg("Imports")),
    ("closed-months", msg("Closed months")),
    ("statements", msg("Statements")),
    ("keys", msg("Activation keys")),
    ("received-seats", msg("Received seats")),
    ("users", msg("Users")),
    ("people", msg("Learners")),
    ("scenarios", msg("Scenarios")),
    ("accounts", msg("Account")),
)
_ACCOUNT_COLUMN = 3


def _standing(act: ActEntry) -> Value:
    return msg("Taken back") if act.undone_by is not None else ""


_COLUMNS = (
    Column(msg("Entry"), lambda act: act.number, numeric=True),
    Column(msg("When"), lambda act: act.recorded_at),
    Column(msg("Who"), lambda act: act.actor),
    Column(msg("Account"), lambda act: act.account_name or msg("The workspace")),
    Column(msg("What"), lambda act: act.verb),
    Column(msg("Status"), _standing),
)


class HistoryTab(ListTab):
    """A list with a pane at its right; the pane previews the undo of the current entry."""

    title = msg("History")
    key = "history"
    about = msg("Every change, with who made it and what it was before.")
    named = msg("Entries of the journal, newest first")

    def __init__(self, around: Surroundings) -> None:
        """Build the page and read the newest entries."""
        self.model = Pages(_COLUMNS, around.words.value, _PAGE)
        super().__init__(around, self.model, "journal", [label for _, label in _FILTERS])
        self.model.setParent(self)
        self._entity: str | None = None
        self._asked = 0
        self._counts: dict[str | None, int] = {}
        self.rows.columns_wide(8, 22, 14, 16, 60, rest=4)
        self.rows.show_column(_ACCOUNT_COLUMN, shown=False)
        self.pane = UndoPane(around)
        self.lay_out(self.pane, (900, 420))
        self.model.wanted.connect(self._read_more)
        self.chips.picked.connect(self._filter)
        self.rows.selectionModel().currentRowChanged.connect(self._preview)
        self.pane.undone.connect(self.undo)
        self.export.clicked.connect(self.export_list)
        self.retranslate()
        self.reload(EVERYTHING)

    def declared_actions(self) -> list[Action]:
        """Undo the entry chosen, or export."""
        return [
            Action(
                "undo_entry",
                msg("Undo the chosen entry"),
                self.undo,
                "Ctrl+Backspace",
                msg("Take the entry back as the preview shows"),
                "undo-2",
                self.pane.why_not,
            ),
            Action(
                "export_history",
                msg("Export the journal…"),
                self.export_list,
                "Ctrl+Shift+E",
                msg("Write the entries, and what each changed, to a file"),
                "file-down",
            ),
        ]

    def reload(self, kinds: frozenset[str]) -> None:
        """Whatever was written is a new entry."""
        del kinds
        self._asked += 1
        self._read(None, self._show)
        workspace = self._around.workspace

        def work(_step: Step) -> tuple[dict[str | None, int], bool]:
            counts: dict[str | None, int] = {None: workspace.history.count()}
            counts.update(workspace.history.counts())
            return counts, len(workspace.accounts.list()) > 1

        self._around.jobs.read(msg("Count the entries"), work, self._show_counts)

    def _show_counts(self, read: tuple[dict[str | None, int], bool]) -> None:
        self._counts, several = read
        self.rows.show_column(_ACCOUNT_COLUMN, shown=several)
        self.pane.names_accounts = several
        self.pane.retranslate()
        self._say_chips()

    def _say_chips(self) -> None:
        self.say_chips([self._counts.get(kind) for kind, _ in _FILTERS])

    def retranslate(self) -> None:
        """Say everything again."""
        self.say_frame()
        self._say_chips()
        self.model.retranslate()
        self.pane.retranslate()
        self._say_count()

    def export_list(self) -> None:
        """Ask in which format the entries of the filter become a file."""
        context, entity, label = self._around.workspace.context, self._entity, self._filter_label

        def write(wish: FileWish) -> FileWritten:
            from desktop.services.journal.report import write_history

            return write_history(context, wish, entity, None if entity is None else label)

        what = msg("The entries of the journal with what each changed. Filter: {filter}", filter=label)
        filtered = "" if entity is None else "-filtered"
        ExportDialog(self, self._around, msg("Export the journal"), (listed(what, f"journal{filtered}", write),)).open()

    @property
    def _filter_label(self) -> Message:
        return next(label for entity, label in _FILTERS if entity == self._entity)

    def open_entry(self, number: int) -> None:
        """Show the entry of that number: the list is read down to it."""
        self.chips.choose(0)
        self._entity = None
        self._asked += 1
        asked, history = self._asked, self._around.workspace.history

        def work(_step: Step) -> list[ActEntry]:
            acts = history.list(None, _PAGE)
            while acts and acts[-1].number > number:
                acts += history.list(None, _PAGE, acts[-1].number)
            return self._local(acts)

        def show(acts: list[ActEntry]) -> None:
            if asked != self._asked:
                return
            self.model.show(acts[:_PAGE])
            for start in range(_PAGE, len(acts), _PAGE):
                self.model.add_page(acts[start : start + _PAGE])
            row = next((row for row, act in enumerate(acts) if act.number == number), 0)
            self.rows.setCurrentIndex(self.model.index(row, 0))
            self._say_count()

        self._around.jobs.read(msg("Read the journal"), work, show)

    def undo(self) -> None:
        """Take the chosen entry back."""
        around, act = self._around, self.pane.act
        if act is not None and self.pane.why_not() is None:
            history, act_id = around.workspace.history, around.workspace.context.ids.new()
            around.jobs.run(
                act.undo_verb, lambda _step: history.undo(act.act, act_id), lambda _: around.announce(EVERYTHING)
            )

    def _filter(self, place: int) -> None:
        self._entity = _FILTERS[place][0]
        self.reload(EVERYTHING)

    def _read(self, before: int | None, show: Any) -> None:
        workspace, entity, asked = self._around.workspace, self._entity, self._asked

        def work(_step: Step) -> list[ActEntry]:
            return self._local(workspace.history.list(entity, _PAGE, before))

        def read(acts: list[ActEntry]) -> None:
            if asked == self._asked:
                show(acts)

        self._around.jobs.read(msg("Read the journal"), work, read)

    def _local(self, acts: Sequence[ActEntry]) -> list[ActEntry]:
        """In a job: the entries with the account's own time."""
        from desktop.services.journal.entries import in_zone

        return in_zone(acts, self._around.workspace.accounts.time_zone())

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
        self.say_count(said if self.model.complete else more)
