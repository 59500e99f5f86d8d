"""IDWise's words and what the house makes of them. Owns constants only.

A word that stands in none of these tables becomes UNKNOWN, keeps its text and never passes.
"""

from __future__ import annotations

from typing import Final

from journeys.choices import (
    AmlApplicability,
    Dataset,
    Decided,
    FaceSource,
    FieldSource,
    Lifecycle,
    LivenessCode,
    MediaKind,
    Progress,
    Side,
    Verdict,
)
from journeys.providers.reading import table

# "Base URL by Region": the EU host is the default.
REGIONS: Final = {
    "eu": "https://api.idwise.com",
    "uae": "https://api-uae.idwise.com",
    "qatar": "https://api-qat.idwise.com",
}

# Not published as such: every sibling call lives under /journey, so these are settings.
DEFAULT_PATHS: Final = {
    "result": "/journey/v2/{journey_id}",
    "media": "/journey/v2/image/{image_path}",
    "review": "/journey/v2/manual-review/{journey_id}",
}

# "System Decision Enum"; Rejected is newer than the other three.
SYSTEM_DECISIONS: Final = table(
    {
        "Incomplete": Decided.INCOMPLETE,
        "Complete": Decided.COMPLETE,
        "Refer": Decided.REFER,
        "Rejected": Decided.REJECTED,
    }
)

# "Manual Decision Enum"; Resubmission Requested is newer.
MANUAL_DECISIONS: Final = table(
    {
        "Approved": Decided.APPROVED,
        "Rejected": Decided.REJECTED,
        "Resubmission Requested": Decided.RESUBMISSION,
    }
)

# "final_decision": the system's until a person decided, then the person's.
FINAL_DECISIONS: Final = {**SYSTEM_DECISIONS, **MANUAL_DECISIONS}

# What the system's decision says about the whole journey.
VERDICTS: Final = {
    Decided.COMPLETE.value: Verdict.PASS,
    Decided.REFER.value: Verdict.REVIEW,
    Decided.REJECTED.value: Verdict.FAIL,
    Decided.INCOMPLETE.value: Verdict.INCOMPLETE,
}

# IDWise sends no state of the applicant's journey; the system decides only on a finished one.
LIFECYCLES: Final = {
    Decided.COMPLETE.value: Lifecycle.COMPLETED,
    Decided.REFER.value: Lifecycle.COMPLETED,
    Decided.REJECTED.value: Lifecycle.COMPLETED,
    Decided.INCOMPLETE.value: Lifecycle.IN_PROGRESS,
}

# Document and selfie `progress`; "NotStarted" in older bodies is the same word to a table.
PROGRESS: Final = table(
    {
        "Not Started": Progress.NOT_STARTED,
        "Started": Progress.STARTED,
        "Completed": Progress.COMPLETED,
        "Skipped": Progress.SKIPPED,
    }
)

# `validation_outcome`, in the example of the Document Model and in older models.
VALIDATION_OUTCOMES: Final = table(
    {"Passed": Verdict.PASS, "Failed": Verdict.FAIL, "Undetermined": Verdict.REVIEW}
)

# Selfie Model, `status`: "the main element to be used to confirm whether the selfie passed".
SELFIE_STATUS: Final = table(
    {
        "Complete": Verdict.PASS,
        "Refer": Verdict.REVIEW,
        "Not Started": Verdict.INCOMPLETE,
    }
)

# "Liveness Status Codes": the list grew from seven to ten, so more may come.
LIVENESS_CODES: Final = table(
    {
        "FACE_TOO_CLOSE": LivenessCode.FACE_TOO_CLOSE,
        "FACE_CLOSE_TO_BORDER": LivenessCode.FACE_CLOSE_TO_BORDER,
        "FACE_CROPPED": LivenessCode.FACE_CROPPED,
        "FACE_IS_OCCLUDED": LivenessCode.FACE_IS_OCCLUDED,
        "FACE_NOT_FOUND": LivenessCode.FACE_NOT_FOUND,
        "TOO_MANY_FACES": LivenessCode.TOO_MANY_FACES,
        "FACE_TOO_SMALL": LivenessCode.FACE_TOO_SMALL,
        "BAD_QUALITY_IMAGE": LivenessCode.BAD_QUALITY_IMAGE,
        "FACE_ANGLE_TOO_LARGE": LivenessCode.FACE_ANGLE_TOO_LARGE,
        "NOT_LIVE": LivenessCode.NOT_LIVE,
    }
)

# Extracted Field Model, `source`.
FIELD_SOURCES: Final = table(
    {
        "VIZ": FieldSource.VIZ,
        "MRZ": FieldSource.MRZ,
        "BARCODE": FieldSource.BARCODE,
        "NFC": FieldSource.NFC,
        "APPLICANT": FieldSource.APPLICANT,
        "INFERRED": FieldSource.INFERRED,
    }
)

