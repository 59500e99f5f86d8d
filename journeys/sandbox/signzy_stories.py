"""What each of Signzy's outcomes means for status, document, face and address. Builds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from journeys.sandbox.plan import Truth
from journeys.sandbox.signzy_outcomes import FRAUD_SCORES

DocumentKind = Literal["passport", "identity_card", "licence"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = ("passport", "identity_card", "licence")
# How far the applicant got; what lies behind it is absent or "Not Started".
Stage = Literal["link", "consent", "selection", "front", "back", "document", "selfie"]


@dataclass(frozen=True)
class FailedElement:
    """One element of the authenticity check that did not pass."""

    group: Literal["photoEmbedType", "Image Pattern", "liveness", "ocrSecurityText"]
    element_type: str
    diagnose: str


_HONEST = Truth()


@dataclass(frozen=True, kw_only=True)
class Story:
    """The facts behind one outcome; empty means that the journey's index decides."""

    status: str = "COMPLETED"
    step: str = "COMPLETE"
    message: str = "Journey Completed"
    stage: Stage = "selfie"
    truth: Truth = _HONEST
    # The document.
    document: DocumentKind | Literal[""] = ""
    script: str = ""
    overall: str = "True"
    severity: str = "NA"
    document_message: str = "Document validated successfully"
    failed_optical: tuple[str, ...] = ()
    failed_quality: tuple[str, ...] = ()
    failed_elements: tuple[FailedElement, ...] = ()
    extraction_errors: tuple[tuple[str, str, str], ...] = ()
    attempts: int = 1
    is_thin: bool = False
    has_back: bool = True
    has_portrait: bool = True
    is_second_asked: bool = False
    is_uploaded: bool = False
    # The document as a thing: what was done to it and how it was photographed.
    alteration: Literal["", "photo_replaced", "expiry_retyped", "pattern_missing"] = ""
    glare: bool = False
    blur: bool = False
    is_dark: bool = False
    # The selfie.
    is_live: bool = True
    is_verified: bool = True
    gears: tuple[str, ...] = ()
    has_mask: bool = False
    covered: Literal["", "mask", "sunglasses", "glasses", "cap"] = ""
    selfie_attempts: int = 1
    # All around.
    declares: Literal["same", "other"] = "same"
    has_consent: bool = True
    registry: Literal["", "ok", "mismatch"] = ""
    address: Mapping[str, str] = field(default_factory=dict)
    address_kind: Literal["ipv4", "ipv6", "not_enabled"] = "ipv4"
    wrapper: tuple[str, ...] = ()
    spelling: Literal["", "lower_case", "tables", "duplicates"] = ""
    is_deleted: bool = False
    is_test: bool = False


_review = partial(Story, overall="Review", severity="Medium")
_blocked = partial(
    Story,
    status="TERMINATED",
    stage="document",
    overall="False",
    severity="High",
)
_PATTERN = FailedElement("Image Pattern", "blank", "Pattern not interrupted")
_GLARE = partial(
    _review,
    glare=True,
    failed_optical=("imageQA",),
    failed_quality=("imageGlares",),
)

