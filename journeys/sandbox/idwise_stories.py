"""What each of IDWise's outcomes means for steps, rules, screening and pictures. Builds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from journeys.sandbox.idwise_outcomes import DATASETS, LIVENESS_CODES, RULE_KEYS
from journeys.sandbox.plan import Truth

DocumentKind = Literal["passport", "identity_card", "licence"]
Flow = Literal["identity", "identity_address", "identity_government"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = ("passport", "identity_card", "licence")
FLOWS: tuple[Flow, ...] = ("identity", "identity_address", "identity_government")

# Rules that need a step which the plain flow lacks.
ADDRESS_RULES = (
    "mandatory_information_presence",
    "outdated_proof_of_address",
    "geolocation",
    "proof_of_address_matched",
)


_HONEST = Truth()


@dataclass(frozen=True, kw_only=True)
class Story:
    """The facts behind one outcome; empty means that the journey's index decides."""

    decision: str = "Complete"
    manual: str = ""
    truth: Truth = _HONEST
    flow: Flow | Literal[""] = ""
    document: DocumentKind | Literal[""] = ""
    failed_rules: tuple[str, ...] = ()
    unapplied_rules: tuple[str, ...] = ()
    absent_rules: tuple[str, ...] = ()
    failed_checks: tuple[str, ...] = ()
    undetermined_checks: tuple[str, ...] = ()
    liveness_code: str = ""
    # Faces: how the selfie was taken, and whether the photo on the document is the applicant's.
    covered: Literal["", "mask", "sunglasses", "glasses", "cap"] = ""
    people_in_selfie: int = 1
    selfie_effect: str = ""
    # The document as a thing: what was done to it and how it was photographed.
    alteration: Literal["", "photo_replaced", "expiry_retyped", "pattern_missing"] = ""
    mrz_wrong: Literal["", "document_number", "birth_date", "expiry", "composite"] = ""
    glare: bool = False
    blur: bool = False
    has_back: bool = True
    has_portrait: bool = True
    is_recognised: bool = True
    is_submitted_twice: bool = False
    # Declared data and the screening.
    declares: Literal["", "same", "other"] = ""
    applicability: str = "Applicable"
    datasets: tuple[tuple[str, ...], ...] = ()
    failed_signals: tuple[str, ...] = ()
    screening: tuple[Literal["additional_face_db", "uae_goverment_db_check"], ...] = ()
    age: int | None = None
    spelling: Literal["", "old_model", "tables", "erased", "unfinished"] = ""


_refer = partial(Story, decision="Refer")
_IMPOSTOR = Truth(same_person=False)

_RULES: dict[str, Story] = {
    "document_validation": _refer(
        truth=Truth(altered=True),
        alteration="pattern_missing",
        failed_checks=("Security Features (Front)",),
    ),
    "same_subject": _refer(truth=_IMPOSTOR),
    "no_duplicate_documents": _refer(is_submitted_twice=True),
    "no_duplicate_applicant": _refer(),
    "no_aml_records": _refer(truth=Truth(listed=True), datasets=(("Sanctions",),)),
    "unrecognized_document": _refer(
        is_recognised=False,
        has_portrait=False,
        failed_checks=("Document Classification (Front)",),
    ),
    "proof_policy": _refer(document="licence"),
    "expired_document": _refer(truth=Truth(expired=True), failed_checks=("Expiry Date",)),
    "under_age": _refer(truth=Truth(under_age=True), age=16),
    "approved_nationality": _refer(document="passport"),
    "selfie_liveness": _refer(
        truth=Truth(live=False), liveness_code="NOT_LIVE", selfie_effect="not_live"
    ),
    "device_intelligence": _refer(failed_signals=("vpn", "location_spoofing")),
    "document_quality": _refer(blur=True, failed_checks=("Image Quality (Front)",)),
    "mandatory_information_presence": _refer(flow="identity_address"),
    "outdated_proof_of_address": _refer(flow="identity_address"),
    "geolocation": _refer(flow="identity_address"),
    "proof_of_address_matched": _refer(flow="identity_address"),
    "government_check": _refer(flow="identity_government", screening=("uae_goverment_db_check",)),
    "applicant_cross_check": _refer(declares="other"),
}

_SELFIES: dict[str, Story] = {
    "FACE_IS_OCCLUDED": _refer(covered="mask"),
    "FACE_NOT_FOUND": _refer(people_in_selfie=0),
    "TOO_MANY_FACES": _refer(people_in_selfie=2),
    "NOT_LIVE": _refer(truth=Truth(live=False)),
}

