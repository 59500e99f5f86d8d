"""Faces: the selfie with its liveness, and every comparison of two faces.

Reads only; what the parts mean together is for `verdict`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from journeys.choices import FaceSource, MediaKind
from journeys.providers.bodies import Node, plain_key
from journeys.providers.idwise.gathering import every, keyed, picture, take_if_nothing
from journeys.providers.idwise.tables import (
    FACE_MEDIA,
    FACE_SOURCES,
    LIVENESS_CODES,
    PROGRESS,
    SELFIE_PICTURES,
    SELFIE_STATUS,
)
from journeys.providers.reading import TRI_STATE, Draft, Reading
from journeys.providers.results import Coded, ComparedFace, FaceComparison, MediaUse, SelfiePart

SELFIE_STEP = "selfie"
_UNSAID = Coded(FaceSource.UNKNOWN.value, "")


@dataclass
class FaceParts:
    """What the faces of one body become, collected while they are read."""

    selfies: list[SelfiePart] = field(default_factory=list)
    comparisons: list[FaceComparison] = field(default_factory=list)
    media: list[MediaUse] = field(default_factory=list)


def read_selfie(reading: Reading, section: Node, *, into: FaceParts) -> None:
    """Read one `selfie` section that is not empty."""
    draft = reading.draft(section)
    for key, node in section.members:
        known = SELFIE_PICTURES.get(plain_key(key))
        if known is None:
            continue
        kind, attribute = known
        use = picture(
            reading, node, owner=draft, attribute=attribute, kind=kind, step_id=SELFIE_STEP
        )
        if use:
            into.media.append(use)
    into.selfies.append(
        SelfiePart(
            progress=draft.coded(section.child("progress"), "progress", PROGRESS),
            has_passed_rules=draft.optional_coded(
                section.child("has_passed_rules"), "has_passed_rules", TRI_STATE
            ),
            status=draft.optional_coded(section.child("status"), "status", SELFIE_STATUS),
            # Null says that the liveness check is switched off: not run, which is no pass.
            liveness=draft.outcome(section.child("is_live"), "liveness"),
            liveness_code=draft.optional_coded(
                section.child("liveness_status_code"), "liveness_code", LIVENESS_CODES
            ),
            **draft.traced(),
        )
    )


def read_face_match(
    reading: Reading, node: Node, *, subject: str, step_id: str, into: FaceParts
) -> FaceComparison:
    """Read one comparison: `face_match_result`, or an item of `face_match_results`.

    An older text calls it a string; a bare word is then the outcome.
    """
    draft = reading.draft(node)
    stated = node if node.is_leaf else node.child("is_matched")
    faces: list[ComparedFace] = []
    for section in every(node, "images"):
        faces += _read_faces(reading, section, owner=draft, step_id=step_id, into=into)
    comparison = FaceComparison(
        subject=subject,
        outcome=draft.outcome(stated),
        score=draft.measured(node.child("score"), "score"),
        message=draft.text(node.child("message"), "message"),
        faces=tuple(faces),
        **draft.traced(),
    )
    into.comparisons.append(comparison)
    return comparison


def _read_faces(
    reading: Reading, section: Node, *, owner: Draft, step_id: str, into: FaceParts
) -> list[ComparedFace]:
    """The pair of pictures: objects with a source today, bare paths in an older text."""
    if take_if_nothing(owner, section, "faces"):
        return []
    found: list[ComparedFace] = []
    items = [section] if section.child("image_path") else [node for _, node in keyed(section)]
    for item in items:
        # The source belongs to the comparison, the path beside it to the picture.
        source = owner.coded(item.child("image_source"), "faces", FACE_SOURCES)
        path = item if item.is_leaf else item.child("image_path")
        use = None
        if path is not None:
            use = picture(
                reading,
                path,
                owner=owner,
                attribute="faces",
                kind=FACE_MEDIA.get(source.code, MediaKind.OTHER),
                step_id=SELFIE_STEP if source.code == FaceSource.SELFIE else step_id,
            )
        if use:
            into.media.append(use)
        if use or source != _UNSAID:
            found.append(ComparedFace(source, use.source_path if use else ""))
    return found
