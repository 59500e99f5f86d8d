"""What a row of the matrix is, for statements about it: one part, or several parts as one.

A correction points here; it holds only while every part of the row says the same as then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from journeys.providers import results as r
from reviews.evidence.shapes import Identity, Tree


def identity_of_row(tree: Tree, parts: Sequence[r.Part], *, row: str, is_shared: bool) -> Identity:
    """`parts[0]` is the reference; `is_shared` says that it stands in other rows as well.

    A zone's lines and a register's answer are one part that gives several rows: each row of
    theirs has a key of its own, made of the part's and the row's name.
    """
    known = {id(part): tree.identity_of(part) for part in parts}
    first = known[id(parts[0])]
    if len(known) == 1 and not is_shared:
        return first
    content = sorted((one.stable_key, one.content_hash) for one in known.values())
    return Identity(
        stable_key=_hash([first.stable_key, row]) if is_shared else first.stable_key,
        content_hash=_hash(content),
    )


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
