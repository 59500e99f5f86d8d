"""What the provider tests share: payload files, trees from values, leaves and their homes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from journeys.providers.bodies import Node, parse_object
from journeys.providers.results import HOME_OF, JourneyResult

PAYLOADS = Path(__file__).parent / "payloads"
LeafId = tuple[str, int]


def payload_files(provider: str) -> list[Path]:
    return sorted((PAYLOADS / provider).glob("*.json"))


def tree_of(path: Path) -> Node:
    return parse_object(path.read_bytes())


def tree_from(value: object) -> Node:
    return parse_object(json.dumps(value).encode("ascii"))


def leaf_ids(root: Node) -> list[LeafId]:
    return [(leaf.pointer, leaf.occurrence) for leaf in root.leaves()]


def homes(result: JourneyResult) -> Iterator[tuple[LeafId, str]]:
    """Every leaf that a part holds and its home; a leaf held twice comes twice."""
    for part in result.parts():
        for leaf in part.leaves:
            yield (leaf.pointer, leaf.occurrence), f"{HOME_OF[type(part)]}.{leaf.attribute}"


def assert_nothing_is_lost(root: Node, result: JourneyResult) -> None:
    """Parts and unmapped leaves together hold every leaf exactly once."""
    held = Counter(leaf for leaf, _ in homes(result))
    held.update((leaf.pointer, leaf.occurrence) for leaf in result.unmapped)
    sent = Counter(leaf_ids(root))
    assert max(sent.values()) == 1
    assert held == sent
