"""What the command palette lists of itself: declared actions, months, accounts and pages of the guide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from desktop.domain.periods import Month
from desktop.i18n import Message, msg
from desktop.models.commands import Entry, Section
from desktop.models.month_names import months_named
from desktop.views.action import Action
from desktop.views.desk import Tools
from desktop.views.words import Words

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import AccountAnswer


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


def account_entries(
    accounts: Sequence[AccountAnswer], current: str, words: Words, choose: Callable[[str], None]
) -> list[Entry]:
    """The other accounts of the open store."""
    return [_account(one, words, choose) for one in accounts if one.account != current]


def _account(account: AccountAnswer, words: Words, choose: Callable[[str], None]) -> Entry:
    where = words.text(msg("Account"))
    key = f"account-{account.account}"
    return Entry(Section.ACCOUNTS, account.name, where, icon="building-2", run=lambda: choose(account.account), key=key)


def month_entries(
    typed: str, words: Words, open_month: Callable[[Month], None], newest: Month | None = None
) -> list[Entry]:
    """The months that the words typed name; a name or a year alone is looked for up to the newest month."""
    return [_month(month, words, open_month) for month in months_named(typed, words.language, newest)]


def _month(month: Month, words: Words, open_month: Callable[[Month], None]) -> Entry:
    name = words.month(month.first_day, style="LLLL y")
    where = words.text(msg("People of the month"))
    return Entry(Section.MONTHS, name, where, icon="table", run=lambda: open_month(month), key=f"month-{month}")
