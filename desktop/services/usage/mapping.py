"""The qualification map to read: the account's own lines, then those that come with the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.qualification import Kind, QualificationMap
from desktop.services.context import Context
from desktop.services.rules.versions import QUALIFICATION_MAP, newest_version, qualification_map
from desktop.services.usage.source_answers import SourceAnswer, sources


@dataclass(frozen=True)
class MapLine:
    """What an action counts as. `own` lines are the account's; `rows` of live sources wait for an unmapped action."""

    action: str
    kind: Kind | None
    about: str = ""
    own: bool = False
    rows: int = 0


class UsageMap:
    """The map, to read."""

    def __init__(self, context: Context) -> None:
        """Read this context's account."""
        self._context = context

    def lines(self) -> list[MapLine]:
        """Unmapped actions with their rows first, the most first; then own lines; then the program's."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            qualification: QualificationMap = qualification_map(session, self._context, account.id)
            newest = newest_version(session, account.id, QUALIFICATION_MAP)
        own = len(newest.value) if newest else 0
        rules = [
            MapLine(rule.action, rule.kind, rule.about, place < own) for place, rule in enumerate(qualification.rules)
        ]
        return [*unmapped(sources(self._context)), *rules]


def unmapped(files: Iterable[SourceAnswer]) -> list[MapLine]:
    """The actions of live sources that nothing maps, with their rows, the most first."""
    rows: dict[str, int] = {}
    for source in files:
        if not source.removed:
            for action, count in source.unmapped_actions.items():
                rows[action] = rows.get(action, 0) + count
    found = sorted(rows.items(), key=lambda one: (-one[1], one[0]))
    return [MapLine(action, None, rows=count) for action, count in found]
