"""The test provider, for rehearsals and demos: no money moves, the outcome follows from the token."""

from __future__ import annotations

from desktop.domain.payments import outcome_by_test
from desktop.i18n import msg
from desktop.providers.payment import Ask, Found, Told

SAYS_SO = msg("This account uses the test provider: no money moves, and the outcome follows from the token.")
"""What every window and command that charges with it says."""


class TestPayments:
    """Answers at once, the same each time."""

    __test__ = False

    def charge(self, ask: Ask) -> Told:
        """The outcome of the token on the day."""
        return Told(outcome_by_test(ask.card, ask.on))

    def made_for(self, order: str) -> list[Found]:  # noqa: ARG002 - it remembers nothing
        """None."""
        return []
