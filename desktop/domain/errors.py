"""What a person is told when an act cannot be done."""

from __future__ import annotations

from desktop.i18n import Message


class UserError(Exception):
    """A refusal in one sentence: what happened, that nothing was lost, what to do next."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        """Keep the untranslated sentence; whoever shows it translates it. The hint is for the command line alone."""
        super().__init__(message.english() if hint is None else f"{message.english()} {hint.english()}")
        self.message = message
        self.hint = hint


class WrongUsage(UserError):  # noqa: N818 - named for what the person hears
    """The call itself is incomplete, contradictory or not to be read (exit code 2 on the command line)."""


class DueFirst(UserError):  # noqa: N818 - named for what the person hears
    """Much has fallen due that somebody has to look at before any act; the window shows it."""


class Canceled(Exception):  # noqa: N818 - not an error: the person asked for it
    """The person canceled the running job; everything it did is rolled back."""
