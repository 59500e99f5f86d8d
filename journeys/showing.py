"""A journey in full, for the command line: every leaf of its newest snapshot and its home."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from journeys.connections import provider_of
from journeys.models import ROW_OF_SLOT, Journey, Locator, MediaUse, Snapshot
from journeys.providers.bodies import REDACTED, Node, Spelled, Unreadable, json_text, parse_object
from journeys.providers.plain import to_plain
from journeys.providers.reading import LeafId
from journeys.providers.results import HOME_OF, JourneyPart, Part


def stored_parts(snapshot: Snapshot, key: bytes) -> Iterator[Part]:
    """Every part of a snapshot, opened from its rows; one query a table."""
    yield snapshot.summary(key)
    for row_type in ROW_OF_SLOT.values():
        rows = row_type.objects.filter(snapshot=snapshot)  # type: ignore[attr-defined]  # abstract base's manager
        for row in rows:
            yield row.part(key, snapshot)


def as_json(journey: Journey) -> str:
    """{"journey", "values", "unmapped", "media"}; numbers are spelled as they were received."""
    key = journey.key()
    snapshot = _newest(journey)
    homes: dict[LeafId, str] = {}
    parts = list(stored_parts(snapshot, key)) if snapshot.sealed_summary is not None else []
    for part in parts:
        for leaf in part.leaves:
            home = f"{HOME_OF[type(part)]}.{leaf.attribute}"
            homes[(leaf.pointer, leaf.occurrence)] = home
    values, unmapped = _leaves(journey, snapshot, key, homes)
    about = {
        "account": journey.account.slug,
        "provider": journey.account.provider,
        "id": journey.provider_id,
        "snapshot": snapshot.number,
        "snapshots": journey.snapshot_count,
        "state": snapshot.state,
        "reason": snapshot.reason,
        "received_at": snapshot.received_at.isoformat(),
        "bytes_sha256": snapshot.bytes_sha256,
        "graph_digest": snapshot.graph_digest,
        "verdict": snapshot.verdict,
        "lifecycle": snapshot.lifecycle,
        "is_test": journey.is_test,
    }
    media = json.dumps(_media(snapshot, key), indent=1)
    return (
        f'{{"journey": {json.dumps(about, indent=1)},\n'
        f'"values": [{",".join(values)}\n],\n"unmapped": [{",".join(unmapped)}\n],\n'
        f'"media": {media}}}'
    )


def as_text(journey: Journey) -> str:
    """The graph for reading: one block a part, empty attributes left out."""
    key = journey.key()
    snapshot = _newest(journey)
    lines = [
        f"{journey.account.slug} {journey.provider_id}: snapshot {snapshot.number} of "
        f"{journey.snapshot_count}, {snapshot.state}, verdict {snapshot.verdict}, "
        f"lifecycle {snapshot.lifecycle}"
    ]
    if snapshot.reason:
        lines.append(snapshot.reason)
    for part in stored_parts(snapshot, key) if snapshot.sealed_summary is not None else ():
        lines.append(f"\n{HOME_OF[type(part)]}")
        lines += [f"  {name}: {text}" for name, text in _told(part)]
    unmapped = snapshot.unmapped(key)
    lines.append(f"\nunmapped: {len(unmapped)}")
    lines += [f"  {leaf.pointer}: {leaf.json_text}" for leaf in unmapped]
    lines.append("\nmedia")
    lines += [f"  {json.dumps(item)}" for item in _media(snapshot, key)]
    return "\n".join(lines)


def _newest(journey: Journey) -> Snapshot:
    snapshot = journey.snapshots.order_by("-number").first()
    if snapshot is None:
        raise LookupError("a journey without a snapshot")
    return snapshot


def _leaves(
    journey: Journey, snapshot: Snapshot, key: bytes, homes: dict[LeafId, str]
) -> tuple[list[str], list[str]]:
    """Both lists as JSON texts; an unreadable body is one leaf, unmapped."""
    try:
        root = parse_object(snapshot.body(key))
    except Unreadable:
        return [], [f'\n{{"path": "", "occurrence": 1, "value": {json.dumps(snapshot.reason)}}}']
    secret = provider_of(journey.account).redact(root)
    values: list[str] = []
    unmapped: list[str] = []
    seen: Counter[str] = Counter()
    for path, leaf in _exact_leaves(root):
        leaf_id = (leaf.pointer, leaf.occurrence)
        seen[path] += 1
        start = f'\n{{"path": {json.dumps(path)}, "occurrence": {seen[path]}, '
        start += f'"value": {REDACTED_TEXT if leaf_id in secret else _value(leaf)}'
        home = homes.get(leaf_id)
        if home is None:
            unmapped.append(start + "}")
        else:
            values.append(f'{start}, "home": {json.dumps(home)}}}')
    return values, unmapped


def _exact_leaves(root: Node) -> Iterator[tuple[str, Node]]:
    """Every leaf in the order of the body, with its pointer as received.

    A node's own pointer is made storable: a NUL or a lone surrogate in a key is replaced there.
    """
    stack = [("", root)]
    while stack:
        path, node = stack.pop()
        if node.is_leaf:
            yield path, node
            continue
        below = [(str(index), item) for index, item in enumerate(node.items)] or [
            (key.replace("~", "~0").replace("/", "~1"), child) for key, child in node.members
        ]
        stack.extend((f"{path}/{name}", child) for name, child in reversed(below))


REDACTED_TEXT = json.dumps(REDACTED)


def _value(leaf: Node) -> str:
    """The leaf as JSON; what JSON (or UTF-8) cannot hold as such is its text, and says so."""
    text = json_text(leaf)
    is_odd_number = isinstance(leaf.value, Spelled) and text in ("NaN", "Infinity", "-Infinity")
    if is_odd_number or _has_lone_surrogate(leaf):
        return f'{json.dumps(text)}, "encoding": "json"'
    return text


def _has_lone_surrogate(leaf: Node) -> bool:
    return isinstance(leaf.value, str) and any("\ud800" <= c <= "\udfff" for c in leaf.value)


def _media(snapshot: Snapshot, key: bytes) -> list[dict[str, Any]]:
    uses = MediaUse.objects.filter(snapshot=snapshot).select_related("locator__blob")
    return [_one_medium(use, use.locator, key, snapshot) for use in uses]


def _one_medium(use: MediaUse, locator: Locator, key: bytes, snapshot: Snapshot) -> dict[str, Any]:
    part = use.part(key, snapshot)
    blob = locator.blob
    return {
        "path": part.source_path,
        "kind": use.kind,
        "side": use.side,
        "step": part.step_id,
        "state": locator.state,
        "reason": locator.reason,
        "sha256": blob.sha256 if blob else None,
        "size": blob.size if blob else None,
        "type": blob.media_type if blob else None,
        "width": blob.width if blob else None,
        "height": blob.height if blob else None,
    }


def _told(part: Part) -> Iterator[tuple[str, str]]:
    plain = to_plain(part)
    for name, value in plain.items():
        if (
            name == "leaves"
            or value in (None, "", [], {})
            or (isinstance(part, JourneyPart) and (value == {"code": "unknown", "raw": ""}))
        ):
            continue
        yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
