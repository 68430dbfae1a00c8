"""Rows of activity as one relation, whatever file they came from: what its columns are called in DuckDB."""

from __future__ import annotations

from dataclasses import dataclass

PLAIN, REPEATED, VOIDED = 0, 1, 2
"""What a row is by its statement id: nothing special, one that came before, one that was voided."""


@dataclass(frozen=True)
class Events:
    """A relation and the expressions that give its parts; None where a file has no such part.

    All are texts that may be null, but `line` (a whole number), `by_other` (a boolean) and `mark` (see above).
    """

    relation: str
    learner: str
    time: str
    action: str | None = None
    about: str | None = None
    by_other: str | None = None
    object: str | None = None
    name: str | None = None
    email: str | None = None
    line: str | None = None
    mark: str | None = None
    again: str = "false"
    """Whether the row repeats the header, by its `learner` and `time`."""
    reread: str | None = None
    """The relation for the second and later readings, which need not collect rejected rows again."""

    @property
    def action_key(self) -> str:
        """The action with all that decides what it counts as, as one text."""
        action = text(self.action)
        if self.about is None and self.by_other is None:
            return action
        other = "'0'" if self.by_other is None else f"CASE WHEN {self.by_other} THEN '1' ELSE '0' END"
        return f"{action} || chr(31) || {text(self.about)} || chr(31) || {other}"

    @property
    def later(self) -> str:
        """The relation for readings after the first."""
        return self.reread or self.relation


def text(expression: str | None) -> str:
    """The expression with nulls as empty texts."""
    return "''" if expression is None else f"coalesce({expression}, '')"
