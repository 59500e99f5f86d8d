"""Keyed look-up values: equal for equal text, and of no use to whoever lacks the key."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

from kycreview.sealing.store import KeyGone, data_key, new_data_key

_LOOKUP_KEY = "lookup"


def lookup_hash(purpose: str, value: str) -> str:
    """HMAC-SHA256 (hex) of the normalised value: NFKC, case folded, outer space dropped.

    `purpose` keeps kinds apart: the same text as a phone and as a reference gives two values.
    """
    return lookup_hashes([(purpose, value)])[0]


def lookup_hashes(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The same for many (purpose, value), with one look at the key."""
    try:
        key = data_key(_LOOKUP_KEY)
    except KeyGone:
        new_data_key(name=_LOOKUP_KEY)
        key = data_key(_LOOKUP_KEY)
    return [_hash(key, purpose, value) for purpose, value in pairs]


def _hash(key: bytes, purpose: str, value: str) -> str:
    text = unicodedata.normalize("NFKC", value).strip().casefold()
    message = f"{purpose}\x00{text}".encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()
