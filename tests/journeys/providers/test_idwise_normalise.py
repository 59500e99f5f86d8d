"""What IDWise's sections become, contradiction by contradiction of IDWise's own documents."""

from __future__ import annotations

import json
from typing import Any

import pytest

from journeys.choices import MediaKind
from journeys.providers.bodies import REDACTED, parse_object
from journeys.providers.idwise import normalise
from journeys.providers.results import Alias, Coded, JourneyResult, MediaUse
from tests.journeys.providers.bodies_for_tests import PAYLOADS, tree_from, tree_of


def payload(name: str) -> JourneyResult:
    return normalise(tree_of(PAYLOADS / "idwise" / f"{name}.json"))


def read(**members: Any) -> JourneyResult:
    return normalise(tree_from({"journey_id": "j", **members}))


def document(**members: Any) -> JourneyResult:
    return read(documents={"step": members})


def only(media: tuple[MediaUse, ...]) -> MediaUse:
    (use,) = media
    return use


def test_the_documents_own_sample_is_read() -> None:
    result = payload("document_sample")
    journey = result.journey
    assert journey.provider_id == "12d62f80e15c1d50ff23db54"
    assert journey.reference == "abc-123-FE13"
    assert journey.system_decision == Coded("refer", "Refer")
    assert journey.manual_decision is None
    assert journey.lifecycle == Coded("completed", "Refer")
    assert journey.started_at is not None
    assert journey.started_at.value == "2023-01-26T08:12:00.962462Z"
    assert journey.started_at.is_naive
    (step,) = result.documents
    assert (step.step_id, step.title, step.country_code) == ("0", "UAE Passport", "ARE")
    (field,) = result.fields
    assert (field.key, field.name, field.value) == ("First Name", "given_names", "Sami")
    assert field.source == Coded("mrz", "MRZ")
    (check,) = result.checks
    assert (check.group, check.side.code, check.outcome.code) == ("validation", "front", "fail")
    (rule,) = result.rules
    (detail,) = result.rule_details
    assert (rule.key, rule.name) == ("proof_policy", "Proof Policy")
    assert (detail.rule_key, detail.object_kind, detail.object_key) == (
        "proof_policy",
        "document",
        "passport_step",
    )
    assert result.unmapped == ()


def test_a_picture_without_a_path_is_no_picture_and_still_has_a_home() -> None:
    result = document(images={"front_side_image_path": None, "back_side_image_path": ""})
    assert result.media == ()
    assert {leaf.attribute for leaf in result.documents[0].leaves} == {"front_image", "back_image"}
    assert result.unmapped == ()


@pytest.mark.parametrize(
    "section, key, kind, side",
    [
        ("images", "front_side_image_path", MediaKind.DOC_FRONT, "front"),
        ("images", "front_image_path", MediaKind.DOC_FRONT, "front"),
        ("images", "input_image_path", MediaKind.DOC_FRONT, "front"),
        ("images", "back_side_image_path", MediaKind.DOC_BACK, "back"),
        ("images", "back_image_path", MediaKind.DOC_BACK, "back"),
        ("images", "front_side_cropped_image_path", MediaKind.DOC_FRONT_CROP, "front"),
        ("images", "front_cropped_image_path", MediaKind.DOC_FRONT_CROP, "front"),
        ("images", "back_side_cropped_image_path", MediaKind.DOC_BACK_CROP, "back"),
        ("images", "back_cropped_image_path", MediaKind.DOC_BACK_CROP, "back"),
        ("images", "portrait_image_path", MediaKind.PORTRAIT, "none"),
        ("images", "hologram_image_path", MediaKind.OTHER, "none"),
        ("media_files", "front_side_pdf_path", MediaKind.PDF_FRONT, "front"),
        ("media_files", "back_side_pdf_path", MediaKind.PDF_BACK, "back"),
    ],
)
def test_every_spelling_of_a_picture_is_one_kind(
    section: str, key: str, kind: MediaKind, side: str
) -> None:
    use = only(document(**{section: {key: "opaque1"}}).media)
    assert (use.kind, use.side.code, use.step_id, use.locator) == (kind, side, "step", "opaque1")
    assert use.source_path == f"/documents/step/{section}/{key}"


