"""IDWise's outcomes: name to (cards in the mixed deck, sentence). Owns no payload."""

from __future__ import annotations

from collections.abc import Mapping

RULE_KEYS = (
    "document_validation",
    "same_subject",
    "no_duplicate_documents",
    "no_duplicate_applicant",
    "no_aml_records",
    "unrecognized_document",
    "proof_policy",
    "expired_document",
    "under_age",
    "approved_nationality",
    "selfie_liveness",
    "device_intelligence",
    "document_quality",
    "mandatory_information_presence",
    "outdated_proof_of_address",
    "geolocation",
    "proof_of_address_matched",
    "government_check",
    "applicant_cross_check",
)

LIVENESS_CODES = (
    "FACE_TOO_CLOSE",
    "FACE_CLOSE_TO_BORDER",
    "FACE_CROPPED",
    "FACE_IS_OCCLUDED",
    "FACE_NOT_FOUND",
    "TOO_MANY_FACES",
    "FACE_TOO_SMALL",
    "BAD_QUALITY_IMAGE",
    "FACE_ANGLE_TOO_LARGE",
    "NOT_LIVE",
)

# The name of the outcome, and the list's name as IDWise spells it.
DATASETS = {
    "sanctions": "Sanctions",
    "pep": "Politically Exposed Person",
    "linked_pep": "Linked to a Politically Exposed Persons",
    "adverse_media": "Adverse Media",
    "regulatory": "Regulatory Enforcement List",
    "people_of_interest": "People of Interest",
    "disqualified_director": "Disqualified Director",
    "insolvency": "Insolvency",
    "fitness_probity": "Fitness Probity",
}

IDWISE_OUTCOMES: Mapping[str, tuple[int, str]] = {
    "clean_pass": (55, "Every check passed and every consent was given."),
    **{
        f"refer_{key}": (1, f"Referred because the rule {key} failed, with its evidence.")
        for key in RULE_KEYS
    },
    **{
        f"liveness_{code.lower()}": (1, f"The selfie failed the liveness check with {code}.")
        for code in LIVENESS_CODES
    },
    "rejected": (2, "Rejected by the system: a forged document and a selfie of somebody else."),
    "incomplete": (2, "The applicant stopped half way: nothing is decided."),
    **{
        f"aml_{name}": (1, f"The screening found a match in the list {dataset}.")
        for name, dataset in DATASETS.items()
    },
    "aml_skipped": (1, "The name could not be read, so that nobody was screened."),
    "aml_disabled": (1, "Screening is disabled in this flow."),
    "aml_not_ready": (1, "The screening is not ready yet."),
    "aml_many": (2, "Seven matches in mixed lists, with partial birth dates, aliases, addresses."),
    "conflict_viz_mrz": (2, "The printed expiry date and the machine-readable zone disagree."),
    "conflict_declared": (2, "The declared name and birth date are not those of the document."),
    "mrz_check_digit_wrong": (2, "A check digit of the machine-readable zone is wrong."),
    "no_portrait_crop": (1, "The portrait could not be cut out of the document."),
    "missing_back": (1, "The back of the card was not submitted."),
    "glare": (2, "Glare hides part of the document."),
    "expired": (2, "The document has expired."),
    "under_age": (1, "The applicant is a minor."),
    "not_same_person": (3, "The selfie shows another person than the document."),
    "photo_replaced": (2, "The photo of the document was replaced with the applicant's own."),
    "proof_of_address": (3, "A passed journey with a utility bill as PDF."),
    "government_face": (2, "A passed journey with a face from a government database."),
    "uae_government": (2, "A passed journey with the answer of the UAE's database."),
    "device_rooted": (1, "The device is rooted."),
    "old_model": (1, "The body follows the older model 2, with its own spelling."),
    "table_spelling": (1, "The body is spelled as the document's tables, not as its samples."),
    "resubmission_requested": (1, "A reviewer in the provider's studio asked for a new document."),
    "approved_in_studio": (2, "A reviewer in the provider's studio approved a referred journey."),
    "deleted_at_provider": (1, "The provider erased the journey: everything but the ids is null."),
}
