"""The documents of a Signzy journey: `document`, and `document2` where the flow asked for another.

Only the members that end in 2 and 3 tell of further documents; the vendor describes none of them,
so an answer for a further document is read in the same way as the first, wherever it appears.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeys.choices import MediaKind, Outcome, Progress, Side
from journeys.providers.bodies import Node
from journeys.providers.reading import FLIPPED, Draft, Reading, country_code
from journeys.providers.results import (
    Check,
    Coded,
    DocumentStep,
    ExtractedField,
    ExtractionError,
    MediaUse,
    PredictedType,
)
from journeys.providers.signzy.authenticity import authenticity_checks
from journeys.providers.signzy.document_checks import (
    image_quality_checks,
    match_checks,
    optical_checks,
    pages_count,
)
from journeys.providers.signzy.envelope import Envelope, is_blank, under
from journeys.providers.signzy.extracted import extracted_fields, extraction_errors
from journeys.providers.signzy.pictures import (
    graphic_fields,
    names_a_picture,
    other_captured_pictures,
    pictures_at,
)
from journeys.providers.signzy.predicted import predicted_types
from journeys.providers.signzy.tables import CALL_STATUS, DOCUMENT_VERDICT, SEVERITY

NUMBERS = ("", "2", "3")
BLANKS = (
    ("completeStatus", "complete_status"),
    ("extractedFields", "extracted_fields"),
    ("extractedFieldErrors", "extraction_errors"),
)
CAPTURED = (
    ("verificationType", "verification_type"),
    ("frontCaptureMode", "front_capture_mode"),
    ("backCaptureMode", "back_capture_mode"),
)
CAMERA_DELAYS = (
    ("autoCaptureCameraLoadDelayFront", "camera_load_delay_front"),
    ("autoCaptureCameraLoadDelayBack", "camera_load_delay_back"),
)


@dataclass(frozen=True, kw_only=True)
class Documents:
    """Everything that the documents of one journey said."""

    steps: tuple[DocumentStep, ...]
    predicted_types: tuple[PredictedType, ...]
    fields: tuple[ExtractedField, ...]
    errors: tuple[ExtractionError, ...]
    checks: tuple[Check, ...]
    media: tuple[MediaUse, ...]


@dataclass(frozen=True)
class _Document:
    """One document: its number in key names, its draft, and where its analysis stands."""

    number: str
    draft: Draft
    intelligence: Node | None

    @property
    def step_id(self) -> str:
        return f"document{self.number}"


def read_documents(reading: Reading, envelope: Envelope) -> Documents:
    captured = envelope.find("capturedData")
    found = {
        number: _Document(
            number,
            reading.draft(envelope.find(f"documentIntelligence{number}") or captured),
            envelope.find(f"documentIntelligence{number}"),
        )
        for number in NUMBERS
        if _was_asked_for(envelope, captured, number)
    }
    steps: list[DocumentStep] = []
    predicted: list[PredictedType] = []
    fields: list[ExtractedField] = []
    errors: list[ExtractionError] = []
    checks: list[Check] = []
    media: list[MediaUse] = []
    if found:
        first = next(iter(found.values()))
        for number in NUMBERS:
            media.extend(
                _captured(reading, captured, number=number, owner=found.get(number, first))
            )
        media.extend(other_captured_pictures(reading, under(captured, "images")))
        checks.extend(match_checks(reading, envelope, owner=first.draft))
    for document in found.values():
        owner, step_id = document.draft, document.step_id
        intelligence = document.intelligence
        status = under(intelligence, "completeStatus")
        types = tuple(predicted_types(reading, intelligence, owner=owner, step_id=step_id))
        pairs, crops = authenticity_checks(reading, intelligence, owner=owner, step_id=step_id)
        predicted.extend(types)
        fields.extend(extracted_fields(reading, intelligence, step_id=step_id))
        errors.extend(extraction_errors(reading, intelligence, step_id=step_id))
        checks.extend(optical_checks(reading, status, owner=owner, step_id=step_id))
        checks.extend(image_quality_checks(reading, intelligence, owner=owner, step_id=step_id))
        checks.extend(pairs)
        media.extend(crops)
        media.extend(graphic_fields(reading, intelligence, owner=owner, step_id=step_id))
        has_pictures = any(use.step_id == step_id for use in media)
        steps.append(_step(document, types=types, has_pictures=has_pictures))
    return Documents(
        steps=tuple(steps),
        predicted_types=tuple(predicted),
        fields=tuple(fields),
        errors=tuple(errors),
        checks=tuple(checks),
        media=tuple(media),
    )


def _was_asked_for(envelope: Envelope, captured: Node | None, number: str) -> bool:
    if envelope.find(f"documentIntelligence{number}") is not None:
        return True
    if number == "":
        return captured is not None
    images = under(captured, "images")
    traces = [under(captured, f"{name}{number}") for name in ("idType", "verificationType")]
    pictures = [under(images, f"{name}{number}") for name in ("frontDoc", "backDoc")]
    return any(node is not None and not is_blank(node) for node in traces) or any(
        names_a_picture(node) for node in pictures
    )


def _captured(
    reading: Reading, captured: Node | None, *, number: str, owner: _Document
) -> Iterator[MediaUse]:
    """The pictures as taken, and how. A number without a document of its own stays by the first."""
    suffix = "" if owner.number == number else f"_{number}"
    for key, name in CAPTURED:
        owner.draft.particular(under(captured, f"{key}{number}"), f"{name}{suffix}")
    if number == "":
        for key, name in CAMERA_DELAYS:
            owner.draft.particular(under(captured, key), name)
    images = under(captured, "images")
    for key, kind, side in (
        ("frontDoc", MediaKind.DOC_FRONT, Side.FRONT),
        ("backDoc", MediaKind.DOC_BACK, Side.BACK),
    ):
        yield from pictures_at(
            reading,
            images,
            f"{key}{number}",
            owner=owner.draft,
            attribute=f"{side}_image{suffix}",
            kind=kind,
            step_id=owner.step_id,
            side=side,
        )


def _step(
    document: _Document,
    *,
    types: tuple[PredictedType, ...],
    has_pictures: bool,
) -> DocumentStep:
    draft, intelligence = document.draft, document.intelligence
    status = under(intelligence, "completeStatus")
    if intelligence is not None and is_blank(intelligence):
        draft.text(intelligence, "document_intelligence")
    for key, attribute in BLANKS:
        for node in intelligence.children(key) if intelligence is not None else []:
            if is_blank(node):
                draft.text(node, attribute)
    draft.particular(pages_count(status), "pages_count")
    verdict = draft.optional_coded(under(status, "overallStatus"), "verdict", DOCUMENT_VERDICT)
    stated = draft.optional_coded(under(intelligence, "status"), "progress", CALL_STATUS)
    if stated is None:
        if verdict is not None:
            stated = Coded(Progress.COMPLETED, "")
        else:
            stated = Coded(Progress.STARTED if has_pictures else Progress.NOT_STARTED, "")
    best = next((t for t in types if t.description or t.name), None)
    return DocumentStep(
        step_id=document.step_id,
        title="Document" if document.number == "" else f"Document {document.number}",
        progress=stated,
        document_type=(best.description or best.name) if best else "",
        country=best.country_name if best else "",
        country_code=(country_code(best.icao_code) or country_code(best.country_name))
        if best
        else "",
        verdict=verdict,
        severity=draft.optional_coded(under(status, "severity"), "severity", SEVERITY),
        message=draft.text(under(status, "message"), "message"),
        is_expired=_is_expired(draft, under(intelligence, "idExpired")),
        attempts=draft.measured(under(intelligence, "attempts"), "attempts"),
        completed_at=draft.moment(
            under(intelligence, "docIntelligenceCompletedAt"), "completed_at"
        ),
        **draft.traced(),
    )


def _is_expired(draft: Draft, node: Node | None) -> Coded | None:
    """FAIL for an expired document, PASS for one that is valid, None where nothing was said."""
    read = draft.outcome(node, "is_expired")
    if read.code == Outcome.NOT_DONE and not read.raw:
        return None
    return Coded(FLIPPED.get(read.code, read.code), read.raw)
