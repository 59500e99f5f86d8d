"""The verdict on a Signzy journey: one clean pass, and everything that must never be one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from journeys.choices import Verdict
from journeys.providers.bodies import parse_object
from journeys.providers.results import JourneyResult
from journeys.providers.signzy import normalise
from tests.journeys.providers.bodies_for_tests import PAYLOADS, tree_from, tree_of

FOLDER = PAYLOADS / "signzy"
CLEAN = (FOLDER / "clean_pass.json").read_text()
DOCUMENT = ("documentIntelligence", "completeStatus")
LIVENESS = ("selfieAnalysis", "passiveLiveliness")
MATCH = ("selfieAnalysis", "faceMatch")
GONE = object()


def changed(*path: str, to: object) -> JourneyResult:
    """The clean body with one value changed, or taken away."""
    return normalise(tree_from(_changed(json.loads(CLEAN), path, to)))


def _changed(body: Any, path: tuple[str, ...], to: object) -> Any:
    inner = body
    for key in path[:-1]:
        inner = inner.setdefault(key, {})
    if to is GONE:
        inner.pop(path[-1])
    else:
        inner[path[-1]] = to
    return body


@pytest.mark.parametrize(
    "payload,verdict",
    [
        ("clean_pass", Verdict.PASS),
        ("wrapped_result", Verdict.PASS),
        ("wrapped_result_data", Verdict.PASS),
        ("wrapped_data", Verdict.PASS),
        ("ip_check_not_enabled", Verdict.PASS),
        ("flow_test", Verdict.PASS),
        ("document_sample", Verdict.REVIEW),
        ("document_sample_lowercase", Verdict.REVIEW),
        ("thin_indian", Verdict.REVIEW),
        ("tables_shape", Verdict.REVIEW),
        ("rich", Verdict.REVIEW),
        ("second_document", Verdict.REVIEW),
        ("journey_details_v2", Verdict.REVIEW),
        ("review_medium_severity", Verdict.REVIEW),
        ("deleted_at_provider", Verdict.REVIEW),
        ("terminated_retries_exceeded", Verdict.FAIL),
        ("processing_error", Verdict.ERROR),
        ("abandoned", Verdict.INCOMPLETE),
        ("not_started", Verdict.INCOMPLETE),
    ],
)
def test_each_payload_has_its_verdict(payload: str, verdict: Verdict) -> None:
    journey = normalise(tree_of(FOLDER / f"{payload}.json")).journey
    assert journey.verdict == verdict
    assert bool(journey.verdict_reasons) is (verdict != Verdict.PASS)


@pytest.mark.parametrize("yes", [True, "True", "true", "TRUE", " true "])
def test_every_spelling_of_yes_passes(yes: object) -> None:
    for path in ((*DOCUMENT, "overallStatus"), (*LIVENESS, "liveness"), (*MATCH, "verified")):
        assert changed(*path, to=yes).journey.verdict == Verdict.PASS


@pytest.mark.parametrize("no", [False, "False", "false", "FALSE"])
@pytest.mark.parametrize(
    "path", [(*DOCUMENT, "overallStatus"), (*LIVENESS, "liveness"), (*MATCH, "verified")]
)
def test_every_spelling_of_no_fails(path: tuple[str, ...], no: object) -> None:
    assert changed(*path, to=no).journey.verdict == Verdict.FAIL


@pytest.mark.parametrize(
    "odd", [None, "", "NA", "None", "perhaps", 1, 0, [], {}, ["True"], {"value": True}, GONE]
)
@pytest.mark.parametrize(
    "path",
    [
        ("currentStatus",),
        (*DOCUMENT, "overallStatus"),
        (*LIVENESS, "liveness"),
        (*MATCH, "verified"),
        ("capturedData", "consent"),
        ("capturedData", "livenessConsent"),
    ],
)
def test_a_deciding_value_that_says_nothing_clear_means_review(
    path: tuple[str, ...], odd: object
) -> None:
    journey = changed(*path, to=odd).journey
    assert journey.verdict == Verdict.REVIEW
    assert journey.verdict_reasons


@pytest.mark.parametrize(
    "path",
    [
        ("capturedData",),
        ("documentIntelligence",),
        DOCUMENT,
        ("selfieAnalysis",),
        LIVENESS,
        MATCH,
        ("capturedData", "images"),
        ("capturedData", "images", "frontDoc"),
        ("capturedData", "images", "selfie"),
    ],
)
@pytest.mark.parametrize("odd", [GONE, None, {}, [], "text", 7])
def test_a_missing_part_never_passes(path: tuple[str, ...], odd: object) -> None:
    if path[-1] in ("frontDoc", "selfie") and odd == "text":
        # A locator need not look like an address: the guard refuses it later, visibly.
        assert changed(*path, to=odd).media
    else:
        assert changed(*path, to=odd).journey.verdict == Verdict.REVIEW


@pytest.mark.parametrize("word", ["Processing Error", "processing error", "PROCESSING_ERROR"])
def test_a_processing_error_is_an_error_in_any_spelling(word: str) -> None:
    assert changed(*DOCUMENT, "overallStatus", to=word).journey.verdict == Verdict.ERROR


@pytest.mark.parametrize(
    "word,verdict",
    [
        ("NOT_STARTED", Verdict.INCOMPLETE),
        ("not started", Verdict.INCOMPLETE),
        ("IN_PROGRESS", Verdict.INCOMPLETE),
        ("in progress", Verdict.INCOMPLETE),
        ("ABANDONED", Verdict.INCOMPLETE),
        ("TERMINATED", Verdict.FAIL),
        ("teminated", Verdict.FAIL),
        ("EXPIRED", Verdict.REVIEW),
    ],
)
def test_the_status_of_the_journey_decides_in_any_spelling(word: str, verdict: Verdict) -> None:
    assert changed("currentStatus", to=word).journey.verdict == verdict


@pytest.mark.parametrize(
    "path,value",
    [
        ((*DOCUMENT, "optical"), "False"),
        ((*DOCUMENT, "optical"), "maybe"),
        ((*DOCUMENT, "detailsOptical", "overallStatus"), "False"),
        ((*DOCUMENT, "detailsOptical", "security"), "false"),
        ((*DOCUMENT, "detailsOptical", "aNewCheck"), "False"),
        ((*DOCUMENT, "detailsOptical", "pagesCount"), 2),
        ((*DOCUMENT, "severity"), "Medium"),
        ((*DOCUMENT, "severity"), "High"),
        ((*DOCUMENT, "severity"), "catastrophic"),
        (("documentIntelligence", "imageQuality", "result"), False),
        (("documentIntelligence", "imageQuality", "frontIdCheck", "imageGlares"), "False"),
        (("documentIntelligence", "idExpired"), "True"),
        (("documentIntelligence", "idExpired"), "perhaps"),
        (("documentIntelligence", "extractedFieldErrors"), [{"fieldName": "Sex"}]),
        (("documentIntelligence", "extractedFieldErrors"), "unreadable"),
        ((*LIVENESS, "status"), "500"),
        ((*MATCH, "status"), "Not Started"),
        ((*MATCH, "message"), "Verification completed with negative result"),
        (("selfieAnalysis", "additionalFaceChecks", "maskDetection", "result", "found"), True),
        (("matchPercentage", "fullNameMatch"), "82%"),
        (("matchPercentage", "fullNameMatch"), "0%"),
        (("matchPercentage", "fullNameMatch"), "quite"),
        (("externalApiResponses",), [{"api": "register", "response": {"overallStatus": "false"}}]),
        (("externalApiResponses",), [{"api": "register", "response": {}}]),
        (("ipAddresses", "203.0.113.8", "vpn"), "true"),
        (("ipAddresses", "203.0.113.8", "fraudScore"), "75"),
        (("_deleted",), True),
        (("_deleted",), "perhaps"),
        (("step",), "RETRIES_EXCEEDED"),
        (("capturedData", "idType2"), "Utility Bill"),
    ],
)
def test_what_contradicts_a_pass_means_review(path: tuple[str, ...], value: object) -> None:
    journey = changed(*path, to=value).journey
    assert journey.verdict == Verdict.REVIEW
    assert journey.verdict_reasons


@pytest.mark.parametrize(
    "path,value",
    [
        ((*DOCUMENT, "severity"), "Low"),
        (("documentIntelligence", "extractedFieldErrors"), GONE),
        (("documentIntelligence", "authenticityCheck"), GONE),
        (("documentIntelligence", "imageQuality"), {"result": True}),
        (("documentIntelligence", "attempts"), 3),
        (("selfieAnalysis", "additionalFaceChecks"), GONE),
        (("matchPercentage",), GONE),
        (("externalApiResponses",), GONE),
        (("ipAddresses",), GONE),
        (("ipAddresses", "203.0.113.8", "mobile"), "false"),
        (("somethingNew",), {"of": "no meaning"}),
    ],
)
def test_what_is_optional_does_not_stand_in_the_way(path: tuple[str, ...], value: object) -> None:
    assert changed(*path, to=value).journey.verdict == Verdict.PASS


def repeated(section: str, extra: str) -> bytes:
    """The clean body with a second spelling or a second value put before the first."""
    return CLEAN.replace(f'"{section}": {{', f'"{section}": {{{extra},', 1).encode()


@pytest.mark.parametrize(
    "section,extra",
    [
        ("passiveLiveliness", '"liveness": false'),
        ("passiveLiveliness", '"Liveness": "False"'),
        ("passiveLiveliness", '"livenessConfirmed": false'),
        ("faceMatch", '"matched": false'),
        ("completeStatus", '"overallStatus": "False"'),
        ("completeStatus", '"overall_status": "Review"'),
        ("capturedData", '"consent": false'),
        ("documentIntelligence", '"completeStatus": {"overallStatus": "False"}'),
        ("selfieAnalysis", '"passiveLiveness": {"liveness": false}'),
        ("203.0.113.8", '"vpn": "true"'),
    ],
)
def test_a_deciding_value_given_twice_and_differently_never_passes(
    section: str, extra: str
) -> None:
    assert normalise(parse_object(repeated(section, extra))).journey.verdict == Verdict.REVIEW


@pytest.mark.parametrize(
    "section,extra",
    [("passiveLiveliness", '"liveness": "True"'), ("completeStatus", '"overallStatus": true')],
)
def test_the_same_value_given_twice_is_no_contradiction(section: str, extra: str) -> None:
    assert normalise(parse_object(repeated(section, extra))).journey.verdict == Verdict.PASS


def test_an_element_that_contradicts_itself_never_passes() -> None:
    raw = CLEAN.replace('"elementResult": true', '"elementResult": false, "elementResult": true')
    assert raw != CLEAN
    assert normalise(parse_object(raw.encode())).journey.verdict == Verdict.REVIEW


def test_a_register_that_contradicts_itself_never_passes() -> None:
    answer = '{"api": "a", "response": {"overallStatus": "false", "overallStatus": "true"}}'
    raw = CLEAN.replace('"externalApiResponses": []', f'"externalApiResponses": [{answer}]')
    assert normalise(parse_object(raw.encode())).journey.verdict == Verdict.REVIEW


def test_a_type_of_check_that_comes_twice_is_read_twice() -> None:
    element = '{"elementResult": true, "elementDiagnose": "pass", "elementType": "photo shape"}'
    raw = CLEAN.replace('"imagePattern": [', f'"Image Pattern": [{element}], "imagePattern": [')
    result = normalise(parse_object(raw.encode()))
    assert result.journey.verdict == Verdict.PASS
    assert sum(check.group == "authenticity" for check in result.checks) == 2


def test_a_wrapper_that_contradicts_the_journey_never_passes() -> None:
    body = {"result": json.loads(CLEAN), "currentStatus": "TERMINATED"}
    assert normalise(tree_from(body)).journey.verdict == Verdict.REVIEW


def test_two_journeys_in_one_body_never_pass() -> None:
    raw = b'{"result": {"currentStatus": "TERMINATED"}, "result": ' + CLEAN.encode() + b"}"
    assert normalise(parse_object(raw)).journey.verdict == Verdict.REVIEW


@pytest.mark.parametrize(
    "element",
    [
        {"elementResult": False, "elementDiagnose": "photo replaced", "elementType": "photo"},
        {"elementResult": True, "elementDiagnose": "photo replaced", "elementType": "photo"},
        {"elementResult": True, "elementDiagnose": "a word of its own", "elementType": "photo"},
        {"elementResult": None, "elementDiagnose": "photo replaced", "elementType": "photo"},
        {"elementResult": "perhaps", "elementDiagnose": "pass", "elementType": "photo"},
    ],
)
@pytest.mark.parametrize(
    "shape",
    [
        lambda element: {"frontAuthenticityCheckList": {"imagePattern": [element]}},
        lambda element: {"backAuthenticityCheckList": {"Image Pattern": element}},
        lambda element: {"imagePattern": element},
        lambda element: [element],
    ],
)
def test_an_authenticity_element_without_a_clear_pass_means_review(
    shape: Callable[[object], object], element: object
) -> None:
    result = changed("documentIntelligence", "authenticityCheck", to=shape(element))
    assert result.journey.verdict == Verdict.REVIEW
