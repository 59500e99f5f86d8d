"""Signzy's outcomes: name to (cards in the mixed deck, sentence). Owns no payload."""

from __future__ import annotations

from collections.abc import Mapping

STATUSES = ("NOT_STARTED", "IN_PROGRESS", "COMPLETED", "TERMINATED", "ABANDONED")
OVERALL = {
    "true": "True",
    "false": "False",
    "review": "Review",
    "processing_error": "Processing Error",
}
SEVERITIES = {"na": "NA", "low": "Low", "medium": "Medium", "high": "High"}
# Signzy's page: 75+ suspicious, 85+ risky, 90+ high risk.
FRAUD_SCORES = {"low": 12, "suspicious": 78, "risky": 87, "high": 96}

SIGNZY_OUTCOMES: Mapping[str, tuple[int, str]] = {
    "clean_pass": (45, "Every check passed and every consent was given."),
    **{
        f"status_{status.lower()}": (1, f"The journey's currentStatus is {status}.")
        for status in STATUSES
    },
    **{
        f"overall_{name}": (1, f"The document's overallStatus is {spelled}.")
        for name, spelled in OVERALL.items()
    },
    **{
        f"severity_{name}": (1, f"The document raised a flag of severity {spelled}.")
        for name, spelled in SEVERITIES.items()
    },
    "retries_exceeded": (1, "All attempts at the document are used up: terminated."),
    "session_timed_out": (1, "The applicant stopped and the session timed out."),
    "journey_expired": (1, "The link was never used and is no longer valid."),
    "not_live": (2, "The selfie is not live."),
    "face_mismatch": (3, "The selfie shows another person than the document."),
    "mask": (1, "The applicant wears a mask."),
    "cover_glasses": (1, "Ordinary glasses were reported as a face cover; all else passed."),
    "cover_cap_sunglasses": (1, "Cap and sunglasses cover the face."),
    "authenticity_failed_pattern": (2, "A security pattern differs from its reference."),
    "authenticity_failed_photo_embed": (2, "The photo of the document was replaced."),
    "authenticity_failed_document_liveness": (1, "The document was shown on a screen."),
    "authenticity_failed_ocr_security_text": (1, "The hidden text differs from the printed one."),
    "extraction_errors": (2, "Fields could not be read, or disagree with the zone."),
    "image_quality_glare": (1, "Glare hides part of the document."),
    "image_quality_blur": (1, "The document is out of focus."),
    "image_quality_brightness_na": (1, "Brightness was not measured, and the picture is too dark."),
    "conflict_declared": (2, "The declared name and birth date are not those of the document."),
    "consent_missing": (2, "Consent was not given."),
    "registry_ok": (2, "The register confirms the document."),
    "registry_mismatch": (2, "The register holds other dates than the document."),
    "ip_vpn": (1, "The journey was made through a VPN."),
    "ip_tor": (1, "The journey was made through the Tor network."),
    **{
        f"ip_fraud_{band}": (1, f"The address has a fraud score of {score}.")
        for band, score in FRAUD_SCORES.items()
    },
    "ip_not_enabled": (1, "The check of addresses is not enabled."),
    "ipv6": (1, "The journey was made from an IPv6 address."),
    "thin_india": (2, "An Indian licence: the thin form of document intelligence."),
    "two_documents": (1, "The flow asks for two documents."),
    "wrapped_result": (1, "The body stands inside `result`."),
    "wrapped_data": (1, "The body stands inside `data`."),
    "wrapped_result_data": (1, "The body stands inside `result.data`."),
    "no_portrait_crop": (1, "The portrait could not be cut out of the document."),
    "missing_back": (1, "The back of the card was not submitted."),
    "expired": (2, "The document has expired."),
    "deleted": (1, "The provider erased the journey's data."),
    "uploaded_capture": (1, "The document was uploaded as a file, not taken by the camera."),
    "duplicate_keys": (1, "The body repeats a key with two values."),
    "lower_case_states": (1, "All states are spelled in lower case."),
    "arabic_names": (3, "Names, sex and places of the document are in Arabic script."),
    "table_spelling": (1, "The body is spelled as the document's tables, not as its samples."),
    "test_flow": (1, "A journey of a test flow."),
}
