"""How an entry is hashed and signed. Pure; the verifier and the writer share it.

commitment = HMAC(field salt, canonical value), field salt = HMAC(entry salt, field name);
leaf = SHA-256 of canonical JSON {field: commitment}; mac = HMAC(TRAIL_KEY, prev_mac | leaf).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = hashlib.sha256(b"kycreview trail 1").hexdigest()

FIELDS = (
    "seq", "id", "at", "event", "schema", "actor", "system", "role", "session_digest", "address",
    "account", "case_id", "round_id", "object_kind", "object_id", "app_version", "policy_version",
    "data", "commitments", "key_id",
)  # fmt: skip


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces, ASCII: the same text on every machine."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def field_text(value: object) -> str:
    """One column as text; times in UTC with microseconds."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return "" if value is None else str(value)


def field_salt(salt: bytes, name: str) -> bytes:
    return hmac.new(salt, name.encode(), hashlib.sha256).digest()


def commit(salt: bytes, value: str) -> str:
    """HMAC-SHA256 (hex) of a value under a salt."""
    message = value.encode("utf-8", "surrogatepass")
    return hmac.new(salt, message, hashlib.sha256).hexdigest()


def field_commitments(values: Mapping[str, object], salt: bytes) -> dict[str, str]:
    """One commitment a field, for all of FIELDS."""
    return {name: commit(field_salt(salt, name), field_text(values[name])) for name in FIELDS}


def leaf_hash(commitments: Mapping[str, str]) -> str:
    return hashlib.sha256(canonical(dict(commitments)).encode()).hexdigest()


def mac_of(key: bytes, prev_mac: str, leaf: str) -> str:
    return hmac.new(key, f"{prev_mac}|{leaf}".encode(), hashlib.sha256).hexdigest()
