"""What lists say in full about one entry: the provider's nested text, unfolded into lines. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from journeys.providers.results import Named

_DETAILS = "details"
_MOST_LINES = 60
_DEEPEST = 6
_TITLE = "title"


@dataclass(frozen=True)
class Detail:
    """One line: the list's own title for the group, the name of the value, the value."""

    group: str
    name: str
    value: str


def details_of(particulars: Sequence[Named]) -> tuple[tuple[Detail, ...], tuple[Named, ...]]:
    """The lines of `details`, and the particulars that are not shown by them.

    A text that is no such object, or too large to unfold, stays a particular as it came.
    """
    lines: list[Detail] = []
    kept: list[Named] = []
    for one in particulars:
        found = _unfolded(one.value) if one.name == _DETAILS else []
        if found and len(found) <= _MOST_LINES:
            lines += found
        else:
            kept.append(one)
    return tuple(lines), tuple(kept)


def _unfolded(text: str) -> list[Detail]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(read, dict):
        return []
    found: list[Detail] = []
    for key, group in read.items():
        title = group.get(_TITLE) if isinstance(group, dict) else None
        leaves = _leaves(group, [])
        name_of_group = title if isinstance(title, str) and title else str(key)
        found += [
            Detail(name_of_group, " ".join(way), value) for way, value in leaves if way != [_TITLE]
        ]
    return found


def _leaves(node: Any, way: list[str]) -> Iterator[tuple[list[str], str]]:
    if isinstance(node, dict) and len(way) < _DEEPEST:
        for key, inner in node.items():
            yield from _leaves(inner, [*way, str(key)])
    elif isinstance(node, list) and len(way) < _DEEPEST:
        for inner in node:
            yield from _leaves(inner, way)
    elif isinstance(node, (dict, list)):
        yield way, json.dumps(node, ensure_ascii=False)
    elif node is not None and node != "":
        yield way, node if isinstance(node, str) else json.dumps(node)
