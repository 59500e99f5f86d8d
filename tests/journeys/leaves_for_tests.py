"""Every leaf of a body and of what the product shows of it, read by a reader of the tests' own."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

LeafId = tuple[str, int]
REDACTED = "[redacted]"
# The keys, without case and underscores, of what is a secret wherever it stands.
SECRET_KEYS = ("authkeyforcallback", "callbackurl", "token", "secret", "password", "apikey")


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


def listed(text: str) -> tuple[dict[LeafId, Any], dict[LeafId, str]]:
    """What the command lists: the values by leaf, and the homes. A leaf listed twice fails."""
    tree = parsed(text)
    values: dict[LeafId, Any] = {}
    homes: dict[LeafId, str] = {}
    for name in ("values", "unmapped"):
        for item in member(tree, name):
            row = dict(item)
            leaf = row["path"], int(row["occurrence"])
            assert leaf not in values, leaf
            value = row["value"]
            values[leaf] = parsed(value) if row.get("encoding") == "json" else value
            assert set(row) - {"encoding"} == {"path", "occurrence", "value"} | (
                {"home"} if name == "values" else set()
            )
            if name == "values":
                homes[leaf] = row["home"]
    return values, homes


def assert_it_shows(body: bytes, text: str) -> dict[LeafId, str]:
    """Every leaf is there once, with its value; returns the homes."""
    sent = leaves(body)
    values, homes = listed(text)
    assert set(values) == set(sent)
    for leaf, value in values.items():
        if value == REDACTED and sent[leaf] != REDACTED:
            assert may_be_secret(leaf[0], sent[leaf]), leaf
        else:
            assert kind_and_value(value) == kind_and_value(sent[leaf]), leaf
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", home) for home in homes.values())
    return homes


def may_be_secret(path: str, value: Any) -> bool:
    keys = path.lower().replace("_", "").replace("-", "").split("/")
    is_key = any(word in key for key in keys for word in SECRET_KEYS)
    return isinstance(value, str) and bool(value.strip()) and (is_key or "//" in value)


def _walk(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Members) and value:
        for key, inner in value:
            yield from _walk(f"{path}/{key.replace('~', '~0').replace('/', '~1')}", inner)
    elif isinstance(value, list) and value and not isinstance(value, Members):
        for index, inner in enumerate(value):
            yield from _walk(f"{path}/{index}", inner)
    else:
        yield path, value
