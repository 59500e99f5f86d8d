"""Shares that are drawn: by a keyed hash of an id, so that every look draws the same."""

from __future__ import annotations

from uuid import UUID

from kycreview.sealing import lookup_hash

_PARTS = 10_000


def is_drawn(pk: UUID, *, percent: int, purpose: str = "passed") -> bool:
    """Whether this one is in a share of so many per cent. Who lacks the key cannot foretell it."""
    digest = lookup_hash(f"sample:{purpose}", str(pk))
    return int(digest[:12], 16) % _PARTS < percent * (_PARTS // 100)
