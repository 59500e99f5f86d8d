"""Every leaf of a body, listed by a reader that shares nothing with the product's own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

LeafId = tuple[str, int]


class Number(str):
    """A number, NaN or Infinity as it is spelled."""


class Members(list[tuple[str, Any]]):
    """An object's members in their order, repeated keys included."""


def parsed(text: str | bytes) -> Any:
    """JSON with the spelling of its numbers and all of its keys."""
    return json.loads(
        text,
        object_pairs_hook=Members,
        parse_int=Number,
        parse_float=Number,
        parse_constant=Number,
    )


def leaves(body: bytes) -> dict[LeafId, Any]:
    """(path, occurrence) of every leaf and its value; `[]` and `Members()` are leaves too."""
    seen: Counter[str] = Counter()
    found: dict[LeafId, Any] = {}
    for path, value in _walk("", parsed(body)):
        seen[path] += 1
        found[path, seen[path]] = value
    return found


def member(tree: Any, *names: str) -> Any:
    """What stands below `names` in a parsed object; the first of repeated keys."""
    for name in names:
        tree = next(value for key, value in tree if key == name)
    return tree


def kind_and_value(value: Any) -> tuple[str, Any]:
    """Comparable: 1 is not true, 1.0 is not 1, and a number is not its text."""
    return type(value).__name__, value


def _walk(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Members) and value:
        for key, inner in value:
            yield from _walk(f"{path}/{key.replace('~', '~0').replace('/', '~1')}", inner)
    elif isinstance(value, list) and value and not isinstance(value, Members):
        for index, inner in enumerate(value):
            yield from _walk(f"{path}/{index}", inner)
    else:
        yield path, value
