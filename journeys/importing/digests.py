"""Is it new evidence? SHA-256 of what a snapshot says, without what does not matter."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from journeys.importing.identity import material
from journeys.models import MediaUse, Snapshot
from journeys.providers.bodies import plain_key
from journeys.providers.results import JourneyPart, JourneyResult, Part

# Bookkeeping of the providers, and decisions about the evidence (they are no evidence).
IMMATERIAL_KEYS = frozenset(
    plain_key(key)
    for key in ("updatedAt", "__v", "callbackSent", "callbacksSent", "inQueue", "manual_decision",
                "final_decision")
)  # fmt: skip
# Derived from the rest, the manual decision among it.
_DERIVED = ("verdict", "verdict_reasons", "manual_decision", "final_decision", "updated_at")


def graph_digest(result: JourneyResult) -> str:
    """The digest of the graph: order of lists, positions and locators do not count."""
    said = sorted(
        json.dumps([type(part).__name__, _without_immaterial(part)], sort_keys=True)
        for part in result.parts()
    )
    loose = sorted(
        [leaf.pointer, leaf.json_text]
        for leaf in result.unmapped
        if plain_key(leaf.pointer.rsplit("/", 1)[-1]) not in IMMATERIAL_KEYS
    )
    return hashlib.sha256(json.dumps([said, loose]).encode()).hexdigest()


def evidence_digest(snapshot: Snapshot) -> str:
    """The graph and the pictures as they are known now. One query.

    It changes when a picture arrives that was missing: that is new evidence to whoever decided
    without it.
    """
    uses = MediaUse.objects.filter(snapshot=snapshot).values_list(
        "kind", "side", "stable_key", "locator__blob__sha256"
    )
    pictures = sorted([kind, side, key, sha or ""] for kind, side, key, sha in uses)
    return hashlib.sha256(json.dumps([snapshot.graph_digest, pictures]).encode()).hexdigest()


def _without_immaterial(part: Part) -> dict[str, Any]:
    plain = material(part)
    dropped = {
        leaf.attribute
        for leaf in part.leaves
        if plain_key(leaf.pointer.rsplit("/", 1)[-1]) in IMMATERIAL_KEYS
    }
    if isinstance(part, JourneyPart):
        dropped.update(_DERIVED)
    plain["particulars"] = [item for item in plain["particulars"] if item["name"] not in dropped]
    return {name: value for name, value in plain.items() if name not in dropped}
