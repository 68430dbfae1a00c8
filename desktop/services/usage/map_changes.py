"""What counts: actions given a meaning, or taken out of the account's own map again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.domain.qualification import KIND_LABELS, Kind, MapRule, normal_action
from desktop.i18n import msg, msgn
from desktop.services.acting import ready_for_usage
from desktop.services.context import Context
from desktop.services.rules.versions import QUALIFICATION_MAP, add_version, kept_rule, newest_version, rule_kept
from desktop.services.usage.source_answers import source_rows, sources
from desktop.store.engine import AlreadyDoneError
from desktop.store.journal import Act
from desktop.store.schema import AccountRow


@dataclass(frozen=True)
class MapAnswer:
    """What mapping actions did: rows that count now and did not before, and sources read with an earlier meaning."""

    mapped: dict[str, str]
    rows_now_counted: int
    read_earlier: list[str]
    """Files whose rows with these actions were classed when they were read; import them again to apply the new map."""


class MapChanges:
    """Acts on the account's qualification map, each one entry of the journal."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def map_actions(self, kinds: dict[str, Kind], act_id: str | None = None) -> MapAnswer:
        """Say what actions count as, whatever they were done to."""
        return self.map_rules([MapRule(normal_action(action), kind) for action, kind in kinds.items()], act_id)

    def map_rules(self, rules: Sequence[MapRule], act_id: str | None = None) -> MapAnswer:
        """Add lines to the map, as a new version of it. Rows kept as unmapped count at once."""
        account, actor, today = ready_for_usage(self._context)
        if not rules or any(not rule.action for rule in rules):
            raise UserError(msg("Name the action to map, as the list of unmapped activities shows it."))
        refuse_card_number(*(text for rule in rules for text in (rule.action, rule.about)))
        verb = msgn(
            "Map {action} to {kind}",
            "Map {n} actions: {action} to {kind} and more",
            n=len(rules),
            action=rules[0].action,
            kind=KIND_LABELS[rules[0].kind],
        )
        act = self._context.act(verb, on=today, account=account, actor=actor, act_id=act_id)
        now = self._write_map(act, account, lambda known: _joined(known, rules))
        actions = {rule.action: str(rule.kind) for rule in rules}
        return MapAnswer(actions, now, self._read_earlier(set(actions)))

    def unmap(self, action: str, about: str | None = None, act_id: str | None = None) -> MapAnswer:
        """Take the account's own lines about an action out of the map, as a new version of it.

        Without `about` all of them. What the program's own lines say of the action holds again.
        """
        account, actor, today = ready_for_usage(self._context)
        wanted = normal_action(action)

        def other(rule: MapRule) -> bool:
            return rule.action != wanted or (about is not None and rule.about != about)

        with self._context.store.read() as session:
            newest = newest_version(session, account.id, QUALIFICATION_MAP)
            known = [kept_rule(entry) for entry in (newest.value if newest else [])]
        if all(map(other, known)):
            raise UserError(msg("This account has no line of its own about “{action}”.", action=action))
        act = self._context.act(
            msg("Take {action} out of the map", action=wanted), on=today, account=account, actor=actor, act_id=act_id
        )
        now = self._write_map(act, account, lambda lines: [rule for rule in lines if other(rule)])
        return MapAnswer({}, now, self._read_earlier({wanted}))

    def _write_map(self, act: Act, account: AccountRow, change: Callable[[list[MapRule]], Sequence[MapRule]]) -> int:
        """Write a new version of the map; how many more rows count by it, fewer below zero."""
        before = {source.source: source.counted for source in sources(self._context) if not source.removed}
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            newest = newest_version(write.session, account.id, QUALIFICATION_MAP)
            known = [kept_rule(entry) for entry in (newest.value if newest else [])]
            value = [rule_kept(rule) for rule in change(known)]
            add_version(write, self._context, account.id, QUALIFICATION_MAP, value, act.effective_on)
        live = [source for source in sources(self._context) if not source.removed]
        return sum(source.counted - before[source.source] for source in live)

    def _read_earlier(self, actions: set[str]) -> list[str]:
        """Live sources that classed one of the actions when they were read."""
        from desktop.services.usage.usage import source_words

        with self._context.store.read() as session:
            account = self._context.account(session)
            rows = {
                row.id: row
                for row in source_rows(session, account.id)
                if not row.removed and not row.details.get("count_all")
            }
            words = source_words(session, set(rows))
            return [
                row.file
                for source, row in rows.items()
                if any(kind is not None and normal_action(text) in actions for text, kind in words[source].actions)
            ]


def _joined(known: Sequence[MapRule], new: Sequence[MapRule]) -> list[MapRule]:
    """The lines known and the new ones, which replace those about the same; the more exact ones first."""
    rules = {(rule.action, rule.about, rule.by_other): rule for rule in (*known, *new)}
    return sorted(rules.values(), key=lambda rule: (rule.action, not rule.about, rule.by_other is None, rule.about))
