"""Faces, the person, declared data, consents, registers and addresses of a Signzy body."""

from __future__ import annotations

import pytest

from journeys.choices import (
    CheckGroup,
    ConsentKind,
    FaceSource,
    MediaKind,
    Outcome,
)
from journeys.providers.results import Named
from journeys.providers.signzy import normalise
from tests.journeys.providers.bodies_for_tests import (
    tree_from,
)
from tests.journeys.providers.signzy_bodies import of_document, result_of


def test_faces_that_were_compared_are_named() -> None:
    result = result_of("clean_pass")
    selfie, portrait = result.face_comparisons[0].faces
    uses = {use.source_path: use.kind for use in result.media}
    assert (selfie.source.code, uses[selfie.media]) == (FaceSource.SELFIE, MediaKind.SELFIE)
    assert (portrait.source.code, uses[portrait.media]) == (
        FaceSource.DOCUMENT,
        MediaKind.PORTRAIT,
    )


def test_a_step_that_was_not_reached_is_not_done() -> None:
    result = result_of("terminated_retries_exceeded")
    assert result.selfies[0].liveness.code == Outcome.NOT_DONE
    assert result.face_comparisons[0].outcome.code == Outcome.NOT_DONE
    assert result.face_comparisons[0].status == "Not Started"
    assert result.journey.step.code == "retries_exceeded"
    assert result.journey.started_at is None


def test_face_gears_are_a_list_or_one_text() -> None:
    def message(payload: str) -> str:
        return next(c.message for c in result_of(payload).checks if c.group == CheckGroup.COVER)

    assert message("rich") == "Glasses, Cap"
    assert message("tables_shape") == "Glasses, Sunglasses"
    assert message("clean_pass") == ""


def test_a_mask_that_was_found_is_a_failed_check() -> None:
    mask = {"maskDetection": {"result": {"found": "True"}}}
    result = normalise(tree_from({"selfieAnalysis": {"additionalFaceChecks": mask}}))
    assert result.checks[0].outcome.code == Outcome.FAIL


@pytest.mark.parametrize(
    "score,band",
    [
        ("0", "low"),
        ("74", "low"),
        ("75", "suspicious"),
        ("84.9", "suspicious"),
        ("85", "risky"),
        ("90", "high"),
        ("100", "high"),
        ("101", "unknown"),
        ("-1", "unknown"),
        ("NA", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_fraud_score_has_its_band(score: object, band: str) -> None:
    result = normalise(tree_from({"ipAddresses": {"203.0.113.1": {"fraudScore": score}}}))
    assert result.ip_addresses[0].fraud_band == band


def test_addresses_are_keys_with_dots_and_colons() -> None:
    first, second = result_of("rich").ip_addresses
    assert (first.address, second.address) == ("203.0.113.7", "2001:db8::7")
    assert second.message == "IP Check is not Enabled"
    assert second.fraud_band == "unknown"
    assert {flag.outcome.code for flag in second.flags} == {Outcome.NOT_DONE}
    assert {flag.name for flag in first.flags if flag.outcome.code == Outcome.FAIL} == {"vpn"}
    assert Named("mobile", "true") in first.particulars


@pytest.mark.parametrize(
    "sent,address",
    [
        ([{"ip": "198.51.100.1", "vpn": "true"}], "198.51.100.1"),
        ([{"198.51.100.1": {"vpn": "true"}}], "198.51.100.1"),
        (["198.51.100.1"], "198.51.100.1"),
        ({"198.51.100.1": "IP Check is not Enabled"}, "198.51.100.1"),
        ({"198.51.100.1": None}, "198.51.100.1"),
    ],
)
def test_addresses_are_found_in_other_shapes(sent: object, address: str) -> None:
    result = normalise(tree_from({"ipAddresses": sent}))
    assert [part.address for part in result.ip_addresses] == [address]
    assert result.unmapped == ()


def test_an_external_answer_keeps_its_labels_and_repeats() -> None:
    answer = result_of("rich").registry_answers[0]
    assert answer.key == "resident id card verification"
    assert answer.outcome.code == Outcome.PASS
    assert [named.name for named in answer.asked] == [
        "Emirates ID Number",
        "emirates id number",
        "Date of Birth",
        "Current Nationality",
    ]
    assert Named("emiratesIdNumber", "784000000000001") in answer.answered


def test_declared_data_keeps_three_countries_apart() -> None:
    declared = {value.name: value.value for value in result_of("rich").declared}
    assert declared["country"] == "AE"
    assert declared["address_country"] == "are"
    assert declared["expected_country"] == "united arab emirates"
    assert declared["phone"] == "+10005550100"
    assert declared["first_name"] == "Noor"


def test_unknown_declared_data_is_kept_under_its_own_words() -> None:
    result = normalise(tree_from({"userInfo": {"nickName": "N", "name": {"middleName": "M"}}}))
    assert {(value.name, value.value) for value in result.declared} == {
        ("nick_name", "N"),
        ("name_middle_name", "M"),
    }


def test_the_client_s_picture_is_an_external_face() -> None:
    use = next(u for u in result_of("rich").media if u.source_path == "/userInfo/matchImage")
    assert (use.kind, use.is_secret) == (MediaKind.EXTERNAL_FACE, True)


def test_consents_are_always_there() -> None:
    for result, codes in (
        (result_of("clean_pass"), [Outcome.PASS, Outcome.PASS]),
        (result_of("document_sample"), [Outcome.PASS, Outcome.FAIL]),
        (result_of("journey_details_v2"), [Outcome.NOT_DONE, Outcome.NOT_DONE]),
    ):
        assert [consent.kind for consent in result.consents] == [
            ConsentKind.PROCESSING,
            ConsentKind.BIOMETRICS,
        ]
        assert [consent.given.code for consent in result.consents] == codes


def test_names_fall_back_in_order() -> None:
    def full_name(**fields: str) -> str:
        return of_document(extractedFields=fields).applicant[0].full_name

    everything = {
        "names": "A B",
        "firstName": "C",
        "lastName": "D",
        "Surname And Given Names": "نور مثال",
    }
    assert full_name(**everything) == "A B"
    assert full_name(**(everything | {"names": ""})) == "C D"
    assert full_name(**{"Surname And Given Names": "نور مثال"}) == "نور مثال"


def test_the_person_has_the_client_s_id() -> None:
    person = result_of("rich").applicant[0]
    assert person.applicant_id == "customer-000042"
    assert person.full_name == "NOOR SAMPLE"
    assert person.birth_date is not None
    assert person.birth_date.value == "1998-11-05"
