"""Stripe, over its web API: each charge is a payment intent, asked for under a key that makes it one.

The key of the account goes into one header and nowhere else; what Stripe says is never shown as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import UserError
from desktop.domain.money import Money
from desktop.domain.payments import Outcome
from desktop.i18n import Message, msg
from desktop.providers.payment import Ask, Found, Told, UnansweredError
from desktop.system.waiting import pause

if TYPE_CHECKING:
    import httpx2

ADDRESS = "https://api.stripe.com"
VERSION = "2024-06-20"
"""The version of Stripe's API that this file was written for; Stripe keeps to it."""

_WAITS = (0.5, 1.5)
"""Seconds before each further try."""

_SECONDS = 15.0
_BUSY = frozenset({409, 429})
_KEY_REFUSED = frozenset({401, 403})
_LEAST_SERVER_FAULT = 500
_OK, _WRONG, _DECLINED, _MISSING = 200, 400, 402, 404
_HUNDREDTHS = frozenset({"ISK", "UGX"})
"""Currencies without decimals that Stripe takes in hundredths."""

_MOST = 100
_STATUSES: Mapping[str, Outcome] = {
    "succeeded": Outcome.ACCEPTED,
    "processing": Outcome.LATE,
    "requires_payment_method": Outcome.DECLINED,
    "requires_action": Outcome.DECLINED,
    "canceled": Outcome.DECLINED,
}
_CODES: Mapping[str, Outcome] = {
    "expired_card": Outcome.EXPIRED,
    "insufficient_funds": Outcome.INSUFFICIENT_FUNDS,
}


@dataclass(frozen=True)
class _Reply:
    """An answer that could be read."""

    status: int
    body: Mapping[str, Any]


