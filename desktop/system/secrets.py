"""Secrets, kept by the system's keyring and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

from desktop.domain.errors import UserError
from desktop.i18n import msg

R = TypeVar("R")

_SERVICE = "Seatwise"
_SECONDS = 30
"""How long a person has to unlock the keyring."""


def secret(name: str) -> str | None:
    """The secret of that name, or None where there is none; a UserError where the keyring cannot be used."""
    import keyring

    return _asked(lambda: keyring.get_password(_SERVICE, name))


def keep_secret(name: str, value: str) -> None:
    """Keep a secret and read it back: some keyrings forget without a word."""
    import keyring

    _asked(lambda: keyring.set_password(_SERVICE, name, value))
    if secret(name) != value:
        raise UserError(msg("The keyring of this system did not keep the key."))


def forget_secret(name: str) -> None:
    """Take a secret out of the keyring, where it is there."""
    import keyring

    if secret(name) is not None:
        _asked(lambda: keyring.delete_password(_SERVICE, name))


def _asked(question: Callable[[], R]) -> R:
    """The keyring's answer in bounded time: it may wait for a person to unlock it."""
    from keyring.errors import KeyringError

    answer: Future[R] = Future()

    def ask() -> None:
        try:
            answer.set_result(question())
        except BaseException as error:  # noqa: BLE001 - told to whoever waits
            answer.set_exception(error)

    # A keyring that waits for ever must not keep the program from ending.
    Thread(target=ask, daemon=True).start()
    try:
        return answer.result(_SECONDS)
    except (KeyringError, TimeoutError, RuntimeError) as error:
        raise UserError(
            msg("The keyring of this system cannot be used ({why}).", why=type(error).__name__),
            msg("See what seatwise about says of it."),
        ) from None
