"""JSON as the providers write it, keys that stand twice included. Knows no provider."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None

# A key's copies differ in a tail that is cut off when the text is made.
_COPY = "\u2063copy"


def second(key: str) -> str:
    """The same key once more: it stands twice in the text."""
    return f"{key}{_COPY}"


def as_bytes(body: Json) -> bytes:
    """Compact UTF-8, in the order of the keys."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.replace(_COPY, "").encode()
