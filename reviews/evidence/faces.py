"""What an opinion on the faces is about: its identity and its content, as the evidence has them.

An opinion carries over to newer evidence only where both are equal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from journeys.choices import MediaKind
from journeys.models import Blob, FaceComparison, Journey

_FACES = (
    MediaKind.SELFIE,
    MediaKind.SELFIE_CROP,
    MediaKind.PORTRAIT,
    MediaKind.GHOST_PORTRAIT,
    MediaKind.EXTERNAL_FACE,
)


@dataclass(frozen=True)
class ComparedFaces:
    """The first comparison's stable key (empty where none was made), and a hash of what it is."""

    stable_key: str
    content_hash: str


def machine_outcome(snapshot_id: UUID | None) -> str:
    """What the machine says of all comparisons together: the worst; unknown is never a pass."""
    outcomes = FaceComparison.objects.filter(snapshot=snapshot_id)
    return worst_outcome(outcomes.values_list("outcome", flat=True))


def worst_outcome(outcomes: Iterable[str]) -> str:
    """fail before uncertain, unknown and not_done, before pass; not_done where there is none."""
    found = set(outcomes)
    for code in ("fail", "uncertain", "unknown", "not_done", "pass"):
        if code in found:
            return code
    return "unknown" if found else "not_done"


def compared_faces(journey: Journey) -> ComparedFaces:
    """The faces of the newest evidence: the machine's comparison and the bytes of the pictures."""
    snapshot = journey.current_snapshot_id
    row = FaceComparison.objects.filter(snapshot=snapshot).first()
    pictures = Blob.objects.filter(
        locators__uses__snapshot=snapshot, locators__uses__kind__in=_FACES
    )
    hashes = sorted(set(pictures.values_list("sha256", flat=True)))
    content = [row.result_hash if row else "", hashes]
    return ComparedFaces(
        stable_key=row.stable_key if row else "",
        content_hash=hashlib.sha256(json.dumps(content).encode()).hexdigest(),
    )
