"""Signzy's documents: fields, checks, authenticity pairs, pictures, predicted types."""

from __future__ import annotations

import pytest

from journeys.choices import (
    CheckGroup,
    MediaKind,
    Outcome,
    Severity,
    Verdict,
)
from journeys.providers.bodies import parse_object
from journeys.providers.results import Check, JourneyResult, Named
from journeys.providers.signzy import normalise
from tests.journeys.providers.bodies_for_tests import (
    tree_from,
)
from tests.journeys.providers.signzy_bodies import of_document, result_of


def checks_of(result: JourneyResult, group: CheckGroup) -> dict[tuple[str, str], Check]:
    return {(check.side.code, check.key): check for check in result.checks if check.group == group}


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
