"""What a piece of evidence says: its result, text and the bytes of its pictures, as one hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from journeys.providers import results as r
from reviews.evidence.shapes import Picture


def pictures_of(part: r.Part) -> tuple[str, ...]:
    """The source paths of the pictures that a part shows."""
    if isinstance(part, r.Check):
        return tuple(path for path in (part.submitted, part.reference) if path)
    if isinstance(part, r.FaceComparison):
        return tuple(face.media for face in part.faces)
    if isinstance(part, r.MediaUse):
        return (part.source_path,)
    return ()


def content_hash(result_hash: str, paths: tuple[str, ...], pictures: Mapping[str, Picture]) -> str:
    """SHA-256 over the row's own hash and its pictures' SHA-256; a missing picture counts too."""
    if not paths:
        return result_hash
    found = [pictures[path].sha256 if path in pictures else "" for path in paths]
    return hashlib.sha256(json.dumps([result_hash, found]).encode()).hexdigest()
