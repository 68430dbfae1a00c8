"""What the database says, in a sentence for the person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlcipher3 import dbapi2 as driver

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg

DAMAGED: Message = msg(
    "The store is damaged. Nothing was changed. Put it aside, and restore a copy you kept or import the files anew."
)

UNREACHABLE: Message = msg("The database server cannot be reached. Nothing was changed. Check the store address.")

_UNKEPT: Message = msg("The text holds characters that cannot be kept. Nothing was changed. Type it again.")

_SENTENCES: tuple[tuple[str, Message], ...] = (
    ("disk is full", msg("The disk is full. Nothing was changed. Free some space, then try again.")),
    ("disk full", msg("The disk is full. Nothing was changed. Free some space, then try again.")),
    ("no space left", msg("The disk is full. Nothing was changed. Free some space, then try again.")),
    ("malformed", DAMAGED),
    ("could not decode", DAMAGED),
    (
        "file is not a database",
        msg("This file is not a Seatwise store, or it is encrypted or damaged. Nothing was changed."),
    ),
    ("database is locked", msg("The store is busy in another program. Nothing was changed. Try again in a moment.")),
    (
        "readonly database",
        msg("The store is read-only. Nothing was changed. Check the permissions of the file and its folder."),
    ),
    (
        "unable to open database",
        msg("The store cannot be opened. Check that the folder exists and that you may write in it."),
    ),
    (
        "disk i/o error",
        msg("The disk is full or reported an error. Nothing was changed. Free some space or check the disk."),
    ),
    ("cannot contain nul", _UNKEPT),
    ("could not connect", UNREACHABLE),
    ("connection refused", UNREACHABLE),
    ("connection failed", UNREACHABLE),
    ("server closed the connection", UNREACHABLE),
    ("terminating connection", UNREACHABLE),
    ("connection is bad", UNREACHABLE),
    ("connection is closed", UNREACHABLE),
    ("connection is lost", UNREACHABLE),
)


@contextmanager
def told() -> Iterator[None]:
    """Turn what can happen to a database on a person's machine into a sentence; a broken rule stays an error."""
    try:
        yield
    except IntegrityError:
        raise
    except UnicodeEncodeError as error:
        raise UserError(_UNKEPT) from error
    except (DBAPIError, driver.Error) as error:
        sentence = sentence_for(str(error.orig if isinstance(error, DBAPIError) else error))
        if sentence is None:
            raise
        raise UserError(sentence) from error


def sentence_for(text: str) -> Message | None:
    """The sentence for a database's own text, or None for one that is the program's fault."""
    lower = text.lower()
    return next((sentence for part, sentence in _SENTENCES if part in lower), None)