def test_a_path_that_is_no_text_is_no_picture() -> None:
    result = document(images={"front_image_path": 12, "back_image_path": {"x": "y"}})
    assert result.media == ()
    assert [leaf.pointer for leaf in result.unmapped] == [
        "/documents/step/images/front_image_path",
        "/documents/step/images/back_image_path/x",
    ]


def test_a_picture_under_a_repeated_key_says_which_one_it_is() -> None:
    raw = b'{"journey_id": "j", "selfie": {"image_path": "one", "image_path": "two"}}'
    uses = normalise(parse_object(raw)).media
    assert [(use.locator, use.source_path) for use in uses] == [
        ("one", "/selfie/image_path"),
        ("two", "/selfie/image_path#2"),
    ]


@pytest.mark.parametrize(
    "validation",
    [
        {"validation_outcome": "Passed", "validation_checks": [{"name": "A", "result": "Passed"}]},
        {
            "validation_outcome": "Passed",
            "validation_checks": {"a": {"name": "A", "result": "Passed"}},
        },
        {"validation_outcome": "Passed", "validation_checks": {"name": "A", "result": "Passed"}},
        [{"name": "A", "result": "Passed"}, {"validation_outcome": "Passed"}],
        [
            {
                "validation_outcome": "Passed",
                "validation_checks": [{"name": "A", "result": "Passed"}],
            }
        ],
    ],
)
def test_a_validation_is_an_object_or_a_list(validation: object) -> None:
    result = document(validation_result=validation)
    assert [(check.name, check.outcome.code) for check in result.checks] == [("A", "pass")]
    assert result.documents[0].verdict == Coded("pass", "Passed")
    assert result.unmapped == ()


def test_of_several_validation_outcomes_the_worst_is_the_documents() -> None:
    outcomes = [{"validation_outcome": word} for word in ("Passed", "Failed", "Passed")]
    assert document(validation_result=outcomes).documents[0].verdict == Coded("fail", "Failed")


@pytest.mark.parametrize(
    "name, side",
    [
        ("Document Classification (Front)", Coded("front", "Front")),
        ("Document Classification (back)", Coded("back", "back")),
        ("Feedback", Coded("none", "")),
    ],
)
def test_the_side_of_a_check_is_in_its_name(name: str, side: Coded) -> None:
    result = document(validation_result=[{"name": name, "result": "Passed"}])
    assert result.checks[0].side == side


@pytest.mark.parametrize(
    "details",
    [
        [{"title": "T", "result": "Passed"}],
        {"m": {"title": "T", "result": "Passed"}},
        {"title": "T", "result": "Passed"},
    ],
)
def test_rule_details_are_a_list_or_an_object(details: object) -> None:
    result = read(rule_results={"r": {"name": "R", "result": "Passed", "details": details}})
    assert [(d.rule_key, d.title, d.outcome.code) for d in result.rule_details] == [
        ("r", "T", "pass")
    ]
    assert result.unmapped == ()


def test_a_rule_that_nobody_knows_is_read_like_the_others() -> None:
    result = read(rule_results={"rule_of_tomorrow": {"name": "N", "result": "CouldNotApply"}})
    assert result.rules[0].key == "rule_of_tomorrow"
    assert result.rules[0].outcome == Coded("not_done", "CouldNotApply")


def test_an_old_body_with_one_document_itself_is_a_step() -> None:
    result = read(document={"document_type": "Passport", "extracted_fields": {"Sex": "F"}})
    assert [step.step_id for step in result.documents] == ["document"]
    assert result.fields[0].value == "F"
    assert result.unmapped == ()


def test_labels_keep_their_spelling_and_their_repetitions() -> None:
    result = payload("rejected_wrapped")
    assert [(field.key, field.value) for field in result.fields] == [
        ("Full Name", "Cora Merrow"),
        ("Full Name", "Cora Merow"),
        ("full_name", "CORA MERROW"),
        ("Bill Lines", '[["Water", 12.50], ["Sewage", 1e2]]'),
        ("Bill Note", None),
    ]
    assert {field.name for field in result.fields[:3]} == {"full_name"}


