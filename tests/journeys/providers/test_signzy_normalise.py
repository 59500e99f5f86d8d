"""What Signzy's bodies become: each contradiction of the vendor's own documents, one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.choices import (
    CheckGroup,
    ConsentKind,
    FaceSource,
    Lifecycle,
    MediaKind,
    Outcome,
    Severity,
    Verdict,
)
from journeys.providers.bodies import REDACTED, parse_object
from journeys.providers.plain import to_plain
from journeys.providers.results import Check, JourneyResult, Named
from journeys.providers.signzy import normalise, redact
from tests.journeys.providers.bodies_for_tests import (
    PAYLOADS,
    assert_nothing_is_lost,
    payload_files,
    tree_from,
    tree_of,
)

FOLDER = PAYLOADS / "signzy"


def result_of(payload: str) -> JourneyResult:
    return normalise(tree_of(FOLDER / f"{payload}.json"))


def of_document(**intelligence: object) -> JourneyResult:
    return normalise(tree_from({"documentIntelligence": intelligence}))


def checks_of(result: JourneyResult, group: CheckGroup) -> dict[tuple[str, str], Check]:
    return {(check.side.code, check.key): check for check in result.checks if check.group == group}


def test_the_journey_is_read_with_its_ids_times_and_language() -> None:
    journey = result_of("rich").journey
    assert journey.provider_id == "RICHBODY01"
    assert journey.reference == "REF-000042"
    assert journey.flow_version == "7"
    assert (journey.lifecycle.code, journey.lifecycle.raw) == (Lifecycle.COMPLETED, "COMPLETED")
    assert (journey.step.code, journey.step.raw) == ("complete", "COMPLETE")
    assert journey.language is not None
    assert (journey.language.code, journey.language.raw) == ("zh", "ch")
    assert journey.created_at is not None
    assert journey.created_at.value == "2024-07-21T05:55:39.746000Z"
    assert journey.updated_at is not None
    assert journey.updated_at.value == "2024-07-21T05:56:38.041000Z"
    assert journey.retention is not None
    assert journey.retention.raw == "1576800"
    assert journey.is_test is False


@pytest.mark.parametrize("payload", ["wrapped_result", "wrapped_result_data", "wrapped_data"])
def test_a_wrapper_changes_nothing_but_the_paths(payload: str) -> None:
    plain, wrapped = result_of("clean_pass"), result_of(payload)
    assert wrapped.journey.provider_id == plain.journey.provider_id
    assert [f.value for f in wrapped.fields] == [f.value for f in plain.fields]
    assert [c.outcome for c in wrapped.checks] == [c.outcome for c in plain.checks]
    assert [m.locator for m in wrapped.media] == [m.locator for m in plain.media]
    assert wrapped.media[0].source_path.startswith(("/result/", "/data/"))


def test_the_printed_spelling_of_the_keys_reads_like_the_real_one() -> None:
    printed, real = result_of("document_sample_lowercase"), result_of("document_sample")
    assert [c.key for c in printed.checks] == [c.key for c in real.checks]
    assert [c.outcome.code for c in printed.checks] == [c.outcome.code for c in real.checks]
    assert [f.name for f in printed.fields] == [f.name for f in real.fields]
    assert [m.kind for m in printed.media] == [m.kind for m in real.media]
    assert printed.journey.verdict == real.journey.verdict
    assert printed.unmapped == ()


def test_a_repeated_label_is_kept_twice() -> None:
    fields = [f for f in result_of("document_sample").fields if f.key == "Remainder Term"]
    assert [field.value for field in fields] == ["29", "98"]
    assert [field.leaves[0].occurrence for field in fields] == [1, 2]


def test_labels_that_differ_only_in_case_stay_apart() -> None:
    fields = result_of("rich").fields
    assert {f.key for f in fields if f.name == "age"} == {"Age", "age"}
    assert [f.key for f in fields if f.name == "address"] == ["address", "Address"]


def test_a_value_that_is_an_object_is_kept_as_json() -> None:
    field = next(f for f in result_of("thin_indian").fields if f.key == "Split Address")
    assert field.kind == "object"
    assert field.value is not None
    assert field.value.startswith('{"district": ["')
    assert len(field.leaves) == 9


def test_decimals_keep_their_spelling() -> None:
    result = result_of("document_sample")
    front = result.predicted_types[0]
    assert front.probability is not None
    assert front.probability.raw == "0.9670456647872925"
    assert result.face_comparisons[0].score is not None
    assert (result.face_comparisons[0].score.value, result.face_comparisons[0].score.raw) == (
        99.0,
        "99.00%",
    )
    assert result.ip_addresses[0].latitude is not None
    assert result.ip_addresses[0].latitude.raw == "19.76"


def test_one_word_at_three_levels_is_three_things() -> None:
    result = result_of("thin_indian")
    optical = checks_of(result, CheckGroup.OPTICAL)
    assert optical["none", "optical"].outcome.code == Outcome.PASS
    assert optical["none", "overallStatus"].outcome.code == Outcome.FAIL
    assert result.documents[0].verdict is not None
    assert result.documents[0].verdict.code == Verdict.PASS


@pytest.mark.parametrize(
    "sent,code",
    [
        ("True", Outcome.PASS),
        (True, Outcome.PASS),
        ("False", Outcome.FAIL),
        (False, Outcome.FAIL),
        ("None", Outcome.NOT_DONE),
        ("NA", Outcome.NOT_DONE),
        (None, Outcome.NOT_DONE),
        ("perhaps", Outcome.UNKNOWN),
        (1, Outcome.UNKNOWN),
    ],
)
def test_a_tri_state_is_read_in_every_type(sent: object, code: Outcome) -> None:
    result = of_document(completeStatus={"detailsOptical": {"mrz": sent}})
    assert checks_of(result, CheckGroup.OPTICAL)["none", "mrz"].outcome.code == code


def test_glare_that_is_true_is_a_check_passed() -> None:
    quality = checks_of(result_of("rich"), CheckGroup.IMAGE_QUALITY)
    assert quality["front", "imageGlares"].outcome.code == Outcome.PASS
    assert quality["front", "imageColorness"].outcome.code == Outcome.NOT_DONE
    assert quality["back", "brightness"].outcome.code == Outcome.PASS


def test_severity_words_are_read() -> None:
    for word, code in (("NA", Severity.NONE), ("low", Severity.LOW), ("HIGH", Severity.HIGH)):
        severity = of_document(completeStatus={"severity": word}).documents[0].severity
        assert severity is not None
        assert severity.code == code


def test_an_authenticity_pair_names_both_pictures() -> None:
    result = result_of("document_sample")
    pairs = [c for c in result.checks if c.group == CheckGroup.AUTHENTICITY and c.submitted]
    assert len(pairs) == 3
    uses = {use.source_path: use for use in result.media}
    for check in pairs:
        assert uses[check.submitted].kind == MediaKind.ELEMENT_CROP
        assert uses[check.reference].kind == MediaKind.REFERENCE_CROP
        assert uses[check.submitted].side == check.side
    assert {check.side.code for check in pairs} == {"front", "back"}


def test_the_keys_of_authenticity_checks_do_not_depend_on_spelling_or_place() -> None:
    keys = {key for _, key in checks_of(result_of("rich"), CheckGroup.AUTHENTICITY)}
    assert keys == {
        "photoEmbedType.face_presence",
        "imagePattern.blank",
        "imagePattern.contact_chip_classification",
        "liveness.liveness_electronic_device",
        "ocrSecurityText",
    }


def test_the_shapes_of_the_tables_are_read() -> None:
    result = result_of("tables_shape")
    checks = checks_of(result, CheckGroup.AUTHENTICITY)
    assert checks["none", "ocrSecurityText"].outcome.code == Outcome.PASS
    assert checks["none", "imagePattern.blank"].reference.endswith("/etalonImage")
    assert checks["front", "holo_photo"].outcome.code == Outcome.UNCERTAIN
    unknown = checks["back", "Laser Engraving.laser_relief"]
    assert unknown.outcome.code == Outcome.UNKNOWN
    assert unknown.diagnose == "sparkles missing"
    assert "not in the engine's published list" in unknown.description
    assert [use.label for use in result.media if use.label] == ["Portrait", "Stamp"]
    assert result.predicted_types[0].name == "Utopia - Identity Card"


def test_a_drawn_field_without_a_picture_is_kept_on_the_document() -> None:
    step = result_of("tables_shape").documents[0]
    kept = [named.value for named in step.particulars if named.name == "graphic_field"]
    assert len(kept) == 1
    assert '"Finger Print"' in kept[0]


def test_graphic_fields_are_flattened_and_repeats_stay_uses() -> None:
    kinds = [use.kind for use in result_of("document_sample").media if use.label]
    assert kinds == [
        MediaKind.PORTRAIT,
        MediaKind.SIGNATURE,
        MediaKind.GHOST_PORTRAIT,
        MediaKind.SIGNATURE,
        MediaKind.GHOST_PORTRAIT,
        MediaKind.DOC_FRONT_CROP,
        MediaKind.DOC_BACK_CROP,
    ]
    twice = {"fieldType": "signature", "value": "https://persist.signzy.tech/same.png"}
    found = of_document(graphicFields={"fieldList": [[twice], [[twice]]]}).media
    assert len({use.locator for use in found}) == 1
    assert len({use.source_path for use in found}) == 2


def test_a_picture_under_a_repeated_key_has_a_path_of_its_own() -> None:
    raw = (
        b'{"capturedData": {"images": {"frontDoc": "https://a.example/1.png",'
        b' "frontDoc": "https://a.example/2.png"}}}'
    )
    paths = [use.source_path for use in normalise(parse_object(raw)).media]
    assert paths == ["/capturedData/images/frontDoc", "/capturedData/images/frontDoc#2"]


def test_a_predicted_type_is_read_in_both_spellings() -> None:
    front, back = result_of("document_sample_lowercase").predicted_types
    assert (front.side.code, back.side.code) == ("front", "back")
    assert front.icao_code == "are"
    assert front.has_mrz is not None
    assert front.has_mrz.code == Outcome.FAIL
    assert front.is_deprecated is not None
    assert front.is_deprecated.code == Outcome.PASS


def test_the_tables_misplaced_key_of_a_deprecated_template_is_found() -> None:
    predicted = of_document(
        predictedIdTypeFront={"DocumentName": "x", "fdsislist": {"dType": 1}},
        ipredictedIdTypeFront={"fdsislist": {"sDeprecated": True}},
    )
    assert predicted.unmapped == ()
    deprecated = predicted.predicted_types[0].is_deprecated
    assert deprecated is not None
    assert deprecated.code == Outcome.FAIL


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
    "sent,code",
    [
        ("100%", Outcome.PASS),
        ("100", Outcome.PASS),
        ("99.99%", Outcome.UNCERTAIN),
        ("0%", Outcome.FAIL),
        ("NA", Outcome.NOT_DONE),
        (None, Outcome.NOT_DONE),
        ("101%", Outcome.UNKNOWN),
        ("high", Outcome.UNKNOWN),
    ],
)
def test_a_match_with_declared_data_passes_only_in_full(sent: object, code: Outcome) -> None:
    result = normalise(
        tree_from({"matchPercentage": {"fullNameMatch": sent}, "documentIntelligence": {"a": 1}})
    )
    assert result.checks[0].outcome.code == code


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


def test_a_second_document_is_a_step_of_its_own() -> None:
    result = result_of("second_document")
    assert [step.step_id for step in result.documents] == ["document", "document2"]
    assert [u.step_id for u in result.media if u.kind == MediaKind.DOC_FRONT] == [
        "document",
        "document2",
    ]
    assert Named("front_capture_mode", "UPLOAD") in result.documents[1].particulars


def test_an_answer_for_the_second_document_is_read_like_the_first() -> None:
    result = normalise(
        tree_from(
            {
                "documentIntelligence": {"completeStatus": {"overallStatus": "True"}},
                "documentIntelligence2": {
                    "completeStatus": {"overallStatus": "False"},
                    "extractedFields": {"names": "N"},
                },
            }
        )
    )
    assert result.documents[1].verdict is not None
    assert result.documents[1].verdict.code == Verdict.FAIL
    assert result.fields[0].step_id == "document2"
    assert result.journey.verdict == Verdict.FAIL


def test_a_deleted_journey_says_so_and_keeps_its_status() -> None:
    journey = result_of("deleted_at_provider").journey
    assert journey.is_deleted is True
    assert journey.lifecycle.raw == "COMPLETED"


def test_a_test_journey_is_marked() -> None:
    assert result_of("flow_test").journey.is_test is True


def test_the_word_false_is_not_true() -> None:
    result = normalise(tree_from({"_deleted": "False", "flow": {"test": "False"}}))
    assert result.journey.is_deleted is False
    assert result.journey.is_test is False


def test_secrets_stand_in_no_part_but_as_locators() -> None:
    result = result_of("rich")
    particulars = {named.name: named.value for named in result.journey.particulars}
    assert particulars["callback_key"] == REDACTED
    assert particulars["callback_url"] == REDACTED
    assert particulars["success_redirect_url"] == REDACTED
    assert particulars["failure_redirect_url"] == "https://client.example/failed"
    assert all(use.is_secret for use in result.media)


def test_the_same_tree_gives_the_same_result() -> None:
    root = tree_of(FOLDER / "rich.json")
    assert normalise(root) == normalise(root)


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["", "True", "False", "Review", "NA", "200", "https://persist.signzy.tech/x"]),
    st.text(max_size=12),
)
KEYS = (
    "result",
    "data",
    "flow",
    "test",
    "processingConfig",
    "capturedData",
    "images",
    "frontDoc",
    "frontDoc2",
    "selfie",
    "consent",
    "country",
    "idType2",
    "location",
    "latitude",
    "matchPercentage",
    "fullNameMatch",
    "documentIntelligence",
    "completeStatus",
    "detailsOptical",
    "pagesCount",
    "overallStatus",
    "severity",
    "imageQuality",
    "frontIdCheck",
    "extractedFieldErrors",
    "fieldName",
    "authenticityCheck",
    "frontAuthenticityCheckList",
    "imagePattern",
    "elementResult",
    "elementDiagnose",
    "image",
    "graphicFields",
    "fieldList",
    "fieldType",
    "value",
    "docSide",
    "predictedIdTypeFront",
    "FDSIDList",
    "isDeprecated",
    "extractedFields",
    "attempts",
    "selfieAnalysis",
    "passiveLiveliness",
    "liveness",
    "faceMatch",
    "verified",
    "additionalFaceChecks",
    "maskDetection",
    "faceCoverDetection",
    "faceGears",
    "userId",
    "journeyId",
    "currentStatus",
    "userInfo",
    "name",
    "matchImage",
    "externalApiResponses",
    "api",
    "input",
    "response",
    "ipAddresses",
    "vpn",
    "fraudScore",
    "createdAt",
    "_deleted",
)
keys = st.sampled_from(KEYS)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(keys, st.text(max_size=5)), inner)
    ),
    max_leaves=25,
)
bodies = st.dictionaries(keys, trees, min_size=1, max_size=6)


@given(bodies)
@settings(max_examples=150, deadline=None)
def test_no_tree_is_refused_and_nothing_is_lost(body: dict[str, Any]) -> None:
    root = tree_from(body)
    result = normalise(root)
    assert_nothing_is_lost(root, result)
    assert result.journey.verdict != Verdict.PASS


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_payload_with_one_part_replaced_loses_nothing(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(payload_files("signzy")))
    body = json.loads(file.read_bytes())
    inner = body
    while True:
        keys_here = list(inner) if isinstance(inner, dict) else range(len(inner))
        key = data.draw(st.sampled_from(keys_here))
        below = inner[key]
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            break
        inner = below
    inner[key] = data.draw(trees)
    root = tree_from(body)
    result = normalise(root)
    assert_nothing_is_lost(root, result)
    shown = to_plain(result)
    for use in shown["media"]:
        use.pop("locator")
    secret = redact(root)
    hidden = {leaf.value for leaf in root.leaves() if (leaf.pointer, leaf.occurrence) in secret}
    assert hidden.isdisjoint(_texts(shown))


def _texts(shown: Any) -> Iterator[str]:
    if isinstance(shown, dict):
        shown = list(shown.values())
    if isinstance(shown, list):
        for inner in shown:
            yield from _texts(inner)
    elif isinstance(shown, str) and "://" in shown:
        yield shown
