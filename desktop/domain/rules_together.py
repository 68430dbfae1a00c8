"""Account rules that stand in each other's way: what could then never come about (rules.md section 10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg

Values: TypeAlias = "Mapping[str, Any]"


@dataclass(frozen=True)
class _Pair:
    """Rules that must fit, and what could never come about where they do not; the first are changed first."""

    names: tuple[str, ...]
    never: Callable[[Values], Message | None]


def refuse_contradiction(values: Values, name: str) -> None:
    """Refuse values of which one, that of the rule named, leaves another without effect."""
    for pair in _PAIRS:
        why = pair.never(values) if name in pair.names else None
        if why is not None:
            other = next(one for one in pair.names if one != name)
            raise UserError(msg("{why} Change {rule} first.", why=why, rule=other))


def rules_beside(name: str) -> frozenset[str]:
    """Every rule that the one named has to fit, itself included; none where it stands alone."""
    return frozenset(one for pair in _PAIRS if name in pair.names for one in pair.names)


def _no_end(values: Values) -> Message | None:
    needed, days = values["dunning_reminders"], len(values["dunning_reminder_days"])
    if needed <= days:
        return None
    return msg(
        "An unpaid order would never end: {needed} reminders are needed, and there are days for {days}.",
        needed=needed,
        days=days,
    )


def _ends_on(values: Values) -> int:
    """The day of a suspension on which an order ends: never before the reminders it needs (O6)."""
    needed, days = values["dunning_reminders"], sorted(values["dunning_reminder_days"])
    return int(max(values["dunning_days"], days[min(needed, len(days)) - 1] + 1))


def _late_reminder(values: Values) -> Message | None:
    day, end = max(values["dunning_reminder_days"]), _ends_on(values)
    if day < end:
        return None
    return msg("The reminder on day {day} would never come: an unpaid order ends on day {end}.", day=day, end=end)


def _late_retry(values: Values) -> Message | None:
    day, end = max(values["retry_days"]), _ends_on(values)
    if day < end:
        return None
    return msg("What is owed would never be tried on day {day}: an unpaid order ends on day {end}.", day=day, end=end)


def _early_reminder(values: Values) -> Message | None:
    day, days = max(values["trial_reminder_days"]), values["trial_days"]
    if day <= days:
        return None
    return msg("The reminder {day} days before the end would never come: a trial has {days}.", day=day, days=days)


def _no_first_order(values: Values) -> Message | None:
    least, most = values["first_order_min"], values["card_order_max"]
    if least <= most:
        return None
    return msg(
        "No first order could be placed: it is for at least {least} users, and one by card for at most {most}.",
        least=least,
        most=most,
    )


_PAIRS = (
    _Pair(("dunning_reminder_days", "dunning_reminders"), _no_end),
    _Pair(("dunning_reminder_days", "dunning_days", "dunning_reminders"), _late_reminder),
    _Pair(("retry_days", "dunning_days", "dunning_reminders", "dunning_reminder_days"), _late_retry),
    _Pair(("trial_reminder_days", "trial_days"), _early_reminder),
    _Pair(("first_order_min", "card_order_max"), _no_first_order),
)