def test_a_calendar_or_script_is_part_of_the_name() -> None:
    names = {field.key: field.name for field in payload("clean_pass").fields}
    assert names["Full Name Native"] == "full_name_native"
    assert names["Birth Date Hijri"] == "birth_date_hijri"


def test_an_image_field_has_no_value() -> None:
    (field,) = [field for field in payload("clean_pass").fields if field.key == "Signature"]
    assert (field.value, field.kind) == (None, "image")


def test_a_wrapper_is_part_of_every_path() -> None:
    result = payload("rejected_wrapped")
    assert result.journey.source_path == "/data"
    assert result.journey.reference == "ref-0006"
    assert only(tuple(u for u in result.media if u.kind == "doc_front")).source_path == (
        "/data/documents/poa_step/images/frontSideImagePath"
    )


def test_secrets_that_come_along_are_marked() -> None:
    result = payload("rejected_wrapped")
    marked = {leaf.pointer for leaf in result.unmapped if leaf.json_text == f'"{REDACTED}"'}
    assert marked == {
        "/data/accessToken",
        "/data/callback/callbackUrl",
        "/data/callback/note",
    }


def test_the_words_on_a_document_are_no_secrets() -> None:
    result = document(extracted_fields={"Authorization Number": {"value": "A-1"}})
    assert result.fields[0].value == "A-1"


@pytest.mark.parametrize("sent", [None, {}, [], ""])
def test_a_section_that_says_nothing_has_a_home_in_the_journey(sent: object) -> None:
    sections = (
        "documents",
        "selfie",
        "rule_results",
        "applicant",
        "aml",
        "screening_checks",
        "device_intelligence",
    )
    result = read(**dict.fromkeys(sections, sent))
    assert result.unmapped == ()
    assert {leaf.attribute for leaf in result.journey.leaves} >= set(sections)


def test_the_older_flow_id_stands_in_for_a_missing_one() -> None:
    assert read(journey_definintion_id="old").journey.flow_id == "old"
    both = read(flow_id="new", journey_definintion_id="old").journey
    assert both.flow_id == "new"
    assert [(p.name, p.value) for p in both.particulars] == [("journey_definintion_id", "old")]


@pytest.mark.parametrize("key", ["reference_number", "reference_no", "referenceNo", "user_id"])
def test_a_reference_has_four_names(key: str) -> None:
    assert read(**{key: "ref"}).journey.reference == "ref"


@pytest.mark.parametrize(
    "sent, dates",
    [
        ("1980-01-02", ["1980-01-02"]),
        ("1980-01, 1981", ["1980-01", "1981"]),
        ([1986, "1980"], ["1986", "1980"]),
        (None, []),
        ("about 1980", [None]),
    ],
)
def test_birth_dates_of_a_match_may_be_partial(sent: object, dates: list[str | None]) -> None:
    result = read(
        aml={"applicability": "Applicable", "matches": [{"name": "N", "datesOfBirth": sent}]}
    )
    assert [day.value for day in result.matches[0].birth_dates] == dates
    assert result.unmapped == ()


def test_an_old_match_is_read_whole() -> None:
    (match,) = payload("old_model_refer").matches
    assert match.countries == ("GB", "AE")
    assert match.notes == ("An invented note.", "Another, with a comma")
    assert [dataset.code for dataset in match.datasets] == [
        "pep",
        "pep_linked",
        "adverse_media",
        "regulatory",
        "disqualified_director",
        "insolvency",
        "fitness_probity",
    ]
    assert match.aliases == (Alias("Gary Inglesby", "Also known as"), Alias("G. I.", ""))
    assert match.addresses == ("Home, 2 Invented Road, ZZ1 1ZZ, Nowhere, GB", "Just a line")
    assert match.resource_id == "res-2"
    assert match.score is not None
    assert match.score.value == 87.0
    assert {named.name for named in match.particulars} >= {"match_status", "match_id", "details"}


