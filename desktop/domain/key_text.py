"""Keys issued by the desk itself, for rehearsal: a text that names its seats and can be checked (rules.md R10).

The check is keyed by the workspace, so that a mistyped key, or one of another workspace or account, is told apart. It
is no secret and guards nothing of worth: a vendor's real keys are opaque and are entered as their mail says.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from desktop.domain.errors import UserError
from desktop.domain.keys import Plan
from desktop.i18n import msg

PREFIX = "SW"
_PLANS = (Plan.USERS, Plan.MAU, Plan.ADD_ON)
_BODY = struct.Struct(">4sIBI5s")
_SEAL_BYTES = 6


@dataclass(frozen=True)
class KeyContent:
    """What an issued key says."""

    account_id: str
    seats: int
    plan: Plan
    expires_on: date | None
    nonce: bytes


def write_key(content: KeyContent, workspace_id: str) -> str:
    """The key's text: SW and groups of five letters and digits."""
    expires = content.expires_on.toordinal() if content.expires_on else 0
    body = _BODY.pack(
        UUID(content.account_id).bytes[:4], content.seats, _PLANS.index(content.plan), expires, content.nonce[:5]
    )
    return _grouped(base64.b32encode(body + _seal(body, workspace_id)).decode().rstrip("="))


def as_written(text: str) -> str:
    """A typed key of the desk as the desk writes it; any other key with single spaces."""
    return _grouped(_letters(text)) if is_issued_here(text) else " ".join(text.split())


def end_of(key: str) -> str:
    """What a list, the history and files show of a key, whose whole text brings seats.

    >>> end_of("SW-AAAAA-BVGOY")
    '…VGOY'
    """
    return f"…{key[-4:]}"


def is_issued_here(text: str) -> bool:
    """Whether the text has the form of a key issued by a desk."""
    compact = "".join(text.upper().split())
    return compact.startswith(f"{PREFIX}-") and len(_letters(text)) == len(_encoded_example())


def is_like_issued(text: str) -> bool:
    """Whether the text begins as a desk's keys do: with letters lost or doubled it is still no vendor's."""
    return "".join(text.upper().split()).startswith(f"{PREFIX}-")


def read_key(text: str, workspace_id: str, account_id: str) -> KeyContent:
    """What the key says; refused when it is mistyped, or for another workspace or account."""
    letters = _letters(text)
    try:
        raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        raw = b""
    body, seal = raw[: _BODY.size], raw[_BODY.size :]
    if len(body) != _BODY.size or not hmac.compare_digest(seal, _seal(body, workspace_id)):
        raise UserError(msg("Invalid activation key."))
    account, seats, plan, expires, nonce = _BODY.unpack(body)
    if account != UUID(account_id).bytes[:4]:
        raise UserError(msg("This key was issued for another account."))
    return KeyContent(account_id, seats, _PLANS[plan], date.fromordinal(expires) if expires else None, nonce)


def _grouped(letters: str) -> str:
    return "-".join([PREFIX, *(letters[i : i + 5] for i in range(0, len(letters), 5))])


def _seal(body: bytes, workspace_id: str) -> bytes:
    return hmac.digest(workspace_id.encode(), body, hashlib.sha256)[:_SEAL_BYTES]


def _letters(text: str) -> str:
    return "".join(text.upper().split()).removeprefix(f"{PREFIX}-").replace("-", "")


def _encoded_example() -> str:
    return base64.b32encode(bytes(_BODY.size + _SEAL_BYTES)).decode().rstrip("=")
