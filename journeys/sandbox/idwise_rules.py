"""IDWise's 19 rules in words, and `rule_results` built from a story. Knows no pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journeys.sandbox.idwise_stories import ADDRESS_RULES, Story
from journeys.sandbox.payload import Json


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, what it looks at, and how it says yes and no."""

    name: str
    applies_to: tuple[str, ...]
    description: str
    passed: str
    failed: str
    tips: str


_POI, _POA, _SELFIE, _WHOLE = ("identity",), ("address",), ("selfie",), ()

RULES: Mapping[str, Rule] = {
    "document_validation": Rule(
        "Authentic Document",
        _POI + _POA,
        "Confirms that the document is authentic and likely free of manipulation.",
        "No sign of manipulation was found",
        "The document shows signs of manipulation or could not be confirmed as authentic",
        "Compare the document with its reference and look for edges around photo and text",
    ),
    "same_subject": Rule(
        "Same Person",
        _POI + _SELFIE,
        "Verifies that all steps in the journey belong to the same person.",
        "The faces of all steps match",
        "The face of the selfie does not match the portrait of the document",
        "Compare selfie and portrait side by side",
    ),
    "no_duplicate_documents": Rule(
        "Unique Document",
        _POI + _POA,
        "Confirms that the same document is not submitted more than once.",
        "The document was submitted once",
        "The same document was submitted in more than one step",
        "Ask for the second document",
    ),
    "no_duplicate_applicant": Rule(
        "Unique Applicant",
        _WHOLE,
        "Confirms whether the applicant is matched with already existing applicants.",
        "No other applicant with this identity exists",
        "An applicant with the same personal number exists already",
        "Look at the other journeys of this person",
    ),
    "no_aml_records": Rule(
        "Datasets (e-KYC/AML)",
        _WHOLE,
        "Confirms whether the applicant has records in AML databases.",
        "No record was found",
        "At least one record was found",
        "Compare each match with the applicant",
    ),
    "unrecognized_document": Rule(
        "Recognised Document",
        _POI + _POA,
        "Verifies that the document is of a precisely supported type.",
        "The document type is supported",
        "The document type could not be determined",
        "Check that the picture shows a document of an accepted type",
    ),
    "proof_policy": Rule(
        "Proof Policy",
        _POI + _POA,
        "Confirms that the document provided is of the accepted types for this journey step",
        "Document is confirmed to be of one of the accepted types",
        "The document is not of one of the accepted types",
        "Check the type of the document provided and the issuing country",
    ),
    "expired_document": Rule(
        "Expired Document",
        _POI,
        "Confirms that the documents provided are not expired.",
        "The document is not expired",
        "The document has expired",
        "Ask for a valid document",
    ),
    "under_age": Rule(
        "Under Age",
        _POI,
        "Verifies that the applicant is over the minimum age.",
        "The applicant is of age",
        "The applicant is younger than 18 years",
        "Check the birth date on the document",
    ),
    "approved_nationality": Rule(
        "Approved Nationality",
        _POI,
        "Verifies whether the holder's nationality is in the list of allowed nationalities.",
        "The nationality is in the list",
        "The nationality is not in the list of allowed nationalities",
        "Check the policy for this nationality",
    ),
    "selfie_liveness": Rule(
        "Selfie Liveness",
        _SELFIE,
        "Verifies if the selfie step has passed and the selfie belongs to a live person.",
        "The selfie is live",
        "The selfie could not be confirmed as live",
        "Look at the selfie and its video",
    ),
    "device_intelligence": Rule(
        "Device Intelligence",
        _WHOLE,
        "Verifies the device's integrity throughout the onboarding process.",
        "No device signal was raised",
        "At least one device signal was raised",
        "Look at the signals of the device",
    ),
    "document_quality": Rule(
        "Document Quality",
        _POI + _POA,
        "Assesses that the documents are clear and readable.",
        "The picture is clear and readable",
        "Parts of the document cannot be read",
        "Ask for a new picture without glare and in focus",
    ),
    "mandatory_information_presence": Rule(
        "Mandatory Information Presence",
        _POA,
        "Ensures that all required fields are present in the document.",
        "All required fields are present",
        "The issue date is missing",
        "Ask for a document that shows name, address and date",
    ),
    "outdated_proof_of_address": Rule(
        "Outdated Proof of Address",
        _POA,
        "Ensures that the Proof of Address document is not outdated.",
        "The document is recent",
        "The document is older than three months",
        "Ask for a recent document",
    ),
    "geolocation": Rule(
        "Location Checks",
        _POA,
        "Evaluates the proximity of the IP address and the address on the document.",
        "The two places are close to each other",
        "The two places are far from each other",
        "Ask where the journey was made",
    ),
    "proof_of_address_matched": Rule(
        "Proof of Address Matched",
        _POA,
        "Validates that the name matches the Proof of Identity or the applicant details.",
        "The names match",
        "The name on the document is another",
        "Ask for a document in the applicant's own name",
    ),
    "government_check": Rule(
        "Government Check",
        ("government",),
        "Compares the submitted personal details with official government records.",
        "The details are those of the government's record",
        "The details differ from the government's record",
        "Compare the details one by one",
    ),
    "applicant_cross_check": Rule(
        "Applicant Cross Check",
        _POI + _POA,
        "Validates that the personal details given at the start match this document.",
        "The details given at the start match the document",
        "The details given at the start differ from the document",
        "Compare declared name and birth date with the document",
    ),
}


def rule_results(story: Story, *, steps: Mapping[str, tuple[str, str]]) -> dict[str, Json]:
    """All rules that this flow has. `steps` maps a step id to (purpose, title)."""
    return {key: _result(key, story, steps) for key in RULES if _is_in_flow(key, story)}


def _is_in_flow(key: str, story: Story) -> bool:
    if key in story.failed_rules:
        return True
    if key in story.absent_rules:
        return False
    if key in ADDRESS_RULES:
        return story.flow == "identity_address"
    if key == "government_check":
        return story.flow == "identity_government"
    # The cross-check needs declared data.
    return key != "applicant_cross_check" or bool(story.declares)


def _result(key: str, story: Story, steps: Mapping[str, tuple[str, str]]) -> Json:
    rule = RULES[key]
    result = "Passed"
    if key in story.failed_rules:
        result = "Failed"
    elif key in story.unapplied_rules:
        result = "CouldNotApply"
    said = {"Passed": rule.passed, "Failed": rule.failed}.get(result, "The check could not be made")
    details: list[Json] = [
        {
            "title": title,
            "result": result,
            "result_description": said,
            "reference_object": None
            if purpose == "selfie"
            else {"object_key": "documents", "instance_key": step_id},
        }
        for step_id, (purpose, title) in steps.items()
        if purpose in rule.applies_to
    ]
    if not details:
        details = [
            {
                "title": rule.name,
                "result": result,
                "result_description": said,
                "reference_object": None,
            }
        ]
    return {
        "name": rule.name,
        "result": result,
        "description": rule.description,
        "information": f"{rule.description} The result depends on the settings of this flow.",
        "tips": rule.tips,
        "details": details,
    }
