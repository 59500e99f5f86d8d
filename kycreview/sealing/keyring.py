"""Key rings from settings: comma-separated base64 keys of 32 bytes, the first one is in use."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Ring:
    """Keys by id; `current` seals, all of them open."""

    current: str
    keys: dict[str, bytes] = field(repr=False)


@lru_cache(maxsize=8)
def parse_ring(text: str, name: str) -> Ring:
    """Raises ImproperlyConfigured for a key that is not 32 bytes of base64."""
    keys: dict[str, bytes] = {}
    for piece in text.split(","):
        try:
            key = base64.b64decode(_standard(piece), validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != 32:
            raise ImproperlyConfigured(f"{name} must be base64 of 32 bytes (or a list of such).")
        keys[hashlib.sha256(key).hexdigest()[:8]] = key
    return Ring(current=next(iter(keys)), keys=keys)


def _standard(piece: str) -> str:
    """Both alphabets of base64 are accepted; what belongs to neither is refused, not dropped."""
    return piece.strip().replace("-", "+").replace("_", "/")


def data_ring() -> Ring:
    """The master keys that wrap data keys (DATA_KEY)."""
    return parse_ring(settings.DATA_KEY, "DATA_KEY")


def trail_ring() -> Ring:
    """The keys that sign the trail (TRAIL_KEY)."""
    return parse_ring(settings.TRAIL_KEY, "TRAIL_KEY")