STORIES: Mapping[str, Story] = {
    "clean_pass": Story(),
    **{f"refer_{key}": replace(_RULES[key], failed_rules=(key,)) for key in RULE_KEYS},
    **{
        f"liveness_{code.lower()}": replace(
            _SELFIES.get(code, _refer()),
            failed_rules=("selfie_liveness",),
            liveness_code=code,
            selfie_effect=code.lower(),
        )
        for code in LIVENESS_CODES
    },
    "rejected": Story(
        decision="Rejected",
        truth=Truth(same_person=False, altered=True),
        failed_rules=("document_validation", "same_subject"),
        failed_checks=("Security Features (Front)", "Text Font and Layout (Front)"),
        alteration="pattern_missing",
    ),
    "incomplete": Story(
        decision="Incomplete",
        spelling="unfinished",
        applicability="Not Ready Yet",
        unapplied_rules=RULE_KEYS,
        undetermined_checks=("Security Features (Back)",),
    ),
    **{
        f"aml_{name}": _refer(
            truth=Truth(listed=True), failed_rules=("no_aml_records",), datasets=((dataset,),)
        )
        for name, dataset in DATASETS.items()
    },
    "aml_skipped": _refer(applicability="Skipped", unapplied_rules=("no_aml_records",)),
    "aml_disabled": Story(applicability="Disabled", absent_rules=("no_aml_records",)),
    "aml_not_ready": _refer(applicability="Not Ready Yet", unapplied_rules=("no_aml_records",)),
    "aml_many": _refer(
        truth=Truth(listed=True),
        failed_rules=("no_aml_records",),
        datasets=(
            ("Sanctions", "Politically Exposed Person"),
            ("Politically Exposed Person",),
            ("Adverse Media", "People of Interest"),
            ("Regulatory Enforcement List",),
            ("Disqualified Director", "Insolvency"),
            ("Linked to a Politically Exposed Persons",),
            ("Fitness Probity",),
        ),
    ),
    "conflict_viz_mrz": _refer(
        truth=Truth(altered=True),
        document="passport",
        alteration="expiry_retyped",
        failed_rules=("document_validation",),
        failed_checks=("Printed and Machine-Readable Data",),
    ),
    "conflict_declared": _refer(declares="other", failed_rules=("applicant_cross_check",)),
    "mrz_check_digit_wrong": _refer(
        truth=Truth(altered=True),
        document="passport",
        mrz_wrong="document_number",
        failed_rules=("document_validation",),
        failed_checks=("MRZ Check Digits",),
    ),
    "no_portrait_crop": _refer(
        has_portrait=False,
        unapplied_rules=("same_subject",),
        undetermined_checks=("Portrait Integrity (Front)",),
    ),
    "missing_back": _refer(
        document="identity_card",
        has_back=False,
        failed_rules=("document_validation",),
        undetermined_checks=("Security Features (Back)", "MRZ Check Digits"),
    ),
    "glare": _refer(
        glare=True,
        failed_rules=("document_quality",),
        failed_checks=("Image Quality (Front)",),
        undetermined_checks=("Security Features (Front)",),
    ),
    "expired": replace(_RULES["expired_document"], failed_rules=("expired_document",)),
    "under_age": replace(_RULES["under_age"], failed_rules=("under_age",), age=17),
    "not_same_person": replace(_RULES["same_subject"], failed_rules=("same_subject",)),
    # The forged document shows the applicant, so that the faces match and the paper does not.
    "photo_replaced": _refer(
        truth=Truth(altered=True),
        alteration="photo_replaced",
        failed_rules=("document_validation",),
        failed_checks=("Portrait Integrity (Front)",),
    ),
    "proof_of_address": Story(flow="identity_address"),
    "government_face": Story(flow="identity_government", screening=("additional_face_db",)),
    "uae_government": Story(flow="identity_government", screening=("uae_goverment_db_check",)),
    "device_rooted": _refer(failed_signals=("rooted",), failed_rules=("device_intelligence",)),
    "old_model": _refer(
        spelling="old_model",
        document="identity_card",
        failed_rules=("document_quality",),
        failed_checks=("Image Quality (Back)",),
        datasets=(("Politically Exposed Person",),),
        truth=Truth(listed=True),
    ),
    "table_spelling": _refer(
        spelling="tables",
        flow="identity_government",
        document="identity_card",
        screening=("additional_face_db",),
        failed_rules=("no_aml_records",),
        datasets=(("Adverse Media",),),
        truth=Truth(listed=True),
    ),
    "resubmission_requested": _refer(
        manual="Resubmission Requested",
        glare=True,
        failed_rules=("document_quality",),
        failed_checks=("Image Quality (Front)",),
    ),
    "approved_in_studio": _refer(
        manual="Approved", failed_rules=("approved_nationality",), document="passport"
    ),
    "deleted_at_provider": Story(spelling="erased"),
}


def story_of(outcome: str) -> Story:
    """The facts behind `outcome`, which must be one of IDWise's."""
    return STORIES[outcome]
