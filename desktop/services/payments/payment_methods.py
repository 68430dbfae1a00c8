"""Payment methods: tokens of a provider with what may be shown of the card (rules.md 1.1, R6)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.payments import UNKNOWN_YEAR, Card, card_of_test_token, is_test_token
from desktop.i18n import msg
from desktop.services.orders.acts import Actor
from desktop.store.order_rows import card_of
from desktop.store.schema import AccountRow, PaymentMethodRow
from desktop.store.unit_of_work import Write

_LONGEST = 200
_LAST_DIGITS = 4


@dataclass(frozen=True)
class CardWish:
    """What a person says of a payment method: the provider's token, and what its page shows of the card."""

    token: str
    brand: str = ""
    last4: str = ""
    exp_month: int | None = None
    exp_year: int | None = None
    holder: str = ""


@dataclass(frozen=True)
class PaymentMethodAnswer:
    """A payment method: never more of a card than its provider shows. The expiry is null where it is not known."""

    payment_method: str
    token: str
    brand: str
    last4: str
    exp_month: int | None
    exp_year: int | None
    holder: str


def card_wished(wish: CardWish, payments: Payments) -> Card:
    """The card a token stands for; the test provider knows its own, of others the person says what is known."""
    said = (wish.token, wish.brand, wish.last4, wish.holder)
    refuse_card_number(*said)
    token = wish.token.strip()
    if not token:
        raise UserError(msg("A payment method is required."))
    if any(len(text) > _LONGEST or not text.isprintable() for text in said):
        raise UserError(msg("The payment method has a text that is too long or cannot be printed."))
    if len(wish.last4) > _LAST_DIGITS:
        raise UserError(msg("Enter no more of the card than its last four digits."))
    if wish.last4 and not (len(wish.last4) == _LAST_DIGITS and wish.last4.isascii() and wish.last4.isdecimal()):
        raise UserError(msg("Enter all of the last four digits of the card, or leave them out."))
    month, year = wish.exp_month or 12, wish.exp_year or UNKNOWN_YEAR
    if not 1 <= month <= 12 or not 2000 <= year <= UNKNOWN_YEAR:  # noqa: PLR2004 - months, and years of four digits
        raise UserError(msg("The card's expiry is a month and a year, such as 08/2027."))
    if payments is Payments.TEST or is_test_token(token):
        known = card_of_test_token(token)
        _refuse_other_card(wish, known)
        return Card(token, known.brand, known.last4, known.exp_month, known.exp_year, wish.holder.strip())
    return Card(token, wish.brand.strip(), wish.last4, month, year, wish.holder.strip())


def card_chosen(session: Session, account: AccountRow, wish: CardWish) -> Card:
    """The card wished; of a token the account knows already nothing needs to be said again."""
    card = card_wished(wish, account.payments)
    if wish.brand or wish.last4 or wish.exp_month or wish.exp_year:
        return card
    mine = select(PaymentMethodRow).where(PaymentMethodRow.account_id == account.id)
    mine = mine.where(PaymentMethodRow.token == card.token, PaymentMethodRow.exp_year != UNKNOWN_YEAR)
    known = session.execute(mine.order_by(PaymentMethodRow.added_on.desc(), PaymentMethodRow.id)).scalars().first()
    return card if known is None else card_of(known) or card


def _refuse_other_card(wish: CardWish, known: Card) -> None:
    """What is said of a test card is what its token says."""
    month, year = wish.exp_month or known.exp_month, wish.exp_year or known.exp_year
    said = (_plain(wish.brand) or _plain(known.brand), wish.last4 or known.last4, month, year)
    if said != (_plain(known.brand), known.last4, known.exp_month, known.exp_year):
        raise UserError(
            msg(
                "The test token decides which card it is: {token} is {brand} ending in {last4} and expires {expiry}.",
                token=known.token,
                brand=known.brand,
                last4=known.last4,
                expiry=f"{known.exp_month:02d}/{known.exp_year}",
            )
        )


def _plain(brand: str) -> str:
    """A brand without what people write otherwise: capitals, blanks, and the short name of one of them."""
    letters = "".join(letter for letter in brand.casefold() if letter.isalnum())
    return "americanexpress" if letters == "amex" else letters


def method_id(account_id: str, card: Card) -> str:
    """The id of a payment method of an account: the same card is kept once."""
    return derived_id(account_id, "payment method", card.token, card.last4, str(card.exp_year), str(card.exp_month))


def keep_method(write: Write, actor: Actor, card: Card) -> None:
    """Keep the payment method, where it is not kept already."""
    row_id = method_id(actor.account.id, card)
    if write.session.get(PaymentMethodRow, row_id) is None:
        write.session.add(
            PaymentMethodRow(
                id=row_id,
                account_id=actor.account.id,
                token=card.token,
                brand=card.brand,
                last4=card.last4,
                exp_month=card.exp_month,
                exp_year=card.exp_year,
                holder=card.holder,
                added_on=actor.today,
            )
        )


def method_answer(row: PaymentMethodRow | None) -> PaymentMethodAnswer | None:
    """A payment method as services answer it."""
    if row is None:
        return None
    known = row.exp_year != UNKNOWN_YEAR
    return PaymentMethodAnswer(
        row.id,
        row.token,
        row.brand,
        row.last4,
        row.exp_month if known else None,
        row.exp_year if known else None,
        row.holder,
    )
