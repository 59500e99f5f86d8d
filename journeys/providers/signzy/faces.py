"""The selfie: liveness, the comparison with the document's portrait, mask and face cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeys.choices import CheckGroup, FaceSource, MediaKind, Outcome, Progress
from journeys.providers.bodies import Node, plain_key
from journeys.providers.marking import gettext_noop as _
from journeys.providers.reading import Draft, Reading
from journeys.providers.results import (
    Check,
    Coded,
    ComparedFace,
    FaceComparison,
    MediaUse,
    SelfiePart,
)
from journeys.providers.signzy.envelope import (
    IS_LIVE,
    IS_SAME_FACE,
    PASSIVE_LIVENESS,
    Envelope,
    is_blank,
    under,
)
from journeys.providers.signzy.pictures import pictures_at
from journeys.providers.signzy.tables import CALL_STATUS

NO_MASK = _("No mask")
FACE_NOT_COVERED = _("Face not covered")


@dataclass(frozen=True, kw_only=True)
class Faces:
    """Everything that the selfie step said."""

    selfies: tuple[SelfiePart, ...]
    comparisons: tuple[FaceComparison, ...]
    checks: tuple[Check, ...]
    media: tuple[MediaUse, ...]


def read_faces(reading: Reading, envelope: Envelope, *, pictures: Sequence[MediaUse]) -> Faces:
    """`pictures` are those of the documents, among them the portrait that was compared."""
    analysis = envelope.find("selfieAnalysis")
    images = under(envelope.find("capturedData"), "images")
    if analysis is None and under(images, "selfie") is None:
        return Faces(selfies=(), comparisons=(), checks=(), media=())
    draft = reading.draft(analysis if analysis is not None else images)
    media = tuple(
        pictures_at(
            reading,
            images,
            "selfie",
            owner=draft,
            attribute="image",
            kind=MediaKind.SELFIE,
            step_id="selfie",
        )
    )
    match = under(analysis, "faceMatch")
    comparisons: tuple[FaceComparison, ...] = ()
    if match is not None and is_blank(match):
        draft.text(match, "face_match")
    elif match is not None and match.kind == "object":
        comparisons = (_comparison(reading.draft(match), match, media=media, pictures=pictures),)
    checks = tuple(_face_checks(reading, under(analysis, "additionalFaceChecks"), owner=draft))
    return Faces(
        selfies=(_selfie(draft, analysis, has_picture=bool(media)),),
        comparisons=comparisons,
        checks=checks,
        media=media,
    )


def _selfie(draft: Draft, analysis: Node | None, *, has_picture: bool) -> SelfiePart:
    passive = under(analysis, *PASSIVE_LIVENESS)
    for node, attribute in ((analysis, "selfie_analysis"), (passive, "passive_liveness")):
        if node is not None and is_blank(node):
            draft.text(node, attribute)
    # `SelfiePart.status` is a verdict; this is how the call ended.
    status = draft.particular(under(passive, "status"), "liveness_status")
    liveness = _unless_call_failed(draft.outcome(under(passive, *IS_LIVE), "liveness"), status)
    draft.particular(under(passive, "success"), "is_liveness_answered")
    stated = draft.optional_coded(under(analysis, "status"), "progress", CALL_STATUS)
    if stated is None:
        if liveness.code != Outcome.NOT_DONE:
            code = Progress.COMPLETED
        else:
            code = Progress.STARTED if has_picture else Progress.NOT_STARTED
        stated = Coded(code, "")
    return SelfiePart(
        progress=stated,
        liveness=liveness,
        liveness_score=draft.measured(under(passive, "score"), "liveness_score"),
        attempts=draft.measured(under(analysis, "attempts"), "attempts"),
        completed_at=draft.moment(under(analysis, "selfieAnalysisCompletedAt"), "completed_at"),
        **draft.traced(),
    )


def _comparison(
    draft: Draft, match: Node, *, media: Sequence[MediaUse], pictures: Sequence[MediaUse]
) -> FaceComparison:
    status = draft.text(match.child("status"), "status")
    outcome = draft.outcome(match.child(*IS_SAME_FACE))
    draft.particular(match.child("success"), "is_answered")
    portrait = next((use for use in pictures if use.kind == MediaKind.PORTRAIT), None)
    faces = [ComparedFace(Coded(FaceSource.SELFIE, ""), use.source_path) for use in media[-1:]]
    if portrait is not None:
        faces.append(ComparedFace(Coded(FaceSource.DOCUMENT, ""), portrait.source_path))
    return FaceComparison(
        subject="document",
        outcome=_unless_call_failed(outcome, status),
        score=draft.measured(match.child("matchPercentage"), "score"),
        message=draft.text(match.child("message"), "message"),
        status=status,
        faces=tuple(faces),
        **draft.traced(),
    )


def _face_checks(reading: Reading, node: Node | None, *, owner: Draft) -> Iterator[Check]:
    if node is not None and is_blank(node):
        owner.text(node, "additional_face_checks")
    for key, member in node.members if node is not None else []:
        plain = plain_key(key)
        if is_blank(member):
            owner.text(member, "additional_face_checks")
        elif plain == "maskdetection" and member.kind == "object":
            yield _mask(reading.draft(member), member)
        elif plain == "facecoverdetection" and member.kind == "object":
            yield _cover(reading.draft(member), member)


def _mask(draft: Draft, node: Node) -> Check:
    result, status = _result_of(draft, node)
    found = draft.raised(under(result, "found"), "outcome")
    return Check(
        group=CheckGroup.MASK,
        subject="selfie",
        key="maskDetection",
        name=NO_MASK,
        outcome=_unless_call_failed(found, status),
        score=draft.measured(under(result, "confidence"), "score"),
        **draft.traced(),
    )


def _cover(draft: Draft, node: Node) -> Check:
    """`faceGears` is an array in the sample and "comma separated values" in the table."""
    result, status = _result_of(draft, node)
    covered = draft.raised(under(result, "isFaceCovered"), "outcome")
    gears = draft.texts(under(result, "faceGears"), "message", split=",")
    return Check(
        group=CheckGroup.COVER,
        subject="selfie",
        key="faceCoverDetection",
        name=FACE_NOT_COVERED,
        outcome=_unless_call_failed(covered, status),
        message=", ".join(gears),
        **draft.traced(),
    )


def _result_of(draft: Draft, node: Node) -> tuple[Node | None, str]:
    status = draft.particular(node.child("status"), "status")
    result = node.child("result")
    if result is not None and is_blank(result):
        draft.text(result, "result")
    return result, status


def _unless_call_failed(outcome: Coded, status: str) -> Coded:
    """A good result of a call that did not end with "200" is not to be believed."""
    ended_well = not status.strip() or CALL_STATUS.get(plain_key(status)) == Progress.COMPLETED
    if outcome.code != Outcome.PASS or ended_well:
        return outcome
    return Coded(Outcome.UNCERTAIN, outcome.raw)
