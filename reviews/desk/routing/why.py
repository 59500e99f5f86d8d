"""Why a case is here, as bits for the columns of a list, and the words of its chips.

Pure. The numbers stand in stored rows: a bit's meaning never changes, new ones come at the end.
"""

from __future__ import annotations

from enum import IntFlag
from typing import Final

from django.utils.translation import gettext_lazy as _

from journeys.choices import Verdict
from reviews.desk.routing.facts import NOT_SCREENED, SUSPICIOUS, Facts
from reviews.desk.routing.fields import Word
from reviews.desk.routing.kinds import CheckKind, ConsentSaid, Reopening


class Why(IntFlag):
    """One reason each."""

    FACES = 1
    SECURITY = 2
    CONFLICT = 4
    QUALITY = 8
    SCREENING = 16
    RULE = 32
    DEVICE = 64
    CONSENT = 128
    TECHNICAL = 256
    UNKNOWN_VERDICT = 512
    SAMPLED = 1024
    SECOND_READER = 2048
    SETTLE = 4096
    NEW_EVIDENCE = 8192
    RESUBMISSION = 16384
    REOPENED = 32768
    PROVIDER_DECIDED = 65536


# In the order of the chips: what has to be done first, then the gravest.
_LABELS: Final[dict[Why, Word]] = {
    Why.TECHNICAL: _("Technical"),
    Why.PROVIDER_DECIDED: _("Decided at the provider"),
    Why.SETTLE: _("Settle"),
    Why.SECOND_READER: _("Second reader"),
    Why.REOPENED: _("Reopened"),
    Why.RESUBMISSION: _("Sent again"),
    Why.NEW_EVIDENCE: _("New evidence"),
    Why.SCREENING: _("Screening"),
    Why.FACES: _("Face comparison"),
    Why.SECURITY: _("Document security"),
    Why.CONFLICT: _("Data conflict"),
    Why.RULE: _("Rule"),
    Why.DEVICE: _("Device and IP"),
    Why.CONSENT: _("Consent"),
    Why.QUALITY: _("Image quality"),
    Why.UNKNOWN_VERDICT: _("Unclear verdict"),
    Why.SAMPLED: _("Sampled"),
}
_OF_CHECK: Final = {
    CheckKind.FACE_COMPARISON: Why.FACES,
    CheckKind.LIVENESS: Why.FACES,
    CheckKind.FACE: Why.FACES,
    CheckKind.VALIDATION: Why.SECURITY,
    CheckKind.DOCUMENT: Why.SECURITY,
    CheckKind.OPTICAL: Why.SECURITY,
    CheckKind.AUTHENTICITY: Why.SECURITY,
    CheckKind.UNKNOWN: Why.SECURITY,
    CheckKind.DATA_MATCH: Why.CONFLICT,
    CheckKind.DATA_CONFLICT: Why.CONFLICT,
    CheckKind.IMAGE_QUALITY: Why.QUALITY,
    CheckKind.MASK: Why.QUALITY,
    CheckKind.COVER: Why.QUALITY,
    CheckKind.REGISTER: Why.SCREENING,
    CheckKind.DEVICE: Why.DEVICE,
}
# Rules of the flow that are about one thing say so; all others are just a rule.
_OF_RULE: Final = {
    "document_validation": Why.SECURITY,
    "unrecognized_document": Why.SECURITY,
    "same_subject": Why.FACES,
    "selfie_liveness": Why.FACES,
    "no_aml_records": Why.SCREENING,
    "government_check": Why.SCREENING,
    "device_intelligence": Why.DEVICE,
    "geolocation": Why.DEVICE,
    "document_quality": Why.QUALITY,
    "applicant_cross_check": Why.CONFLICT,
    "proof_of_address_matched": Why.CONFLICT,
}
_OF_EVENT: Final = {
    Reopening.MONITOR: Why.REOPENED | Why.SCREENING,
    Reopening.SPOT_CHECK: Why.REOPENED,
    Reopening.RENEWAL: Why.REOPENED,
    Reopening.EVIDENCE: Why.NEW_EVIDENCE,
    Reopening.RESUBMISSION: Why.RESUBMISSION,
}
# Of these nobody need be told why a person looks.
_SETTLED = (Verdict.PASS, Verdict.ERROR)


def why_bits(facts: Facts, *, is_sampled: bool = False, needs: str = "") -> int:
    """The reasons that the evidence gives, and what the case itself adds.

    `needs` is the case's: "second", "settle" or "". An event brings its bit by `reopened_by`.
    """
    bits = Why(0)
    for kind in (facts.failed_checks or frozenset()) | (facts.uncertain_checks or frozenset()):
        bits |= _OF_CHECK.get(CheckKind(kind), Why.SECURITY)
    if facts.is_selfie_unusable:
        bits |= Why.QUALITY
    for rule in facts.failed_rules or ():
        bits |= _OF_RULE.get(rule, Why.RULE)
    if facts.has_match or facts.applicability in NOT_SCREENED:
        bits |= Why.SCREENING
    is_suspicious = facts.fraud_score is not None and facts.fraud_score >= SUSPICIOUS
    if facts.is_vpn or facts.is_proxy or facts.is_tor or is_suspicious:
        bits |= Why.DEVICE
    if facts.consent in (ConsentSaid.REFUSED, ConsentSaid.MISSING):
        bits |= Why.CONSENT
    if facts.is_technical:
        bits |= Why.TECHNICAL
    # Also where the machine wants a person and no finding says why: a part is missing, mostly.
    if not facts.verdict or (not bits and facts.verdict not in _SETTLED):
        bits |= Why.UNKNOWN_VERDICT
    if is_sampled:
        bits |= Why.SAMPLED
    bits |= {"second": Why.SECOND_READER, "settle": Why.SETTLE}.get(needs, Why(0))
    if facts.reopened_by != Reopening.NONE:
        bits |= _OF_EVENT[Reopening(facts.reopened_by)]
    return int(bits)


def labels(bits: int) -> tuple[str, ...]:
    """The words of the chips, the most pressing first."""
    return tuple(str(label) for why, label in _LABELS.items() if bits & why)


def codes(bits: int) -> tuple[str, ...]:
    """The same as codes, for filters and files."""
    return tuple(str(why.name).lower() for why in _LABELS if bits & why)
