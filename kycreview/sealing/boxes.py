"""Seal and open small things with AES-256-GCM. A box opens only in the context it was sealed for.

Layout: version (1 byte), nonce (12 bytes), ciphertext with tag. The context (row and column, or a
file's name) is associated data, so that a box moved to another row does not open.
"""

from __future__ import annotations

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"


class Broken(Exception):
    """The box was changed, or was sealed under another key or for another place."""


def seal(key: bytes, plain: bytes, *, context: str) -> bytes:
    nonce = os.urandom(12)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def unseal(key: bytes, box: bytes | memoryview, *, context: str) -> bytes:
    """Raises Broken."""
    box = bytes(box)
    if len(box) < 29 or box[:1] != _VERSION:
        raise Broken("not a box of ours")
    try:
        return AESGCM(key).decrypt(box[1:13], box[13:], context.encode())
    except InvalidTag:
        raise Broken("the box does not open here") from None


def seal_json(key: bytes, value: Any, *, context: str) -> bytes:
    """ASCII JSON, so that lone surrogates and NUL survive as they are."""
    return seal(key, json.dumps(value, separators=(",", ":")).encode("ascii"), context=context)


def unseal_json(key: bytes, box: bytes | memoryview, *, context: str) -> Any:
    return json.loads(unseal(key, box, context=context))
