"""Why rows were not counted: short English reasons, as they are stored, and the same as sentences."""

from __future__ import annotations

from desktop.formats.activity import folding, records
from desktop.i18n import Message, msg

REASONS: dict[int, str] = {
    folding.VOID: "voided",
    folding.ENROLMENT: "enrollment",
    folding.IGNORED: "does not count",
    folding.NOBODY: "no learner",
    folding.UNREADABLE: "unreadable time",
    folding.AGAIN: "header again",
}
NOT_JSON, NOT_STATEMENT, UNSTORABLE = "not JSON", "not a statement", "characters that cannot be stored"
SENTENCES: dict[str, Message] = {
    "voided": msg("The statement was voided."),
    "enrollment": msg("An enrollment alone does not make a learner active."),
    "does not count": msg("The action does not count."),
    "no learner": msg("The row names no learner."),
    "unreadable time": msg("The time cannot be read."),
    "header again": msg("The row repeats the column names."),
    records.COLUMNS: msg("The row has more or fewer fields than there are columns."),
    records.QUOTE: msg("A quotation mark is missing or misplaced."),
    records.ENCODING: msg("The characters of the row cannot be read."),
    records.NUL: msg("The row holds a character that no text has."),
    records.LONG: msg("The row is too long to be one."),
    NOT_JSON: msg("The line is not JSON."),
    NOT_STATEMENT: msg("It is not an xAPI statement."),
    UNSTORABLE: msg("The row holds characters that cannot be stored."),
}
