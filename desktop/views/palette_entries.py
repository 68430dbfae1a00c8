"""What the command palette lists: declared actions, pages of the guide, and people found in the open account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from desktop.domain.users import ROLE_LABELS
from desktop.i18n import Message, msg
from desktop.models.commands import Entry, Section
from desktop.views.action import Action
from desktop.views.desk import Surroundings, Tools
from desktop.views.words import Words

if TYPE_CHECKING:
    from desktop.services.users import UserAnswer

_MOST = 8


def action_entries(
    actions: Sequence[Action], words: Words, where: Message | None = None, before: Callable[[], object] | None = None
) -> list[Entry]:
    """Every action but the palette itself; those that cannot be done now say why. `before` goes where they are."""
    return [_entry(action, words, where, before) for action in actions if action.id != "palette"]


def _entry(action: Action, words: Words, where: Message | None, before: Callable[[], object] | None) -> Entry:
    why_not = action.enabled()
    beside = why_not or action.tooltip or where

    def run() -> None:
        if before is not None:
            before()
        action.run()

    return Entry(
        Section.COMMANDS,
        words.text(action.text),
        words.text(beside) if beside else "",
        QKeySequence(action.shortcut or "").toString(QKeySequence.SequenceFormat.NativeText),
        action.icon,
        None if why_not else run,
        action.id,
    )


def guide_entries(tools: Tools, open_page: Callable[[str], None]) -> list[Entry]:
    """The pages of the guide in the person's language, by their titles."""
    pages = sorted((tools.guide / tools.words.language).glob("*.md"))
    return [_page(page, open_page) for page in pages]


def _page(page: Path, open_page: Callable[[str], None]) -> Entry:
    with page.open(encoding="utf-8") as text:
        title = text.readline().lstrip("# ").strip()
    return Entry(Section.GUIDE, title, icon="book-open", run=lambda: open_page(page.stem), key=f"guide-{page.stem}")


def find_people(
    around: Surroundings, typed: str, found: Callable[[list[Entry]], None], show: Callable[[UserAnswer], None]
) -> None:
    """Ask for the users in whose name, e-mail or identifier the words typed occur."""
    users = around.workspace.users
    around.jobs.read(
        msg("Find {typed}", typed=typed),
        lambda _step: users.search(typed, _MOST),
        lambda people: found([_person(around.words, one, show) for one in people]),
    )


def _person(words: Words, user: UserAnswer, show: Callable[[UserAnswer], None]) -> Entry:
    text = user.name or user.identifier
    known = [words.text(ROLE_LABELS[user.role]), *(one for one in (user.identifier,) if one != text)]
    return Entry(Section.PEOPLE, text, ", ".join(known), icon="user", run=lambda: show(user), key=f"user-{user.id}")