# `image_source`: AdditionalFace in the example, AdditionalFaces in the text.
FACE_SOURCES: Final = table(
    {
        "Selfie": FaceSource.SELFIE,
        "Document": FaceSource.DOCUMENT,
        "AdditionalFace": FaceSource.ADDITIONAL,
        "AdditionalFaces": FaceSource.ADDITIONAL,
    }
)
FACE_MEDIA: Final = {
    FaceSource.SELFIE.value: MediaKind.SELFIE,
    FaceSource.DOCUMENT.value: MediaKind.PORTRAIT,
    FaceSource.ADDITIONAL.value: MediaKind.EXTERNAL_FACE,
}

# "AML Applicability Enum".
APPLICABILITIES: Final = table(
    {
        "Not Ready Yet": AmlApplicability.NOT_READY,
        "Skipped": AmlApplicability.SKIPPED,
        "Disabled": AmlApplicability.DISABLED,
        "Applicable": AmlApplicability.APPLICABLE,
    }
)

# AML Match Model, `datasets`; the linked persons are from an older model.
DATASETS: Final = table(
    {
        "Politically Exposed Person": Dataset.PEP,
        "Sanctions": Dataset.SANCTIONS,
        "Adverse Media": Dataset.ADVERSE_MEDIA,
        "Regulatory Enforcement List": Dataset.REGULATORY,
        "People of Interest": Dataset.PEOPLE_OF_INTEREST,
        "Disqualified Director": Dataset.DISQUALIFIED_DIRECTOR,
        "Insolvency": Dataset.INSOLVENCY,
        "Fitness Probity": Dataset.FITNESS_PROBITY,
        "Linked to a Politically Exposed Person": Dataset.PEP_LINKED,
        "Linked to a Politically Exposed Persons": Dataset.PEP_LINKED,
    }
)

# `reference_object.object_key`: "documents" in the sample, "document" in the text.
OBJECT_KINDS: Final = table({"documents": "document", "document": "document", "selfie": "selfie"})

# Images Field Model and media_files: the example's keys, the table's keys and the older one.
# key -> (kind, side, the document step's attribute that holds the leaf when there is no picture).
PICTURES: Final = {
    "frontsideimagepath": (MediaKind.DOC_FRONT, Side.FRONT, "front_image"),
    "frontimagepath": (MediaKind.DOC_FRONT, Side.FRONT, "front_image"),
    "inputimagepath": (MediaKind.DOC_FRONT, Side.FRONT, "front_image"),
    "backsideimagepath": (MediaKind.DOC_BACK, Side.BACK, "back_image"),
    "backimagepath": (MediaKind.DOC_BACK, Side.BACK, "back_image"),
    "frontsidecroppedimagepath": (MediaKind.DOC_FRONT_CROP, Side.FRONT, "front_cropped_image"),
    "frontcroppedimagepath": (MediaKind.DOC_FRONT_CROP, Side.FRONT, "front_cropped_image"),
    "backsidecroppedimagepath": (MediaKind.DOC_BACK_CROP, Side.BACK, "back_cropped_image"),
    "backcroppedimagepath": (MediaKind.DOC_BACK_CROP, Side.BACK, "back_cropped_image"),
    "portraitimagepath": (MediaKind.PORTRAIT, Side.NONE, "portrait_image"),
    "frontsidepdfpath": (MediaKind.PDF_FRONT, Side.FRONT, "front_pdf"),
    "frontpdfpath": (MediaKind.PDF_FRONT, Side.FRONT, "front_pdf"),
    "backsidepdfpath": (MediaKind.PDF_BACK, Side.BACK, "back_pdf"),
    "backpdfpath": (MediaKind.PDF_BACK, Side.BACK, "back_pdf"),
}

# Selfie Model: key -> (kind, the selfie's attribute that holds the leaf when there is none).
SELFIE_PICTURES: Final = {
    "imagepath": (MediaKind.SELFIE, "image"),
    "croppedimagepath": (MediaKind.SELFIE_CROP, "cropped_image"),
    "videopath": (MediaKind.SELFIE_VIDEO, "video"),
}

# Webhook events as IDWise's pages spell them; older and misprinted names beside the true ones.
EVENTS: Final = table(
    {
        "Finished Step": "Finished Step",
        "Step Submitted": "Finished Step",
        "Finished User Steps": "Finished User Steps",
        "Finished Journey": "Finished Journey",
        "Manually Reviewed": "Manually Reviewed",
        "Updated Journey": "Updated Journey",
        "Verification Update Required": "Verification Update Required",
        "AML Monitor Update": "AML Monitor Update",
        "AML Monior Update": "AML Monitor Update",
        "Finished Spot Check": "Finished Spot Check",
        "Finished Ongoing Check": "Finished Spot Check",
        "KYC Renewal": "KYC Renewal",
    }
)
# These say only how far the applicant got; Finished Journey follows them.
PROGRESS_EVENTS: Final = frozenset({"Finished Step", "Finished User Steps"})

# Manual review, `new_decision` and `review_decision`.
NEW_DECISIONS: Final = {
    "approve": "Approved",
    "reject": "Rejected",
    "resubmit": "Resubmission Requested",
}
STEP_REVIEWS: Final = {True: "Resubmit", False: "Approve"}
