"""Keyed look-up values: equal for equal text, and of no use to whoever lacks the key."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from kycreview.sealing.store import KeyGone, data_key, new_data_key

_LOOKUP_KEY = "lookup"


def lookup_hash(purpose: str, value: str) -> str:
    """HMAC-SHA256 (hex) of the normalised value: NFKC, case folded, outer space dropped.

    `purpose` keeps kinds apart: the same text as a phone and as a reference gives two values.
    """
    try:
        key = data_key(_LOOKUP_KEY)
    except KeyGone:
        new_data_key(name=_LOOKUP_KEY)
        key = data_key(_LOOKUP_KEY)
    text = unicodedata.normalize("NFKC", value).strip().casefold()
    message = f"{purpose}\x00{text}".encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()
