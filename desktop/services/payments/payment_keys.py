"""The key by which a store's provider charges: kept by the system's keyring under the store's id, nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.i18n import msg
from desktop.providers.payment import PaymentProvider
from desktop.services.context import Context, manager
from desktop.store.schema import WorkspaceRow


@dataclass(frozen=True)
class PaymentsAnswer:
    """Who charges, and whether the keyring holds the key for it. The key itself is never shown."""

    payments: Payments
    key: bool | None
    """Null where the provider needs none."""


class PaymentKeys:
    """The payment provider of the account."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def show(self) -> PaymentsAnswer:
        """Who charges, and whether there is a key."""
        with self._context.store.read() as session:
            payments = self._context.account(session).payments
            return PaymentsAnswer(payments, has_key(session) if payments is Payments.STRIPE else None)

    def set_key(self, key: str) -> PaymentsAnswer:
        """Keep the provider's secret key in the keyring; refused unless the account is charged by Stripe."""
        from desktop.system.secrets import keep_secret

        with self._context.store.read() as session:
            account = self._context.account(session)
            manager(self._context, session, account)
            name = _name(session)
        if account.payments is not Payments.STRIPE:
            raise UserError(msg("The provider of this account needs no key."))
        refuse_card_number(key)
        if re.fullmatch(r"[rs]k_[A-Za-z0-9_]{3,250}", key.strip(), re.ASCII) is None:
            raise UserError(msg("This is not a secret key of Stripe: it begins with sk_ or rk_."))
        keep_secret(name, key.strip())
        return self.show()

    def forget_key(self) -> PaymentsAnswer:
        """Take the key out of the keyring."""
        from desktop.system.secrets import forget_secret

        with self._context.store.read() as session:
            manager(self._context, session, self._context.account(session))
            name = _name(session)
        forget_secret(name)
        return self.show()


def has_key(session: Session) -> bool:
    """Whether the keyring of this machine holds the store's key; a UserError where it cannot be used."""
    from desktop.system.secrets import secret

    return secret(_name(session)) is not None


def provider_of(context: Context, session: Session, payments: Payments) -> PaymentProvider:
    """The provider that charges, ready to be asked; refused where its key is missing."""
    from desktop.providers.recorded import RecordedPayments
    from desktop.providers.test import TestPayments

    if payments is Payments.RECORDED:
        return RecordedPayments()
    if payments is Payments.TEST:
        return TestPayments()
    from desktop.providers.stripe import ADDRESS, Stripe
    from desktop.system.secrets import secret

    key = secret(_name(session))
    if key is None:
        raise UserError(
            msg("There is no key for Stripe on this machine. Set it first."), msg("Use seatwise payments set-key.")
        )
    return Stripe(key, context.stripe or ADDRESS)


def _name(session: Session) -> str:
    return f"payments {session.execute(select(WorkspaceRow.id)).scalar_one()}"