def test_notes_that_are_one_text_are_not_cut_at_commas() -> None:
    assert payload("tables_spelling").matches[0].notes == ("A listed merchant, invented.",)


@pytest.mark.parametrize("source", ["AdditionalFace", "AdditionalFaces", "additional_face"])
def test_an_external_face_has_two_names(source: str) -> None:
    result = read(
        screening_checks={
            "additional_face_db": {
                "face_match_results": [
                    {
                        "is_matched": True,
                        "score": 9,
                        "images": [{"image_path": "p", "image_source": source}],
                    }
                ]
            }
        }
    )
    (comparison,) = result.face_comparisons
    assert comparison.subject == "additional_face_db"
    assert comparison.faces[0].source.code == "additional"
    assert comparison.faces[0].media == only(result.media).source_path
    assert only(result.media).kind == "external_face"


def test_bare_paths_of_a_comparison_are_pictures() -> None:
    result = document(face_match_result={"is_matched": True, "score": 91, "images": ["p1", "p2"]})
    assert [use.locator for use in result.media] == ["p1", "p2"]
    assert [face.source.code for face in result.face_comparisons[0].faces] == ["unknown"] * 2


def test_a_register_of_an_unpublished_model_is_kept_by_name_and_value() -> None:
    answers = {answer.key: answer for answer in payload("tables_spelling").registry_answers}
    answer = answers["uae_goverment_db_check"]
    assert answer.outcome == Coded("fail", "Failed")
    assert [(named.name, named.value) for named in answer.answered] == [
        ("record.id_number", "784000000000001"),
        ("record.names.0", "Otto"),
        ("record.names.1", ""),
    ]


@pytest.mark.parametrize(
    "sent, code",
    [(True, "pass"), ("Passed", "pass"), (False, "fail"), ("Failed", "fail"), ("?", "unknown")],
)
def test_a_device_signal_is_a_boolean_or_a_word(sent: object, code: str) -> None:
    signals = [{"key": "rooted", "name": "Rooted Device", "result": sent}]
    result = read(device_intelligence={"signals_outcome": "Passed", "device_signals": signals})
    assert result.device_signals[0].outcome.code == code


@pytest.mark.parametrize(
    "code",
    [
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
    ],
)
def test_every_liveness_code_is_known(code: str) -> None:
    (selfie,) = read(selfie={"is_live": False, "liveness_status_code": code}).selfies
    assert selfie.liveness_code == Coded(code.lower(), code)
    assert selfie.liveness == Coded("fail", "false")


def test_a_new_liveness_code_passes_through_as_unknown() -> None:
    (selfie,) = read(selfie={"liveness_status_code": "FACE_ON_FIRE"}).selfies
    assert selfie.liveness_code == Coded("unknown", "FACE_ON_FIRE")


def test_a_liveness_that_is_switched_off_was_not_run() -> None:
    (selfie,) = read(selfie={"is_live": None}).selfies
    assert selfie.liveness == Coded("not_done", "")


@pytest.mark.parametrize("spelled", ["Not Started", "NotStarted", "NOT_STARTED"])
def test_not_started_has_two_spellings(spelled: str) -> None:
    assert document(progress=spelled).documents[0].progress == Coded("not_started", spelled)


def test_a_deleted_journey_says_so() -> None:
    assert read(is_deleted=True).journey.is_deleted
    assert read(_deleted="true").journey.lifecycle.code == "deleted"
    assert not read(is_deleted="perhaps").journey.is_deleted


@pytest.mark.parametrize("odd", [1, "text", True, [], [1], {"a": {"b": [None]}}])
@pytest.mark.parametrize("key", sorted(json.loads((PAYLOADS / "idwise" / "rich.json").read_text())))
def test_a_section_of_a_wrong_type_breaks_nothing(key: str, odd: object) -> None:
    body = json.loads((PAYLOADS / "idwise" / "rich.json").read_text())
    body[key] = odd
    root = tree_from(body)
    result = normalise(root)
    held = sum(len(part.leaves) for part in result.parts())
    assert held + len(result.unmapped) == len(list(root.leaves()))