class Stripe:
    """A Stripe account, by its secret key."""

    def __init__(self, key: str, address: str = ADDRESS, wait: Callable[[float], None] = pause) -> None:
        """Ask at `address`: Stripe's own, or a machine's own for tests."""
        self._key = key
        self._address = checked_address(address)
        self._wait = wait

    def charge(self, ask: Ask) -> Told:
        """Make the charge once, whatever was answered or lost before."""
        customer, _, method = ask.card.token.rpartition("/")
        form = {
            "amount": str(minor(ask.amount)),
            "currency": ask.amount.currency.lower(),
            "payment_method": method,
            "payment_method_types[]": "card",
            "confirm": "true",
            "off_session": "true",
            "metadata[seatwise_key]": ask.key,
            "metadata[seatwise_order]": ask.order,
            "metadata[seatwise_instalments]": " ".join(map(str, ask.numbers)),
            "metadata[seatwise_day]": ask.on.isoformat(),
        }
        if customer:
            form["customer"] = customer
        reply = self._asked("POST", "/v1/payment_intents", data=form, key=ask.key)
        error = _part(reply.body, "error")
        if reply.status == _OK:
            return _told(reply.body)
        if reply.status == _DECLINED:
            return Told(_refusal(error), _reference(error))
        if reply.status in (_WRONG, _MISSING) and error.get("type") == "invalid_request_error":
            # It was not begun: nothing was charged, and asking again with this method is of no use.
            return Told(Outcome.DECLINED)
        raise UnansweredError(_unclear())

    def made_for(self, order: str) -> list[Found]:
        """Every charge asked for the order, found by what it was marked with."""
        query = {"query": f"metadata['seatwise_order']:'{order}'", "limit": str(_MOST)}
        found: list[Found] = []
        while True:
            reply = self._asked("GET", "/v1/payment_intents/search", params=query)
            listed = reply.body.get("data")
            if reply.status != _OK or not isinstance(listed, list):
                raise UnansweredError(_unclear())
            found += [_found(one) for one in listed]
            more = reply.body.get("next_page")
            if not (reply.body.get("has_more") and isinstance(more, str)):
                return found
            query["page"] = more

    def _asked(
        self,
        how: str,
        path: str,
        *,
        data: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> _Reply:
        """The first answer that is one, after a few tries; each try asks the same."""
        import httpx2

        headers = {"Authorization": f"Bearer {self._key}", "Stripe-Version": VERSION}
        headers |= {"Idempotency-Key": key} if key else {}
        own = self._address != ADDRESS
        why: Message = _unclear()
        with httpx2.Client(base_url=self._address, headers=headers, timeout=_SECONDS, trust_env=not own) as client:
            for wait in (*_WAITS, None):
                try:
                    return _read(client.request(how, path, data=data, params=params))
                except httpx2.TransportError as error:
                    why = _unreached(error)
                except _BusyError as busy:
                    why = busy.why
                if wait is not None:
                    self._wait(wait)
        raise UnansweredError(why)


class _BusyError(Exception):
    """The server asks to come back later."""

    def __init__(self, status: int) -> None:
        """Keep what to say."""
        super().__init__(status)
        self.why = msg(
            "Stripe is busy or has a fault (answer {status}). A charge that was asked for stays open.", status=status
        )


def _read(response: httpx2.Response) -> _Reply:
    status = response.status_code
    if status in _BUSY or status >= _LEAST_SERVER_FAULT:
        raise _BusyError(status)
    if status in _KEY_REFUSED:
        raise UnansweredError(
            msg("Stripe does not accept the key of this store. Set the right one."),
            msg("Use seatwise payments set-key."),
        )
    try:
        body = response.json()
    except ValueError:
        raise UnansweredError(_unclear()) from None
    if not isinstance(body, dict):
        raise UnansweredError(_unclear())
    return _Reply(status, body)


def _told(intent: Mapping[str, Any]) -> Told:
    outcome = _STATUSES.get(str(intent.get("status")))
    if outcome is None or not isinstance(intent.get("id"), str):
        raise UnansweredError(_unclear())
    if outcome is Outcome.DECLINED:
        outcome = _refusal(_part(intent, "last_payment_error"))
    return Told(outcome, intent["id"])


def _found(intent: object) -> Found:
    if not isinstance(intent, dict):
        raise UnansweredError(_unclear())
    marks = _part(intent, "metadata")
    try:
        currency = str(intent["currency"]).upper()
        numbers = tuple(int(number) for number in str(marks["seatwise_instalments"]).split())
        day = date.fromisoformat(str(marks["seatwise_day"]))
        amount = Money(int(intent["amount"]) // (100 if currency in _HUNDREDTHS else 1), currency)
        return Found(str(marks["seatwise_key"]), numbers, amount, day, _told(intent))
    except (KeyError, ValueError, TypeError):
        raise UnansweredError(_unclear()) from None


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    return part if isinstance(part, dict) else {}


def _refusal(error: Mapping[str, Any]) -> Outcome:
    codes = (error.get("decline_code"), error.get("code"))
    return next((_CODES[code] for code in codes if isinstance(code, str) and code in _CODES), Outcome.DECLINED)


def _reference(error: Mapping[str, Any]) -> str | None:
    found = _part(error, "payment_intent").get("id") or error.get("charge")
    return found if isinstance(found, str) else None


def _unclear() -> Message:
    return msg("Stripe's answer cannot be read. A charge that was asked for stays open.")


def _unreached(error: Exception) -> Message:
    # Only the kind of fault: its text may hold what was sent.
    return msg("Stripe could not be reached ({why}). A charge that was asked for stays open.", why=type(error).__name__)


def minor(amount: Money) -> int:
    """An amount as Stripe counts it.

    >>> minor(Money(16000, "USD")), minor(Money(500, "ISK"))
    (16000, 50000)
    """
    if amount.currency in _HUNDREDTHS:
        return amount.minor * 100
    return amount.minor


def checked_address(address: str) -> str:
    """An address that a key may be sent to: Stripe's, or one of this machine; a UserError for any other.

    >>> checked_address("http://127.0.0.1:8420")
    'http://127.0.0.1:8420'
    """
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    own = parts.hostname in {"127.0.0.1", "::1"} and parts.scheme in {"http", "https"} and not parts.username
    if address != ADDRESS and not own:
        raise UserError(msg("Payments are only sent to Stripe, or to an address of this machine for tests."))
    return address
