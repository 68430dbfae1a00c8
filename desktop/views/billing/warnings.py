"""What Billing says in the message bar: what cannot wait, and a leap of the calendar that is asked about first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.i18n import Message, msg, msgn
from desktop.models.alerts import PAYMENT, Alert
from desktop.views.action import Action
from desktop.views.billing.alerts_section import ACT_LABELS
from desktop.views.desk import Level, Surroundings

if TYPE_CHECKING:
    from desktop.models.standing import Standing
    from desktop.services.time.leaps import LeapAnswer


class Warnings:
    """Each warning is said once, with the act that helps, and taken back when it no longer holds."""

    def __init__(
        self,
        around: Surroundings,
        help_with: Callable[[Alert], None],
        may_act: Callable[[Alert], bool],
        apply_due: Callable[[], None],
    ) -> None:
        """Nothing is said yet."""
        self._around, self._help, self._may_act, self._apply_due = around, help_with, may_act, apply_due
        self._asked: Message | None = None
        self._warned: tuple[Message, ...] = ()

    def show_standing(self, standing: Standing) -> None:
        """Say what holds now."""
        self._ask_of_leap(standing)
        self._warn(standing)

    def _ask_of_leap(self, standing: Standing) -> None:
        """Ask before a long leap is applied; until then acts are refused."""
        leap = standing.leap
        said = None if leap is None or self._around.only_read() is not None else _said_of(leap)
        if said == self._asked:
            return
        if self._asked is not None:
            self._around.withdraw(self._asked)
        self._asked = said
        if said is not None:
            act = Action("leap", msg("Look and apply…"), self._apply_due)
            self._around.show_message(said, act, Level.WARNING)

    def _warn(self, standing: Standing) -> None:
        """Say what costs something, once; it stays among the alerts."""
        urgent = [(alert.urgent, alert) for alert in standing.alerts if alert.urgent is not None]
        for said in [one for one in self._warned if one not in [still for still, _ in urgent]]:
            self._around.withdraw(said)
        for said, alert in urgent:
            if said not in self._warned and self._may_act(alert):
                label = ACT_LABELS[alert.act or PAYMENT]
                act = Action("help", label, partial(self._help, alert))
                self._around.show_message(said, act, Level.WARNING)
        self._warned = tuple(said for said, _ in urgent)


def _said_of(leap: LeapAnswer) -> Message:
    return msgn(
        "{days} days have passed since {since}, and {n} thing has fallen due. Is today really {today}?",
        "{days} days have passed since {since}, and {n} things have fallen due. Is today really {today}?",
        n=len(leap.steps),
        days=leap.days,
        since=leap.since,
        today=leap.until,
    )