STORIES: Mapping[str, Story] = {
    "clean_pass": Story(),
    "status_not_started": Story(
        status="NOT_STARTED", step="INIT", message="Journey started", stage="link"
    ),
    "status_in_progress": Story(
        status="IN_PROGRESS",
        step="DOC_FRONT",
        message="Front side of document captured",
        stage="front",
        document="identity_card",
    ),
    "status_completed": Story(document="passport"),
    "status_terminated": Story(
        status="TERMINATED",
        step="RETRIES_EXCEEDED",
        message="Retries Exceeded",
        is_live=False,
        selfie_attempts=3,
        truth=Truth(live=False),
    ),
    "status_abandoned": Story(
        status="ABANDONED",
        step="LIVENESS_CONSENT",
        message="Session timed out due to inactivity",
        stage="document",
    ),
    "overall_true": Story(document="identity_card"),
    "overall_false": _blocked(
        step="DOC_REJECT",
        message="Document rejected",
        document_message="Document type not recognized",
        failed_optical=("docType", "security"),
        blur=True,
    ),
    "overall_review": _review(
        document_message="Security features could not be confirmed",
        failed_optical=("security",),
        failed_elements=(_PATTERN,),
        alteration="pattern_missing",
        truth=Truth(altered=True),
    ),
    "overall_processing_error": Story(
        overall="Processing Error",
        document_message="An unexpected error occurred during document validation",
        failed_optical=("docType", "text"),
    ),
    "severity_na": Story(document="passport"),
    "severity_low": Story(severity="Low", document_message="Low severity: image is not sharp"),
    "severity_medium": _review(
        document_message="Text fields do not match", failed_optical=("text",)
    ),
    "severity_high": _blocked(
        step="RETRIES_EXCEEDED",
        message="Retries Exceeded",
        document_message="Document is altered",
        failed_optical=("security", "text"),
        failed_elements=(_PATTERN,),
        alteration="pattern_missing",
        truth=Truth(altered=True),
        attempts=3,
    ),
    "retries_exceeded": _blocked(
        step="RETRIES_EXCEEDED",
        message="Retries Exceeded",
        document_message="Image quality is too low",
        failed_optical=("imageQA", "docType"),
        failed_quality=("imageFocus", "imageResolution"),
        blur=True,
        attempts=3,
    ),
    "session_timed_out": Story(
        status="ABANDONED",
        step="SESSION_TIMED_OUT",
        message="Session timed out due to inactivity",
        stage="back",
        document="identity_card",
    ),
    "journey_expired": Story(
        status="ABANDONED",
        step="JOURNEY_EXPIRED",
        message="Journey link expired and no longer valid",
        stage="link",
    ),
    "not_live": Story(is_live=False, truth=Truth(live=False), selfie_attempts=2),
    "face_mismatch": Story(is_verified=False, truth=Truth(same_person=False)),
    "mask": Story(has_mask=True, covered="mask"),
    "cover_glasses": Story(gears=("Glasses",), covered="glasses"),
    "cover_cap_sunglasses": Story(gears=("Cap", "Sunglasses"), covered="sunglasses"),
    "authenticity_failed_pattern": _review(
        failed_optical=("security",),
        failed_elements=(_PATTERN,),
        alteration="pattern_missing",
        document_message="Security pattern differs from the reference",
        truth=Truth(altered=True),
    ),
    "authenticity_failed_photo_embed": _review(
        failed_optical=("security",),
        failed_elements=(
            FailedElement("photoEmbedType", "face presence", "Field pos corrector photo replaced"),
        ),
        alteration="photo_replaced",
        document_message="Photo is not part of the document",
        truth=Truth(altered=True),
    ),
    "authenticity_failed_document_liveness": _review(
        failed_optical=("security",),
        failed_elements=(
            FailedElement(
                "liveness",
                "liveness electronic device",
                "Doc liveness electronic device detected",
            ),
        ),
        document_message="Document is shown on a screen",
        truth=Truth(altered=True),
    ),
    "authenticity_failed_ocr_security_text": _review(
        failed_optical=("security", "text"),
        failed_elements=(FailedElement("ocrSecurityText", "", "Fields comparison logic error"),),
        document_message="Hidden text differs from printed text",
        truth=Truth(altered=True),
        alteration="expiry_retyped",
        document="passport",
    ),
    "extraction_errors": _review(
        failed_optical=("text",),
        document_message="Some fields could not be read",
        extraction_errors=(
            ("Date of Issue", "Field could not be extracted", "NOT_EXTRACTED"),
            ("Date of Birth", "OCR and MRZ values do not match", "MISMATCH"),
        ),
    ),
    "image_quality_glare": _GLARE(document_message="Glare on the document"),
    "image_quality_blur": _review(
        blur=True,
        failed_optical=("imageQA",),
        failed_quality=("imageFocus",),
        document_message="Document is out of focus",
    ),
    "image_quality_brightness_na": _review(
        is_dark=True,
        failed_optical=("imageQA",),
        failed_quality=("imageColorness",),
        document_message="Image is too dark",
    ),
    "conflict_declared": Story(declares="other"),
    "consent_missing": Story(has_consent=False),
    "registry_ok": Story(registry="ok", document="identity_card"),
    "registry_mismatch": Story(registry="mismatch", document="identity_card"),
    "ip_vpn": Story(address={"vpn": "true", "proxy": "true", "fraudScore": "64"}),
    "ip_tor": Story(
        address={
            "tor": "true",
            "proxy": "true",
            "recentAbuse": "true",
            "botStatus": "true",
            "isCrawler": "true",
            "fraudScore": "100",
        }
    ),
    **{
        f"ip_fraud_{band}": Story(address={"fraudScore": str(score)})
        for band, score in FRAUD_SCORES.items()
    },
    "ip_not_enabled": Story(address_kind="not_enabled"),
    "ipv6": Story(address_kind="ipv6"),
    "thin_india": Story(
        is_thin=True, document="licence", script="devanagari", document_message="success"
    ),
    "two_documents": Story(is_second_asked=True, document="identity_card"),
    "wrapped_result": Story(wrapper=("result",)),
    "wrapped_data": Story(wrapper=("data",)),
    "wrapped_result_data": Story(wrapper=("result", "data")),
    "no_portrait_crop": _review(
        has_portrait=False,
        failed_quality=("portrait",),
        failed_optical=("imageQA",),
        document_message="Portrait not found",
    ),
    "missing_back": _review(
        has_back=False, document="identity_card", document_message="Back side is missing"
    ),
    "expired": _review(
        failed_optical=("expiry",),
        document_message="Document is expired",
        truth=Truth(expired=True),
    ),
    "deleted": Story(is_deleted=True),
    "uploaded_capture": Story(is_uploaded=True),
    "duplicate_keys": Story(spelling="duplicates", document="passport"),
    "lower_case_states": Story(spelling="lower_case"),
    "arabic_names": Story(script="arabic", document="identity_card"),
    "table_spelling": Story(spelling="tables", document="identity_card"),
    "test_flow": Story(is_test=True),
}


def story_of(outcome: str) -> Story:
    """The facts behind `outcome`, which must be one of Signzy's."""
    return STORIES[outcome]
