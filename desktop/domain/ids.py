"""Ids that follow from what they name, so that doing a thing twice gives the same id."""

from __future__ import annotations

from uuid import UUID, uuid5

_SEATWISE = UUID("6f1d3a5e-8a0e-5d0c-9b53-2f1c4c1d7a90")


def derived_id(*parts: str | int) -> str:
    """UUIDv5 of the parts, the first being what they belong to (an account, an act)."""
    return str(uuid5(_SEATWISE, "\x1f".join(str(part) for part in parts)))
