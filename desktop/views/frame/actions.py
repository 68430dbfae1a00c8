"""Everything a person can do from anywhere: the actions of the frame, and the menus they stand in."""

from __future__ import annotations

from typing import Protocol

from desktop.i18n import Message, msg
from desktop.views.action import Action
from desktop.views.frame.undoing import Undoing

_NOTHING_OPEN = msg("Open a workspace first.")
_NOTHING_DONE = msg("Nothing was done in this session that can be taken back.")
_NOTHING_UNDONE = msg("Nothing was taken back that could be done again.")


class Frame(Protocol):
    """What the window does for the actions."""

    undoing: Undoing

    def is_open(self) -> bool:
        """Whether a workspace is open."""

    def close(self) -> bool:
        """Close the window."""

    def show_welcome(self) -> None:
        """Show the doors."""

    def ask_for_store(self) -> None:
        """Choose a store."""

    def start_own(self) -> None:
        """Make a store."""

    def add_account(self) -> None:
        """Add an account to the store."""

    def reload_all(self) -> None:
        """Read everything again."""

    def open_palette(self) -> None:
        """Search and commands."""

    def open_history(self) -> None:
        """The journal."""

    def open_mail(self) -> None:
        """The mail drafts."""

    def open_statement(self) -> None:
        """The statement of the plan period."""

    def open_scenarios(self) -> None:
        """The scenario board."""

    def open_preferences(self) -> None:
        """The preferences."""

    def open_guide(self) -> None:
        """The guide's page of what is shown."""

    def open_shortcuts(self) -> None:
        """The list of shortcuts."""

    def only_read(self) -> Message | None:
        """Why nothing can be changed in the store that is open, or None."""

    def explain(self) -> None:
        """Explain the amount."""

    def turn(self, by: int) -> None:
        """Turn to another tab."""


def frame_actions(frame: Frame) -> list[Action]:
    """The frame's actions, in the order of the menus."""
    groups = (_of_files, _of_editing, _of_reading, _of_pages, _of_tabs, _of_help)
    return [action for group in groups for action in group(frame)]


def _of_files(frame: Frame) -> list[Action]:
    return [
        Action(
            "welcome", msg("Welcome"), frame.show_welcome, icon="armchair", tooltip=msg("The doors of the first start")
        ),
        Action(
            "own",
            msg("New workspace…"),
            frame.start_own,
            "Ctrl+Shift+N",
            msg("Start with your own data"),
            "folder-plus",
        ),
        Action(
            "store",
            msg("Open workspace…"),
            frame.ask_for_store,
            "Ctrl+O",
            msg("Open the file of a workspace"),
            "folder-open",
        ),
        Action(
            "account",
            msg("Add account…"),
            frame.add_account,
            None,
            msg("Add an account to this workspace"),
            "building-2",
            lambda: _not_writable(frame),
        ),
        Action("quit", msg("Quit"), lambda: _ignore(frame.close()), "Ctrl+Q", msg("Close the window"), "log-out"),
    ]


def _of_editing(frame: Frame) -> list[Action]:
    back, forward = frame.undoing.back, frame.undoing.forward
    return [
        Action(
            "undo",
            msg("Undo {act}", act=back.verb) if back else msg("Undo"),
            frame.undoing.undo,
            "Ctrl+Z",
            msg("Take back what you did last in this session"),
            "undo-2",
            lambda: _not_writable(frame) or (None if frame.undoing.back else _NOTHING_DONE),
        ),
        Action(
            "redo",
            msg("Redo {act}", act=forward.verb) if forward else msg("Redo"),
            frame.undoing.redo,
            "Ctrl+Shift+Z",
            msg("Do again what you took back"),
            "redo-2",
            lambda: _not_writable(frame) or (None if frame.undoing.forward else _NOTHING_UNDONE),
        ),
        Action(
            "preferences",
            msg("Preferences…"),
            frame.open_preferences,
            "Ctrl+,",
            msg("Language, appearance, account rules"),
            "settings",
        ),
    ]


def _of_reading(frame: Frame) -> list[Action]:
    return [
        Action(
            "palette",
            msg("Search or run a command…"),
            frame.open_palette,
            "Ctrl+K",
            msg("Commands, orders, people, the journal and the guide"),
            "search",
        ),
        Action(
            "why",
            msg("Why this amount?"),
            frame.explain,
            "Ctrl+I",
            msg("How the amount came about"),
            "equal",
            lambda: _not_open(frame),
        ),
    ]


def _of_pages(frame: Frame) -> list[Action]:
    return [
        Action(
            "history",
            msg("History"),
            frame.open_history,
            "Ctrl+H",
            msg("Who changed what, and taking it back"),
            "history",
            lambda: _not_open(frame),
        ),
        Action(
            "mail",
            msg("Mail drafts"),
            frame.open_mail,
            "Ctrl+Shift+M",
            msg("Notices to look at and send with your mail program"),
            "mail",
            lambda: _not_open(frame),
        ),
        Action(
            "statement",
            msg("Statement…"),
            frame.open_statement,
            None,
            msg("What the plan period charges, month by month"),
            "equal",
            lambda: _not_open(frame),
        ),
        Action(
            "scenarios",
            msg("Scenarios"),
            frame.open_scenarios,
            "Ctrl+Shift+S",
            msg("What-ifs side by side"),
            "chart-column",
            lambda: _not_open(frame),
        ),
    ]


def _of_tabs(frame: Frame) -> list[Action]:
    def not_open() -> Message | None:
        return _not_open(frame)

    return [
        Action(
            "reload", msg("Reload"), frame.reload_all, "F5", msg("Read everything shown again"), "refresh-cw", not_open
        ),
        Action("next_tab", msg("Next tab"), lambda: frame.turn(1), "Ctrl+Tab", None, "chevron-right", not_open),
        Action(
            "previous_tab",
            msg("Previous tab"),
            lambda: frame.turn(-1),
            "Ctrl+Shift+Tab",
            None,
            "chevron-left",
            not_open,
        ),
    ]


def _of_help(frame: Frame) -> list[Action]:
    return [
        Action("guide", msg("Guide"), frame.open_guide, "F1", msg("The guide’s page of what is shown"), "book-open"),
        Action(
            "shortcuts",
            msg("Keyboard shortcuts"),
            frame.open_shortcuts,
            "Ctrl+/",
            msg("Every shortcut on one page"),
            "keyboard",
        ),
    ]


def _not_open(frame: Frame) -> Message | None:
    return None if frame.is_open() else _NOTHING_OPEN


def _not_writable(frame: Frame) -> Message | None:
    return _not_open(frame) or frame.only_read()


MENUS: tuple[tuple[Message, tuple[str | None, ...]], ...] = (
    (msg("&File"), ("welcome", "own", "store", None, "account", None, "quit")),
    (msg("&Edit"), ("undo", "redo", None, "preferences")),
    (
        msg("&View"),
        (
            "palette",
            "why",
            "history",
            "mail",
            "statement",
            "scenarios",
            None,
            "next_tab",
            "previous_tab",
            None,
            "reload",
        ),
    ),
)
HELP: tuple[Message, tuple[str | None, ...]] = (msg("&Help"), ("guide", "shortcuts"))


def _ignore(_answer: object) -> None:
    """An action answers nothing."""
